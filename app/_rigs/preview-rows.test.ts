import { describe, expect, it } from "vitest";
import { day } from "../../lib/core/calendar.ts";
import { decimal, formatFixed } from "../../lib/core/decimal.ts";
import { previewOf } from "./preview-rows.ts";
import { draftOf } from "./rig-fields.ts";

const START = {
  ...draftOf(null, { currency: "USD", zone: "UTC" }),
  ...{ name: "Bellows", price: "3,500.00", inService: "2026-07-01", tariffPerKwh: "0.17", watts: "900" },
};
const today = day("2026-06-12");
const cents = (text: string | null): string | null => text && formatFixed(decimal(text), 2);

describe("what the first month will show", () => {
  it("is depreciation and estimated energy, with what was not entered named", () => {
    const { month, rows, total, isEstimated } = previewOf(START, today);
    expect([month, cents(total), isEstimated]).toEqual(["2026-07", "183.78", true]);
    expect(rows.map((row) => [row.label, cents(row.amount)])).toEqual([
      ["Depreciation, 3,500.00 \u00f7 24", "145.83"],
      ["Energy, 900 W, 8 h a day, 223.20 kWh", "37.94"],
      ["Hosting, labour", null],
    ]);
  });
  it("counts a first month by its days, as the ledger will", () => {
    const { rows } = previewOf({ ...START, inService: "2026-07-17", hostingMonthly: "40" }, today);
    expect(rows.map((row) => cents(row.amount))).toEqual(["70.56", "18.36", "40.00"]);
  });
  it("is the rent of a month for what is rented, always on or for its hours", () => {
    const rented = { ...START, kind: "rented" as const, rentHourly: "2", tariffPerKwh: "" };
    expect(previewOf(rented, today).rows.map((row) => cents(row.amount))).toEqual(["1488.00", null, null]);
    expect(cents(previewOf({ ...rented, rentHours: "100" }, today).total)).toBe("200.00");
  });
});
