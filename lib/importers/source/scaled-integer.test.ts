import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, multiply, parseDecimal, round } from "../../core/decimal.ts";
import { scaledInteger } from "./scaled-integer.ts";

describe("a decimal text times a whole factor", () => {
  it.each([
    ["429", 1_000, 429_000],
    ["62.8745", 1_000, 62_875],
    ["62.8744999", 1_000, 62_874],
    ["-1.0005", 1_000, -1_001],
    ["8913.029999999999", 3_600_000_000, 32_086_908_000_000],
    ["1.5e2", 1_000, 150_000],
    [".5", 1_000, 500],
    ["5.", 1_000, 5_000],
    ["0", 1_000, 0],
    ["-0", 1_000, 0],
  ])("%s times %d is %d", (text, factor, expected) => {
    expect(scaledInteger(text, factor)).toBe(expected);
  });

  it.each(["", "-", ".", "1.2.3", "12 W", "NaN", "--1", "1-2"])("%j is no number", (text) => {
    expect(scaledInteger(text, 1_000)).toBeNaN();
  });

  it("is beyond bounds where a double no longer counts", () => {
    expect(scaledInteger("9223372036854775794", 1_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it("gives what exact decimals give", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }),
        fc.integer({ min: 0, max: 18 }),
        fc.constantFrom(1_000, 1_000_000, 3_600_000, 3_600_000_000),
        (units, scale, factor) => {
          const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
          const text = `${units < 0n ? "-" : ""}${digits.slice(0, digits.length - scale)}${scale ? `.${digits.slice(-scale)}` : ""}`;
          const exact = Number(round(multiply(parseDecimal(text) ?? decimal(0), decimal(factor)), 0, "half-up").units);
          fc.pre(Number.isSafeInteger(exact));
          expect(scaledInteger(text, factor)).toBe(exact === 0 ? 0 : exact);
        },
      ),
    );
  });
});
