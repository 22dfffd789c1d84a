import { type Decimal, isZero, negate, subtract, ZERO } from "../decimal.ts";
import { moneyText, plural } from "../display.ts";
import type { Candidate } from "./choose-reasons.ts";
import type { ExportFigure } from "./export-figure.ts";
import type { InvoiceFigure } from "./invoice-figure.ts";
import { listed } from "./usage-reasons.ts";

/** Why an invoice may differ from the cost export (null: from the usage): amounts are what the invoice is above it. */
export function invoiceCandidates(invoice: InvoiceFigure, cost: ExportFigure | null): Candidate[] {
  return [...tax(invoice, cost), ...credits(invoice), ...late(cost), ...outOfScope(cost)].filter(
    (candidate) => !isZero(candidate.amount),
  );
}

function tax(invoice: InvoiceFigure, cost: ExportFigure | null): Candidate[] {
  if (invoice.tax === null) return [];
  const inCost = cost?.byCategory.get("tax") ?? ZERO;
  const amount = subtract(invoice.tax, inCost);
  const text = isZero(inCost)
    ? `Tax of ${moneyText(invoice.tax)} on invoice ${listed(invoice.numbers)}; the cost export has none.`
    : `Tax of ${moneyText(invoice.tax)} on invoice ${listed(invoice.numbers)}, ${moneyText(inCost)} in the cost export.`;
  return [{ code: "tax", amount, text, group: "tax" }];
}

function credits(invoice: InvoiceFigure): Candidate[] {
  const each: readonly (readonly [amount: Decimal, group: string, words: string])[] = [
    [invoice.creditNotes, "credit notes", "Credit notes, which the cost export does not show"],
    [
      invoice.negativeLines,
      "negative lines",
      `Credit on invoice ${listed(invoice.numbers)}, which the cost export does not show`,
    ],
    [
      invoice.creditApplied,
      "credit applied",
      `Credit applied to invoice ${listed(invoice.numbers)} is netted in the cost export`,
    ],
  ];
  return each.map(([amount, group, words]) => ({
    code: "credit" as const,
    amount,
    text: `${words}: ${moneyText(amount)}.`,
    group,
  }));
}

function late(cost: ExportFigure | null): Candidate[] {
  if (cost === null || cost.lateLines === 0) return [];
  const text = `${plural(cost.lateLines, "line")} came late or ${cost.lateLines === 1 ? "was" : "were"} corrected since the month was closed: ${moneyText(cost.late)} that the invoice does not have.`;
  return [{ code: "late", amount: negate(cost.late), text, group: "late" }];
}

function outOfScope(cost: ExportFigure | null): Candidate[] {
  if (cost === null || cost.outOfScopeLines === 0) return [];
  const text = `${plural(cost.outOfScopeLines, "line")} of ${moneyText(cost.outOfScope)} on the bill are neither AI nor GPU and are not counted.`;
  return [{ code: "scope", amount: cost.outOfScope, text, group: "scope" }];
}

export function invoiceNotes(invoice: InvoiceFigure | null): string[] {
  if (!invoice?.prepaid) return [];
  const { total, numbers } = invoice.prepaid;
  const word = numbers.length === 1 ? "Invoice" : "Invoices";
  return [
    `${word} ${listed(numbers)}: ${moneyText(total)} of credit bought in advance. That is cash, not the month's usage.`,
  ];
}
