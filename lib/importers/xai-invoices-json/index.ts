import { lastDay, parseMonth } from "../../core/calendar.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { InvoiceLine } from "../../core/invoice.ts";
import { isCurrencyCode } from "../../core/money.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull, withoutEmails } from "../person.ts";
import { readAmount } from "../source/amount.ts";
import { type DayOf, dayOf } from "../source/days.ts";
import { about } from "../source/headed-table.ts";
import { asArray, isObject, type JsonObject, jsonText } from "../source/json.ts";
import { objectsIn, soundPagesOf } from "../source/pages.ts";
import { RowCells } from "../source/row-cells.ts";
import { block, dollarsOf, textAt, valText } from "../source/xai.ts";

const SECRETS = ["billinginfo", "billingaddress", "paymentmethod", "email", "name", "address"];

/** `GET .../postpaid/invoice/preview` and `.../invoices`: cents as text. */
const xaiInvoicesJson: JsonImporter = {
  id: "xai-invoices-json",
  label: "xAI invoices, API answer",
  lookedFor: "JSON with a coreInvoice, or a list of invoices",
  yields: "invoice",
  basis: "billed",
  secrets: SECRETS,
  shape: "json",
  claims: isInvoices,
  read,
};
export default xaiInvoicesJson;

function isInvoices(sample: Sample): boolean {
  if (sample.jsonKeys?.includes("coreInvoice")) return true;
  return (
    sample.jsonKeys?.includes("invoices") === true &&
    /"(?:invoiceNumber|invoiceId|billingCycle|coreInvoice|totalWithCorr)"\s*:/.test(sample.text)
  );
}

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const documents = soundPagesOf(values, sink, () => true).flatMap((page) =>
    Array.isArray(page.invoices) ? objectsIn(page.invoices, { row: null, column: "invoices" }, sink) : [page],
  );
  const cells = new RowCells(sink, options);
  documents.forEach((document, index) => {
    sink.source?.(index + 1, jsonText(document));
    readDocument(document, index + 1, { sink, options, cells });
  });
  if (documents.length === 0) sink.issue(about("notice", "no-rows", "The answer holds no invoices."));
}

type Reading = { readonly sink: Sink; readonly options: ReadOptions; readonly cells: RowCells };

function readDocument(document: JsonObject, row: number, { sink, options, cells }: Reading): void {
  const core: JsonObject = isObject(document.coreInvoice) ? document.coreInvoice : document;
  const money = (...names: readonly string[]) => moneyAt([core, document], names);
  const total = money("totalWithCorr", "amountAfterVat", "total", "totalAmount", "amount", "amountDue");
  if (!total) {
    const isMissing = total === null;
    block(sink, {
      row,
      column: "totalWithCorr",
      code: isMissing ? "amount-empty" : "amount-unreadable",
      message: isMissing ? "The invoice has no total." : "The total of this invoice is not a number of cents.",
    });
    return;
  }
  const cycle = cycleOf(document) ?? cycleOf(core);
  const number = textAt(document, "invoiceNumber", "number", "invoiceId", "id");
  const isPreview = number === "" && cycle !== null;
  const dated = textAt(document, "issueDate", "invoiceDate", "issuedAt", "createTime", "createdAt", "date");
  const issued = dated === "" && cycle ? cycle.end : cells.day({ row, column: "createTime", text: dated });
  if (!issued) return;
  if (isPreview) sink.issue(PREVIEW);
  const currency = textAt(document, "currency").toUpperCase();
  sink.invoice({
    row,
    kind: "invoice",
    provider: "xai",
    seller: "xAI",
    number: number === "" ? `preview ${issued.month}` : number,
    issued: issued.day,
    due: null,
    account: textOrNull(textAt(document, "teamId")) ?? options.account,
    month: cycle?.end.month ?? issued.month,
    currency: isCurrencyCode(currency) ? currency : "USD",
    subtotal: money("amountBeforeVat", "subtotal") ?? null,
    tax: money("vatCost", "tax", "vat") ?? null,
    total,
    amountDue: money("amountDue") ?? null,
    isPrepaid: /prepaid|credit/i.test(textAt(document, "type", "invoiceType", "kind", "description")),
    lines: linesOf(core, row, sink),
  });
}

function moneyAt(objects: readonly JsonObject[], names: readonly string[]): Decimal | null | undefined {
  for (const name of names) {
    for (const object of objects) {
      if (valText(object[name]) !== null) return dollarsOf(object[name]);
    }
  }
  return null;
}

function cycleOf(object: JsonObject): { end: DayOf } | null {
  const cycle = object.billingCycle;
  if (!isObject(cycle)) return null;
  const month = parseMonth(`${textAt(cycle, "year")}-${textAt(cycle, "month").padStart(2, "0")}`);
  return month ? { end: dayOf(lastDay(month)) } : null;
}

function linesOf(core: JsonObject, row: number, sink: Sink): InvoiceLine[] {
  return asArray(core.lines)
    .filter(isObject)
    .flatMap((line): InvoiceLine[] => {
      const amount = dollarsOf(line.amount);
      if (!amount) {
        block(sink, {
          row,
          column: "lines",
          code: "amount-unreadable",
          message: "A line of this invoice has no amount in cents.",
        });
        return [];
      }
      const words = [textAt(line, "description"), textAt(line, "unitType")].filter((text) => text !== "");
      return [
        {
          row,
          description: withoutEmails(words.join(", ") || "xAI API"),
          quantity: readAmount(valText(line.numUnits) ?? ""),
          unitPrice: null,
          amount,
          from: null,
          to: null,
        },
      ];
    });
}

const PREVIEW = about(
  "warning",
  "invoice-preview",
  "This is a preview of an invoice that is not issued yet; its amounts still change. Import the issued one after the month has ended.",
);
