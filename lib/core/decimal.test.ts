import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  add,
  allocate,
  compare,
  decimal,
  divide,
  equals,
  format,
  formatFixed,
  multiply,
  parseDecimal,
  round,
  subtract,
  sum,
} from "./decimal.ts";

const text = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.integer({ min: 0, max: 30 }))
  .map(([negative, units, scale]) => {
    const digits = units.toString().padStart(scale + 1, "0");
    const plain = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
    return negative && units !== 0n ? `-${plain}` : plain;
  });
const canonical = (value: string) => (value.includes(".") ? value.replace(/\.?0+$/, "") : value);

describe("exact decimals", () => {
  it("round-trip every plain decimal the formats allow", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(format(decimal(value))).toBe(canonical(value));
      }),
    );
  });
  it("read E-notation, a bare point and signs", () => {
    expect(format(decimal("1.81E-8"))).toBe("0.0000000181");
    expect(format(decimal("2.323760000E-9"))).toBe("0.00000000232376");
    expect(format(decimal("1.5e3"))).toBe("1500");
    expect(format(decimal(".5"))).toBe("0.5");
    expect(format(decimal("-0.00"))).toBe("0");
  });
  it("refuse what is not a number, instead of guessing", () => {
    for (const bad of ["", " ", "1,5", "$1", "NaN", "Infinity", "1e999", "--1", "1.2.3", "0x10", "abc"]) {
      expect(parseDecimal(bad), bad).toBeNull();
    }
  });
  it("add and subtract without loss, in any order", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (values) => {
        const numbers = values.map(decimal);
        expect(format(sum(numbers))).toBe(format(sum([...numbers].reverse())));
        for (const value of numbers) expect(equals(subtract(add(sum(numbers), value), value), sum(numbers))).toBe(true);
      }),
    );
  });
  it("refuse a float that is not a whole number", () => {
    expect(() => decimal(0.1)).toThrow("float");
  });
  it("round half-even, half-up and down by name", () => {
    expect(formatFixed(decimal("2.5"), 0)).toBe("2");
    expect(formatFixed(decimal("3.5"), 0)).toBe("4");
    expect(formatFixed(decimal("2.5"), 0, "half-up")).toBe("3");
    expect(formatFixed(decimal("-2.5"), 0, "half-up")).toBe("-3");
    expect(formatFixed(decimal("2.9"), 0, "down")).toBe("2");
    expect(format(divide(decimal(5500), decimal(24), { scale: 4 }))).toBe("229.1667");
    expect(format(round(decimal("0.0000000000005"), 12))).toBe("0");
  });
  it("multiply exactly", () => {
    expect(format(multiply(decimal("6.698754"), decimal("13.80")))).toBe("92.4428052");
  });
  it("split a whole into parts that sum to it, each within one unit of its fair share", () => {
    fc.assert(
      fc.property(
        text,
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 }),
        (whole, weights) => {
          fc.pre(weights.some((weight) => weight > 0));
          const value = round(decimal(whole), 12);
          const parts = allocate(
            value,
            weights.map((weight) => decimal(weight)),
          );
          expect(equals(sum(parts), value)).toBe(true);
          const total = decimal(weights.reduce((a, b) => a + b, 0));
          parts.forEach((part, index) => {
            const fair = divide(multiply(value, decimal(weights[index] ?? 0)), total, { scale: 14 });
            const off = subtract(part, fair);
            expect(compare(off.units < 0n ? { ...off, units: -off.units } : off, decimal("0.000000000001")) <= 0).toBe(
              true,
            );
          });
        },
      ),
    );
  });
  it("refuse to split by nothing or by a negative weight", () => {
    expect(() => allocate(decimal(1), [decimal(0)])).toThrow("every weight is zero");
    expect(() => allocate(decimal(1), [decimal(-1), decimal(2)])).toThrow("negative");
  });
});
