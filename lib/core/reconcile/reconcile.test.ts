import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Day } from "../calendar.ts";
import { absolute, add, compare, decimal, equals, format, subtract, sum } from "../decimal.ts";
import { priceBook } from "../price/price-book.ts";
import { type MonthFacts, reconcileMonth } from "./accounts.ts";
import { chooseReasons } from "./choose-reasons.ts";
import { type ExportCell, MATCHED_WITHIN, type UsageCell } from "./facts.ts";

const day = (number: number): Day => `2026-05-${String(number).padStart(2, "0")}` as Day;

/** 2 dollars a million fresh tokens, 0.5 from the cache, 8 out; only `known` has a price. */
const prices = priceBook([
  {
    id: 1,
    provider: "acme",
    model: "known",
    from: "2020-01-01" as Day,
    to: null,
    currency: "USD",
    perMillion: { input: decimal("2"), cacheRead: decimal("0.5"), output: decimal("8") },
    source: "test",
  },
]);

const used = (given: Partial<Omit<UsageCell, "tokens">> & { tokens?: string } = {}): UsageCell => ({
  provider: "acme",
  account: "main",
  family: "acme-usage/completions",
  grouping: "",
  format: "acme-usage",
  label: "Acme usage",
  basis: "quantity",
  day: day(4),
  model: "known",
  costKind: "input",
  tier: "",
  context: "",
  currency: "USD",
  billed: decimal("0"),
  ...given,
  tokens: decimal(given.tokens ?? "1000000"),
});
const cost = (amount: string, given: Partial<ExportCell> = {}): ExportCell => ({
  provider: "acme",
  account: "main",
  currency: "USD",
  day: day(4),
  model: "known",
  service: "API",
  category: "usage",
  costKind: "input",
  billed: decimal(amount),
  ...given,
});
type Document = MonthFacts["invoices"][number];
const invoice = (total: string, given: Partial<Document> = {}): Document => ({
  provider: "acme",
  account: "",
  kind: "invoice",
  number: "A-1",
  currency: "USD",
  total: decimal(total),
  tax: null,
  amountDue: null,
  isPrepaid: false,
  lines: [],
  ...given,
});
const NOTHING: MonthFacts = { usage: [], exports: [], extras: [], invoices: [], ledger: [], stored: [] };
const reconcile = (facts: Partial<MonthFacts>) => {
  const rows = reconcileMonth({ ...NOTHING, ...facts }, prices);
  for (const row of rows) {
    if (row.difference === null) continue;
    expect(format(add(sum(row.reasons.map((reason) => reason.amount)), row.rest))).toBe(format(row.difference));
  }
  return rows;
};
const only = (facts: Partial<MonthFacts>) => {
  const [row, ...more] = reconcile(facts);
  if (!row || more.length > 0) throw new Error("One row was expected");
  return {
    ...row,
    said: row.reasons.map(({ code, amount }) => `${code} ${format(amount)}`),
    figures: [row.usage, row.cost, row.invoice, row.difference].map((each) => (each === null ? null : format(each))),
  };
};

