import { addMonths, type Day, daysInMonth, lastDay, type Month, monthOf } from "../calendar.ts";
import { type Decimal, decimal, divide, multiply, round, STORED_SCALE, subtract, ZERO } from "../decimal.ts";

/** How long a purchase is written off where nothing else is said. */
export const USUAL_MONTHS = 24;

/** A purchase written off in equal months from its first day of service. `months` is a whole number of at least 1. */
export type Asset = {
  readonly price: Decimal;
  readonly salvage: Decimal;
  readonly inService: Day;
  readonly months: number;
  /** Its last day: nothing is written off after it. Null: still there. */
  readonly disposedOn: Day | null;
};

/**
 * Depreciation of one month: straight line, (price - salvage) / months, the first and last month by days in service
 * (power-formats.md E1), the month of a disposal by its days too. Rounded half away from zero at 12 places on the running
 * total, so that the months of the schedule sum to price - salvage exactly.
 * @returns zero before the first and after the last month.
 */
export function depreciationOf(asset: Asset, month: Month): Decimal {
  if (month < monthOf(asset.inService)) return ZERO;
  return subtract(writtenOffThrough(asset, month), writtenOffThrough(asset, addMonths(month, -1)));
}

/** What has been written off by the end of a month. */
export const writtenOffThrough = (asset: Asset, month: Month): Decimal => writtenOffBy(asset, lastDay(month));

/** What has been written off by the end of a day. A disposal stops it there: the rest is never written off. */
export function writtenOffBy(asset: Asset, day: Day): Decimal {
  const until = asset.disposedOn && asset.disposedOn < day ? asset.disposedOn : day;
  if (until < asset.inService) return ZERO;
  const depreciable = subtract(asset.price, asset.salvage);
  const { elapsed, whole } = serviceOf(asset, until);
  if (elapsed >= whole) return round(depreciable, STORED_SCALE, "half-up");
  return divide(multiply(depreciable, decimal(elapsed)), decimal(whole), { scale: STORED_SCALE, rounding: "half-up" });
}

/**
 * What a purchase still stands in the books for at the end of a day: price less what was written off, so the two sum to the
 * price to the last digit. At the end of its schedule that is its salvage value. After a disposal it stays what it was on
 * that day: what it was sold for, and the difference, are no cost of use and are not counted.
 */
export const bookValueOf = (asset: Asset, day: Day): Decimal => subtract(asset.price, writtenOffBy(asset, day));

/** Service by the end of `until` and all of it, in one unit small enough to divide only once. `until` is in service. */
function serviceOf(asset: Asset, until: Day): { elapsed: number; whole: number } {
  const first = monthOf(asset.inService);
  const current = monthOf(until);
  const firstDays = daysInMonth(first);
  const days = daysInMonth(current);
  const whole = asset.months * firstDays * days;
  if (current === first) return { elapsed: (dayNumber(until) - dayNumber(asset.inService) + 1) * days, whole };
  const served = firstDays - dayNumber(asset.inService) + 1;
  const monthsBetween = monthIndex(current) - monthIndex(first) - 1;
  return { elapsed: (monthsBetween * firstDays + served) * days + dayNumber(until) * firstDays, whole };
}
const dayNumber = (day: Day): number => Number(day.slice(8, 10));

/** The last month in which anything is written off. */
export function lastMonthOf(asset: Asset): Month {
  const startsOnFirst = asset.inService.endsWith("-01");
  const scheduled = addMonths(monthOf(asset.inService), startsOnFirst ? asset.months - 1 : asset.months);
  return asset.disposedOn && monthOf(asset.disposedOn) < scheduled ? monthOf(asset.disposedOn) : scheduled;
}

/** Which month of its life an asset is in: 1 in the month it enters service. */
export const monthOfLife = (asset: Asset, month: Month): number =>
  monthIndex(month) - monthIndex(monthOf(asset.inService)) + 1;

const monthIndex = (month: Month): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
