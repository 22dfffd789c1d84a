import { add, type Decimal, decimal, ZERO } from "../../core/decimal.ts";
import type { Cell } from "../../core/statement/bridge.ts";
import { pool } from "../../db/client.ts";
import { type CellRow, readCells } from "../../db/ledger-reads.ts";
import type { Statement } from "./load.ts";

/** The two months of a statement in the reporting currency, as fine as pages need. */
export type Cells = { readonly now: readonly CellRow[]; readonly before: readonly CellRow[] };

export async function loadCells(statement: Statement, teamId: number | null): Promise<Cells> {
  const months = [statement.month, statement.previousMonth];
  const rows = await readCells(pool, { months, teamId, views: statement.views });
  const visible = new Set(statement.teams.map((team) => team.id));
  const isSeen = (row: CellRow) =>
    row.bearer === "team" ? visible.has(row.teamId) : statement.totals.some((each) => each.bearer === row.bearer);
  const own = rows.filter((row) => row.currency === statement.organisation.currency && isSeen(row));
  return {
    now: own.filter((row) => row.month === statement.month),
    before: own.filter((row) => row.month === statement.previousMonth),
  };
}

/** Credits, adjustments, purchases and corrections of months already billed. */
export const isOneOff = (row: Pick<CellRow, "category" | "isCorrection">): boolean =>
  row.isCorrection || row.category === "credit" || row.category === "adjustment" || row.category === "purchase";

export const tokensOf = (row: CellRow): Decimal | null => (row.hasTokens ? decimal(row.tokens) : null);

const RIG_PARTS = new Set(["depreciation", "energy", "hosting", "labour"]);

export const toBridgeCell = (row: CellRow): Cell => ({
  class: row.class,
  bearer: row.bearer,
  provider: row.provider,
  model: row.model === "" ? null : row.model,
  costKind: row.costKind,
  category: row.category,
  isOneOff: isOneOff(row),
  // the column holds nothing else: accrual writes only these four
  rigPart: RIG_PARTS.has(row.rigPart) ? (row.rigPart as Cell["rigPart"]) : null,
  tokens: tokensOf(row),
  cost: decimal(row.amount),
});

export const costOf = (rows: readonly CellRow[]): Decimal =>
  rows.reduce((total, row) => add(total, decimal(row.amount)), ZERO);

export function groupRows<Key extends string>(
  rows: readonly CellRow[],
  keyOf: (row: CellRow) => Key,
): Map<Key, CellRow[]> {
  const groups = new Map<Key, CellRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
