import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { NewRig, RigSettings } from "../api/wire/rigs.ts";
import { day } from "../core/calendar.ts";
import { pool, prisma } from "../db/client.ts";
import { freshDatabase } from "../db/test-database.ts";
import { changeRig } from "./change-rig.ts";
import { rigSettings } from "./rig-settings.ts";
import * as terms from "./rig-terms.ts";
import { createRig, listRigSettings, showRig } from "./rigs.ts";
import { createTeam } from "./teams.ts";

const NOW = Date.UTC(2026, 5, 20); // 20 June 2026
const WHO = { by: "test", nowMs: NOW };
const BODY: NewRig = {
  name: "Kiln",
  hardware: "2x RTX 4090",
  zone: "Europe/Stockholm",
  currency: "usd",
  price: "5500",
  inService: "2026-03-16",
  months: 24,
  salvage: "100",
  hostingMonthly: "40",
  operationsHours: "2",
  operationsRate: "85",
  tariffPerKwh: "0.15",
  wallFactor: "1.1",
  shares: [{ team: "search", percent: "60" }],
};

let database: Awaited<ReturnType<typeof freshDatabase>>;
let before: RigSettings & { slug: string };
beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  await createTeam({ name: "Search" }, "test");
  await createTeam({ name: "Apps" }, "test");
});
beforeEach(async () => {
  await pool.query("DELETE FROM month_state");
  await pool.query("TRUNCATE rig CASCADE");
  await createRig(BODY, "test", NOW);
  before = await kiln();
});
afterAll(() => database.close());

const close = (month: string) =>
  pool.query("INSERT INTO month_state (month, state, closed_by) VALUES ($1, 'closed', 'test')", [month]);
async function kiln(): Promise<RigSettings & { slug: string }> {
  const [rig] = await listRigSettings(NOW);
  if (!rig) throw new Error("no rig");
  return rig;
}
const SET = BODY;

describe("a new rig", () => {
  test("has a first purchase, charges from its first month, and a tariff, factor and shares from ever", async () => {
    expect(await showRig("kiln", NOW)).toMatchObject({
      kind: "owned",
      currency: "USD",
      assets: [{ name: "2x RTX 4090", price: "5500", salvage: "100", inService: "2026-03-16", months: 24 }],
      charges: [
        { kind: "hosting", from: "2026-03-01", to: null, monthly: "40", hourly: null },
        { kind: "labour", from: "2026-03-01", to: null, hourly: "85", hours: "2" },
      ],
      tariffs: [{ from: "2000-01-01", tariffId: null, perKwh: "0.15" }],
      walls: [{ from: "2000-01-01", factor: "1.1", baseWatts: "0", pue: "1" }],
      shares: [{ from: "2000-01-01", shares: [{ team: "search", percent: "60" }] }],
      openFrom: null,
    });
    expect(before).toMatchObject({
      ...{ price: "5500", salvage: "100", months: 24, hostingMonthly: "40", operationsHours: "2" },
      ...{ operationsRate: "85", tariffPerKwh: "0.15", wallFactor: "1.1", kind: "owned", idleBearer: "idle" },
    });
  });
  test("that is rented needs its rent and no price", async () => {
    const { price: _price, ...body } = { ...BODY, name: "Loft", kind: "rented" as const };
    await expect(createRig(body, "test", NOW)).rejects.toThrow("A rented rig needs its rent");
    await createRig({ ...body, rentHourly: "2.5" }, "test", NOW);
    const shown = await showRig("Loft", NOW);
    expect(shown.assets).toEqual([]);
    expect(shown.charges).toContainEqual(
      expect.objectContaining({ kind: "rent", from: "2026-03-16", hourly: "2.5", hours: null }),
    );
  });
  test.each([
    [{ price: null }, "An owned rig needs its price"],
    [{ rentMonthly: "100" }, "An owned rig pays no rent"],
    [{ salvage: "6000" }, "The salvage value exceeds the price."],
    [{ operationsRate: null }, "go together"],
    [{ idleBearer: "owner" as const }, "Say which team owns the rig"],
    [{ owner: "nobody" }, 'There is no team "nobody"'],
    [{ replaces: "gpt-4.1" }, "is not a cloud model"],
    [{ catalogueId: "abacus" }, "The catalogue has no hardware"],
    [{ pue: "0.9" }, "The PUE is at least 1"],
    [{ hostingMonthly: "-1" }, "No amount of a rig can be negative."],
    [{ hostingMonthly: "1000000000000000000" }, "stays below"],
    [{ zone: "Stockholm" }, "is not a time zone"],
    [{ shares: [{ team: "search", percent: "101" }] }, "exceed 100 %"],
  ])("with %o is refused in a sentence", async (wrong, sentence) => {
    await expect(createRig({ ...BODY, name: "Other", ...wrong }, "test", NOW)).rejects.toThrow(sentence);
  });
  test("with the name of another is a conflict", async () => {
    await expect(createRig(BODY, "test", NOW)).rejects.toThrow("already a rig called Kiln");
  });
});

