import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, day } from "../calendar.ts";
import { readEcbCsv } from "./ecb-csv.ts";

const TODAY = day("2026-11-21");
const read = (text: string) => {
  const { rates, issues } = readEcbCsv(text, TODAY);
  return {
    rates: rates.map((rate) => `${rate.row} ${rate.day} ${rate.currency} ${rate.rate}`),
    issues: issues.map((issue) => `${issue.row} ${issue.column} ${issue.message}`),
  };
};

describe("readEcbCsv", () => {
  test("the history: newest first, N/A, a comma at the end, Windows lines and a byte order mark", () => {
    const text = "\uFEFFDate,USD,SEK,RUB,\r\n2026-11-20,1.0842,11.12,N/A,\r\n2026-11-19,1.0800,11.10,,\r\n";
    expect(read(text)).toEqual({
      rates: ["2 2026-11-20 USD 1.0842", "2 2026-11-20 SEK 11.12", "3 2026-11-19 USD 1.08", "3 2026-11-19 SEK 11.1"],
      issues: [],
    });
  });

  test("the file of one day", () => {
    expect(read("Date, USD, JPY, \n20 November 2026, 1.0842, 163.05, \n").rates).toEqual([
      "2 2026-11-20 USD 1.0842",
      "2 2026-11-20 JPY 163.05",
    ]);
  });

  test("what is no rate is refused by row and column, and nothing else is", () => {
    const text = [
      "Date,USD,SEK",
      "2026-11-20,abc,11.12",
      "2026-11-31,1,1",
      "2026-11-19,-1,0",
      "2026-11-19,1.08,11.1",
      "2026-11-22,1,1",
      "2026-11-18,1.0842,5,11.12",
      "2026-11-17,1.00000000000000001,99999999999999",
    ].join("\n");
    const { rates, issues } = read(text);
    expect(rates).toEqual(["2 2026-11-20 SEK 11.12"]);
    expect(issues.map((issue) => issue.split(" ").slice(0, 2).join(" "))).toEqual([
      "2 USD",
      "3 Date",
      "4 USD",
      "4 SEK",
      "5 Date",
      "6 Date",
      "7 null",
      "8 USD",
      "8 SEK",
    ]);
  });

  test.each([
    ["", "This is not"],
    ["Datum,USD\n2026-11-20,1", "This is not"],
    ["Date,USD,Dollar\n2026-11-20,1,2", "“Dollar”"],
    ["Date,USD,USD\n2026-11-20,1,2", "USD has two columns"],
    ["Date,USD\n2026-11-20,N/A", "The file holds no rate"],
  ])("another file is refused whole: %j", (text, sentence) => {
    const { rates, issues } = readEcbCsv(text, TODAY);
    expect(rates).toEqual([]);
    expect(issues).toMatchObject([{ severity: "blocking", message: expect.stringContaining(sentence) }]);
  });

  test("every rate written comes back exactly, and any text is read or refused", () => {
    const cents = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(cents, (values) => {
        const lines = values.map((value, index) => `${addDays(TODAY, -index)},${value / 10 ** 4}`);
        const { rates, issues } = readEcbCsv(["Date,USD", ...lines].join("\n"), TODAY);
        return (
          issues.length === 0 && rates.every((rate, index) => rate.rate === String((values[index] ?? 0) / 10 ** 4))
        );
      }),
    );
    fc.assert(fc.property(fc.string(), (junk) => readEcbCsv(`Date,USD\n${junk}`, TODAY).rates.length >= 0));
  });
});
