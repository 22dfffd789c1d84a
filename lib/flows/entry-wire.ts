import type { LedgerEntryWire } from "../api/wire/explain.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import { type Principal, readsEverything } from "../auth/principal.ts";
import { decimal, format } from "../core/decimal.ts";
import { unpackRows } from "../core/row-list.ts";
import type { EntryFilter, EntryRow } from "../db/entries.ts";
import { workingLines } from "./entry-working.ts";

const ROWS_NAMED = 5;

/** A figure's filter as the ledger is asked, within what the reader may see. */
export function entryFilterOf(filter: FigureFilter, principal: Principal, currency: string): EntryFilter {
  return { ...filter, currency, teams: readsEverything(principal) ? null : principal.teams };
}

export const rowsOfEntry = (row: EntryRow, limit: number): number[] =>
  row.firstRow === null || row.moreRows === null ? [] : unpackRows({ first: row.firstRow, more: row.moreRows, limit });

function rowsText(row: EntryRow): string | null {
  const rows = rowsOfEntry(row, ROWS_NAMED);
  if (rows.length === 0) return null;
  const more = (row.lineCount ?? rows.length) - rows.length;
  return `${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function keysOf(row: EntryRow): { name: string; value: string }[] {
  const named: [string, string | null][] = [
    [
      "Project",
      row.projectName && row.project ? `${row.projectName} (${row.project})` : (row.projectName ?? row.project),
    ],
    ["Workspace", row.workspace],
    ["Key", row.apiKeyName && row.apiKey ? `${row.apiKeyName} (${row.apiKey})` : (row.apiKeyName ?? row.apiKey)],
    ["User", row.person],
    ...Object.entries(row.tags ?? {}).map(([name, value]): [string, string] => [`Tag ${name}`, value]),
  ];
  return named.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

const bearerNames: Readonly<Record<string, string>> = { unassigned: "Unassigned", idle: "Idle" };

export function toEntryWire(row: EntryRow): LedgerEntryWire {
  return {
    id: row.id,
    day: row.day,
    billedMonth: row.billedMonth,
    bearer: row.teamSlug ?? row.bearer,
    bearerName: row.teamName ?? bearerNames[row.bearer] ?? row.bearer,
    class: row.class,
    provider: row.provider,
    account: row.account,
    model: row.model,
    service: row.service,
    rig: row.rig,
    kind: row.rigPart ?? row.costKind,
    category: row.isCorrection ? "correction" : row.category,
    basis: row.basis,
    currency: row.currency,
    amount: format(decimal(row.amount)),
    billed: format(decimal(row.billed)),
    effective: format(decimal(row.effective)),
    tokens: row.tokens === null ? null : format(decimal(row.tokens)),
    working: workingLines(row),
    keys: keysOf(row),
    because: row.because,
    postedAt: row.postedAt.toISOString(),
    importId: row.importId,
    fileName: row.fileName,
    rows: rowsText(row),
    corrects: row.corrects,
    correctedBy: row.correctedBy,
  };
}
