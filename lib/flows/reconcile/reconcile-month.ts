import type { ReconciledAccountWire, Reconciliation } from "../../api/wire/close.ts";
import { mayKeepBooks, type Principal } from "../../auth/principal.ts";
import { AppError } from "../../core/app-error.ts";
import { type Month, month as readMonthText } from "../../core/calendar.ts";
import { add, decimal, format, ZERO } from "../../core/decimal.ts";
import { type ReconciledAccount, reconcileMonth } from "../../core/reconcile/accounts.ts";
import { ROUNDS_TO_CENTS } from "../../core/reconcile/facts.ts";
import { pool } from "../../db/client.ts";
import { readInvoices } from "../../db/invoices.ts";
import { readOrganisation } from "../../db/organisation.ts";
import {
  readExportCells,
  readLateSums,
  readLedgerByAccount,
  readMonthParts,
  readOutOfScope,
  readRoundedRows,
  readUsageCells,
} from "../../db/reconciliation.ts";
import { readReasons } from "../../db/reconciliation-reasons.ts";
import type { Database } from "../../db/sql.ts";
import { loadPriceBook } from "../price-book.ts";

/** Every provider account of a month, its usage, export and invoice held against each other. */
export async function reconciledAccounts(database: Database, month: Month): Promise<ReconciledAccount[]> {
  // One after the other: inside a transaction they share a connection.
  const usage = await readUsageCells(database, month);
  const exports = await readExportCells(database, month);
  const late = await readLateSums(database, month);
  const rounded = await readRoundedRows(database, { month, formats: [...ROUNDS_TO_CENTS] });
  const outside = await readOutOfScope(database, month);
  const invoices = await readInvoices(database, month);
  const ledger = await readLedgerByAccount(database, month);
  const stored = await readReasons(database, month);
  const prices = await loadPriceBook(database);
  const kept = ledger.map((row) => ({ ...row, amount: decimal(row.amount) }));
  const extras = [...late, ...rounded, ...outside];
  return reconcileMonth({ usage, exports, extras, invoices, ledger: kept, stored }, prices);
}

/** As `reconciliationOf`, for a person. @throws AppError forbidden for a lead */
export async function reconciliationFor(monthText: string, principal: Principal): Promise<Reconciliation> {
  if (!mayKeepBooks(principal)) throw new AppError("forbidden", "Reconciliation is for admins and finance.");
  return reconciliationOf(pool, monthText);
}

/**
 * The reconciliation of a month, as page and command line show it. Amounts of an account are in its own currency.
 * @throws AppError invalid-input when the month is not one
 */
export async function reconciliationOf(database: Database, monthText: string): Promise<Reconciliation> {
  const month = readMonthText(monthText);
  const { currency } = await readOrganisation(database);
  const accounts = await reconciledAccounts(database, month);
  const parts = { accounts: ZERO, late: ZERO, rigs: ZERO };
  for (const part of await readMonthParts(database, month))
    if (part.currency === currency) parts[part.part] = add(parts[part.part], decimal(part.amount));
  return {
    month,
    currency,
    accounts: accounts.map((account) => toWire(account, currency)),
    parts: {
      accounts: format(parts.accounts),
      late: format(parts.late),
      rigs: format(parts.rigs),
      ledger: format(add(add(parts.accounts, parts.late), parts.rigs)),
    },
  };
}

const text = (amount: Parameters<typeof format>[0] | null): string | null => (amount === null ? null : format(amount));

function toWire(row: ReconciledAccount, currency: string): ReconciledAccountWire {
  const ledger = row.ledger.find((each) => each.currency === currency) ?? row.ledger[0] ?? { currency, amount: ZERO };
  const waiting = row.ledger.filter((each) => each.currency !== currency);
  return {
    provider: row.provider,
    account: row.account || null,
    currency: row.currency,
    usageTimesPrice: text(row.usage),
    usageLabel: row.usageLabel,
    costExport: text(row.cost),
    invoice: text(row.invoice),
    invoices: [...row.invoices],
    difference: text(row.difference),
    rest: format(row.rest),
    ledger: format(ledger.amount),
    ledgerCurrency: ledger.currency,
    state: row.state,
    reasons: row.reasons.map((reason) => ({
      id: reason.stored?.id ?? null,
      code: reason.code,
      amount: format(reason.amount),
      text: reason.text,
      state: reason.stored?.state ?? "suggested",
      by: reason.stored?.by ?? null,
      at: reason.stored?.at ?? null,
    })),
    notes: [
      ...row.notes,
      ...waiting.map((each) => `${each.currency} has no rate to ${currency} on every day: what waits is in no total.`),
    ],
  };
}
