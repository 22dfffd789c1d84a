import type { Bridge } from "../../api/wire/statement.ts";
import { type Decimal, decimal, format, sum } from "../../core/decimal.ts";
import { bridge } from "../../core/statement/bridge.ts";
import { percentOf } from "../../core/statement/figure.ts";
import { bridgeCells } from "./bridge-cells.ts";
import type { Cells } from "./cells.ts";
import { hasData, type Statement } from "./load.ts";

/** Why the month differs from the one before; null when nothing is known of that one. */
export function bridgeOf(statement: Statement, cells: Cells): Bridge | null {
  if (!hasData(statement, statement.previousMonth) || !hasData(statement, statement.month)) return null;
  const { parts, method } = bridge(bridgeCells(cells));
  const from = total(cells.before);
  return {
    from: { month: statement.previousMonth, amount: format(from) },
    to: { month: statement.month, amount: format(total(cells.now)) },
    parts: parts.map((part) => ({ ...part, amount: format(part.amount), percent: percentOf(part.amount, from) })),
    method,
  };
}

const total = (rows: Cells["now"]): Decimal => sum(rows.map((row) => decimal(row.amount)));
