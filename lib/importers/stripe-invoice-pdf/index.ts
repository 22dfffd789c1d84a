import { type Day, type Month, monthOf } from "../../core/calendar.ts";
import { add, type Decimal, equals, format, negate, sum } from "../../core/decimal.ts";
import type { InvoiceDocument, InvoiceLine } from "../../core/invoice.ts";
import type { IssueSeverity } from "../../core/issue.ts";
import type { ReadOptions, Sample, Sink, TextImporter } from "../importer.ts";
import { dateAfter } from "./dates.ts";
import { readItems } from "./items.ts";
import { type Printed, printedMoney } from "./money.ts";
import { type Page, pageOf } from "./page.ts";
import { withoutPeople } from "./people.ts";
import { readTotals, type Totals } from "./totals.ts";
import { CREDIT_NOTE_NUMBER, DUE, INVOICE_NUMBER, ISSUED, PAID, RECEIPT_NUMBER } from "./words.ts";

const NUMBERED = new RegExp(`${INVOICE_NUMBER}|${RECEIPT_NUMBER}|${CREDIT_NOTE_NUMBER}`, "iu");
const PREPAID =
  /credit(?:s)?\s+(?:purchase|grant|top)|usage\s+credits?|prepaid|pre-paid|auto-?\s?(?:recharge|reload)|top-?up/iu;

/** Invoices, receipts and credit notes of OpenAI and Anthropic, both made by Stripe: the text of the PDF. */
const stripeInvoicePdf: TextImporter = {
  id: "stripe-invoice-pdf",
  label: "OpenAI or Anthropic invoice, PDF",
  lookedFor: "a PDF that names an invoice or receipt number and OpenAI or Anthropic as its seller",
  yields: "invoice",
  basis: "billed",
  shape: "text",
  // The text layer saved as a text file is the same document.
  claims: ({ container, jsonKeys, text }: Sample) =>
    (container === "pdf" || (container === null && jsonKeys === null)) &&
    NUMBERED.test(text) &&
    pageOf(text.split("\n")).seller !== null,
  read(lines, sink, options) {
    const document = readDocument(pageOf(lines), { sink, options });
    if (document) sink.invoice(document);
  },
  withoutPeople,
};
export default stripeInvoicePdf;

type Out = { readonly sink: Sink; readonly options: ReadOptions };

function readDocument(page: Page, { sink, options }: Out): InvoiceDocument | null {
  const say = (severity: IssueSeverity, row: number | null, code: string, message: string) =>
    sink.issue({ severity, row, column: null, code, message });
  const printed = printedMoney(page.text);
  const totals = readTotals(page.totals, printed);
  const number = numberOf(page.text);
  const kind = kindOf(page.text);
  const paid = kind === "receipt" ? dateAfter(page.text, PAID) : null;
  const issued = dateAfter(page.text, ISSUED) ?? paid;
  const total = totals.total ?? (totals.totalText === null ? totals.amountPaid : null);
  const row = page.numberRow;
  if (!number)
    say(
      "blocking",
      row,
      "invoice-number-missing",
      "The number of this invoice cannot be read. Download the PDF again from the provider.",
    );
  if (!issued)
    say(
      "blocking",
      row,
      "invoice-date-missing",
      "The date of this invoice cannot be read, so it belongs to no month. Download the PDF again, in English.",
    );
  if (!total)
    say(
      "blocking",
      totals.totalRow ?? row,
      "invoice-total-unreadable",
      `The total of this invoice cannot be read${totals.totalText ? ` ("${totals.totalText}")` : ""}. Download the PDF again, in English.`,
    );
  if (!printed.currency)
    say(
      "blocking",
      totals.totalRow ?? row,
      "currency-missing",
      "This invoice does not say which currency its total is in.",
    );
  if (!number || !issued || !total || !printed.currency || !page.seller) return null;
  const lines = readItems(page.items, printed);
  reportDoubts({ totals, total, lines, currency: printed.currency }, say);
  const isCredit = kind === "credit-note" && total.units > 0n;
  return {
    row,
    kind,
    provider: page.seller.provider,
    seller: page.seller.name,
    number,
    issued,
    due: dateAfter(page.text, DUE),
    account: options.account,
    month: monthFor(lines, issued),
    currency: printed.currency,
    ...signed({ subtotal: totals.beforeTax, tax: totals.tax, total, amountDue: totals.amountDue }, isCredit),
    isPrepaid: lines.some(({ description }) => PREPAID.test(description)),
    lines: isCredit ? lines.map((line) => ({ ...line, amount: negate(line.amount) })) : lines,
  };
}

