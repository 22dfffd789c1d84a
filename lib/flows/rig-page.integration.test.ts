import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type RigMonth, rigMonth } from "../api/wire/rig-pages.ts";
import type { Principal } from "../auth/principal.ts";
import { decimal, format, sum } from "../core/decimal.ts";
import { freshDatabase } from "../db/test-database.ts";
import { stateFill, withdrawFill } from "./energy-fills.ts";
import { ingestFile } from "./ingest.ts";
import { rigMonthOf } from "./rig-statement.ts";
import { createRig } from "./rigs.ts";

const BY = "test";
const NOW = Date.parse("2026-05-03T00:00:00Z");
const who = { by: BY, nowMs: NOW };
const READER: Principal = { userId: "", name: "Mara", email: "", role: "finance", teams: [] };
const GAP = { from: "2026-05-02T06:00:00Z", to: "2026-05-02T12:00:00Z" };

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
/** 400 W every minute of April's last day and of May, but for the gap. */
function log(): string {
  const rows = [];
  for (let at = Date.parse("2026-04-30T00:00:00Z"); at <= NOW; at += 60_000) {
    if (at > Date.parse(GAP.from) && at < Date.parse(GAP.to)) continue;
    const iso = new Date(at).toISOString();
    rows.push(`${iso.slice(0, 10).replaceAll("-", "/")} ${iso.slice(11, 23)}, 0, 400.00 W`);
  }
  return `timestamp, index, power.draw [W]\n${rows.join("\n")}\n`;
}
const read = async (): Promise<RigMonth> =>
  rigMonth.parse(await rigMonthOf("kiln", { month: "2026-05", cost: "effective", monthBy: "billed" }, READER, NOW));

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await createRig(
    {
      ...{ name: "Kiln", zone: "Europe/Stockholm", currency: "USD", price: "2400", inService: "2026-04-30" },
      ...{ tariffPerKwh: "0.25", wallFactor: "1.5", gridZone: "SWE" },
    },
    BY,
    NOW,
  );
  await ingestFile({ fileName: "gpu.csv", bytes: bytesOf(log()), ...who, rig: "Kiln", zone: "UTC" });
});
afterAll(() => close());

describe("the page of a rig", () => {
  it("says of the twelve months what the month itself says", async () => {
    const rig = await read();
    expect(rig.powerMonths.map((month) => month.month)).toEqual(["2026-04", "2026-05"]);
    expect(rig.powerMonths[0]).toMatchObject({ kWh: "14.4", watts: "600.000", measuredHours: "24.00", hours: "24.00" });
    expect(rig.powerMonths[1]).toMatchObject({
      kWh: rig.energyKwh,
      watts: "600.000",
      measuredHours: rig.measuredHours,
    });
  });

  it("leaves a gap empty, with nothing stated and nothing emitted in it", async () => {
    const rig = await read();
    expect(rig.gaps).toEqual([expect.objectContaining({ hours: "6" })]);
    const hours = rig.power.filter((hour) => hour.watts === null);
    expect(hours).toHaveLength(6);
    expect(hours.every((hour) => hour.statedWatts === null && hour.statedSeconds === 0)).toBe(true);
  });

  it("splits what it emitted to those who bear its energy, to the last gram", async () => {
    const { carbon } = await read();
    expect(carbon).toMatchObject({ isEstimated: true, text: expect.stringContaining("SWE") });
    const parts = sum((carbon?.teams ?? []).map((team) => decimal(team.kilograms)));
    expect(format(parts)).toBe(carbon?.kilograms);
  });

  it("draws what was stated beside the readings, never among them, until it is withdrawn", async () => {
    const before = await read();
    const { id } = await stateFill("kiln", { ...GAP, rule: "idle", note: "PDU swapped", evenBelowHalf: false }, who);
    const stated = await read();
    const hours = stated.power.filter((hour) => hour.statedWatts !== null);
    expect(hours).toHaveLength(6);
    expect(hours[0]).toMatchObject({ watts: null, statedWatts: "600.0", statedSeconds: 3600 });
    expect(stated.fills).toEqual([expect.objectContaining({ id, kWh: "3.6", hours: "6.00", rule: "idle" })]);
    expect(stated).toMatchObject({ energyKwh: before.energyKwh, gaps: before.gaps, powerMonths: before.powerMonths });
    expect(stated.month.estimated).not.toBeNull();
    await withdrawFill(id, who);
    expect(await read()).toMatchObject({ power: before.power, fills: [], month: { estimated: null } });
  });
});

describe("a rig nobody measured", () => {
  it("has no power, no carbon and a reason for each", async () => {
    const rig = { name: "Anvil", zone: "UTC", currency: "USD", price: "2400", inService: "2026-04-01" };
    await createRig(rig, BY, NOW);
    const page = await rigMonthOf("anvil", { month: "2026-05", cost: "effective", monthBy: "billed" }, READER, NOW);
    expect(page.powerMonths.every((month) => month.kWh === null && month.watts === null)).toBe(true);
    expect(page.carbon).toMatchObject({ kilograms: null, text: expect.stringContaining("grid zone") });
  });
});