describe("a provider account's month", () => {
  it("matches where usage, export and invoice agree within five cents", () => {
    const row = only({ usage: [used()], exports: [cost("2.03")], invoices: [invoice("2.04")] });
    expect(row.state).toBe("matched");
    expect(row.figures).toEqual(["2", "2.03", "2.04", "0.04"]);
  });
  it("shows a dash and no zero for what is not known", () => {
    const row = only({ exports: [cost("2")] });
    expect(row.figures).toEqual([null, "2", null, null]);
    expect(row.state).toBe("unreconciled");
    expect(row.notes.join()).toContain("Only the cost export");
  });
  it("adds the parts of a feed, each in the grouping that counts most, whatever columns each part has", () => {
    const completions = used({ grouping: "project, tier" });
    const fewer = used({ grouping: "", tokens: "400000" });
    const embeddings = used({ family: "acme-usage/embeddings", grouping: "project", tokens: "500000" });
    const row = only({ usage: [completions, fewer, embeddings], exports: [cost("3")] });
    expect(row.figures[0]).toBe("3");
    expect(row.state).toBe("matched");
  });
  it("names tax on the invoice", () => {
    const row = only({ exports: [cost("100")], invoices: [invoice("119", { tax: decimal("19") })] });
    expect(row.said).toEqual(["tax 19"]);
    expect(row.state).toBe("suggested");
  });
  it("names a model without a price and what is billed for it", () => {
    const row = only({
      usage: [used(), used({ model: "ft:known:halden", tokens: "12400000" })],
      exports: [cost("2"), cost("88.2", { model: "ft:known:halden" })],
      invoices: [invoice("102.6", { tax: decimal("12.4") })],
    });
    expect(row.said).toEqual(["unpriced 88.2", "tax 12.4"]);
    expect(row.reasons[0]?.text).toContain("12,400,000 tokens");
    expect(row.figures[3]).toBe("100.6");
  });
  it("gives no usage figure where nothing of the usage has a price", () => {
    const row = only({
      usage: [used({ model: "unknown" })],
      exports: [cost("5", { model: "" })],
      invoices: [invoice("5")],
    });
    expect(row.figures[0]).toBeNull();
    expect(row.notes.join()).toContain("unknown has no price");
    expect(row.state).toBe("matched");
  });
  it("names cached tokens that were billed as fresh ones, and the day", () => {
    const row = only({
      usage: [used({ costKind: "cacheRead", day: day(9) }), used({ day: day(10) })],
      exports: [cost("2", { day: day(9) }), cost("2", { day: day(10) })],
    });
    expect(row.said).toEqual(["cached 1.5"]);
    expect(row.reasons[0]?.text).toContain("9 May");
  });
  it("names a tier or context that has its own price", () => {
    const row = only({ usage: [used({ context: "200k-1M" })], exports: [cost("4")] });
    expect(row.said).toEqual(["tier 2"]);
    expect(row.reasons[0]?.text).toContain("200k-1M");
  });
  it("names a day that one of the two lacks", () => {
    const row = only({ usage: [used(), used({ day: day(5) })], exports: [cost("2")] });
    expect(row.said).toEqual(["missing-day -2"]);
    const other = only({ usage: [used()], exports: [cost("2"), cost("7", { day: day(31) })] });
    expect(other.said).toEqual(["missing-day 7"]);
  });
  it("names the rounding of an export that rounds to cents, up to half a cent a row", () => {
    const extras = [{ provider: "acme", account: "main", currency: "USD", roundedRows: 30 }];
    expect(only({ usage: [used()], exports: [cost("2.14")], extras }).said).toEqual(["rounding 0.14"]);
    expect(only({ usage: [used()], exports: [cost("2.16")], extras }).said).toEqual([]);
  });
  it("names another time zone where days differ and cancel", () => {
    const usage = [1, 2, 3, 4, 5, 6].map((each) => used({ day: day(each), tokens: "50000000" }));
    const shifted = ["60", "140", "60", "140", "60", "140.5"];
    const exports = shifted.map((amount, index) => cost(amount, { day: day(index + 1) }));
    expect(only({ usage, exports }).said).toEqual(["zone 0.5"]);
  });
  it("names credit notes, negative lines and credit applied", () => {
    const note = invoice("5", { kind: "credit-note", number: "C-1" });
    expect(only({ exports: [cost("100")], invoices: [invoice("100"), note] }).said).toEqual(["credit -5"]);
    const lines = [
      { description: "Usage", amount: decimal("100") },
      { description: "Promotion", amount: decimal("-20") },
    ];
    expect(only({ exports: [cost("100")], invoices: [invoice("80", { lines })] }).said).toEqual(["credit -20"]);
    const applied = invoice("100", { amountDue: decimal("70") });
    expect(only({ exports: [cost("70")], invoices: [applied] }).said).toEqual(["credit 30"]);
  });
  it("keeps prepaid credit apart: it is cash, not usage", () => {
    const row = only({ exports: [cost("12")], invoices: [invoice("50", { isPrepaid: true })] });
    expect(row.figures).toEqual([null, "12", null, null]);
    expect(row.notes.join()).toContain("50.00 of credit bought in advance");
  });
  it("names what the bill holds outside the scope, and what came late", () => {
    const key = { provider: "acme", account: "main", currency: "USD" };
    const scope = [{ ...key, outOfScope: decimal("400"), outOfScopeLines: 9 }];
    expect(only({ exports: [cost("100")], invoices: [invoice("500")], extras: scope }).said).toEqual(["scope 400"]);
    const late = [{ ...key, late: decimal("3"), lateLines: 1 }];
    expect(only({ exports: [cost("103")], invoices: [invoice("100")], extras: late }).said).toEqual(["late -3"]);
  });
  it("names what is not billed by tokens", () => {
    const search = cost("6.5", { costKind: "other", service: "web search", model: "" });
    expect(only({ usage: [used()], exports: [cost("2"), search] }).said).toEqual(["not-tokens 6.5"]);
  });
});

describe("which figures are held against each other", () => {
  it("counts one of several feeds of the same usage, the provider's own first", () => {
    const gateway = used({
      format: "gateway",
      family: "gateway",
      basis: "estimated",
      billed: decimal("9"),
      tokens: "1",
    });
    const row = only({ usage: [gateway, used()], exports: [cost("2")] });
    expect(row.figures[0]).toBe("2");
    expect(only({ usage: [gateway], exports: [cost("9")] }).figures[0]).toBe("9");
  });
  it("adds the parts of one feed", () => {
    const images = used({ family: "acme-usage/images" });
    expect(only({ usage: [used(), images], exports: [cost("4")] }).figures[0]).toBe("4");
  });
  it("takes usage without an account to the provider's only account, and leaves it apart where there are two", () => {
    expect(only({ usage: [used({ account: "" })], exports: [cost("2")] }).figures[0]).toBe("2");
    const rows = reconcile({ usage: [used({ account: "" })], exports: [cost("2"), cost("3", { account: "second" })] });
    expect(rows.map((row) => [row.account, row.usage === null])).toEqual([
      ["", false],
      ["main", true],
      ["second", true],
    ]);
  });
  it("gives an invoice without an export a row of its own", () => {
    const row = only({ invoices: [invoice("40", { provider: "nordgrid" })] });
    expect(row.figures).toEqual([null, null, "40", null]);
    expect(row.notes.join()).toContain("no cost export");
  });
  it("never adds two currencies", () => {
    const rows = reconcile({ exports: [cost("100")], invoices: [invoice("90", { currency: "EUR" })] });
    expect(rows.map((row) => row.currency)).toEqual(["EUR", "USD"]);
    expect(rows.every((row) => row.difference === null)).toBe(true);
  });
});

