import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { day, month } from "../calendar.ts";
import { decimal, equals, format, formatFixed, sum } from "../decimal.ts";
import { measuredKwh, type RigTerms, rigMonthEntries, rigMonthParts } from "./rig-month.ts";

const terms: RigTerms = {
  asset: { price: decimal(5500), salvage: decimal(0), inService: day("2026-01-01"), months: 24 },
  hostingMonthly: decimal(40),
  operationsHours: decimal(2),
  operationsRate: decimal(85),
  tariffPerKwh: decimal("0.15"),
  wallFactor: decimal(1),
};
/** 800 W for 12 h on each of 30 days: 288 kWh. */
const energy = Array.from({ length: 30 }, (_, index) => ({
  day: day(`2026-06-${String(index + 1).padStart(2, "0")}`),
  microjoules: decimal(800n * 12n * 3_600n * 1_000_000n),
}));

describe("a rig's month", () => {
  it("is depreciation + energy + hosting + labour, as published: 229.17 and 43.20", () => {
    const parts = rigMonthParts(terms, month("2026-06"), energy);
    expect(format(measuredKwh(sum(energy.map((each) => each.microjoules))))).toBe("288");
    expect(parts.depreciation && formatFixed(parts.depreciation, 4)).toBe("229.1667");
    expect(parts.energy && format(parts.energy)).toBe("43.2");
    expect(parts.hosting && format(parts.hosting)).toBe("40");
    expect(parts.labour && format(parts.labour)).toBe("170");
  });
  it("says nothing of what was not entered, instead of zero", () => {
    const parts = rigMonthParts({ ...terms, hostingMonthly: null, tariffPerKwh: null }, month("2026-06"), energy);
    expect(parts.hosting).toBeNull();
    expect(parts.energy).toBeNull();
  });
  it("splits every part to teams and idle without losing a digit", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 33 }), { maxLength: 3 }), (percents) => {
        const shares = percents.map((percent, index) => ({ teamId: index + 1, percent: decimal(percent) }));
        const entries = rigMonthEntries({ terms, month: month("2026-06"), energy, shares });
        const parts = rigMonthParts(terms, month("2026-06"), energy);
        for (const part of ["depreciation", "energy", "hosting", "labour"] as const) {
          const whole = sum(entries.filter((entry) => entry.part === part).map((entry) => entry.amount));
          expect(equals(whole, parts[part] ?? decimal(0))).toBe(true);
        }
      }),
    );
  });
});
