import { AppError } from "./app-error.ts";
import { add, type Decimal, type Rounding, round, STORED_SCALE, subtract, ZERO } from "./decimal.ts";

/** An exact amount and the currency it is in: an ISO-4217 code in capitals, or a provider's own unit ("TOKENS"). */
export type Money = { readonly amount: Decimal; readonly currency: string };

export const money = (amount: Decimal, currency: string): Money => ({ amount, currency });
export const noMoney = (currency: string): Money => ({ amount: ZERO, currency });

function sameCurrency(a: Money, b: Money): string {
  if (a.currency !== b.currency) {
    throw new AppError("mixed-currencies", `${a.currency} and ${b.currency} cannot be added without a rate.`);
  }
  return a.currency;
}

/** @throws AppError mixed-currencies */
export const addMoney = (a: Money, b: Money): Money => money(add(a.amount, b.amount), sameCurrency(a, b));
/** @throws AppError mixed-currencies */
export const subtractMoney = (a: Money, b: Money): Money => money(subtract(a.amount, b.amount), sameCurrency(a, b));

/** The one rounding on the way into the ledger: 12 places, half away from zero (as PostgreSQL rounds NUMERIC). */
export function roundForPosting(value: Decimal, rounding: Rounding = "half-up"): Decimal {
  return round(value, STORED_SCALE, rounding);
}

/** ISO-4217 or virtual currency text as files write it (`usd`, ` USD `) to the form we keep; null when empty. */
export function readCurrency(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed.toUpperCase();
}
