import { addMonths, type Day, daysInMonth, type Month, monthOf } from "../calendar.ts";
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  multiply,
  round,
  STORED_SCALE,
  subtract,
  ZERO,
} from "../decimal.ts";

/** A purchase written off in equal months from its first day of service. `months` is a whole number of at least 1. */
export type Asset = {
  readonly price: Decimal;
  readonly salvage: Decimal;
  readonly inService: Day;
  readonly months: number;
};

/**
 * Depreciation of one month: straight line, (price - salvage) / months, the first and last month by days in service
 * (power-formats.md E1). Rounded half away from zero at 12 places on the running total, so that the months of the
 * schedule sum to price - salvage exactly.
 * @returns zero before the first and after the last month.
 */
export function depreciationOf(asset: Asset, month: Month): Decimal {
  const first = monthOf(asset.inService);
  if (month < first) return ZERO;
  return subtract(writtenOffThrough(asset, month), writtenOffThrough(asset, addMonths(month, -1)));
}

/** What has been written off by the end of a month. */
export function writtenOffThrough(asset: Asset, month: Month): Decimal {
  const first = monthOf(asset.inService);
  if (month < first) return ZERO;
  const depreciable = subtract(asset.price, asset.salvage);
  const days = decimal(daysInMonth(first));
  const served = decimal(daysInMonth(first) - Number(asset.inService.slice(8, 10)) + 1);
  // elapsed = (month - first) + served / days, in days of the first month, so that nothing is divided twice
  const elapsed = add(multiply(decimal(monthIndex(month) - monthIndex(first)), days), served);
  const whole = multiply(decimal(asset.months), days);
  if (compare(elapsed, whole) >= 0) return round(depreciable, STORED_SCALE, "half-up");
  return divide(multiply(depreciable, elapsed), whole, { scale: STORED_SCALE, rounding: "half-up" });
}

/** The last month in which anything is written off. */
export function lastMonthOf(asset: Asset): Month {
  const startsOnFirst = asset.inService.endsWith("-01");
  return addMonths(monthOf(asset.inService), startsOnFirst ? asset.months - 1 : asset.months);
}

/** Which month of its life an asset is in: 1 in the month it enters service. */
export const monthOfLife = (asset: Asset, month: Month): number =>
  monthIndex(month) - monthIndex(monthOf(asset.inService)) + 1;

const monthIndex = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