type Sums = Pick<InvoiceDocument, "subtotal" | "tax" | "total" | "amountDue">;

/** A credit note prints what it gives back as plain amounts; here they are less than nothing. */
function signed(sums: Sums, isCredit: boolean): Sums {
  const flip = (amount: Decimal | null) => (amount === null ? null : negate(amount));
  if (!isCredit) return sums;
  return {
    subtotal: flip(sums.subtotal),
    tax: flip(sums.tax),
    total: negate(sums.total),
    amountDue: flip(sums.amountDue),
  };
}

type Doubts = { totals: Totals; total: Decimal; lines: readonly InvoiceLine[]; currency: Printed["currency"] };
type Say = (severity: IssueSeverity, row: number | null, code: string, message: string) => void;

function reportDoubts({ totals, total, lines, currency }: Doubts, say: Say): void {
  const { beforeTax, tax, totalRow, subtotal } = totals;
  if (beforeTax && !equals(tax ? add(beforeTax, tax) : beforeTax, total))
    say(
      "warning",
      totalRow,
      "invoice-sum-differs",
      `Before tax it says ${format(beforeTax)} ${currency}${tax ? ` and tax of ${format(tax)}` : ""}, which is not the total of ${format(total)}. The total counts; look at the PDF for a discount or a balance.`,
    );
  const ofLines = sum(lines.map(({ amount }) => amount));
  if (lines.length === 0)
    say("warning", totalRow, "invoice-lines-missing", "No item of this invoice could be read; its total was.");
  else if (subtotal && !equals(ofLines, subtotal))
    say(
      "warning",
      lines[0]?.row ?? null,
      "invoice-lines-differ",
      `The items read sum to ${format(ofLines)} ${currency}, the subtotal is ${format(subtotal)}. The total counts.`,
    );
}

function kindOf(text: string): InvoiceDocument["kind"] {
  if (new RegExp(CREDIT_NOTE_NUMBER, "iu").test(text)) return "credit-note";
  // An invoice that was paid lists its receipts; a receipt says so at its head.
  const head = text.slice(0, 400);
  return new RegExp(RECEIPT_NUMBER, "iu").test(head) || /^\W*(?:Page \d+ of \d+\s+)?Receipt\b/iu.test(head)
    ? "receipt"
    : "invoice";
}

/** After a label: parts joined by hyphens, or a last part of four digits whose hyphen was lost on the way. */
const NUMBER =
  /^\s*:?\s*([A-Z0-9]{2,}(?:-[A-Z0-9]{2,}){1,3}|[A-Z0-9]{4,}\s{1,3}\d{4}(?!\d)|[A-Z0-9]{4,})(?![\p{L}\d])/u;

function numberOf(text: string): string | null {
  for (const label of [CREDIT_NOTE_NUMBER, INVOICE_NUMBER, RECEIPT_NUMBER]) {
    const at = new RegExp(label, "iu").exec(text);
    const found = at && NUMBER.exec(text.slice(at.index + at[0].length))?.[1];
    if (found) return found.replace(/\s+/g, "-");
  }
  return null;
}

function monthFor(lines: readonly InvoiceLine[], issued: Day): Month {
  const starts = lines.flatMap(({ from }) => (from === null ? [] : [monthOf(from)]));
  const [first] = starts.sort();
  return first ?? monthOf(issued);
}
