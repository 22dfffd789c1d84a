import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Basis } from "../usage-line.ts";
import { asidesOf, type Choice, type Coverage, partOf, RESTATED, rankOf, standingOf } from "./standing.ts";

const coverage = (given: Partial<Coverage> & { importId: number }): Coverage => ({
  provider: "openai",
  account: "",
  family: "openai-costs",
  format: "openai-costs-csv",
  grouping: "project",
  basis: "billed",
  hasTokens: false,
  from: "2026-05-01" as Coverage["from"],
  to: "2026-05-31" as Coverage["to"],
  orderMs: given.importId,
  partOf: null,
  partNo: null,
  ...given,
});

describe("how one import stands to another", () => {
  it("lets the newer export of a feed replace the older, by its own export time before the order of arrival", () => {
    const older = coverage({ importId: 2, orderMs: 10 });
    const newer = coverage({ importId: 1, orderMs: 20 });
    expect(standingOf(newer, older, [])).toBe("replaces");
    expect(standingOf(older, newer, [])).toBeNull();
  });

  it("keeps numbered parts of one export beside each other", () => {
    const first = coverage({ importId: 1, partOf: "cur", partNo: "00001" });
    const second = coverage({ importId: 2, partOf: "cur", partNo: "00002" });
    const again = coverage({ importId: 3, partOf: "cur", partNo: "00001" });
    expect(standingOf(second, first, [])).toBe("beside");
    expect(standingOf(again, first, [])).toBe("replaces");
  });

  it("counts billed before rated before estimated before usage at a list price", () => {
    const order: Basis[] = ["billed", "rated", "estimated", "quantity"];
    order.forEach((basis, index) => {
      const mine = coverage({ importId: 1, basis, format: `format-${basis}`, family: basis });
      for (const less of order.slice(index + 1)) {
        const other = coverage({ importId: 2, basis: less, format: `format-${less}`, family: less });
        expect(standingOf(mine, other, [])).toBe("surer");
        expect(standingOf(other, mine, [])).toBeNull();
      }
    });
  });

  it("finds the same money in another grouping or format, until a person chooses", () => {
    const first = coverage({ importId: 1 });
    const second = coverage({ importId: 2, grouping: "" });
    expect(standingOf(second, first, [])).toBe("conflicts");
    expect(standingOf(second, first, [{ importId: 2, overId: 1 }])).toBe("replaces");
    expect(standingOf(first, second, [{ importId: 2, overId: 1 }])).toBeNull();
  });

  it("leaves two different feeds of usage beside each other", () => {
    const usage = { basis: "quantity" as const };
    const tokens = coverage({ importId: 1, ...usage, family: "openai-usage/completions", format: "a" });
    const images = coverage({ importId: 2, ...usage, family: "openai-usage/images", format: "a" });
    const asCsv = coverage({ importId: 3, ...usage, family: "openai-usage/completions", format: "b" });
    expect(standingOf(images, tokens, [])).toBe("beside");
    expect(standingOf(asCsv, tokens, [])).toBe("conflicts");
  });
});

describe("where lines stand aside", () => {
  it("is everything for a newer export, and what is less sure for surer money", () => {
    const estimate = coverage({ importId: 1, basis: "estimated", format: "gateway", family: "gateway" });
    const billed = coverage({ importId: 2, hasTokens: true, to: "2026-05-10" as Coverage["to"] });
    expect(asidesOf([estimate], { others: [estimate, billed], choices: [] })).toEqual([
      expect.objectContaining({ from: "2026-05-01", to: "2026-05-10", overRank: rankOf("billed"), hasTokens: true }),
    ]);
    const newer = coverage({ importId: 3, basis: "estimated", format: "gateway", family: "gateway" });
    expect(asidesOf([estimate], { others: [newer], choices: [] })[0]).toMatchObject({ overRank: RESTATED });
  });

  it("holds for the estimates of a file whose own money is as sure", () => {
    const mixed = coverage({ importId: 1, format: "gateway", family: "gateway" });
    const billed = coverage({ importId: 2 });
    const choices: Choice[] = [{ importId: 1, overId: 2 }];
    expect(asidesOf([mixed], { others: [billed], choices: [] })[0]).toMatchObject({ overRank: rankOf("billed") });
    expect(asidesOf([mixed], { others: [billed], choices })).toEqual([]);
  });

  it("never touches another provider or another named account", () => {
    const mine = coverage({ importId: 1, account: "a" });
    const others = [coverage({ importId: 2, account: "b" }), coverage({ importId: 3, provider: "azure" })];
    expect(asidesOf([mine], { others, choices: [] })).toEqual([]);
    expect(asidesOf([mine], { others: [coverage({ importId: 4 })], choices: [] })).toHaveLength(1);
  });

  it("leaves exactly one import counting for a day of a feed, whatever the order of import", () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-05-${String(n).padStart(2, "0")}` as Coverage["from"]);
    const one = fc.tuple(day, day, fc.integer({ min: 0, max: 3 })).map(([a, b, orderMs]) => ({
      from: a < b ? a : b,
      to: a < b ? b : a,
      orderMs,
    }));
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 6 }), day, (spans, probe) => {
        const all = spans.map((span, index) => coverage({ importId: index + 1, ...span }));
        const covering = all.filter(({ from, to }) => from <= probe && probe <= to);
        const counting = covering.filter((own) =>
          asidesOf([own], { others: all, choices: [] }).every((aside) => probe < aside.from || probe > aside.to),
        );
        expect(counting).toHaveLength(covering.length > 0 ? 1 : 0);
      }),
    );
  });
});

describe("a part of an export", () => {
  it.each([
    ["cur-00001.csv.gz", "cur", "00001"],
    ["halden-00012.snappy.parquet", "halden", "00012"],
    ["costs_part_0_0001.csv", "costs", "0_0001"],
    ["a.zip/dir/part-3.csv", "", "3"],
    ["part_1_0001.csv", "", "1_0001"],
    ["costs-000000000002.json", "costs", "000000000002"],
    ["000000000002.json", "", "000000000002"],
    ["reports/acme-cur-3.csv.gz", "acme-cur", "3"],
    ["cur2-3.csv.gz", "cur2", "3"],
  ])("is known by its name: %s", (name, stem, no) => expect(partOf(name)).toEqual({ partOf: stem, partNo: no }));
  it.each([
    "cost_2026-05.csv",
    "cost_2026-05-01_2026-05-31.csv",
    "amount-2026-5.csv",
    "invoice 20260531.csv",
    "party.csv",
    "focus-202605010930.csv",
    "costs-2026-05.csv.gz",
    "costs-2026-5.csv.gz",
    "costs-2026-05-7.csv.gz",
    "report-0501.csv.gz",
    "cur-3.csv",
  ])("is not a date: %s", (name) => expect(partOf(name)).toBeNull());
});
