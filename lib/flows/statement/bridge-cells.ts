import { decimal } from "../../core/decimal.ts";
import { isRigPart } from "../../core/rig/parts.ts";
import type { Cell } from "../../core/statement/bridge.ts";
import { isCountedByUsage } from "../../core/statement/counted.ts";
import { type Cells, groupRows, isOneOff, isWithoutMoney, type StatementCell, tokensOf } from "./cells.ts";

const WHOLE = "all";

const bearerOf = (row: StatementCell): string => `${row.bearer}\u0000${row.teamId}\u0000${row.same.key}`;
const isUse = (row: StatementCell): boolean => row.model !== "" && !isOneOff(row);

/** Both months as the bridge takes them: one model under one name, counted by its usage where its bill gives money only. */
export function bridgeCells(cells: Cells): { from: Cell[]; to: Cell[] } {
  const whole = modelsAsAWhole(cells);
  return { from: sideOf(cells.before, whole), to: sideOf(cells.now, whole) };
}

const groupsOf = (rows: readonly StatementCell[]) => groupRows(rows.filter(isUse), bearerOf);

/** Models whose bill does not tell one kind of token from another: their usage is not told apart either. */
function modelsAsAWhole(cells: Cells): ReadonlySet<string> {
  const found = new Set<string>();
  for (const rows of [cells.now, cells.before])
    for (const group of groupsOf(rows).values())
      for (const row of group) if (row.costKind === "other" && isCountedByUsage(row, group)) found.add(row.same.key);
  return found;
}

function sideOf(rows: readonly StatementCell[], whole: ReadonlySet<string>): Cell[] {
  const groups = groupsOf(rows);
  return rows.flatMap((row) => {
    const group = isUse(row) ? (groups.get(bearerOf(row)) ?? []) : [row];
    // Tokens nobody has a price for would make all others look cheaper.
    if (isUse(row) && isWithoutMoney(group)) return [];
    return [toCell(row, { group, isWhole: whole.has(row.same.key) })];
  });
}

const toCell = (
  row: StatementCell,
  { group, isWhole }: { group: readonly StatementCell[]; isWhole: boolean },
): Cell => ({
  class: row.class,
  bearer: row.bearer,
  provider: row.provider,
  model: row.model === "" ? null : row.same.name,
  costKind: isWhole && isUse(row) ? WHOLE : row.costKind,
  category: row.category,
  isOneOff: isOneOff(row),
  // the column holds nothing else: accrual writes only these four
  rigPart: isRigPart(row.rigPart) ? row.rigPart : null,
  tokens: tokensOf(row, group),
  cost: decimal(row.amount),
});
