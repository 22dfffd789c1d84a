import { type Decimal, round, STORED_SCALE } from "./decimal.ts";

/** The one rounding on the way into the ledger: 12 places, half away from zero (as PostgreSQL rounds NUMERIC). */
export const roundForPosting = (value: Decimal): Decimal => round(value, STORED_SCALE, "half-up");

/** ISO-4217 or virtual currency text as files write it (`usd`, ` USD `) to the form we keep; null when empty. */
export function readCurrency(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed.toUpperCase();
}

/** A three-letter code: what a provider's own export writes. Anything else in its place is another cell, shifted, or a blank (`NaN`). */
export const isCurrencyCode = (text: string): boolean => /^[A-Za-z]{3}$/.test(text) && !/^nan$/i.test(text);
