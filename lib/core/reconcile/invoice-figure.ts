import { absolute, add, type Decimal, isNegative, isZero, negate, subtract, sum, ZERO } from "../decimal.ts";
import type { InvoiceFact } from "./facts.ts";

/** The documents of an account's month, prepaid credit apart: it is cash, not usage. */
export type InvoiceFigure = {
  /** Null where all documents are prepaid purchases. */
  readonly total: Decimal | null;
  readonly numbers: readonly string[];
  /** Null where no document states any. */
  readonly tax: Decimal | null;
  readonly creditNotes: Decimal;
  /** Negative lines of invoices. */
  readonly negativeLines: Decimal;
  /** What is owed less than the total, by credit applied: zero or more. */
  readonly creditApplied: Decimal;
  readonly lines: number;
  readonly prepaid: { readonly total: Decimal; readonly numbers: readonly string[] } | null;
};

/** A credit note takes back, whichever sign its page prints. */
export const signedTotal = ({ kind, total }: InvoiceFact): Decimal =>
  kind === "credit-note" ? negate(absolute(total)) : total;

/** @param documents of one account, month and currency, each number once */
export function invoiceFigure(documents: readonly InvoiceFact[]): InvoiceFigure | null {
  if (documents.length === 0) return null;
  const own = documents.filter((document) => !document.isPrepaid);
  const prepaid = documents.filter((document) => document.isPrepaid);
  const invoices = own.filter((document) => document.kind !== "credit-note");
  const taxes = own.flatMap((document) => (document.tax === null ? [] : [signedTax(document)]));
  return {
    total: own.length === 0 ? null : sum(own.map(signedTotal)),
    numbers: own.map((document) => document.number),
    tax: taxes.length === 0 ? null : sum(taxes),
    creditNotes: sum(own.filter((document) => document.kind === "credit-note").map(signedTotal)),
    negativeLines: sum(
      invoices.flatMap((document) => document.lines.map((line) => line.amount).filter((amount) => isNegative(amount))),
    ),
    creditApplied: invoices.reduce((applied, document) => add(applied, appliedTo(document)), ZERO),
    lines: own.reduce((count, document) => count + Math.max(1, document.lines.length), 0),
    prepaid:
      prepaid.length === 0
        ? null
        : { total: sum(prepaid.map(signedTotal)), numbers: prepaid.map((document) => document.number) },
  };
}

const signedTax = ({ kind, tax }: InvoiceFact): Decimal =>
  kind === "credit-note" ? negate(absolute(tax ?? ZERO)) : (tax ?? ZERO);

/** A paid receipt is due 0.00 too: that is payment, and no credit. */
function appliedTo({ kind, total, amountDue }: InvoiceFact): Decimal {
  if (kind !== "invoice" || amountDue === null) return ZERO;
  const applied = subtract(total, amountDue);
  return isNegative(applied) || isZero(applied) ? ZERO : applied;
}