describe("entering terms anew", () => {
  test("as they are changes nothing", async () => {
    const shown = await showRig("kiln", NOW);
    expect((await changeRig("kiln", SET, "test", NOW)).from).toBeNull();
    expect(await showRig("kiln", NOW)).toEqual(shown);
  });
  test("corrects what differs from the day it began, while nothing is closed", async () => {
    const other = { hostingMonthly: "55", operationsRate: null, operationsHours: null, tariffPerKwh: "0.2" };
    await changeRig("kiln", { ...SET, ...other, price: "6000", inService: "2026-04-01" }, "test", NOW);
    expect(await showRig("kiln", NOW)).toMatchObject({
      inService: "2026-04-01",
      assets: [{ price: "6000", inService: "2026-04-01" }],
      charges: [{ kind: "hosting", from: "2026-04-01", monthly: "55" }],
      tariffs: [{ from: "2000-01-01", perKwh: "0.2" }],
    });
  });
  test("leaves what it does not name", async () => {
    await changeRig(
      "kiln",
      { ...SET, owner: "apps", idleBearer: "owner", maintenanceMonthly: "12", pue: "1.3" },
      "test",
      NOW,
    );
    await changeRig("kiln", SET, "test", NOW);
    expect(await kiln()).toMatchObject({ owner: "apps", idleBearer: "owner", maintenanceMonthly: "12", pue: "1.3" });
  });
  test("counts from the first open day where months are closed, and says so", async () => {
    await close("2026-04");
    const other = { hostingMonthly: "55", tariffPerKwh: "0.2", wallFactor: "1.2", shares: [] };
    const { from } = await changeRig("kiln", { ...SET, ...other }, "test", NOW);
    expect(from).toContain("1 May 2026");
    expect(await showRig("kiln", NOW)).toMatchObject({
      charges: [
        { kind: "hosting", from: "2026-03-01", to: "2026-04-30", monthly: "40" },
        { kind: "labour", from: "2026-03-01", to: null },
        { kind: "hosting", from: "2026-05-01", to: null, monthly: "55" },
      ],
      tariffs: [
        { from: "2000-01-01", perKwh: "0.15" },
        { from: "2026-05-01", perKwh: "0.2" },
      ],
      walls: [
        { from: "2000-01-01", factor: "1.1" },
        { from: "2026-05-01", factor: "1.2" },
      ],
      shares: [
        { from: "2000-01-01", shares: [{ team: "search" }] },
        { from: "2026-05-01", shares: [] },
      ],
      openFrom: "2026-05-01",
    });
    expect(await kiln()).toMatchObject(other);
  });
  test("refuses another price for what was written off in a closed month", async () => {
    await close("2026-04");
    await expect(changeRig("kiln", { ...SET, price: "6000" }, "test", NOW)).rejects.toThrow("1 May 2026 are closed");
    await expect(changeRig("kiln", { ...SET, inService: "2026-02-01" }, "test", NOW)).rejects.toThrow("closed");
    for (const undated of [{ splitBy: "tokens" as const }, { currency: "EUR" }, { idleBearer: "shared" as const }])
      await expect(changeRig("kiln", { ...SET, ...undated }, "test", NOW)).rejects.toThrow("hold for all its months");
    expect(await kiln()).toEqual(before);
  });
});