describe("what persons stand for", () => {
  const key = { provider: "acme", account: "main", currency: "USD" };
  const stands = (code: "tax" | "other", amount: string, state: "confirmed" | "written-off" = "confirmed") => ({
    ...key,
    ...{ id: 1, code, amount: decimal(amount), text: "because", state, by: "Mara", at: "2026-06-10T00:00:00Z" },
  });
  const facts = { exports: [cost("100")], invoices: [invoice("119", { tax: decimal("19") })] };
  it("explains the difference when the confirmed reasons sum to it", () => {
    expect(only({ ...facts, stored: [stands("tax", "19")] }).state).toBe("explained");
    expect(only({ ...facts, stored: [stands("other", "19", "written-off")] }).state).toBe("written-off");
  });
  it("falls back when the amounts change afterwards, and says so", () => {
    const row = only({ ...facts, invoices: [invoice("130", { tax: decimal("19") })], stored: [stands("tax", "19")] });
    expect(row.state).toBe("unreconciled");
    expect(row.notes.join()).toContain("What is confirmed comes to 19.00, the difference is 30.00 now");
  });
  it("still suggests what was found beside what was confirmed", () => {
    const usage = [used({ model: "known" }), used({ model: "new", tokens: "5" })];
    const exports = [cost("2"), cost("98", { model: "new" })];
    const row = only({ ...facts, usage, exports, stored: [stands("tax", "19")] });
    expect(row.said).toEqual(["tax 19", "unpriced 98"]);
    expect(row.state).toBe("suggested");
  });
});

describe("choosing reasons", () => {
  const amount = fc.integer({ min: -500_000, max: 500_000 }).map((units) => ({ units: BigInt(units), scale: 3 }));
  const candidate = fc.record({
    code: fc.constant("other" as const),
    amount,
    text: fc.constant("because"),
    group: fc.constantFrom("a", "b", "c", "d", "e"),
  });
  it("leaves reasons and rest that sum to the difference, and never a larger rest than without them", () => {
    fc.assert(
      fc.property(amount, fc.array(candidate, { maxLength: 8 }), (difference, candidates) => {
        const { reasons, rest } = chooseReasons(difference, candidates);
        expect(equals(add(sum(reasons.map((reason) => reason.amount)), rest), difference)).toBe(true);
        expect(compare(absolute(rest), add(absolute(difference), MATCHED_WITHIN))).toBeLessThanOrEqual(0);
      }),
    );
  });
  it("finds the reasons that make up a difference, whatever else is offered", () => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 4 }),
        fc.array(amount, { maxLength: 4 }),
        (real, others) => {
          const offered = [...real, ...others].map((each, index) => ({
            ...{ code: "other" as const, amount: each, text: "", group: String(index) },
          }));
          const { rest } = chooseReasons(sum(real), offered);
          expect(compare(absolute(rest), MATCHED_WITHIN)).toBeLessThanOrEqual(0);
        },
      ),
    );
  });
  it("sums to the difference for any month whatever", () => {
    const cell = fc.record({ amount, at: fc.integer({ min: 1, max: 31 }), model: fc.constantFrom("known", "new", "") });
    const document = fc.record({ total: amount, tax: fc.option(amount) });
    fc.assert(
      fc.property(
        fc.array(cell, { maxLength: 6 }),
        fc.array(cell, { maxLength: 6 }),
        fc.array(document, { maxLength: 2 }),
        (usage, exports, invoices) => {
          const facts = {
            usage: usage.map(({ at, model, amount: tokens }) =>
              used({ day: day(at), model, tokens: format(absolute(tokens)) }),
            ),
            exports: exports.map(({ at, model, amount: billed }) => cost(format(billed), { day: day(at), model })),
            invoices: invoices.map(({ total, tax }, index) => invoice(format(total), { number: `N${index}`, tax })),
          };
          for (const row of reconcile(facts)) {
            const known = [row.usage, row.cost, row.invoice].filter((each) => each !== null);
            if (row.difference === null) expect(known.length).toBeLessThan(2);
            else expect(equals(row.difference, subtract(known.at(-1) ?? row.rest, known[0] ?? row.rest))).toBe(true);
          }
        },
      ),
    );
  });
});
