import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { format } from "../core/decimal.ts";
import { pool } from "../db/client.ts";
import { setMonthState } from "../db/months.ts";
import { readRig } from "../db/rigs.ts";
import { rowsOf, run, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { importTariff } from "./import-tariff.ts";
import { createRig } from "./rigs.ts";
import { addTariffVersion, applyTariff, createTariff, listTariffs, tariffsPage } from "./tariffs.ts";

const BY = "test";
const NOW = Date.parse("2026-06-21T12:00:00Z");
const as = { by: BY, nowMs: NOW };
const flat = (perKwh: string) => ({ energy: { kind: "flat", perKwh } });

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
type Given = Omit<Parameters<typeof importTariff>[0], "bytes" | "by" | "nowMs">;
const read = (given: Given, content: unknown) =>
  importTariff({ ...given, ...as, bytes: bytesOf(typeof content === "string" ? content : JSON.stringify(content)) });
const urdb = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../core/tariff/fixtures/${name}`, import.meta.url), "utf8"));
const half = (hour: string, pence: number, valid_to?: string | null) => ({
  value_exc_vat: pence,
  value_inc_vat: pence * 2,
  valid_from: `2026-06-01T${hour}:00Z`,
  valid_to: valid_to === undefined ? null : valid_to,
});

let close: () => Promise<void>;
let kiln = 0;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  const rig = { name: "Kiln", zone: "Europe/Stockholm", currency: "USD", price: "2400", inService: "2026-05-01" };
  kiln = (await createRig({ ...rig, tariffPerKwh: "0.15" }, BY, NOW)).id;
});
afterAll(() => close());

describe("tariffs", () => {
  it("are entered with their first terms, once by a name, and said to hold since ever", async () => {
    const made = await createTariff({ name: "Grid", terms: flat("0.20"), source: "Contract 7" }, BY);
    expect(made).toMatchObject({
      name: "Grid",
      currency: "USD",
      zone: "UTC",
      source: "Contract 7",
      rigs: [],
      prices: null,
    });
    expect(made.versions).toMatchObject([{ from: "2000-01-01", enteredBy: BY, terms: { fixedMonthly: "0" } }]);
    await expect(createTariff({ name: "grid", terms: flat("1") }, BY)).rejects.toThrow(/There is a tariff called grid/);
    await expect(createTariff({ name: "Odd", terms: {} }, BY)).rejects.toThrow(/Say how energy is priced/);
    await expect(createTariff({ name: "Odd", zone: "Mars", terms: flat("1") }, BY)).rejects.toThrow(/not a time zone/);
    expect(await listTariffs()).toHaveLength(1);
  });

  it("price a rig from a day on, in the place of what priced it where none is given", async () => {
    const used = await applyTariff({ name: "GRID" }, { rig: "kiln" }, as);
    expect(used).toMatchObject({ rig: "kiln", from: "2000-01-01" });
    expect(used.tariff.rigs).toEqual([{ slug: "kiln", name: "Kiln", from: "2000-01-01" }]);
    const tariffs = (await readRig(pool, kiln))?.terms.tariffs ?? [];
    expect(tariffs.map(({ from, tariff }) => [from, tariff.name, tariff.id === null])).toEqual([
      ["2000-01-01", "Grid", false],
    ]);
    await expect(applyTariff({ name: "Nowhere" }, { rig: "kiln" }, as)).rejects.toThrow(/The tariffs are Grid/);
    await expect(applyTariff({ name: "Grid" }, { rig: "anvil" }, as)).rejects.toThrow(/no rig "anvil"/);
  });

  it("get new terms from a day on, and keep those before", async () => {
    await addTariffVersion({ name: "Grid" }, { from: "2026-06-16", terms: { ...flat("0.25"), taxPercent: "25" } }, as);
    const { tariff } = await addTariffVersion({ name: "Grid" }, { from: "2026-06-11", terms: flat("0.22") }, as);
    expect(tariff.versions.map((version) => version.from)).toEqual(["2000-01-01", "2026-06-11", "2026-06-16"]);
    const [first] = (await readRig(pool, kiln))?.terms.tariffs ?? [];
    expect(first?.tariff.versions.map(({ terms }) => format(terms.taxPercent))).toEqual(["0", "0", "25"]);
    await expect(addTariffVersion({ name: "Grid" }, { from: "16 June", terms: flat("1") }, as)).rejects.toThrow(
      /not a day/,
    );
  });

  it("are read from the OpenEI database, with local hours, which need a zone", async () => {
    await expect(read({ tariff: "EV", name: "v.json" }, urdb("urdb-virginia.json"))).rejects.toThrow(/Give its zone/);
    const ev = await read({ tariff: "EV", name: "v.json", zone: "America/New_York" }, urdb("urdb-virginia.json"));
    expect(ev).toMatchObject({
      kind: "openei",
      versions: 1,
      moved: 0,
      tariff: { currency: "USD", zone: "America/New_York" },
    });
    expect(ev.notes).toEqual([
      "The utility ended this rate on 31 December 2015; its terms hold until others are entered.",
    ]);
    expect(ev.tariff.versions[0]).toMatchObject({ from: "2014-01-25", terms: { fixedMonthly: "2.9" } });
    const flatOne = await read({ tariff: "DTE", name: "a.json", from: "2026-01-01" }, urdb("urdb-ann-arbor.json"));
    expect(flatOne.tariff.versions[0]?.from).toBe("2026-01-01");
    await expect(read({ tariff: "EV", name: "a.json", currency: "EUR" }, urdb("urdb-ann-arbor.json"))).rejects.toThrow(
      /is in USD/,
    );
  });

  it("are read from prices by time, again without a trace, later ones beside them", async () => {
    const first = { count: 2, results: [half("01:00", 20), half("00:00", 10, "2026-06-01T01:00:00Z")] };
    const agile = await read({ tariff: "Agile", name: "p.json", price: "exc-vat" }, first);
    expect(agile).toMatchObject({ kind: "prices", prices: { added: 2, changed: 0, unchanged: 0 }, notes: [] });
    expect(agile.tariff).toMatchObject({ currency: "GBP", zone: "Europe/London", prices: { count: 2 } });
    expect(agile.tariff.versions[0]).toMatchObject({ from: "2026-06-01", note: "Prices are without VAT." });
    expect((await read({ tariff: "agile", name: "p.json" }, first)).prices).toEqual({
      added: 0,
      changed: 0,
      unchanged: 2,
    });
    const later = [half("02:00", 30), half("01:00", 20, "2026-06-01T02:00:00Z")];
    expect((await read({ tariff: "Agile", name: "q.json" }, { results: later })).prices).toEqual({
      added: 1,
      changed: 1,
      unchanged: 0,
    });
    await expect(read({ tariff: "Agile", name: "p.json", price: "inc-vat" }, first)).rejects.toThrow(/without VAT/);
    const stored = await rowsOf<{ price: string }>(
      pool,
      sql`SELECT trim_scale(price)::text AS price FROM tariff_price ORDER BY at`,
    );
    expect(stored.map((row) => row.price)).toEqual(["0.1", "0.2", "0.3"]);
  });

  it("reckons the ledger by the terms and prices of each quarter hour", async () => {
    const hour = (
      from: string,
    ) => sql`INSERT INTO rig_quarter (rig_id, at, scope, microjoules, covered_ms, peak_milliwatts)
      SELECT ${kiln}, ${from}::timestamptz + n * interval '15 minutes', 'wall', 900000000000, 900000, 1000000 FROM generate_series(0, 3) n`;
    for (const from of ["2026-05-10T00:00Z", "2026-06-12T00:00Z", "2026-06-17T00:00Z"]) await run(pool, hour(from));
    const energyByDay = async () =>
      (
        await rowsOf<{ day: string; amount: string }>(
          pool,
          sql`SELECT day::text, trim_scale(sum(billed))::text AS amount FROM ledger_entry WHERE rig_part = 'energy' GROUP BY day HAVING sum(billed) <> 0 ORDER BY day`,
        )
      ).map(({ day, amount }) => `${day} ${amount}`);
    await applyTariff({ name: "Grid" }, { rig: "kiln" }, as);
    expect(await energyByDay()).toEqual(["2026-05-10 0.2", "2026-06-12 0.22", "2026-06-17 0.3125"]);
    await addTariffVersion({ name: "Grid" }, { from: "2026-06-11", terms: flat("0.5") }, as);
    expect(await energyByDay()).toEqual(["2026-05-10 0.2", "2026-06-12 0.5", "2026-06-17 0.3125"]);
    // Prices by time, in dollars: the first two quarters of an hour, then none for the rest.
    const csv =
      "from,to,price_usd_mwh\n2026-06-12T00:00Z,2026-06-12T00:15Z,100\n2026-06-12T00:15Z,2026-06-12T00:30Z,-40\n";
    await read({ tariff: "Hourly", name: "h.csv" }, csv);
    await applyTariff({ name: "Hourly" }, { rig: "kiln", from: "2026-06-01" }, as);
    expect(await energyByDay()).toEqual(["2026-05-10 0.2", "2026-06-12 0.015"]);
    await read({ tariff: "Hourly", name: "h.csv" }, "from,to,price_usd_mwh\n2026-06-17T00:00Z,2026-06-17T01:00Z,60\n");
    expect(await energyByDay()).toEqual(["2026-05-10 0.2", "2026-06-12 0.015", "2026-06-17 0.06"]);
  });

  it("say what is wrong with a file, and keep nothing of it", async () => {
    await expect(read({ tariff: "X", name: "x.csv" }, "from,price\n2026-06-01T00:00Z,1\n")).rejects.toThrow(/--unit/);
    await expect(read({ tariff: "X", name: "x.csv" }, "from,price_per_kwh\n2026-06-01,a\n")).rejects.toThrow(
      /row 2, price_per_kwh: “a” is not a price/,
    );
    await expect(read({ tariff: "X", name: "x.json" }, '{"results": [')).rejects.toThrow(/not whole/);
    await expect(read({ tariff: "X", name: "x.json" }, { hello: 1 })).rejects.toThrow(/no tariff that is known/);
    await expect(read({ tariff: "X", name: "x.json" }, flat("1"))).rejects.toThrow(/from which day/);
    const csv = "from,price_eur_mwh\n2026-06-01T00:00Z,81\n";
    expect((await read({ tariff: "Spot", name: "x.csv" }, csv)).tariff.currency).toBe("EUR");
    await expect(read({ tariff: "Spot", name: "x.csv" }, csv.replace("eur", "sek"))).rejects.toThrow(/in EUR/);
    expect((await listTariffs()).map(({ name }) => name)).toEqual(["Agile", "DTE", "EV", "Grid", "Hourly", "Spot"]);
  });

  it("keep what a closed month was reckoned with", async () => {
    await setMonthState(pool, { month: "2026-05", state: "closed", atMs: NOW, by: BY, hash: "x" });
    expect((await tariffsPage(NOW)).openFrom).toBe("2026-06-01");
    await expect(addTariffVersion({ name: "Grid" }, { from: "2026-05-31", terms: flat("9") }, as)).rejects.toThrow(
      /May 2026 is closed, so this can count from 1 June 2026/,
    );
    await expect(applyTariff({ name: "EV" }, { rig: "kiln", from: "2026-05-01" }, as)).rejects.toThrow(/is closed/);
    expect((await applyTariff({ name: "EV" }, { rig: "kiln" }, as)).from).toBe("2026-06-01");
    await run(pool, sql`UPDATE tariff_price SET at = at - interval '30 days', until = until - interval '30 days'`);
    const may = (pence: number) => ({
      ...half("00:00", pence),
      valid_from: "2026-05-02T00:00:00Z",
      valid_to: "2026-05-02T01:00:00Z",
    });
    await expect(read({ tariff: "Agile", name: "p.json" }, { results: [may(99)] })).rejects.toThrow(
      /in a month that is closed/,
    );
    expect((await read({ tariff: "Agile", name: "p.json" }, { results: [may(10)] })).prices?.unchanged).toBe(1);
  });

  it("are all in the record of who did what", async () => {
    const said = await rowsOf<{ what: string }>(
      pool,
      sql`SELECT what FROM audit_event WHERE what LIKE '%tariff%' ORDER BY id`,
    );
    expect(said.map(({ what }) => what).slice(0, 4)).toEqual([
      "entered the tariff Grid",
      "priced the rig Kiln by the tariff Grid from 2000-01-01",
      "entered terms of the tariff Grid from 2026-06-16",
      "entered terms of the tariff Grid from 2026-06-11",
    ]);
  });
});
