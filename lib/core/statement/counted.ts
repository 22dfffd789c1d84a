import { type Decimal, decimal, isZero, sum } from "../decimal.ts";

/** A sum of the ledger, as far as counting its tokens goes. */
export type CountedRow = {
  readonly costKind: string;
  readonly basis: string;
  readonly hasTokens: boolean;
  /** Decimal text. */
  readonly tokens: string;
  readonly amount: string;
  /** Money without a count of its own on days of which no usage file speaks. */
  readonly isUnmeasured: boolean;
};

export const TOKEN_KINDS_COUNTED: readonly string[] = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output"];

/** Usage without money: it explains what is billed elsewhere, or has no price. */
export const isQuantity = (row: { readonly basis: string }): boolean => row.basis === "quantity";

const isUncounted = (row: CountedRow): boolean => !row.hasTokens && !isQuantity(row);

/**
 * Tokens of some kinds in the rows of one model. A bill that gives money only is counted by the usage beside it; where
 * there is none, the count is not known: null.
 */
export function tokensIn(rows: readonly CountedRow[], kinds: readonly string[] = TOKEN_KINDS_COUNTED): Decimal | null {
  const own = rows.filter((row) => kinds.includes(row.costKind));
  const counted = own.filter((row) => row.hasTokens);
  if (counted.length === 0 || (own.some(isUncounted) && !counted.some(isQuantity))) return null;
  return sum(counted.map((row) => decimal(row.tokens)));
}

/** Does any money name this model; where none does, what it cost is not known. */
export const hasMoney = (rows: readonly CountedRow[]): boolean => rows.some((row) => !isQuantity(row));

/** Do the tokens stand for all of the money: only then is one divided by the other. */
export function isCounted(rows: readonly CountedRow[]): boolean {
  if (!hasMoney(rows) || tokensIn(rows) === null) return false;
  return !rows.some((row) => isUncounted(row) && row.isUnmeasured && !isZero(decimal(row.amount)));
}

/** Money without a count that usage beside it counts, on every one of its days. */
export const isCountedByUsage = (row: CountedRow, group: readonly CountedRow[]): boolean =>
  isUncounted(row) && !row.isUnmeasured && isCounted(group);
