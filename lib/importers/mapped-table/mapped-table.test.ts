import { describe, expect, it } from "vitest";
import { format } from "../../core/decimal.ts";
import { checkMapping, headerSignature, type TableMapping } from "../../core/mapping.ts";
import type { UsageLine } from "../../core/usage-line.ts";
import { hashPerson } from "../person.ts";
import { readFile } from "../read-file.ts";
import { detect, importers } from "../registry.ts";
import { readLocalNumber } from "../source/local-number.ts";
import { sampleOf } from "../source/sample.ts";
import { Summary } from "../summarise.ts";
import { mappedTable } from "./index.ts";
import { LocalDays } from "./local-day.ts";

describe("a figure", () => {
  const read = (text: string, decimal: "." | ",") => {
    const value = readLocalNumber(text, decimal);
    return value && format(value);
  };
  it.each([
    ["1.234,56", "1234.56"],
    ["1 234,56", "1234.56"],
    ["1\u00A0234\u202F567,8", null],
    ["1\u202F234\u202F567,8", "1234567.8"],
    ["-1.234,56 €", "-1234.56"],
    ["(12,00)", "-12"],
    ["12,00-", "-12"],
    ["€ -3,5", "-3.5"],
    ["1.234", "1234"],
    ["0,000001", "0.000001"],
    ["12", "12"],
    ["1,5E-8", "0.000000015"],
    ["12,50 EUR", "12.5"],
    ["kr 12,50", "12.5"],
    ["1'234,5", "1234.5"],
    ["12.5", null],
    ["1.23,4", null],
    ["1,2,3", null],
    ["", null],
    ["-", null],
    ["x12", null],
    ["12 apples", null],
    ["--3", null],
    ["NaN", null],
  ])("with a decimal comma: %j is %j", (text, expected) => expect(read(text, ",")).toBe(expected));
  it.each([
    ["1,234.56", "1234.56"],
    ["$1,234.56", "1234.56"],
    ["-$5", "-5"],
    ["$-5", "-5"],
    ["($1,234.50)", "-1234.5"],
    ["$(3.10)", "-3.1"],
    ["12,34,567.89", "1234567.89"],
    [".5", "0.5"],
    ["1.81E-8", "0.0000000181"],
    ["+3", "3"],
    ["\u22123.5", "-3.5"],
    ["US$ 4", "4"],
    ["12.50 USD", "12.5"],
    ["12,5", null],
    ["1.234,56", null],
    ["1,2345", null],
    ["12.5.1", null],
    ["Infinity", null],
    ["0x10", null],
    ["1e999999", null],
  ])("with a decimal point: %j is %j", (text, expected) => expect(read(text, ".")).toBe(expected));
});

describe("a day", () => {
  const read = (text: string, dateFormat: TableMapping["date"]["format"], zone: string | null = null) =>
    new LocalDays({ column: "d", format: dateFormat, zone }).read(text);
  it.each([
    ["03.05.2026", "day-first", null, "2026-05-03"],
    ["3/5/26", "day-first", null, "2026-05-03"],
    ["5/14/2026 11:30 PM", "month-first", "America/New_York", "2026-05-15"],
    ["12/1/2026 12:10 AM", "month-first", null, "2026-12-01"],
    ["13/1/2026", "month-first", null, null],
    ["31.04.2026", "day-first", null, null],
    ["2026-05-14", "iso", "Asia/Tokyo", "2026-05-14"],
    ["2026-05-14T03:00:00", "iso", "Asia/Tokyo", "2026-05-13"],
    ["2026-05-14T03:00:00+01:00", "iso", "Asia/Tokyo", "2026-05-14"],
    ["2026/5/4", "year-first", null, "2026-05-04"],
    ["20260514", "year-first", null, "2026-05-14"],
    ["1777593600", "epoch-seconds", null, "2026-05-01"],
    ["1777593600123", "epoch-ms", null, "2026-05-01"],
    ["1777593600123", "epoch-seconds", null, null],
    ["yesterday", "iso", null, null],
    ["5/14/2026 25:00", "month-first", null, null],
  ] as const)("%j as %s in %s is %j", (text, dateFormat, zone, expected) =>
    expect(read(text, dateFormat, zone)).toBe(expected),
  );
});

const MAPPING = checkMapping({
  name: "Acme gateway",
  provider: "acme",
  account: "main",
  basis: "estimated",
  date: { column: "Datum", format: "day-first" },
  amount: { column: "Kosten", decimal: ",", unit: "units", currency: { code: "EUR" } },
  model: { column: "Modell" },
  keys: { project: "Projekt", user: "Wer", tags: { team: "Team" } },
  tokens: { input: "Ein", cacheRead: "Cache", output: "Aus" },
  inputHoldsCached: true,
  requests: { column: "Anfragen" },
  category: { column: "Art" },
});
const HEADER = [
  "Datum",
  "Kosten",
  "Modell",
  "Projekt",
  "Wer",
  "Team",
  "Ein",
  "Cache",
  "Aus",
  "Anfragen",
  "Art",
  "prompt",
];

