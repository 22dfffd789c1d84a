import { add, type Decimal, decimal, divide, multiply, ZERO } from "../decimal.ts";
import type { PriceAt } from "./month.ts";

/** A price per kWh from an instant until another; null: until the next one begins. */
export type TimedPrice = { readonly atMs: number; readonly untilMs: number | null; readonly price: Decimal };

/** Places of a mean that does not end. */
const PLACES = 18;

/** The mean price over a stretch by time, from prices in time order; null where any of it has no price. */
export function priceByTime(prices: readonly TimedPrice[]): PriceAt {
  const ends = prices.map(({ untilMs }, index) =>
    Math.min(untilMs ?? Number.POSITIVE_INFINITY, prices[index + 1]?.atMs ?? Number.POSITIVE_INFINITY),
  );
  return (fromMs, toMs) => {
    let index = firstAfter(prices, fromMs) - 1;
    let at = fromMs;
    let sum = ZERO;
    while (at < toMs) {
      const current = prices[index];
      const end = Math.min(ends[index] ?? Number.NEGATIVE_INFINITY, toMs);
      if (!current || current.atMs > at || end <= at) return null;
      if (at === fromMs && end === toMs) return current.price;
      sum = add(sum, multiply(current.price, decimal(end - at)));
      at = end;
      index += 1;
    }
    return divide(sum, decimal(toMs - fromMs), { scale: PLACES, rounding: "half-even" });
  };
}

/** Index of the first price that begins after the instant. */
function firstAfter(prices: readonly TimedPrice[], atMs: number): number {
  let low = 0;
  let high = prices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((prices[middle]?.atMs ?? 0) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