describe("one dated term", () => {
  test("of a purchase is added and disposed of, with its book value told", async () => {
    const asset = { name: "A third GPU", price: "2400", salvage: "0", inService: "2026-05-01", months: 24 };
    const added = await terms.addAsset("kiln", asset, WHO);
    const id = added.rig.assets[1]?.id ?? 0;
    const gone = await terms.disposeAsset("kiln", { id, on: "2026-06-15" }, WHO);
    expect(gone.message).toContain("Its book value that day is 2,250.00 USD");
    expect(gone.rig.assets[1]).toMatchObject({ disposedOn: "2026-06-15", lastMonth: "2026-06", bookValue: "2250" });
    await expect(terms.disposeAsset("kiln", { id, on: "2026-06-16" }, WHO)).rejects.toThrow("already");
    await expect(terms.disposeAsset("kiln", { id: 999_999, on: "2026-06-16" }, WHO)).rejects.toThrow("no asset");
  });
  test("of a charge is added and ended", async () => {
    const charge = {
      kind: "licences",
      from: "2026-05-01",
      to: null,
      monthly: "9",
      hourly: null,
      hours: null,
      covers: "",
    } as const;
    const { rig, message } = await terms.addCharge("kiln", charge, WHO);
    expect(message).toContain("9.00 USD a month, from 1 May 2026");
    const id = rig.charges.find((each) => each.kind === "licences")?.id ?? 0;
    const ended = await terms.endCharge("kiln", { id, to: "2026-05-31" }, WHO);
    expect(ended.rig.charges.find((each) => each.id === id)?.to).toBe("2026-05-31");
    await expect(terms.addCharge("kiln", { ...charge, hourly: "1" }, WHO)).rejects.toThrow("one of the two");
  });
  test("without a day counts from today, and in a closed month is refused with the first open day", async () => {
    await close("2026-05");
    const { message } = await terms.setTariffPrice("kiln", { from: null, perKwh: "0.30" }, WHO);
    expect(message).toBe("Kiln: 0.3 USD per kWh, from 20 June 2026 on.");
    const wall = { factor: "1.1", baseWatts: "90", pue: "1.2", note: "" };
    await expect(terms.setWallTerms("kiln", { ...wall, from: "2026-05-31" }, WHO)).rejects.toThrow(
      "May 2026 is closed, so this can count from 1 June 2026 at the earliest",
    );
    await terms.setWallTerms("kiln", { ...wall, from: "2026-06-01" }, WHO);
    const [hosting] = (await showRig("kiln", NOW)).charges;
    await expect(terms.endCharge("kiln", { id: hosting?.id ?? 0, to: "2026-05-30" }, WHO)).rejects.toThrow("is closed");
    await terms.endCharge("kiln", { id: hosting?.id ?? 0, to: "2026-05-31" }, WHO);
    const shares = [{ team: "apps", percent: "10" }];
    const { rig } = await terms.setShareTerms("kiln", { from: "2026-06-10", shares }, WHO);
    expect(rig.shares).toHaveLength(2);
    expect(await kiln()).toMatchObject({ baseWatts: "90", pue: "1.2", shares, hostingMonthly: null });
  });
  test("is audited", async () => {
    await terms.setTariffPrice("kiln", { from: "2026-06-01", perKwh: "0.25" }, WHO);
    const last = await prisma.auditEvent.findFirst({ orderBy: { id: "desc" } });
    expect(last).toMatchObject({ who: "test", what: "Kiln: 0.25 USD per kWh, from 1 June 2026 on." });
  });
});

test("the terms shown are those in force, or the first to come", async () => {
  const rig = await createRig({ ...BODY, name: "Later", inService: "2027-01-10" }, "test", NOW);
  expect(rigSettings(rig, day("2026-06-20"))).toMatchObject({ hostingMonthly: "40", operationsRate: "85" });
});
