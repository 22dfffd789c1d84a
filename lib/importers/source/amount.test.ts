import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, equals, format, parseDecimal, sum } from "../../core/decimal.ts";
import { readCost } from "../focus-csv/cells.ts";
import { AmountSum, centsToUnits, readAmount } from "./amount.ts";

const digits = (min: number, max: number) => fc.stringMatching(new RegExp(`^\\d{${min},${max}}$`));
const plain = fc
  .tuple(fc.constantFrom("", "-", "+"), digits(1, 20), fc.option(digits(1, 30), { nil: null }))
  .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? "" : `.${fraction}`}`);
const scientific = fc.tuple(plain, fc.integer({ min: -20, max: 20 })).map(([text, exponent]) => `${text}E${exponent}`);

describe("readAmount", () => {
  it("reads any decimal the formats allow as parseDecimal does, to the last digit", () => {
    fc.assert(
      fc.property(fc.oneof(plain, scientific), (text) => {
        const read = readAmount(text);
        const expected = parseDecimal(text);
        expect(read && expected && equals(read, expected)).toBe(true);
      }),
    );
  });

  it("gives back the text it was given, zeros at the end aside", () => {
    fc.assert(
      fc.property(plain, (text) => {
        const read = readAmount(text);
        expect(read && format(read)).toBe(format(decimal(text)));
      }),
    );
  });

  it.each(["", " ", "-", ".", "1,5", "1.2.3", "0x10", "NaN", "Infinity", "1e999999", "12 3", "--1"])(
    "refuses %j",
    (text) => {
      expect(readAmount(text)).toBeNull();
    },
  );

  it("turns cents into units without losing a digit", () => {
    expect(format(centsToUnits(decimal("123.78912")))).toBe("1.2378912");
  });
});

describe("AmountSum", () => {
  it("adds what `sum` adds", () => {
    fc.assert(
      fc.property(fc.array(plain), (texts) => {
        const running = new AmountSum();
        for (const text of texts) running.add(decimal(text));
        expect(equals(running.total(), sum(texts.map(decimal)))).toBe(true);
      }),
    );
  });
});

describe("readCost of FOCUS", () => {
  it.each([
    ["$10,000.00 ", "10000"],
    ["-$12.50", "-12.5"],
    ["1,234,567", "1234567"],
    ["1,234.5", "1234.5"],
    ["1.81E-8", "0.0000000181"],
  ])("reads %j as %s", (text, expected) => {
    const cost = readCost(text.trim());
    expect(cost && format(cost.amount)).toBe(expected);
  });

  it.each(["1,234", "1.234,56", "12,5", "free", "$"])("refuses %j, which may mean two things or none", (text) => {
    expect(readCost(text)).toBeNull();
  });
});
