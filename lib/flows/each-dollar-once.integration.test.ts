import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { decimal, format } from "../core/decimal.ts";
import { pool } from "../db/client.ts";
import { readImport } from "../db/imports.ts";
import { rollupDifferences } from "../db/rollups.ts";
import { rowsOf, run, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { ingestFile } from "./ingest.ts";
import { addPrice } from "./own-prices.ts";
import { addRate } from "./rates.ts";
import { identityGap, OPERATOR, reportOf } from "./report.ts";
import { createRule } from "./rules.ts";
import { createTeam } from "./teams.ts";
import { undoImport } from "./undo-import.ts";
import { verify } from "./verify.ts";

const BY = "test";
const NOW = Date.parse("2026-07-15T12:00:00Z");
async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const ingest = (fileName: string, text: string, more: object = {}) =>
  ingestFile({ fileName, bytes: bytesOf(text), by: BY, nowMs: NOW, ...more });

const OPENAI =
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id";
const openai = (rows: readonly { day: string; amount: string; project?: string; item?: string }[]): string =>
  [
    OPENAI,
    ...rows.map(({ day, amount, project = "", item = "gpt-4.1-2025-04-14, input" }) => {
      const start = Date.parse(`${day}T00:00:00Z`) / 1000;
      return `${start},${start + 86_400},${day}T00:00:00Z,,${amount},usd,,,"${item}",${project}`;
    }),
  ].join("\n");
const GATEWAY =
  "request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,model,custom_llm_provider,user,metadata,cache_hit,request_tags,team_id,status";
const gateway = (rows: readonly { day: string; spend: string; team?: string; provider?: string }[]): string =>
  [
    GATEWAY,
    ...rows.map(
      ({ day, spend, team = "search", provider = "openai" }, index) =>
        `r-${day}-${index},acompletion,88dc28d0,${spend},1100,1000,100,${day} 09:00:00,${day} 09:00:02,gpt-4.1,${provider},,{},False,[],${team},success`,
    ),
  ].join("\n");
const USAGE =
  "usage_date_utc,model_version,api_key,workspace,usage_type,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens,web_search_count";
const usage = (rows: readonly { day: string; key: string; input: number; output: number; model?: string }[]): string =>
  [
    USAGE,
    ...rows.map(
      ({ day, key, input, output, model = "claude-sonnet-4-5-20250929" }) =>
        `${day},${model},${key},Default,standard,${input},0,0,0,${output},0`,
    ),
  ].join("\n");
const CONSOLE = "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,cost_type";
const consoleCost = (rows: readonly { day: string; cost: string; model?: string }[]): string =>
  [
    CONSOLE,
    ...rows.map(
      ({ day, cost, model = "Claude Sonnet 4.5" }) =>
        `${day},${model},Default,shared,message,≤ 200k,output,${cost},token`,
    ),
  ].join("\n");

/** Live money by month, bearer, basis and currency. */
async function money(): Promise<Record<string, string>> {
  const rows = await rowsOf<{ key: string; amount: string }>(
    pool,
    sql`SELECT concat_ws(' ', e.billed_month, coalesce(t.slug, e.bearer), e.basis, e.currency) AS key, sum(e.billed)::text AS amount FROM ledger_entry e LEFT JOIN team t ON t.id = e.team_id GROUP BY 1 HAVING sum(e.billed) <> 0 ORDER BY 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.key, format(decimal(row.amount))]));
}
async function tokens(): Promise<string> {
  const [row] = await rowsOf<{ tokens: string }>(
    pool,
    sql`SELECT coalesce(sum(tokens), 0)::text AS tokens FROM ledger_entry`,
  );
  return format(decimal(row?.tokens ?? "0"));
}
async function holds(): Promise<void> {
  expect(await rollupDifferences(pool)).toEqual([]);
  const gaps = identityGap(await reportOf({ month: "2026-05" }, OPERATOR, NOW));
  expect(gaps).toEqual({ byBearer: "0", byClass: "0" });
}

let close: () => Promise<void>;
beforeEach(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await createTeam({ name: "Search" }, BY);
  await createTeam({ name: "Support" }, BY);
});
afterEach(() => close());

describe("money and its estimates", () => {
  it("counts a gateway's estimate only where nobody billed, whichever came first", async () => {
    const billed = openai([
      { day: "2026-05-01", amount: "5" },
      { day: "2026-05-03", amount: "7" },
    ]);
    const logs = gateway([
      { day: "2026-05-02", spend: "4" },
      { day: "2026-05-10", spend: "0.5" },
      { day: "2026-05-02", spend: "0.25", provider: "deepseek" },
    ]);
    const expected = { "2026-05 unassigned billed USD": "12", "2026-05 unassigned estimated USD": "0.75" };
    const first = await ingest("logs.csv", logs);
    expect(await money()).toEqual({ "2026-05 unassigned estimated USD": "4.75" });
    const bill = await ingest("bill.csv", billed);
    expect(bill).toMatchObject({ isPosted: true, refusal: null });
    expect(await money()).toEqual(expected);
    expect((await readImport(pool, first.importId))?.message).toContain(`import ${bill.importId}`);
    await undoImport({ importId: first.importId, by: BY });
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "12" });
    await ingest("logs.csv", logs);
    expect(await money()).toEqual(expected);
    await undoImport({ importId: bill.importId, by: BY });
    expect(await money()).toEqual({ "2026-05 unassigned estimated USD": "4.75" });
    await holds();
    expect((await verify(NOW)).differences).toEqual([]);
  });

  it("prices usage at list where nobody billed, and only explains where somebody did", async () => {
    const used = usage([{ day: "2026-05-01", key: "a", input: 1_000_000, output: 100_000 }]);
    await ingest("usage.csv", used);
    // Claude Sonnet 4.5: 3 USD per million in, 15 out.
    expect(await money()).toEqual({ "2026-05 unassigned estimated USD": "4.5" });
    await ingest("cost.csv", consoleCost([{ day: "2026-05-01", cost: "4.31" }]));
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "4.31" });
    expect(await tokens()).toBe("1100000");
    await holds();
    expect((await verify(NOW)).differences).toEqual([]);
  });

  it("keeps what was replaced aside when the export that stood before it is undone", async () => {
    await ingest("older.csv", openai([{ day: "2026-05-01", amount: "1" }]));
    const newer = await ingest("newer.csv", openai([{ day: "2026-05-01", amount: "2" }]));
    const otherwise = openai([{ day: "2026-05-01", amount: "3", project: "p" }]);
    expect(await ingest("grouped.csv", otherwise)).toMatchObject({ isPosted: false });
    expect(await ingest("grouped.csv", otherwise, { replace: true })).toMatchObject({ isPosted: true });
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "3" });
    await undoImport({ importId: newer.importId, by: BY });
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "3" });
    await holds();
  });

  it("counts every part of a cloud's report, whichever comes first, and a new report in place of them all", async () => {
    const header =
      "bill/PayerAccountId,bill/BillingPeriodStartDate,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/CurrencyCode,lineItem/UnblendedCost";
    const report = (cost: string) =>
      `${header}\n111,2026-05-01T00:00:00Z,Usage,2026-05-03T00:00:00Z,AmazonBedrock,USD,${cost}\n`;
    for (const [name, cost] of [
      ["cur-00002.csv", "2"],
      ["cur-00001.csv", "1"],
      ["cur-00003.csv", "4"],
    ] as const)
      expect(await ingest(name, report(cost))).toMatchObject({ isPosted: true, replaced: [] });
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "7" });
    await ingest("cur-00002.csv", report("3"));
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "8" });
    await ingest("final.csv", report("9"));
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "9" });
    await holds();
  });

  it("counts tokens once where usage that only explains comes in two groupings", async () => {
    await ingest("bill.csv", consoleCost([{ day: "2026-05-01", cost: "5" }]));
    const whole = usage([{ day: "2026-05-01", key: "a", input: 1000, output: 10 }]);
    await ingest("usage.csv", whole);
    const once = await tokens();
    const ungrouped = whole.replaceAll(/^([^,]*,[^,]*),[^,]*,/gm, "$1,");
    expect(await ingest("ungrouped.csv", ungrouped)).toMatchObject({ isPosted: true });
    expect(await tokens()).toBe(once);
  });

  it("re-rates what had no price when a price is entered, by entries that say so", async () => {
    const used = usage([{ day: "2026-05-04", key: "a", input: 2_000_000, output: 0, model: "claude-unheard-of" }]);
    await ingest("usage.csv", used);
    expect(await money()).toEqual({});
    expect(await tokens()).toBe("2000000");
    const price = {
      provider: "anthropic",
      model: "claude-unheard-of",
      currency: "USD",
      perMillion: { input: "1.25" },
      source: "Agreement 7",
    };
    await addPrice({ ...price, from: "2026-05-01" }, BY);
    expect(await money()).toEqual({ "2026-05 unassigned estimated USD": "2.5" });
    await addPrice({ ...price, perMillion: { input: "2" }, from: "2026-05-02" }, BY);
    expect(await money()).toEqual({ "2026-05 unassigned estimated USD": "4" });
    expect(await tokens()).toBe("2000000");
    await holds();
  });
});

describe("usage splits money", () => {
  it("divides a bill by tokens x price of each day and model, parts summing exactly, and follows the usage", async () => {
    const all = (team: string) => [{ team, percent: "100" }];
    await createRule({ match: { provider: "anthropic", key: "s-*" }, shares: all("search") }, BY);
    await createRule({ match: { provider: "anthropic", key: "h-*" }, shares: all("support") }, BY);
    await createRule({ match: { provider: "anthropic", key: "shared" }, shares: [], splitBy: {} }, BY);
    await ingest(
      "cost.csv",
      consoleCost([
        { day: "2026-05-01", cost: "10.00" },
        { day: "2026-05-02", cost: "1.00" },
      ]),
    );
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "11" });
    const first = await ingest(
      "usage.csv",
      usage([
        { day: "2026-05-01", key: "s-1", input: 1_000_000, output: 0 },
        { day: "2026-05-01", key: "h-1", input: 0, output: 400_000 },
        { day: "2026-05-02", key: "h-1", input: 10, output: 0 },
      ]),
    );
    // Day one weighs 3 to 6, day two is all of Support's.
    expect(await money()).toEqual({
      "2026-05 search billed USD": "3.333333333333",
      "2026-05 support billed USD": "7.666666666667",
    });
    await undoImport({ importId: first.importId, by: BY });
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "11" });
    await ingest(
      "usage-2.csv",
      usage([
        { day: "2026-05-01", key: "s-1", input: 5, output: 5 },
        { day: "2026-05-02", key: "x", input: 1, output: 0 },
      ]),
    );
    expect(await money()).toEqual({ "2026-05 search billed USD": "10", "2026-05 unassigned billed USD": "1" });
    await holds();
    expect((await verify(NOW)).differences).toEqual([]);
  });
});

describe("usage priced in two currencies", () => {
  it("weighs by tokens until there is a rate between them, then by what it costs", async () => {
    const euros = { perMillion: { input: "3" }, source: "contract", currency: "EUR" };
    await addPrice({ provider: "anthropic", model: "claude-opus-4-1", from: "2026-01-01", ...euros }, BY);
    await createRule(
      { match: { provider: "anthropic", key: "s-1" }, shares: [{ team: "search", percent: "100" }] },
      BY,
    );
    await createRule(
      { match: { provider: "anthropic", key: "h-1" }, shares: [{ team: "support", percent: "100" }] },
      BY,
    );
    await createRule({ match: { provider: "anthropic", key: "shared" }, shares: [], splitBy: {} }, BY);
    await ingest("cost.csv", consoleCost([{ day: "2026-05-04", cost: "9.00", model: "Claude Haiku 4.5" }]));
    await ingest(
      "usage.csv",
      usage([
        { day: "2026-05-04", key: "s-1", input: 1_000_000, output: 0 },
        { day: "2026-05-04", key: "h-1", input: 1_000_000, output: 0, model: "claude-opus-4-1-20250805" },
      ]),
    );
    expect(await money()).toEqual({ "2026-05 search billed USD": "4.5", "2026-05 support billed USD": "4.5" });
    await addRate({ day: "2026-05-04", from: "EUR", rate: "2" }, BY, NOW);
    expect(await money()).toEqual({ "2026-05 search billed USD": "3", "2026-05 support billed USD": "6" });
    await holds();
    expect((await verify(NOW)).differences).toEqual([]);
  });
});

describe("currencies", () => {
  const CNY = "user_id,utc_date,model,wallet_type,cost,currency\nacct,2026-05-13,deepseek-v4-flash,Paid,70,CNY\n";
  it("are never converted without a rate, and by the day's rate once there is one", async () => {
    await ingest("cost-2026-5.csv", CNY);
    expect(await money()).toEqual({ "2026-05 unassigned billed CNY": "70" });
    await addRate({ day: "2026-05-12", from: "CNY", to: "USD", rate: "0.14" }, BY, NOW);
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "9.8" });
    const [entry] = await rowsOf<{ original: string; text: string }>(
      pool,
      sql`SELECT concat_ws(' ', trim_scale(original_billed), original_currency) AS original, working ->> 'rateDay' AS text FROM ledger_entry WHERE original_currency IS NOT NULL AND corrects IS NULL`,
    );
    expect(entry).toEqual({ original: "70 CNY", text: "2026-05-12" });
    expect((await verify(NOW)).differences).toEqual([]);
  });
});

describe("a closed month", () => {
  it("takes nothing any more: late lines and restatements go to the next open month and name it", async () => {
    const may = await ingest("may.csv", openai([{ day: "2026-05-30", amount: "10" }]));
    await run(pool, sql`INSERT INTO month_state (month, state) VALUES ('2026-05', 'closed')`);
    const restated = await ingest(
      "may-2.csv",
      openai([
        { day: "2026-05-30", amount: "13" },
        { day: "2026-05-31", amount: "1" },
      ]),
    );
    expect(restated.isPosted).toBe(true);
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "10", "2026-06 unassigned billed USD": "4" });
    const late = await rowsOf<{ ofMonth: string }>(
      pool,
      sql`SELECT DISTINCT of_month AS "ofMonth" FROM ledger_entry WHERE billed_month = '2026-06'`,
    );
    expect(late).toEqual([{ ofMonth: "2026-05" }]);
    await undoImport({ importId: restated.importId, by: BY });
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "10" });
    await undoImport({ importId: may.importId, by: BY });
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "10", "2026-06 unassigned billed USD": "-10" });
    expect(await rollupDifferences(pool)).toEqual([]);
    expect((await verify(NOW)).differences).toEqual([]);
  });

  it("is refused to by the database, whoever asks", async () => {
    await ingest("may.csv", openai([{ day: "2026-05-30", amount: "10" }]));
    await run(pool, sql`INSERT INTO month_state (month, state) VALUES ('2026-05', 'closed')`);
    await expect(
      pool.query(
        "INSERT INTO ledger_entry (day, billed_month, used_month, bearer, class, provider, service, cost_kind, category, is_correction, basis, currency, billed, effective, because) VALUES ('2026-05-01', '2026-05', '2026-05', 'unassigned', 'cloud', 'x', 'x', 'other', 'usage', false, 'billed', 'USD', 1, 1, 'x')",
      ),
    ).rejects.toMatchObject({ code: "TW003" });
  });
});

describe("the order of imports", () => {
  it("does not matter: any permutation and any split by days, with repeats, gives the same month", async () => {
    const days = ["2026-05-01", "2026-05-02", "2026-05-03", "2026-05-04"];
    const files = [
      ...days.map((day, index) => ({
        name: `cost-${day}.csv`,
        text: openai([
          { day, amount: `${index + 1}.5`, project: "p" },
          { day, amount: `${index + 1}.5`, project: "p" },
        ]),
      })),
      { name: "logs.csv", text: gateway([...days, "2026-05-09"].map((day) => ({ day, spend: "0.125" }))) },
      { name: "cost.csv", text: consoleCost(days.map((day) => ({ day, cost: "0.77" }))) },
      { name: "usage.csv", text: usage(days.map((day) => ({ day, key: "k", input: 1000, output: 10 }))) },
    ];
    const results = new Set<string>();
    const order = fc.shuffledSubarray(files, { minLength: files.length });
    const repeats = fc.array(fc.constantFrom(...files), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(order, repeats, async (shuffled, again) => {
        const { close: end } = await freshDatabase(inject("templateUrl"));
        try {
          for (const { name, text } of [...shuffled, ...again]) await ingest(name, text);
          results.add(JSON.stringify([await money(), await tokens()]));
          expect(await rollupDifferences(pool)).toEqual([]);
        } finally {
          await end();
        }
      }),
      { numRuns: 8 },
    );
    expect(results.size).toBe(1);
    expect([...results][0]).toContain("27.08");
  }, 120_000);
});

describe("a line about another month", () => {
  const FOCUS =
    "BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,ChargeCategory,ChargeClass,ChargeDescription,ContractedCost,ListCost,InvoiceIssuerName,ProviderName,PublisherName,ServiceCategory,ServiceName,BillingAccountName,PricingQuantity,PricingUnit";
  const focus = (rows: readonly { day: string; billed: string }[]): string =>
    [
      FOCUS,
      ...rows.map(({ day, billed }) => {
        const charged = `${day}T00:00:00Z`;
        const category = day.startsWith("2026-05") ? "Usage," : "Usage,Correction";
        return `${billed},${billed},USD,acct,2026-05-01T00:00:00Z,2026-06-01T00:00:00Z,${charged},${charged},${category},row,0,0,Acme,Acme,Acme,AI and Machine Learning,Model API,,1,Count`;
      }),
    ].join("\n");

  it("travels with its export: it widens nothing, and goes when the export is restated", async () => {
    await ingest(
      "first.csv",
      focus([
        { day: "2026-05-01", billed: "10" },
        { day: "2026-05-19", billed: "5" },
      ]),
    );
    await ingest(
      "second.csv",
      focus([
        { day: "2026-05-20", billed: "7" },
        { day: "2026-04-30", billed: "-2" },
        { day: "2026-05-28", billed: "1" },
      ]),
    );
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "21" });
    await ingest(
      "second-again.csv",
      focus([
        { day: "2026-05-20", billed: "7" },
        { day: "2026-04-30", billed: "-3" },
        { day: "2026-05-28", billed: "1" },
      ]),
    );
    expect(await money()).toEqual({ "2026-05 unassigned billed USD": "20" });
    await ingest("only-late.csv", focus([{ day: "2026-04-29", billed: "0.5" }]));
    await holds();
    expect((await verify(NOW)).differences).toEqual([]);
  });
});
