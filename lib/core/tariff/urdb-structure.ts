import { add, compare, type Decimal, normalise, ZERO } from "../decimal.ts";
import { numberOf, refused } from "./json-fields.ts";
import type { Schedule, Tier } from "./tariff.ts";
import type { Rate } from "./urdb-fixed.ts";

const MONTHS = 12;
const HOURS = 24;

/** Periods of tiers; none where the rate has none. */
export function structureOf(value: unknown, field: string): (readonly Rate[])[] {
  if (value === undefined || value === null) return [];
  const isTier = (tier: unknown): tier is Rate => typeof tier === "object" && tier !== null && !Array.isArray(tier);
  const isPeriod = (period: unknown): period is Rate[] => Array.isArray(period) && period.every(isTier);
  if (!Array.isArray(value) || !value.every(isPeriod))
    throw refused(field, "This is not a list of periods, each a list of tiers.");
  return value;
}

export function scheduleOf(value: unknown, field: string, periods: number): Schedule {
  const isHours = (hours: unknown): hours is number[] =>
    Array.isArray(hours) && hours.length === HOURS && hours.every((index) => Number.isInteger(index));
  if (!Array.isArray(value) || value.length !== MONTHS || !value.every(isHours))
    throw refused(field, "This is not twelve months of 24 hours.");
  const beyond = value.flat().find((index) => index < 0 || index >= periods);
  if (beyond !== undefined)
    throw refused(field, `An hour is of period ${beyond}, and the rate prices ${periods} periods.`);
  return value;
}

/** rate + adj. A tier with neither has no price, which is not zero. */
export function tierPrice(tier: Rate, field: string): Decimal {
  const parts = [tier.rate, tier.adj].filter((part) => part !== undefined && part !== null);
  if (parts.length === 0) throw refused(field, "This tier has no price. Enter the tariff by hand.");
  return normalise(parts.map((part) => numberOf(part, field, { mayBeNegative: true })).reduce(add, ZERO));
}

/** @param limitOf the upper end of a tier, where this kind of price can keep it */
export function tiersOf(
  tiers: readonly Rate[],
  field: string,
  limitOf: (tier: Rate, field: string) => { upTo: Decimal | null },
): Tier[] {
  if (tiers.length === 0) throw refused(field, "This period has no price. Enter the tariff by hand.");
  let below: Decimal = ZERO;
  return tiers.map((tier, index) => {
    const at = `${field}[${index}]`;
    const perKwh = tierPrice(tier, at);
    // The last tier's price goes on above its end, as the database's own calculators take it.
    if (index === tiers.length - 1) return { upToKwh: null, perKwh };
    const { upTo } = limitOf(tier, at);
    if (upTo === null || compare(upTo, below) <= 0)
      throw refused(`${at}.max`, "Each tier but the last needs an end above the one before.");
    below = upTo;
    return { upToKwh: upTo, perKwh };
  });
}

/** By their number in the database, counted from 1 as its pages do. */
export const namedPeriods = (
  periods: readonly { readonly index: number; readonly tiers: readonly Tier[] }[],
): { name: string; tiers: readonly Tier[] }[] =>
  periods.map(({ index, tiers }) => ({ name: `Period ${index + 1}`, tiers }));
