import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, day, month, monthOf } from "../calendar.ts";
import { add, decimal, equals, format, formatFixed, subtract, sum } from "../decimal.ts";
import { bookValueOf, depreciationOf, lastMonthOf, monthOfLife, writtenOffBy } from "./depreciation.ts";

const rig = { price: decimal(5500), salvage: decimal(0), inService: day("2026-01-01"), months: 24, disposedOn: null };

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
          const asset = {
            price: { units: BigInt(cents), scale: 2 },
            salvage: decimal(1),
            inService,
            months,
            disposedOn: null,
          };
          const first = monthOf(inService);
          const parts = Array.from({ length: months + 2 }, (_, index) =>
            depreciationOf(asset, addMonths(first, index)),
          );
          expect(equals(sum(parts), subtract(asset.price, asset.salvage))).toBe(true);
        },
      ),
    );
  });
  it("stops on the day of a disposal, that month by its days", () => {
    const sold = { ...rig, price: decimal(2400), disposedOn: day("2026-04-15") };
    expect(format(depreciationOf(sold, month("2026-03")))).toBe("100");
    expect(format(depreciationOf(sold, month("2026-04")))).toBe("50");
    expect(format(depreciationOf(sold, month("2026-05")))).toBe("0");
    expect(lastMonthOf(sold)).toBe("2026-04");
    expect(format(bookValueOf(sold, day("2026-04-15")))).toBe("2050");
    expect(format(bookValueOf(sold, day("2030-01-01")))).toBe("2050");
    expect(format(depreciationOf({ ...sold, disposedOn: day("2025-06-01") }, month("2026-01")))).toBe("0");
  });
  it("ends at the salvage value when nothing is disposed of", () => {
    const asset = { ...rig, salvage: decimal(500) };
    expect(format(bookValueOf(asset, day("2025-12-31")))).toBe("5500");
    expect(format(bookValueOf(asset, day("2027-12-31")))).toBe("500");
  });
  it("sums, month by month to its disposal, to what its book value lacks of the price", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 1, max: 48 }),
        (cents, start, kept, months) => {
          const inService = addDays(day("2020-01-01"), start);
          const disposedOn = addDays(inService, kept);
          const asset = {
            price: { units: BigInt(cents), scale: 2 },
            salvage: decimal(0),
            inService,
            months,
            disposedOn,
          };
          const first = monthOf(inService);
          const parts = Array.from({ length: 52 }, (_, index) => depreciationOf(asset, addMonths(first, index)));
          expect(equals(sum(parts), writtenOffBy(asset, disposedOn))).toBe(true);
          expect(equals(add(sum(parts), bookValueOf(asset, disposedOn)), asset.price)).toBe(true);
          expect(parts.every((part) => part.units >= 0n)).toBe(true);
        },
      ),
    );
  });
});
