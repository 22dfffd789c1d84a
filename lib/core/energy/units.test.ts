import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal } from "../decimal.ts";
import { unitNamed, wholeOf } from "./units.ts";

describe("measured units", () => {
  it.each([
    ["1", "kWh", "millijoules", 3_600_000_000],
    ["28477.6", "kWh", "millijoules", 102_519_360_000_000],
    ["0.0000000001", "kWh", "millijoules", 0],
    ["0.00000000014", "kWh", "millijoules", 1],
    ["-0.5", "Wh", "microjoules", -1_800_000_000],
    ["30.70", "Wh", "microjoules", 110_520_000_000],
    ["12.3456", "W", "milliwatts", 12_346],
    ["12.3455", "W", "milliwatts", 12_346],
    ["-12.3455", "W", "milliwatts", -12_346],
    ["1.05", "kW", "milliwatts", 1_050_000],
    ["5551899580", "mJ", "millijoules", 5_551_899_580],
    ["1500", "uJ", "millijoules", 2],
    ["1", "MJ", "microjoules", 1_000_000_000_000],
  ] as const)("%s %s is %s %i", (text, unit, to, expected) => {
    expect(wholeOf(decimal(text), { unit, to })).toBe(expected);
  });

  it("gives nothing for what no integer can hold, and nothing of the other kind", () => {
    expect(wholeOf(decimal("9e15"), { unit: "kWh", to: "millijoules" })).toBeNull();
    expect(wholeOf(decimal("1"), { unit: "kWh", to: "milliwatts" })).toBeNull();
    expect(wholeOf(decimal("1"), { unit: "W", to: "millijoules" })).toBeNull();
  });

  it("is exact for every watt-hour", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), (thousandths) => {
        const value = { units: BigInt(thousandths), scale: 3 };
        expect(wholeOf(value, { unit: "Wh", to: "millijoules" })).toBe(thousandths * 3_600);
      }),
    );
  });

  it.each([
    ["kWh", "kWh"],
    ["KWH", "kWh"],
    ["mW", "mW"],
    ["MW", "MW"],
    ["Watts", "W"],
    ["µJ", "uJ"],
    ["m³", null],
    ["constructor", null],
  ])("%s names %s", (text, unit) => expect(unitNamed(text)).toBe(unit));
});
