import type { Day } from "../calendar.ts";
import type { Decimal } from "../decimal.ts";
import type { Basis, ChargeCategory, CostKind } from "../usage-line.ts";

/** Differences up to this much of the account's currency are a match. */
export const MATCHED_WITHIN: Decimal = { units: 5n, scale: 2 };
/** Half a cent: the most that rounding one line to the cent can move it. */
export const HALF_A_CENT: Decimal = { units: 5n, scale: 3 };
/** Exports whose amounts are rounded to the cent, row by row. */
export const ROUNDS_TO_CENTS: ReadonlySet<string> = new Set(["anthropic-console-csv"]);

export type ReasonCode =
  | "tax"
  | "rounding"
  | "credit"
  | "prepaid"
  | "not-tokens"
  | "cached"
  | "tier"
  | "missing-day"
  | "zone"
  | "currency"
  | "unpriced"
  | "late"
  | "scope"
  | "other";

/** A reason the product found: what of a difference it stands for, with its numbers in the text. */
export type FoundReason = { readonly code: ReasonCode; readonly amount: Decimal; readonly text: string };

/** Lines of a usage feed, summed by day, model and kind. Money only where the file states some. */
export type UsageCell = {
  readonly provider: string;
  readonly account: string;
  readonly family: string;
  readonly grouping: string;
  readonly format: string;
  readonly label: string;
  readonly basis: Basis;
  readonly day: Day;
  readonly model: string;
  readonly costKind: CostKind;
  /** Service tier and context as the file says them; empty where it does not. */
  readonly tier: string;
  readonly context: string;
  readonly currency: string;
  readonly billed: Decimal;
  readonly tokens: Decimal | null;
};

/** What counts in the ledger of a provider's own cost, in the currency of its file. */
export type ExportCell = {
  readonly provider: string;
  readonly account: string;
  readonly currency: string;
  readonly day: Day;
  readonly model: string;
  readonly service: string;
  readonly category: ChargeCategory;
  readonly costKind: CostKind;
  readonly billed: Decimal;
};

/** Beside the cells: what of an account's export came after the month closed, and how its file rounds. */
export type ExportExtra = {
  readonly late: Decimal;
  readonly lateLines: number;
  /** Rows of files that round to the cent. */
  readonly roundedRows: number;
  /** Billed money of the same files that is outside the scope and so not in the ledger. */
  readonly outOfScope: Decimal;
  readonly outOfScopeLines: number;
};

export type InvoiceFact = {
  readonly kind: "invoice" | "receipt" | "credit-note";
  readonly number: string;
  readonly currency: string;
  readonly total: Decimal;
  readonly tax: Decimal | null;
  readonly amountDue: Decimal | null;
  readonly isPrepaid: boolean;
  readonly lines: readonly { readonly description: string; readonly amount: Decimal }[];
};
