import type { Day, Month } from "./calendar.ts";
import type { Decimal } from "./decimal.ts";

/**
 * What an invoice, receipt or credit note says: a document to hold the cost exports against. It is never added to them;
 * most API invoices are prepaid credit bought in one month and used in another.
 */
export type InvoiceDocument = {
  readonly row: number;
  readonly kind: "invoice" | "receipt" | "credit-note";
  /** Identity of who sold the service, as in `UsageLine.provider`. */
  readonly provider: string;
  /** The seller as printed. */
  readonly seller: string;
  /** As printed, with an ASCII hyphen; a receipt carries the number of the invoice it repeats. */
  readonly number: string;
  readonly issued: Day;
  readonly due: Day | null;
  /** The provider's account, where the document names it. */
  readonly account: string | null;
  /** The month it speaks for: of its service period, else of its issue. */
  readonly month: Month;
  readonly currency: string;
  /** Before tax; null where the document does not say. */
  readonly subtotal: Decimal | null;
  /** Null where none is printed, which is not zero. */
  readonly tax: Decimal | null;
  readonly total: Decimal;
  readonly amountDue: Decimal | null;
  /** Credit bought in advance: cash, not the month's usage. */
  readonly isPrepaid: boolean;
  readonly lines: readonly InvoiceLine[];
};

export type InvoiceLine = {
  readonly row: number;
  readonly description: string;
  readonly quantity: Decimal | null;
  readonly unitPrice: Decimal | null;
  readonly amount: Decimal;
  readonly from: Day | null;
  readonly to: Day | null;
};

/** A provider's own word on whether a billing period may still change. Days are inclusive. */
export type BillingPeriodState = {
  readonly row: number;
  readonly issuer: string;
  readonly from: Day;
  readonly to: Day;
  readonly status: "open" | "closed";
  readonly changedAt: string | null;
};
