import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addMonths, day, month, monthOf } from "../calendar.ts";
import { decimal, equals, format, formatFixed, subtract, sum } from "../decimal.ts";
import { depreciationOf, lastMonthOf, monthOfLife } from "./depreciation.ts";

const rig = { price: decimal(5500), salvage: decimal(0), inService: day("2026-01-01"), months: 24 };

describe("depreciation", () => {
  it("is 229.1667 a month for 5,500 over 24 months", () => {
    expect(formatFixed(depreciationOf(rig, month("2026-03")), 4)).toBe("229.1667");
    expect(format(depreciationOf(rig, month("2025-12")))).toBe("0");
    expect(format(depreciationOf(rig, month("2028-01")))).toBe("0");
    expect(lastMonthOf(rig)).toBe("2027-12");
    expect(monthOfLife(rig, month("2026-09"))).toBe(9);
  });
  it("counts the first and last month by days", () => {
    const asset = { ...rig, price: decimal(2400), inService: day("2026-04-16") };
    expect(format(depreciationOf(asset, month("2026-04")))).toBe("50");
    expect(format(depreciationOf(asset, month("2026-05")))).toBe("100");
    expect(format(depreciationOf(asset, month("2028-04")))).toBe("50");
    expect(lastMonthOf(asset)).toBe("2028-04");
  });
  it("writes off price less salvage exactly, whatever the date and the months", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 9_000 }),
        fc.integer({ min: 1, max: 72 }),
        fc.integer({ min: 1, max: 28 }),
        (cents, offset, months, dayOfMonth) => {
          const inService = day(`${addMonths(month("2020-01"), offset % 60)}-${String(dayOfMonth).padStart(2, "0")}`);
          const asset = { price: { units: BigInt(cents), scale: 2 }, salvage: decimal(1), inService, months };
          const first = monthOf(inService);
          const parts = Array.from({ length: months + 2 }, (_, index) =>
            depreciationOf(asset, addMonths(first, index)),
          );
          expect(equals(sum(parts), subtract(asset.price, asset.salvage))).toBe(true);
        },
      ),
    );
  });
});
