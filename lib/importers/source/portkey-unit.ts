import type { Day } from "../../core/calendar.ts";
import { compare, type Decimal, isNegative, isZero, multiply } from "../../core/decimal.ts";
import { listPrice } from "../../core/price/list-price.ts";
import { costAt } from "../../core/price/price-book.ts";
import type { TokenCount } from "./usage-rows.ts";

export type CostUnit = "cents" | "dollars";

/** Below eight times the list price a number is dollars (discounts, caches), from there to 800 times it is cents. */
const BETWEEN: Decimal = { units: 8n, scale: 0 };
const BEYOND: Decimal = { units: 800n, scale: 0 };
const BELOW: Decimal = { units: 5n, scale: 2 };

/** What one row's cost must be counted in, judged by the public list price of its model; null when that tells nothing. */
export function unitByList(of: {
  provider: string | null;
  model: string | null;
  day: Day;
  cost: Decimal;
  tokens: readonly TokenCount[];
}): CostUnit | null {
  if (of.provider === null || of.model === null || isZero(of.cost) || isNegative(of.cost)) return null;
  const price = listPrice({ provider: of.provider, model: of.model, day: of.day });
  if (!price) return null;
  const counted = Object.fromEntries(of.tokens.flatMap(([kind, count]) => (count ? [[kind, count]] : [])));
  const { cost: dollars, unpriced } = costAt(counted, price);
  if (unpriced.length > 0 || isZero(dollars)) return null;
  const isBelow = (factor: Decimal) => compare(of.cost, multiply(dollars, factor)) < 0;
  if (isBelow(BELOW) || !isBelow(BEYOND)) return null;
  return isBelow(BETWEEN) ? "dollars" : "cents";
}
