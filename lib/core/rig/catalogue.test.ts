import { describe, expect, it } from "vitest";
import { decimal, format, formatFixed } from "../decimal.ts";
import { paybackMonths } from "../reference/local-cost.ts";
import { catalogueEstimate, HARDWARE, hardwareOf } from "./catalogue.ts";

const KWH = decimal("0.15");
const month = { salvage: decimal(0), months: 24, days: 30 };

const estimate = (id: string, { hours, price }: { hours: number; price?: string }) => {
  const hardware = hardwareOf(id);
  if (!hardware) throw new Error(`no hardware ${id}`);
  return catalogueEstimate({
    asset: { ...month, price: price ? decimal(price) : hardware.priceHigh },
    rent: null,
    draw: hardware.watts && { watts: hardware.watts, hoursPerDay: decimal(hours) },
    perKwh: KWH,
    days: month.days,
    others: [],
  });
};
const two = (value: ReturnType<typeof decimal> | null) => value && formatFixed(value, 2);

describe("the hardware catalogue", () => {
  it("holds the published figures, each with its source and date", () => {
    const rows = HARDWARE.map((each) => [
      each.id,
      each.memoryGb,
      `${format(each.priceLow)}-${format(each.priceHigh)}`,
      each.watts && format(each.watts),
      each.rent && `${format(each.rent.lowPerHour)}-${format(each.rent.highPerHour)}`,
      each.publishedMonthly && format(each.publishedMonthly.amount),
      each.source.date,
    ]);
    expect(rows).toEqual([
      ["rtx-4090", 24, "1600-2000", "450", null, "50", "2026-05-12"],
      ["2x-rtx-4090", 48, "3200-4000", "900", null, "100", "2026-05-12"],
      ["a100-80gb", 80, "15000-20000", "300", "2-4", "35", "2026-05-12"],
      ["h100-80gb", 80, "25000-35000", "700", "4-8", "80", "2026-05-12"],
      ["2x-rtx-4090-pc", 48, "5500-5500", "800", null, "43", "2026"],
      ["mac-studio-ultra", 192, "4500-6000", null, null, null, "2026"],
    ]);
  });
  it.each([
    ["rtx-4090", "16.20", "48.60"],
    ["2x-rtx-4090", "32.40", "97.20"],
    ["a100-80gb", "10.80", "32.40"],
    ["h100-80gb", "25.20", "75.60"],
  ])("costs %s %s of electricity at 8 hours a day and %s at 24", (id, eight, always) => {
    expect(two(estimate(id, { hours: 8 }).energy)).toBe(eight);
    expect(two(estimate(id, { hours: 24 }).energy)).toBe(always);
  });
  it("comes to 272.3667 a month for the first comparison's PC at 12 hours, and pays back in 1.4838 months", () => {
    const { total, depreciation, energy } = estimate("2x-rtx-4090-pc", { hours: 12 });
    expect(depreciation && formatFixed(depreciation, 4)).toBe("229.1667");
    expect(two(energy)).toBe("43.20");
    expect(total && formatFixed(total, 4)).toBe("272.3667");
    const payback = paybackMonths({
      price: decimal(5500),
      cloudMonthly: decimal(3750),
      runningMonthly: energy ?? decimal(0),
    });
    expect(payback && formatFixed(payback, 4)).toBe("1.4838");
  });
  it("comes to 266.6667 a month for the second comparison's break-even, which GPT-4.1 pays back in 10 months", () => {
    const { total } = catalogueEstimate({
      asset: { ...month, price: decimal(4000) },
      rent: null,
      draw: null,
      perKwh: null,
      days: 30,
      others: [decimal(100)],
    });
    expect(total && formatFixed(total, 4)).toBe("266.6667");
    const rig = { price: decimal(4000), runningMonthly: decimal(100) };
    expect(format(paybackMonths({ ...rig, cloudMonthly: decimal(500) }) ?? decimal(0))).toBe("10");
    expect(paybackMonths({ ...rig, cloudMonthly: decimal(21) })).toBeNull();
  });
  it("comes to 1,440 to 5,760 a month for a GPU rented always on, without capital or electricity", () => {
    const rented = (perHour: number) =>
      catalogueEstimate({
        asset: null,
        rent: { perHour: decimal(perHour), hoursPerDay: decimal(24) },
        draw: null,
        perKwh: null,
        days: 30,
        others: [],
      });
    expect(format(rented(2).total ?? decimal(0))).toBe("1440");
    expect(format(rented(8).total ?? decimal(0))).toBe("5760");
    expect(rented(2)).toMatchObject({ depreciation: null, energy: null, energyKwh: null });
  });
  it("leaves out what is not known instead of counting it as zero", () => {
    const { energy, energyKwh } = estimate("mac-studio-ultra", { hours: 8 });
    expect([energy, energyKwh]).toEqual([null, null]);
  });
});
