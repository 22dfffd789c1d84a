import { add, type Decimal, decimal, isZero, sum, ZERO } from "../../core/decimal.ts";
import { type CountedRow, hasMoney, isCountedByUsage, isQuantity } from "../../core/statement/counted.ts";
import { type SameModel, sameModels } from "../../core/statement/same-model.ts";
import { pool } from "../../db/client.ts";
import { type CellRow, readCells, readUncountedModels } from "../../db/ledger-reads.ts";
import type { Statement } from "./load.ts";
import { unmeasuredDays } from "./unmeasured.ts";

/** A sum of the ledger with the model it is of, however files write it. */
export type StatementCell = CellRow & CountedRow & { readonly same: SameModel };

/** The two months of a statement in the reporting currency, as fine as pages need. */
export type Cells = { readonly now: readonly StatementCell[]; readonly before: readonly StatementCell[] };

export async function loadCells(statement: Statement, teamId: number | null): Promise<Cells> {
  const months = [statement.month, statement.previousMonth];
  const rows = await readCells(pool, { months, teamId, views: statement.views });
  const visible = new Set(statement.teams.map((team) => team.id));
  const isSeen = (row: CellRow) =>
    row.bearer === "team" ? visible.has(row.teamId) : statement.totals.some((each) => each.bearer === row.bearer);
  const own = rows.filter((row) => row.currency === statement.organisation.currency && isSeen(row));
  const named = await withModels(statement, own);
  return {
    now: named.filter((row) => row.month === statement.month),
    before: named.filter((row) => row.month === statement.previousMonth),
  };
}

async function withModels(statement: Statement, rows: readonly CellRow[]): Promise<StatementCell[]> {
  // The name on the bill is the one to show, before the usage's.
  const order = (row: CellRow): number => (isQuantity(row) ? 2 : 0) + (row.month === statement.month ? 0 : 1);
  const named = rows.filter((row) => row.model !== "").sort((a, b) => order(a) - order(b));
  const sameOf = sameModels(named);
  const unmeasured = await unmeasuredModels(statement, rows);
  return rows.map((row) => ({
    ...row,
    same: sameOf(row),
    isUnmeasured: unmeasured.has(placeOf(row)),
  }));
}

const placeOf = (row: { month: string; provider: string; model: string }): string =>
  `${row.month}\u0000${row.provider}\u0000${row.model}`;

/** Models with money on days of which no usage file speaks, where usage is what counts them. */
async function unmeasuredModels(statement: Statement, rows: readonly CellRow[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const provider of new Set(rows.filter(isQuantity).map((row) => row.provider))) {
    if (!rows.some((row) => row.provider === provider && !isQuantity(row) && !row.hasTokens)) continue;
    const months = [statement.month, statement.previousMonth];
    const days = months.flatMap((month) => unmeasuredDays(statement.sources, { provider, month }));
    if (days.length === 0) continue;
    const models = await readUncountedModels(pool, { months, provider, days, views: statement.views });
    for (const { month, model } of models) found.add(placeOf({ month, provider, model }));
  }
  return found;
}

/** Credits, adjustments, purchases and corrections of months already billed. */
export const isOneOff = (row: Pick<CellRow, "category" | "isCorrection">): boolean =>
  row.isCorrection || row.category === "credit" || row.category === "adjustment" || row.category === "purchase";

export const costOf = (rows: readonly CellRow[]): Decimal =>
  rows.reduce((total, row) => add(total, decimal(row.amount)), ZERO);

/** Of the rows' cost, what nobody billed; null where there is none. */
export function estimatedIn(rows: readonly CellRow[]): Decimal | null {
  const estimated = sum(rows.filter((row) => row.basis === "estimated").map((row) => decimal(row.amount)));
  return isZero(estimated) ? null : estimated;
}

/** Money and its count in one: what usage counts has the usage's tokens, so none of its own. */
export function tokensOf(row: StatementCell, group: readonly StatementCell[]): Decimal | null {
  if (row.hasTokens) return decimal(row.tokens);
  return isCountedByUsage(row, group) ? ZERO : null;
}

/** Usage of a model that no money names: its tokens are known, what they cost is not. */
export const isWithoutMoney = (group: readonly StatementCell[]): boolean => !hasMoney(group);

export function groupRows<Row extends CellRow, Key extends string>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
