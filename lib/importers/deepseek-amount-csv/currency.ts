import type { Day } from "../../core/calendar.ts";
import { compare, type Decimal, decimal, multiply } from "../../core/decimal.ts";
import { listPrice } from "../../core/price/list-price.ts";
import type { TokenKind } from "../../core/usage-line.ts";

export type WalletCurrency = "CNY" | "USD";

const HALF = decimal("0.2");
const LOW = decimal("2.5");
const HIGH = decimal("30");

/**
 * The file states prices and no currency. DeepSeek lists every model in dollars and in yuan, about seven to one: a price
 * that lies near the dollar list is dollars, one several times as high is yuan. Discounts at night halve or quarter both.
 * @param perMillion the file's price per 1,000,000 tokens
 * @returns null when the model is not in the catalogue or the price is near neither
 */
export function currencyOfPrice(of: {
  model: string;
  kind: TokenKind;
  perMillion: Decimal;
  day: Day;
}): WalletCurrency | null {
  const list = listPrice({ provider: "deepseek", model: of.model, day: of.day })?.perMillion[of.kind];
  if (!list) return null;
  const isAtLeast = (factor: Decimal) => compare(of.perMillion, multiply(list, factor)) >= 0;
  if (!isAtLeast(HALF) || isAtLeast(HIGH)) return null;
  return isAtLeast(LOW) ? "CNY" : "USD";
}
