import type { z } from "zod";
import type { modelRow, TeamMonth } from "../../api/wire/statement.ts";
import { firstDay } from "../../core/calendar.ts";
import { compare, type Decimal, decimal, format, isZero, subtract, sum } from "../../core/decimal.ts";
import { moneyText } from "../../core/display.ts";
import { listPrice } from "../../core/price/list-price.ts";
import { percentOf, unitCostOf } from "../../core/statement/figure.ts";
import type { CellRow } from "../../db/ledger-reads.ts";
import { type Cells, costOf, groupRows, isOneOff } from "./cells.ts";
import { filterOf, type Statement } from "./load.ts";

type ModelRow = z.infer<typeof modelRow>;

const isModelUse = (row: CellRow): boolean =>
  row.class !== "rig" && row.model !== "" && !isOneOff(row) && row.category !== "tax";
const keyOf = (row: CellRow): string => `${row.provider}\u0000${row.model}`;

/** Tokens of some kinds; null when any line of them comes without a count, for then the count is not known. */
function tokensOfKinds(rows: readonly CellRow[], kinds: readonly string[]): Decimal | null {
  const own = rows.filter((row) => kinds.includes(row.costKind));
  if (own.length === 0 || own.some((row) => !row.hasTokens)) return null;
  return sum(own.map((row) => decimal(row.tokens)));
}

const KINDS = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output"];
const textOf = (value: Decimal | null): string | null => (value === null ? null : format(value));

/** Cost and tokens of each model a team used in the month, without one-off charges; dearest first. */
export function modelRows(statement: Statement, cells: Cells, bearer: string): ModelRow[] {
  const before = groupRows(cells.before.filter(isModelUse), keyOf);
  return [...groupRows(cells.now.filter(isModelUse), keyOf)]
    .sort(([, a], [, b]) => compare(costOf(b), costOf(a)))
    .map(([key, rows]) => {
      const { provider = "", model = "" } = rows[0] ?? {};
      const tokens = tokensOfKinds(rows, KINDS);
      const unitCost = unitCostOf(costOf(rows), tokens);
      const earlier = before.get(key) ?? [];
      const previousUnitCost = unitCostOf(costOf(earlier), tokensOfKinds(earlier, KINDS));
      return {
        model,
        provider,
        input: textOf(tokensOfKinds(rows, ["input"])),
        cacheRead: textOf(tokensOfKinds(rows, ["cacheRead"])),
        cacheWrite: textOf(tokensOfKinds(rows, ["cacheWrite5m", "cacheWrite1h"])),
        output: textOf(tokensOfKinds(rows, ["output"])),
        tokens: textOf(tokens),
        cost: format(costOf(rows)),
        unitCost,
        previousUnitCost,
        unitChangePercent: changePercent(unitCost, previousUnitCost),
        missing: tokens === null ? "The export gives money without token counts" : null,
        isPriced: listPrice({ provider, model, day: firstDay(statement.month) }) !== null,
        filter: filterOf(statement, { bearer, provider, model, category: "usage" }),
      };
    });
}

/** What 1M tokens cost the team, over the cost that comes with counts; the rest is named. */
export function tokenFacts(_statement: Statement, cells: Cells): TeamMonth["tokens"] {
  const now = counted(cells.now);
  const before = counted(cells.before);
  const uncounted = subtract(costOf(cells.now.filter(isModelUse)), now.cost);
  const unitCost = unitCostOf(now.cost, now.tokens);
  const previousUnitCost = unitCostOf(before.cost, before.tokens);
  return {
    total: textOf(now.tokens),
    unitCost,
    previousUnitCost,
    changePercent: changePercent(unitCost, previousUnitCost),
    coveredCost: format(now.cost),
    note: isZero(uncounted)
      ? "Cloud models, without one-off charges"
      : `Without ${moneyText(format(uncounted))} of cloud cost whose export gives no token counts`,
  };
}

function counted(rows: readonly CellRow[]): { cost: Decimal; tokens: Decimal | null } {
  const groups = [...groupRows(rows.filter(isModelUse), keyOf).values()].filter(
    (group) => tokensOfKinds(group, KINDS) !== null,
  );
  const own = groups.flat();
  return { cost: costOf(own), tokens: own.length === 0 ? null : sum(own.map((row) => decimal(row.tokens))) };
}

const changePercent = (now: string | null, before: string | null): string | null =>
  now === null || before === null ? null : percentOf(subtract(decimal(now), decimal(before)), decimal(before));
