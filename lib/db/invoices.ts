import type { Month } from "../core/calendar.ts";
import { type Decimal, decimal, format } from "../core/decimal.ts";
import type { BillingPeriodState, InvoiceDocument } from "../core/invoice.ts";
import { roundForPosting } from "../core/money.ts";
import { type Database, rowsOf, run, sql } from "./sql.ts";

const stored = (amount: Decimal): string => format(roundForPosting(amount));
const storedOrNull = (amount: Decimal | null): string | null => (amount === null ? null : stored(amount));

const lineJson = (line: InvoiceDocument["lines"][number]) => ({
  row: line.row,
  description: line.description,
  quantity: line.quantity === null ? null : format(line.quantity),
  unitPrice: line.unitPrice === null ? null : format(line.unitPrice),
  amount: format(line.amount),
  from: line.from,
  to: line.to,
});

/** Keeps the documents a file holds; they count while their import is posted. Amounts at the ledger's 12 places. */
export async function insertInvoices(
  database: Database,
  importId: number,
  invoices: readonly InvoiceDocument[],
): Promise<void> {
  for (const invoice of invoices) {
    await run(
      database,
      sql`INSERT INTO invoice (import_id, row, kind, provider, seller, number, issued, due, account, month, currency, subtotal, tax, total, amount_due, is_prepaid, lines)
          VALUES (${importId}, ${invoice.row}, ${invoice.kind}, ${invoice.provider}, ${invoice.seller}, ${invoice.number}, ${invoice.issued}::date, ${invoice.due}::date,
            ${invoice.account ?? ""}, ${invoice.month}, ${invoice.currency}, ${storedOrNull(invoice.subtotal)}::numeric, ${storedOrNull(invoice.tax)}::numeric,
            ${stored(invoice.total)}::numeric, ${storedOrNull(invoice.amountDue)}::numeric, ${invoice.isPrepaid}, ${JSON.stringify(invoice.lines.map(lineJson))}::jsonb)`,
    );
  }
}

/** Keeps what a provider says of its billing periods. */
export async function insertProviderPeriods(
  database: Database,
  importId: number,
  periods: readonly BillingPeriodState[],
): Promise<void> {
  for (const period of periods) {
    await run(
      database,
      sql`INSERT INTO provider_period (import_id, row, issuer, from_day, to_day, status, changed_at)
          VALUES (${importId}, ${period.row}, ${period.issuer}, ${period.from}::date, ${period.to}::date, ${period.status}, ${period.changedAt})`,
    );
  }
}

export type StoredInvoice = Omit<InvoiceDocument, "lines" | "row" | "account" | "due"> & {
  readonly id: number;
  readonly importId: number;
  /** Empty where the document names none. */
  readonly account: string;
  readonly lines: readonly { readonly row: number; readonly description: string; readonly amount: Decimal }[];
};

type InvoiceRow = {
  id: number;
  importId: number;
  kind: string;
  provider: string;
  seller: string;
  number: string;
  issued: string;
  account: string;
  month: string;
  currency: string;
  subtotal: string | null;
  tax: string | null;
  total: string;
  amountDue: string | null;
  isPrepaid: boolean;
  lines: { row: number; description: string; amount: string }[];
};

/**
 * The documents of a month whose imports are posted. One number of one seller counts once: a receipt repeats its invoice,
 * and the invoice is the one kept.
 */
export async function readInvoices(database: Database, month: Month): Promise<StoredInvoice[]> {
  const rows = await rowsOf<InvoiceRow>(
    database,
    sql`SELECT DISTINCT ON (v.provider, lower(v.seller), v.number, v.kind = 'credit-note') v.id, v.import_id AS "importId", v.kind, v.provider, v.seller, v.number, v.issued::text AS issued,
          v.account, v.month, v.currency, v.subtotal::text AS subtotal, v.tax::text AS tax, v.total::text AS total, v.amount_due::text AS "amountDue", v.is_prepaid AS "isPrepaid", v.lines
        FROM invoice v JOIN import i ON i.id = v.import_id WHERE i.state = 'posted' AND v.month = ${month}
        ORDER BY v.provider, lower(v.seller), v.number, v.kind = 'credit-note', v.kind = 'receipt', v.import_id DESC, v.row`,
  );
  return rows.map(toInvoice);
}

const money = (text: string | null): Decimal | null => (text === null ? null : decimal(text));

function toInvoice(row: InvoiceRow): StoredInvoice {
  return {
    ...row,
    // What insertInvoices wrote: days, months and kinds come back as they went in.
    kind: row.kind as StoredInvoice["kind"],
    issued: row.issued as StoredInvoice["issued"],
    month: row.month as Month,
    subtotal: money(row.subtotal),
    tax: money(row.tax),
    total: decimal(row.total),
    amountDue: money(row.amountDue),
    lines: row.lines.map((line) => ({ ...line, amount: decimal(line.amount) })),
  };
}

export type OpenPeriod = {
  readonly issuer: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
};

/** The newest word of each issuer on its periods that touch the days from `from` to `to`. */
export async function readProviderPeriods(
  database: Database,
  { from, to }: { from: string; to: string },
): Promise<OpenPeriod[]> {
  return rowsOf<OpenPeriod>(
    database,
    sql`SELECT DISTINCT ON (p.issuer, p.from_day, p.to_day) p.issuer, p.from_day::text AS "from", p.to_day::text AS "to", p.status
        FROM provider_period p JOIN import i ON i.id = p.import_id
        WHERE i.state = 'posted' AND p.from_day <= ${to}::date AND p.to_day >= ${from}::date
        ORDER BY p.issuer, p.from_day, p.to_day, coalesce(i.exported_at, i.posted_at) DESC, p.import_id DESC, p.row DESC`,
  );
}
