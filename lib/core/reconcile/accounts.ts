import { type Decimal, ZERO } from "../decimal.ts";
import type { PriceBook } from "../price/price-book.ts";
import { exportFigure } from "./export-figure.ts";
import type { ExportCell, ExportExtra, InvoiceFact, UsageCell } from "./facts.ts";
import { invoiceFigure } from "./invoice-figure.ts";
import { type Reconciled, reconcileAccount, type StoredReason } from "./reconcile-account.ts";
import { chosenFeed, usageFigure } from "./usage-figure.ts";

export type AccountKey = { readonly provider: string; readonly account: string; readonly currency: string };

export type MonthFacts = {
  readonly usage: readonly UsageCell[];
  readonly exports: readonly ExportCell[];
  readonly extras: readonly (AccountKey & Partial<ExportExtra>)[];
  readonly invoices: readonly (InvoiceFact & { readonly provider: string; readonly account: string })[];
  /** What the ledger's month holds of each account, by the currency of its files. */
  readonly ledger: readonly (AccountKey & { readonly amount: Decimal; readonly ledgerCurrency: string })[];
  readonly stored: readonly (AccountKey & StoredReason)[];
};

export type ReconciledAccount = AccountKey &
  Reconciled & {
    readonly usageLabel: string | null;
    readonly invoices: readonly string[];
    readonly ledger: readonly { readonly currency: string; readonly amount: Decimal }[];
  };

type Row = AccountKey & { cells: ExportCell[]; usage: UsageCell[]; documents: InvoiceFact[]; notes: string[] };

export const keyOf = ({ provider, account, currency }: AccountKey): string =>
  [provider, account, currency].join("\u0000");
const ofKey =
  (key: AccountKey) =>
  (each: AccountKey): boolean =>
    keyOf(each) === keyOf(key);

const NO_EXTRA: ExportExtra = { late: ZERO, lateLines: 0, roundedRows: 0, outOfScope: ZERO, outOfScopeLines: 0 };

/** A row for each provider account and currency of a month that anything is known of, each reconciled. */
export function reconcileMonth(facts: MonthFacts, prices: PriceBook): ReconciledAccount[] {
  const rows = new Map<string, Row>();
  for (const cell of facts.exports) rowOf(rows, cell).cells.push(cell);
  for (const kept of facts.ledger) rowOf(rows, kept);
  placeUsage(rows, facts.usage, prices);
  for (const document of facts.invoices) placeInvoice(rows, document);
  return [...rows.values()].map((row) => finished(row, facts, prices)).sort(byName);
}

const byName = (a: AccountKey, b: AccountKey): number => (keyOf(a) < keyOf(b) ? -1 : 1);

function rowOf(rows: Map<string, Row>, { provider, account, currency }: AccountKey): Row {
  const key = keyOf({ provider, account, currency });
  const known = rows.get(key);
  if (known) return known;
  const row: Row = { provider, account, currency, cells: [], usage: [], documents: [], notes: [] };
  rows.set(key, row);
  return row;
}

/**
 * The rows of the account that a file speaks of: of its name; else the provider's only account, where one of the two
 * is not named.
 */
function accountRows(
  rows: ReadonlyMap<string, Row>,
  { provider, account }: { provider: string; account: string },
): Row[] {
  const ofProvider = [...rows.values()].filter((row) => row.provider === provider);
  const named = ofProvider.filter((row) => row.account === account);
  if (named.length > 0) return named;
  const accounts = new Set(ofProvider.map((row) => row.account));
  return accounts.size === 1 && (account === "" || accounts.has("")) ? ofProvider : [];
}

/** Usage goes to its account's row in the currency of its prices; where the account is billed in another, it says so. */
function placeUsage(rows: Map<string, Row>, usage: readonly UsageCell[], prices: PriceBook): void {
  const accounts = new Map<string, UsageCell[]>();
  for (const cell of usage) {
    const key = [cell.provider, cell.account].join("\u0000");
    const known = accounts.get(key);
    if (known) known.push(cell);
    else accounts.set(key, [cell]);
  }
  const before = new Map(rows);
  for (const cells of [...accounts.values()]) {
    const first = cells[0];
    const figure = usageFigure(chosenFeed(cells), prices);
    if (!first || !figure) continue;
    const candidates = accountRows(before, first);
    const row = candidates.find((each) => each.currency === figure.currency);
    const other = candidates.find((each) => each.cells.length > 0) ?? candidates[0];
    if (row) row.usage.push(...cells);
    else if (other && figure.total === null) other.usage.push(...cells);
    else if (other)
      other.notes.push(
        `Usage × price is known in ${figure.currency} only; the account is billed in ${other.currency}.`,
      );
    else rowOf(rows, { ...first, currency: figure.currency }).usage.push(...cells);
  }
}

function placeInvoice(rows: Map<string, Row>, document: MonthFacts["invoices"][number]): void {
  const candidates = accountRows(rows, document);
  const row = candidates.find((each) => each.currency === document.currency);
  if (row) {
    row.documents.push(document);
    return;
  }
  const account = candidates[0]?.account ?? document.account;
  const own = rowOf(rows, { provider: document.provider, account, currency: document.currency });
  own.documents.push(document);
  const billedIn = candidates.find((each) => each.cells.length > 0)?.currency;
  if (billedIn !== undefined)
    own.notes.push(
      `The invoice is in ${document.currency}, the cost export in ${billedIn}: they are not held against each other.`,
    );
}

function finished(row: Row, facts: MonthFacts, prices: PriceBook): ReconciledAccount {
  const extra = Object.assign({}, NO_EXTRA, ...facts.extras.filter(ofKey(row)));
  const usage = usageFigure(chosenFeed(row.usage), prices);
  const cost = row.cells.length === 0 ? null : exportFigure(row.cells, extra);
  const invoice = invoiceFigure(row.documents);
  const reconciled = reconcileAccount({ usage, cost, invoice }, facts.stored.filter(ofKey(row)));
  return {
    provider: row.provider,
    account: row.account,
    currency: row.currency,
    ...reconciled,
    notes: [...new Set([...row.notes, ...reconciled.notes])],
    usageLabel: usage?.label ?? null,
    invoices: row.documents.map((document) => document.number),
    ledger: facts.ledger.filter(ofKey(row)).map(({ amount, ledgerCurrency }) => ({ currency: ledgerCurrency, amount })),
  };
}
