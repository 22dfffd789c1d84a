import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { decimal, format, sum } from "../core/decimal.ts";
import { pool } from "../db/client.ts";
import { readImport } from "../db/imports.ts";
import { rollupDifferences } from "../db/rollups.ts";
import { rowsOf, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { ingestFile } from "./ingest.ts";
import { createRig } from "./rigs.ts";
import { createRule, withdrawRule } from "./rules.ts";
import { createTeam } from "./teams.ts";
import { undoImport } from "./undo-import.ts";
import { verify } from "./verify.ts";

const BY = "test";
const NOW = Date.parse("2026-07-15T12:00:00Z");
const HEADER =
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source";

type Cost = { day: string; amount: string; project?: string; item?: string; organisation?: string };
function openaiCsv(costs: readonly Cost[]): string {
  const rows = costs.map(
    ({ day, amount, project = "proj_a", item = "gpt-4.1-2025-04-14, input", organisation = "org-1" }) => {
      const start = Date.parse(`${day}T00:00:00Z`) / 1000;
      return `${start},${start + 86400},${day}T00:00:00+00:00,,${amount},usd,1000,tokens,"${item}",,,${project},${organisation},,,,`;
    },
  );
  return [HEADER, ...rows].join("\n");
}
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const ingest = (fileName: string, text: string, more: object = {}) =>
  ingestFile({ fileName, bytes: bytesOf(text), by: BY, nowMs: NOW, ...more });

/** Ledger sum by month and bearer: what every page shows. */
async function totals(): Promise<Record<string, string>> {
  const rows = await rowsOf<{ key: string; amount: string }>(
    pool,
    sql`SELECT concat_ws(' ', e.billed_month, coalesce(t.slug, e.bearer)) AS key, sum(e.billed)::text AS amount FROM ledger_entry e LEFT JOIN team t ON t.id = e.team_id GROUP BY 1 HAVING sum(e.billed) <> 0 ORDER BY 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.key, format(decimal(row.amount))]));
}

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await createTeam({ name: "Search" }, BY);
  await createTeam({ name: "Support" }, BY);
});
afterAll(() => close());

const MAY = openaiCsv([
  { day: "2026-05-01", amount: "10.005000000000000000000000000000" },
  { day: "2026-05-02", amount: "20" },
  { day: "2026-05-02", amount: "20" },
  { day: "2026-05-03", amount: "0.123456789012", project: "proj_b" },
]);

describe("a cost export", () => {
  it("posts to the ledger to the last digit, two equal rows counting twice", async () => {
    const done = await ingest("may.csv", MAY);
    expect(done).toMatchObject({ isPosted: true, sameAs: null });
    expect(done.summary?.totals).toEqual([{ currency: "USD", amount: "50.128456789012" }]);
    expect(await totals()).toEqual({ "2026-05 unassigned": "50.128456789012" });
    expect(await rollupDifferences(pool)).toEqual([]);
  });

  it("does nothing when the same bytes come again, and says so", async () => {
    const again = await ingest("may (1).csv", MAY);
    expect(again).toMatchObject({ isPosted: false, state: "discarded", sameAs: 1 });
    expect(await totals()).toEqual({ "2026-05 unassigned": "50.128456789012" });
  });

  it("replaces an older export on the days a newer one speaks for, and undoing brings it back", async () => {
    const before = await totals();
    const newer = await ingest("may-restated.csv", openaiCsv([{ day: "2026-05-02", amount: "41.5" }]));
    expect(newer).toMatchObject({ isPosted: true, replaced: [1] });
    expect(await totals()).toEqual({ "2026-05 unassigned": "51.628456789012" });
    await undoImport({ importId: newer.importId, by: BY });
    expect(await totals()).toEqual(before);
    expect(await rollupDifferences(pool)).toEqual([]);
  });

  it("refuses the same account's money in another grouping, unless told to replace", async () => {
    const ungrouped = MAY.replaceAll(/,1000,tokens,"[^"]*",,,proj_.,/g, ",,,,,,,");
    const refused = await ingest("may-total.csv", ungrouped);
    expect(refused).toMatchObject({ isPosted: false, sameAs: null });
    expect(refused.refusal).toContain("already counts this account's money");
    expect(refused.summary?.totals).toEqual([{ currency: "USD", amount: "50.128456789012" }]);
    expect(await totals()).toEqual({ "2026-05 unassigned": "50.128456789012" });

    const replacing = await ingest("may-total.csv", ungrouped, { replace: true });
    expect(replacing).toMatchObject({ isPosted: true, sameAs: null, replaced: [1] });
    expect(await readImport(pool, refused.importId)).toMatchObject({ state: "discarded" });
    await undoImport({ importId: replacing.importId, by: BY });
    expect(await totals()).toEqual({ "2026-05 unassigned": "50.128456789012" });
    expect(await rollupDifferences(pool)).toEqual([]);
  });

  it("reads a file again that could not be posted, instead of pointing to the preview it left", async () => {
    const broken = openaiCsv([{ day: "2026-01-01", amount: "12,50", organisation: "org-9" }]).replace(
      "12,50",
      '"12,50"',
    );
    const first = await ingest("broken.csv", broken);
    const second = await ingest("broken.csv", broken);
    expect(first).toMatchObject({ isPosted: false, state: "needs-you" });
    expect(second).toMatchObject({ isPosted: false, state: "needs-you", sameAs: null });
    expect(second.summary?.issues).toContainEqual(expect.objectContaining({ severity: "blocking", row: 2 }));
    expect(await readImport(pool, first.importId)).toMatchObject({ state: "discarded" });
  });

  it("posts the same bytes once when they arrive twice at the same time", async () => {
    const text = openaiCsv([{ day: "2026-01-02", amount: "3", organisation: "org-10" }]);
    const both = await Promise.all([ingest("one.csv", text), ingest("two.csv", text)]);
    const posted = both.filter((each) => each.isPosted);
    expect(posted).toHaveLength(1);
    expect(both.find((each) => !each.isPosted)).toMatchObject({ state: "discarded", sameAs: posted[0]?.importId });
    await undoImport({ importId: posted[0]?.importId ?? 0, by: BY });
  });

  it("keeps every place of amounts with 40 decimals up to the ledger's rounding, and verify holds", async () => {
    const third = `0.${"3".repeat(40)}`;
    const days = ["2026-01-03", "2026-01-04", "2026-01-05"];
    const done = await ingest(
      "long.csv",
      openaiCsv(days.map((day) => ({ day, amount: third, organisation: "org-11" }))),
    );
    expect(done.summary?.totals).toEqual([{ currency: "USD", amount: `0.${"9".repeat(40)}` }]);
    expect((await totals())["2026-01 unassigned"]).toBe("1");
    expect((await verify(NOW)).differences).toEqual([]);
    await undoImport({ importId: done.importId, by: BY });
  });

  it("refuses a time zone that does not exist before it keeps anything", async () => {
    await expect(ingest("zone.csv", MAY, { zone: "Mars/Olympus" })).rejects.toThrow(
      '"Mars/Olympus" is not a time zone',
    );
  });

  it("moves to a team when a rule says so, splits to the last digit, and moves back when the rule goes", async () => {
    const one = await createRule(
      { match: { project: "proj_a" }, shares: [{ team: "search", percent: "100" }], from: "2026-05-02" },
      BY,
    );
    expect(await totals()).toEqual({ "2026-05 search": "40", "2026-05 unassigned": "10.128456789012" });
    const split = await createRule(
      {
        match: { project: "proj_b" },
        shares: [
          { team: "search", percent: "33.333333" },
          { team: "support", percent: "66.666667" },
        ],
      },
      BY,
    );
    const after = await totals();
    expect(format(sum(Object.values(after).map(decimal)))).toBe("50.128456789012");
    expect(after["2026-05 support"]).toBe("0.08230452642");
    expect(await rollupDifferences(pool)).toEqual([]);
    await withdrawRule(split.rule.id, BY);
    await withdrawRule(one.rule.id, BY);
    expect(await totals()).toEqual({ "2026-05 unassigned": "50.128456789012" });
  });

  it("carries sub-ledger digits along, so that the entries sum to the file's rounded total", async () => {
    const tiny = openaiCsv(
      Array.from({ length: 9 }, (_, index) => ({
        day: `2026-06-0${index + 1}`,
        amount: "0.0000000000004",
        organisation: "org-2",
      })),
    );
    const done = await ingest("tiny.csv", tiny);
    expect(done.summary?.totals).toEqual([{ currency: "USD", amount: "0.0000000000036" }]);
    expect((await totals())["2026-06 unassigned"]).toBe("0.000000000004");
    await undoImport({ importId: done.importId, by: BY });
  });

  it("leaves nothing in the ledger while a row cannot be read", async () => {
    const before = await totals();
    const bad = await ingest(
      "bad.csv",
      openaiCsv([
        { day: "2026-06-01", amount: '"12,50"', organisation: "org-3" },
        { day: "2026-06-02", amount: "3", organisation: "org-3" },
      ]),
    );
    expect(bad).toMatchObject({ state: "needs-you", isPosted: false });
    expect(await totals()).toEqual(before);
  });

  it("is refused by the database when anyone would change or remove an entry", async () => {
    await expect(pool.query("UPDATE ledger_entry SET billed = 0")).rejects.toThrow("only grows");
    await expect(pool.query("DELETE FROM ledger_entry")).rejects.toThrow("only grows");
    await expect(pool.query("TRUNCATE ledger_entry CASCADE")).rejects.toThrow("only grows");
  });
});

describe("a power log", () => {
  const RIG = {
    name: "Kiln",
    hardware: "",
    zone: "UTC",
    currency: "USD",
    price: "2400",
    inService: "2026-06-01",
    months: 24,
    salvage: "0",
    hostingMonthly: "50",
    operationsHours: "1",
    operationsRate: "85",
    tariffPerKwh: "0.2",
    wallFactor: "1.1",
    shares: [{ team: "search", percent: "60" }],
  };
  const stamp = (ms: number) => new Date(ms).toISOString().replace("T", " ").replaceAll("-", "/").slice(0, 23);
  const START = Date.parse("2026-06-10T20:00:00Z");
  /** 1,000 W for ten hours over midnight, a sample every 30 s. */
  const rows = Array.from({ length: 1201 }, (_, index) => `${stamp(START + index * 30_000)}, 0, 1000.00 W`);
  const log = (part: readonly string[]) => ["timestamp, index, power.draw [W]", ...part].join("\n");
  const energy = async () =>
    (
      await rowsOf<{ kwh: string }>(
        pool,
        sql`SELECT (coalesce(sum(microjoules), 0) / 3600000000000)::text AS kwh FROM rig_quarter`,
      )
    )[0]?.kwh ?? "";

  it("posts depreciation, hosting and labour as soon as the rig is known, split to teams and idle", async () => {
    await createRig(RIG, BY, NOW);
    expect(await totals()).toMatchObject({ "2026-06 search": "141", "2026-06 idle": "94", "2026-07 search": "141" });
  });

  it("has the same energy however it is cut and in whichever order the pieces come", async () => {
    const whole = await ingest("whole.csv", log(rows), { rig: "kiln" });
    expect(whole.summary?.energy).toMatchObject({ kWh: "10", coverage: 1 });
    expect(format(decimal(await energy()))).toBe("10");
    // 10 kWh x 1.1 x 0.2 = 2.20, of which 60 % is Search's
    expect(await totals()).toMatchObject({ "2026-06 search": "142.32", "2026-06 idle": "94.88" });
    await undoImport({ importId: whole.importId, by: BY, nowMs: NOW });
    expect(format(decimal(await energy()))).toBe("0");
    expect(await totals()).toMatchObject({ "2026-06 search": "141", "2026-06 idle": "94" });
    await ingest("third.csv", log(rows.slice(800)), { rig: "kiln" });
    await ingest("first.csv", log(rows.slice(0, 300)), { rig: "kiln" });
    await ingest("middle.csv", log(rows.slice(250, 900)), { rig: "kiln" });
    expect(format(decimal(await energy()))).toBe("10");
    expect(await totals()).toMatchObject({ "2026-06 search": "142.32", "2026-06 idle": "94.88" });
    expect(await rollupDifferences(pool)).toEqual([]);
  });

  it("asks for the rig instead of guessing", async () => {
    expect(await ingest("other.csv", log(rows.slice(0, 50)))).toMatchObject({ state: "needs-you", isPosted: false });
    await expect(ingest("x.csv", log(rows.slice(0, 40)), { rig: "anvil" })).rejects.toThrow(
      'There is no rig "anvil". The rigs are Kiln.',
    );
  });
});
