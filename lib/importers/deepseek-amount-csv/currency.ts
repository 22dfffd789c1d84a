import type { Day } from "../../core/calendar.ts";
import { compare, type Decimal, decimal, multiply } from "../../core/decimal.ts";
import { listPrice } from "../../core/price/list-price.ts";
import type { TokenKind } from "../../core/usage-line.ts";

export type WalletCurrency = "CNY" | "USD";

const LEAST = decimal("0.2");
const MOST_DOLLARS = decimal("1.3");
const LEAST_YUAN = decimal("2.5");
const MOST = decimal("30");

/**
 * The file states prices and no currency. DeepSeek lists every model in dollars and in yuan, about seven to one: a price
 * up to the dollar list is dollars (hours at a discount), one several times as high is yuan. Between them it is neither.
 * @param perMillion the file's price per 1,000,000 tokens
 * @returns null when the model is not in the catalogue or the price is near neither
 */
export function currencyOfPrice(of: {
  model: string;
  kind: TokenKind;
  perMillion: Decimal;
  day: Day;
}): WalletCurrency | null {
  const list = listed(of.model, of.day)?.perMillion[of.kind];
  if (!list) return null;
  const isAtLeast = (factor: Decimal) => compare(of.perMillion, multiply(list, factor)) >= 0;
  if (!isAtLeast(LEAST) || isAtLeast(MOST)) return null;
  if (isAtLeast(LEAST_YUAN)) return "CNY";
  return isAtLeast(MOST_DOLLARS) ? null : "USD";
}

/** Exports also name a model without its version ("deepseek-flash"); the newest of its kind tells the currency as well. */
function listed(model: string, day: Day) {
  const price = listPrice({ provider: "deepseek", model, day });
  const short = /^deepseek-(flash|pro)$/.exec(model)?.[1];
  return price ?? (short ? listPrice({ provider: "deepseek", model: `deepseek-v4-${short}`, day }) : null);
}
