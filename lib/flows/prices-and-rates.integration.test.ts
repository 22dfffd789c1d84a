import { readFileSync } from "node:fs";
import { gzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { day, month } from "../core/calendar.ts";
import { format } from "../core/decimal.ts";
import { pool } from "../db/client.ts";
import { rowsOf, run, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { ingestFile } from "./ingest.ts";
import { addPrice, endPrice, listOwnPrices } from "./own-prices.ts";
import { loadPriceBook } from "./price-book.ts";
import { unpricedModels } from "./prices.ts";
import { loadRates } from "./rate-book.ts";
import { addRate, endRate, importEcbRates, listRates } from "./rates.ts";
import { createRule, listRules, tryRule, withdrawRule } from "./rules.ts";
import { defaultScope, loadScopes } from "./scope-book.ts";
import { scopesOfMonth, setScope } from "./scopes.ts";
import { createTeam } from "./teams.ts";

const BY = "test";
const NOW = Date.parse("2026-11-21T12:00:00Z");
const MAY = month("2026-05");

const COSTS = [
  "start_time,end_time,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id,organization_id",
  '1778803200,1778889600,88.20,usd,12400000,tokens,"halden-embed-2, input",proj_a,org-h',
  '1778803200,1778889600,2.00,usd,1000000,tokens,"gpt-4.1-2025-04-14, input",proj_b,org-h',
].join("\n");

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
const readEcb = (text: string) =>
  importEcbRates({ fileName: "eurofxref.csv", bytes: bytesOf(text), by: BY, nowMs: NOW });
const audited = async () =>
  (await rowsOf<{ what: string }>(pool, sql`SELECT what FROM audit_event ORDER BY id`)).map((row) => row.what);

let close: () => Promise<void>;
beforeAll(async () => {
  ({ close } = await freshDatabase(inject("templateUrl")));
  await createTeam({ name: "Platform" }, BY);
  await createTeam({ name: "Search" }, BY);
  await ingestFile({ fileName: "costs.csv", bytes: bytesOf(COSTS), by: BY });
});
afterAll(() => close());

describe("exchange rates", () => {
  it("reads the ECB's file, the same again without a trace, and a changed day as a new version", async () => {
    const first = "Date,USD,SEK,\n2026-05-29,1.0842,11.12,\n2026-05-28,1.08,N/A,\n";
    expect(await readEcb(first)).toMatchObject({ days: 2, added: 3, changed: 0, unchanged: 0, issues: [] });
    expect(await readEcb(first)).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    expect(await readEcb(first.replace("1.08,", "1.09,"))).toMatchObject({ added: 0, changed: 1, unchanged: 2 });
    expect(
      (await listRates({ currency: "USD", limit: 10 })).map(({ day: on, rate, source }) => `${on} ${rate} ${source}`),
    ).toEqual(["2026-05-29 1.0842 ECB", "2026-05-28 1.09 ECB"]);
  });

  it("converts through EUR, an entered rate first, and a file's own for its lines only", async () => {
    const rateOf = async (from: string, importId: number | null) => {
      const rate = (await loadRates(pool, { quote: "USD", currencies: [from] })).rateFor({
        from,
        day: day("2026-05-31"),
        importId,
      });
      return rate && `${format(rate.rate)} ${rate.day} ${rate.text}`;
    };
    expect(await rateOf("SEK", null)).toBe("0.0975 2026-05-29 ECB, through EUR");
    expect(await rateOf("GBP", null)).toBeNull();
    await addRate({ day: "2026-05-29", from: "sek", rate: "0.1" }, BY, NOW);
    expect(await rateOf("SEK", null)).toBe("0.1 2026-05-29 entered");
    await run(
      pool,
      sql`INSERT INTO fx_rate (day, currency, quote, rate, source, import_id, created_by) VALUES ('2026-05-01', 'SEK', 'USD', 0.2, 'file', 1, 'test')`,
    );
    expect([await rateOf("SEK", 1), await rateOf("SEK", 2)]).toEqual([
      "0.2 2026-05-01 the file’s own rate",
      "0.1 2026-05-29 entered",
    ]);
  });

  it("withdraws an entered rate, and leaves a file's to its import", async () => {
    const rates = await listRates({ currency: "SEK", limit: 10 });
    const idOf = (source: string) => rates.find((rate) => rate.source === source)?.id ?? 0;
    await endRate(idOf("entered"), BY);
    await expect(endRate(idOf("entered"), BY)).rejects.toMatchObject({ code: "not-found" });
    await expect(endRate(idOf("file"), BY)).rejects.toMatchObject({ code: "conflict" });
  });

  it.each([
    [{ day: "2026-13-01", from: "EUR", rate: "1" }, "day"],
    [{ day: "2026-11-22", from: "EUR", rate: "1" }, "day"],
    [{ day: "2026-05-01", from: "Euro", rate: "1" }, "from"],
    [{ day: "2026-05-01", from: "USD", rate: "1" }, "from"],
    [{ day: "2026-05-01", from: "EUR", rate: "0" }, "rate"],
    [{ day: "2026-05-01", from: "EUR", rate: "1.0000000000000001" }, "rate"],
  ])("refuses %j by its field", async (body, field) => {
    await expect(addRate(body, BY, NOW)).rejects.toMatchObject({ code: "invalid-input", details: { field } });
  });

  it("reads the file in the ZIP the ECB offers it in, and gzipped", async () => {
    const csv = new TextEncoder().encode("Date,USD,\n2026-05-29,1.0842,\n");
    for (const packed of [zipSync({ "eurofxref-hist.csv": csv }), gzipSync(csv)]) {
      const bytes = (async function* () {
        yield packed;
      })();
      expect(await importEcbRates({ fileName: "eurofxref-hist.zip", bytes, by: BY, nowMs: NOW })).toMatchObject({
        added: 0,
        unchanged: 1,
      });
    }
  });

  it("keeps nothing of a file that is not the ECB's", async () => {
    await expect(readEcb("Datum;USD\n")).rejects.toMatchObject({ code: "unreadable-file" });
  });
});

describe("own prices", () => {
  const agreement = {
    provider: "OpenAI",
    model: "Halden Embed 2",
    from: "2026-05-01",
    source: "Agreement A-1",
    perMillion: { input: "7.10" },
  };

  it("lists a model without a price with its tokens, team and money, until a price is added", async () => {
    expect(await unpricedModels(MAY)).toEqual([
      {
        provider: "openai",
        model: "halden-embed-2",
        tokens: "12400000",
        teams: [{ bearer: "unassigned", name: "Unassigned" }],
        billed: [{ currency: "USD", amount: "88.2" }],
        firstSeen: "2026-05",
        days: 31,
      },
    ]);
    const { price } = await addPrice({ ...agreement, from: "2026-05-16" }, BY);
    expect(await unpricedModels(MAY)).toMatchObject([{ model: "halden-embed-2", days: 15 }]);
    await endPrice({ id: price.id, by: BY });
    await addPrice(agreement, BY);
    expect(await unpricedModels(MAY)).toEqual([]);
  });

  it("ends a price on a day, and the catalogue or nothing holds after it", async () => {
    const [price] = await listOwnPrices();
    await endPrice({ id: price?.id ?? 0, on: "2026-05-20", by: BY });
    const book = await loadPriceBook(pool);
    const at = (on: string) =>
      book.priceOf({ provider: "openai", model: "halden-embed-2", day: day(on) })?.source ?? null;
    expect([at("2026-05-20"), at("2026-05-21")]).toEqual(["Agreement A-1", null]);
    const [ended] = await listOwnPrices();
    expect(ended).toMatchObject({ to: "2026-05-20", perMillion: { input: "7.1" } });
    await expect(endPrice({ id: ended?.id ?? 0, on: "2026-06-01", by: BY })).rejects.toMatchObject({
      details: { field: "on" },
    });
    await expect(endPrice({ id: price?.id ?? 0, by: BY })).rejects.toMatchObject({ code: "not-found" });
  });

  it.each([
    [{ provider: " " }, "provider"],
    [{ model: "" }, "model"],
    [{ from: "May" }, "from"],
    [{ to: "2026-04-30" }, "to"],
    [{ source: "" }, "source"],
    [{ currency: "dollars" }, "currency"],
    [{ perMillion: {} }, "perMillion"],
    [{ perMillion: { input: "-1" } }, "perMillion.input"],
    [{ perMillion: { output: "1,5" } }, "perMillion.output"],
  ])("refuses %j by its field", async (changes, field) => {
    await expect(addPrice({ ...agreement, ...changes }, BY)).rejects.toMatchObject({
      code: "invalid-input",
      details: { field },
    });
  });
});

describe("rules", () => {
  const toPlatform = { match: { project: "proj_a" }, shares: [{ team: "platform", percent: "100" }] };

  it("says what a rule would move and keeps nothing of it", async () => {
    const trial = await tryRule(toPlatform, BY);
    expect(trial.moves.map(({ month: of, bearer, change }) => `${of} ${bearer} ${change}`).sort()).toEqual([
      "2026-05 platform 88.2",
      "2026-05 unassigned -88.2",
    ]);
    expect(await listRules()).toEqual([]);
    expect(await rowsOf(pool, sql`SELECT 1 FROM ledger_entry WHERE bearer = 'team'`)).toEqual([]);
  });

  it("keeps a rule that divides by usage, and refuses one that divides twice", async () => {
    const { rule } = await createRule({ match: { provider: "anthropic" }, splitBy: { family: "anthropic-usage" } }, BY);
    expect(rule).toMatchObject({ shares: [], splitBy: { family: "anthropic-usage" } });
    await expect(createRule({ ...toPlatform, splitBy: {} }, BY)).rejects.toMatchObject({ code: "invalid-input" });
    await expect(createRule({ match: { provider: "openai" }, shares: [] }, BY)).rejects.toMatchObject({
      code: "invalid-input",
    });
    await withdrawRule(rule.id, BY);
  });
});

describe("scopes", () => {
  it("counts by the format's own scope until an admin chooses, and says who did", async () => {
    const line = { provider: "aws", format: "aws-cur-csv", service: "Amazon S3", scope: "other" };
    expect(defaultScope("aws-cur-csv")).toBe("ai-and-gpu");
    expect((await loadScopes(pool)).countsInScope(line)).toBe(false);
    await setScope({ provider: "AWS", format: "aws-cur-csv", scope: "ai-and-gpu", services: ["amazon s3"] }, BY);
    expect((await loadScopes(pool)).countsInScope(line)).toBe(true);
    expect(await scopesOfMonth(null)).toMatchObject([
      { provider: "aws", services: ["amazon s3"], isDefault: false, changedBy: BY },
    ]);
    await expect(setScope({ provider: "aws", format: "nothing", scope: "everything" }, BY)).rejects.toMatchObject({
      code: "not-found",
    });
  });
});

describe("a cloud's bill", () => {
  const report = () => readFileSync("lib/importers/aws-cur-csv/fixtures/legacy.csv", "utf8");
  const outside = async () =>
    (await scopesOfMonth(null)).flatMap((source) => source.outside.map((each) => `${each.service} ${each.amount}`));
  const counted = async () =>
    (
      await rowsOf<{ service: string }>(
        pool,
        sql`SELECT DISTINCT e.service FROM ledger_entry e JOIN import i ON i.id = e.import_id WHERE i.format = 'aws-cur-csv' AND e.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.corrects = e.id)`,
      )
    ).map((row) => row.service);

  it("keeps in sight what is out of scope, once however often it is exported, and counts it when widened", async () => {
    await setScope({ provider: "aws", format: "aws-cur-csv", scope: "ai-and-gpu" }, BY);
    await ingestFile({ fileName: "cur.csv", bytes: bytesOf(report()), by: BY });
    const before = await outside();
    expect(before).toContain("AWS Support (Business) 29");
    await ingestFile({ fileName: "cur-again.csv", bytes: bytesOf(`${report().trimEnd()}\n\n`), by: BY, replace: true });
    expect(await outside()).toEqual(before);
    expect(await counted()).not.toContain("AWS Support (Business)");
    const { moved } = await setScope({ provider: "aws", format: "aws-cur-csv", scope: "everything" }, BY);
    expect(moved).toBeGreaterThan(0);
    expect(await outside()).toEqual([]);
    expect(await counted()).toContain("AWS Support (Business)");
  });
});

describe("the audit log", () => {
  it("holds every change", async () => {
    expect(await audited()).toEqual(
      expect.arrayContaining([
        "read ECB rates from eurofxref.csv",
        "entered the rate 1 SEK = 0.1 USD of 2026-05-29",
        "withdrew the rate 1 SEK = 0.1 USD of 2026-05-29",
        "added a price of Halden Embed 2 from 2026-05-01, Agreement A-1",
        "ended the price of Halden Embed 2 after 2026-05-20",
        "set what counts of aws in aws-cur-csv to ai-and-gpu and amazon s3",
      ]),
    );
  });
});