async function readRows(rows: readonly string[], mapping: TableMapping = MAPPING, header: readonly string[] = HEADER) {
  const summary = new Summary();
  const lines: UsageLine[] = [];
  const kept: string[] = [];
  const line = summary.line.bind(summary);
  summary.line = (each) => {
    lines.push(each);
    line(each);
  };
  const text = `${header.join(";")}\n${rows.join("\n")}\n`;
  const { importer } = await readFile({
    fileName: "acme.csv",
    bytes: (async function* () {
      yield new TextEncoder().encode(text);
    })(),
    sink: summary,
    options: { account: null, zone: null, nowMs: Date.parse("2026-11-21T00:00:00Z") },
    candidates: [...importers, mappedTable(mapping, headerSignature(header))],
    onBlock: (block) => void kept.push(block.text),
  });
  const result = summary.result({ file: "acme.csv", importer });
  return { lines, kept: kept.join(""), summary: result, codes: result.issues.map(({ code, row }) => `${code} ${row}`) };
}

describe("a table read by a mapping", () => {
  it("is known by its header, in any order, and by no other", () => {
    const importer = mappedTable(MAPPING, headerSignature(HEADER));
    const sampleFrom = (header: readonly string[]) =>
      sampleOf({ fileName: "f.csv", text: `${header.join(",")}\n`, isWhole: true }).sample;
    expect(detect(sampleFrom([...HEADER].reverse()), [...importers, importer])).toBe(importer);
    expect(importer.claims(sampleFrom([...HEADER, "more"]))).toBe(false);
    expect(mappedTable(MAPPING, "").claims(sampleFrom(HEADER))).toBe(false);
  });

  it("puts the money on one line and says every kind of token once", async () => {
    const { lines, summary, codes, kept } = await readRows([
      "03.05.2026;1.234,56 €;gpt-5;p1;Ada Lovelace;Search;1.000;200;50;7;usage;tell me",
      "04.05.2026;-3,00;;p1;;;;;;;refund;",
    ]);
    expect(codes).toEqual([]);
    expect(
      lines.map((each) => [
        each.row,
        each.costKind,
        format(each.billed),
        each.tokens && format(each.tokens),
        each.requests && format(each.requests),
      ]),
    ).toEqual([
      [2, "input", "1234.56", "800", "7"],
      [2, "cacheRead", "0", "200", undefined],
      [2, "output", "0", "50", undefined],
      [3, "other", "-3", null, undefined],
    ]);
    expect(lines[0]?.keys).toMatchObject({ project: "p1", user: hashPerson("Ada Lovelace"), tags: { team: "Search" } });
    expect(lines[3]).toMatchObject({
      category: "credit",
      account: "main",
      provider: "acme",
      basis: "estimated",
      model: null,
    });
    expect(summary.totals.concat(summary.otherTotals ?? [])).toEqual([{ currency: "EUR", amount: "1231.56" }]);
    expect(kept).not.toMatch(/Ada|tell me/);
  });

  it("stops a row for every cell that is not what it should be", async () => {
    const { lines, codes } = await readRows(
      [
        "2026-05-03;1,0;m;;;;;;;;;",
        "03.05.2026;;m;;;;;;;;;",
        "03.05.2026;1.5x;m;;;;;;;;;",
        "03.05.2026;1,5 USD;m;;;;;;;;;",
        "03.05.2026;1,5;m;;;;1,5;;;;;",
        "03.05.2026;1,5;m;;;;10;20;;;;",
        "03.05.2026;1,5;m;;;;;;;-1;;",
        ";1,5;m;;;;;;;;;",
        "03.05.2026;2;m;;;;;;;;barter;",
        "Summe;2;;;;;;;;;;",
      ].map((row) => (row.startsWith("Summe") ? row.replace("Summe", "Total") : row)),
    );
    expect(lines.map(({ row }) => row)).toEqual([10]);
    expect(codes).toEqual(
      expect.arrayContaining([
        "date-unreadable 2",
        "amount-empty 3",
        "amount-unreadable 4",
        "currency-differs 5",
        "tokens-unreadable 6",
        "tokens-unreadable 7",
        "requests-unreadable 8",
        "date-missing 9",
        "category-unknown 10",
        "total-agrees 11",
      ]),
    );
  });

  it("may hold usage and no money", async () => {
    const mapping = checkMapping({
      ...MAPPING,
      amount: null,
      basis: "quantity",
      category: null,
      inputHoldsCached: false,
    });
    const { lines, summary } = await readRows(
      ["03.05.2026;;m;;;;10;0;;3;;", "04.05.2026;;m;;;;;;;2;;", "05.05.2026;;m;;;;;;;;;"],
      mapping,
    );
    expect(lines.map(({ row, costKind, basis }) => [row, costKind, basis])).toEqual([
      [2, "input", "quantity"],
      [3, "other", "quantity"],
    ]);
    expect(summary.totals.every(({ amount }) => amount === "0")).toBe(true);
  });

  it("takes cents, a column of currencies and a currency per row", async () => {
    const mapping = checkMapping({
      ...MAPPING,
      amount: { column: "Kosten", decimal: ".", unit: "cents", currency: { column: "Art" } },
      category: null,
    });
    const { summary, codes } = await readRows(
      ["03.05.2026;1,250.5;m;;;;;;;;usd;", "03.05.2026;100;m;;;;;;;;EUR;", "03.05.2026;100;m;;;;;;;;;"],
      mapping,
    );
    expect(summary.totals).toEqual([
      { currency: "EUR", amount: "1" },
      { currency: "USD", amount: "12.505" },
    ]);
    expect(codes).toEqual(["currency-missing 4"]);
  });

  it("whose columns are gone says so", async () => {
    const { codes } = await readRows(["03.05.2026;1"], MAPPING, ["Datum", "Kosten"]);
    expect(codes).toContain("column-missing 1");
  });
});
