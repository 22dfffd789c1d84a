import type { Day } from "../calendar.ts";
import { add, compare, type Decimal, decimal, divide } from "../decimal.ts";
import { type ListPrice, listPrice } from "../price/list-price.ts";

/** `budget` models are cheaper in the cloud than a rig that could run as good a model; the others may be replaced. */
export type PriceClass = "budget" | "mid-range" | "frontier" | "unknown";

/**
 * Dollars per 1M tokens, input and output in equal parts. The published budget tier stands at 0.16 to 0.25 (Llama 4 Scout,
 * DeepSeek V4 Flash, GPT-4.1 nano) and its cheapest mid-range model, GPT-4.1, at 5.00; the line lies between, at the price
 * where a rig at full capacity breaks even (266.67 a month over 803.52 M tokens = 0.33), doubled for idle hours.
 */
const BUDGET_BELOW = decimal("0.66");
const FRONTIER_FROM = decimal(10);

/** Price of half input and half output, dollars per 1M; null for models that have no output price (embeddings). */
export function blendedPrice(price: ListPrice): Decimal | null {
  const { input, output } = price.perMillion;
  return input && output ? divide(add(input, output), decimal(2)) : null;
}

/** @param day the day whose list price counts */
export function priceClass(use: { provider: string; model: string; day: Day }): PriceClass {
  const price = listPrice(use);
  if (!price) return "unknown";
  const blended = blendedPrice(price);
  if (!blended) return "budget";
  return classOfPrice(blended);
}

/** @param blended dollars per 1M tokens, half input and half output */
export function classOfPrice(blended: Decimal): Exclude<PriceClass, "unknown"> {
  if (compare(blended, BUDGET_BELOW) < 0) return "budget";
  return compare(blended, FRONTIER_FROM) < 0 ? "mid-range" : "frontier";
}
