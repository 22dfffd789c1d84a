import { add, type Decimal, decimal, divide, multiply, STORED_SCALE, ZERO } from "../decimal.ts";
import type { TimedPrice } from "./price-file.ts";
import type { PriceAt } from "./quarter-use.ts";

/**
 * The mean of prices over a stretch of time, each by how long it holds; null where part of it has none. Where two hold at
 * once, the one that began later. One price for all of it is that price, exactly; a mean has 12 places.
 * @param prices oldest first
 */
export function meanPriceOf(prices: readonly TimedPrice[]): PriceAt {
  const holding = (atMs: number): { price: Decimal; untilMs: number } | null => {
    let index = firstAfter(prices, atMs) - 1;
    const next = prices[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    for (; index >= 0; index -= 1) {
      const each = prices[index];
      if (each && (each.toMs === null || each.toMs > atMs))
        return { price: each.price, untilMs: Math.min(next, each.toMs ?? Number.POSITIVE_INFINITY) };
    }
    return null;
  };
  return (fromMs, toMs) => {
    const parts: { price: Decimal; ms: number }[] = [];
    for (let at = fromMs; at < toMs; ) {
      const each = holding(at);
      if (!each) return null;
      const end = Math.min(each.untilMs, toMs);
      parts.push({ price: each.price, ms: end - at });
      at = end;
    }
    const [only] = parts;
    if (parts.length <= 1) return only?.price ?? null;
    const total = parts.reduce((sum, { price, ms }) => add(sum, multiply(price, decimal(ms))), ZERO);
    return divide(total, decimal(toMs - fromMs), { scale: STORED_SCALE });
  };
}

/** Index of the first price that begins after `atMs`. */
function firstAfter(prices: readonly TimedPrice[], atMs: number): number {
  let low = 0;
  let high = prices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((prices[middle]?.fromMs ?? Number.POSITIVE_INFINITY) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
