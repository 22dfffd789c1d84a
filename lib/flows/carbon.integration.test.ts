import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { month } from "../core/calendar.ts";
import { pool } from "../db/client.ts";
import { run, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { accrueAllRigs } from "./accrue-rigs.ts";
import { carbonOfMonth, carbonPage, importIntensities, setIntensity } from "./carbon.ts";
import { createRig } from "./rigs.ts";
import { createTeam } from "./teams.ts";

const BY = "test";
const NOW = Date.parse("2026-06-21T12:00:00Z");
const MAY = month("2026-05");
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const read = (json: unknown) => importIntensities({ fileName: "h.json", bytes: bytesOf(JSON.stringify(json)), by: BY });
const history = (grams: number) => ({
  zone: "US-MIDW-MISO",
  history: [0, 1].map((hour) => ({
    datetime: `2026-05-01T0${hour}:00:00Z`,
    carbonIntensity: grams,
    isEstimated: hour === 0,
  })),
});

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await createTeam({ name: "Atlas" }, BY);
  const base = { zone: "UTC", currency: "USD", price: "2400", inService: "2026-05-01", tariffPerKwh: "0.2" };
  const shares = [{ team: "atlas", percent: "75" }];
  const { id } = await createRig({ ...base, name: "Kiln", shares, gridZone: "SWE" }, BY, NOW);
  await createRig({ ...base, name: "Anvil" }, BY, NOW);
  // 1 kW for two hours: 2 kWh.
  await run(
    pool,
    sql`INSERT INTO rig_quarter (rig_id, at, scope, microjoules, covered_ms, peak_milliwatts)
        SELECT ${id}, '2026-05-01T00:00Z'::timestamptz + n * interval '15 minutes', 'wall', 900000000000, 900000, 1000000 FROM generate_series(0, 7) n`,
  );
  await accrueAllRigs(NOW);
});
afterAll(() => close());

describe("carbon", () => {
  it("is the kWh of a month by the country's mean, split as the energy's money is, and unknown without a zone", async () => {
    const [kiln, anvil] = await carbonOfMonth(MAY, NOW);
    expect(kiln).toMatchObject({
      slug: "kiln",
      zone: "SWE",
      grams: "81.39",
      label: "estimated",
      unknownKwh: "0",
      tokens: null,
    });
    expect(kiln?.bearers).toEqual([
      { slug: "atlas", name: "Atlas", grams: "61.0425" },
      { slug: "idle", name: "Idle", grams: "20.3475" },
    ]);
    expect(kiln?.sources[0]).toContain("Sweden, mean of 2023");
    expect(anvil).toMatchObject({ slug: "anvil", zone: null, grams: null, label: null, bearers: null });
  });

  it("takes what is entered first, on its days", async () => {
    await setIntensity({ zone: "swe", grams: "10", from: "2026-05-01", to: "2026-05-01", source: "utility" }, BY);
    expect((await carbonOfMonth(MAY, NOW))[0]).toMatchObject({ grams: "20", label: "measured", sources: ["utility"] });
    await expect(setIntensity({ zone: "SWE", grams: "-1", from: "2026-05-01" }, BY)).rejects.toThrow(
      /not grams per kWh/,
    );
    await expect(setIntensity({ zone: "SWE", grams: "1", from: "x" }, BY)).rejects.toThrow(/not a day/);
    await expect(setIntensity({ zone: "SWE", grams: "1", from: "2026-05-02", to: "2026-05-01" }, BY)).rejects.toThrow(
      /before it begins/,
    );
  });

  it("reads a history, revises it, and keeps which hours are estimated", async () => {
    expect(await read(history(500))).toMatchObject({ zones: ["US-MIDW-MISO"], added: 2, changed: 0, unchanged: 0 });
    expect(await read(history(500))).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
    expect(await read(history(400))).toMatchObject({ added: 0, changed: 2, unchanged: 0 });
    await run(pool, sql`UPDATE rig SET grid_zone = 'US-MIDW-MISO' WHERE slug = 'kiln'`);
    expect((await carbonOfMonth(MAY, NOW))[0]).toMatchObject({
      ...{ grams: "800", estimatedGrams: "400", label: "partly-estimated" },
    });
    expect((await carbonPage()).own).toMatchObject([
      { zone: "SWE", count: 1, estimated: 0 },
      { zone: "US-MIDW-MISO", count: 2, estimated: 1, latestGrams: "400", to: "2026-05-01T02:00:00.000Z" },
    ]);
    await expect(read({ history: [{ datetime: "x", zone: "A" }] })).rejects.toThrow(/row 1: datetime/);
    await expect(importIntensities({ fileName: "h.json", bytes: bytesOf('{"history":'), by: BY })).rejects.toThrow(
      /not whole/,
    );
  });
});
