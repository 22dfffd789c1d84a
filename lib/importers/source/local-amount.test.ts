import { describe, expect, it } from "vitest";
import { format } from "../../core/decimal.ts";
import { partOf } from "./export-part.ts";
import { type CommaMeaning, commaIn, readLocalAmount } from "./local-amount.ts";

const read = (text: string, comma: CommaMeaning = null) => {
  const amount = readLocalAmount(text, comma);
  return amount && format(amount);
};

describe("an amount as people's settings write it", () => {
  it.each([
    ["12.50", null, "12.5"],
    ["1.81E-8", null, "0.0000000181"],
    ["1,234.50", null, "1234.5"],
    ["1,234,567", null, "1234567"],
    ["1.234,50", null, "1234.5"],
    ["0,075", null, "0.075"],
    ["-3,5", null, "-3.5"],
    ["1,234", "thousands", "1234"],
    ["1,234", "decimal", "1.234"],
    ["-1,234", "thousands", "-1234"],
    ["$1.50", null, "1.5"],
    ["-$1,001.50", null, "-1001.5"],
    ["NT$35", null, "35"],
    ["(1.50)", null, "-1.5"],
    ["17.840.481", null, "17840481"],
    ["1.234", "decimal", "1.234"],
    ["1.234", "decimal-points-group", "1234"],
    ["-1.234", "decimal-points-group", "-1234"],
    ["€ 1.234", "decimal-points-group", "1234"],
    ["0.123", "decimal-points-group", "0.123"],
    ["1,234", "decimal-points-group", "1.234"],
  ] as const)("%s with a comma for %s is %s", (text, comma, expected) => expect(read(text, comma)).toBe(expected));

  it.each(["1,234", "", "abc", "12 apples", "1,23,456", "--1", "1.2.3", "-", "$"])("%s is refused", (text) =>
    expect(read(text)).toBeNull(),
  );
});

describe("what a comma means", () => {
  const meaning = (...cells: string[]) =>
    commaIn(
      { fileName: "f.csv", text: "", isWhole: true, records: [["Cost"], cells], jsonKeys: null, container: null },
      null,
    );
  it.each([
    [["0,50"], "decimal-points-group"],
    [["1.234,5", "20.07.2026"], "decimal-points-group"],
    [["1,234"], null],
    [["1,234.50"], null],
    [["0,50", "0.50"], null],
  ] as const)("in %j is %s", (cells, expected) => expect(meaning(...cells)).toBe(expected));
});

describe("the part of an export", () => {
  it.each([
    ["cur-00001.csv.gz", null],
    ["cur-00002.snappy.parquet", 2],
    ["reports/2026-05/cur-3.csv.gz", 3],
    ["cur-3.csv", null],
    ["cur-2026-05.csv.gz", null],
    ["part_0_0001.csv", null],
    ["part_1_0001.csv.gz", 1],
    ["costs-000000000002.json", 2],
    ["ActualCost_6f1c9d32-0d2c-4d51-9f23-9a0de1234567.csv", null],
    ["costs-2026-05.csv", null],
    ["may.csv", null],
  ])("%s is part %s", (name, part) => expect(partOf(name)).toBe(part));
});
