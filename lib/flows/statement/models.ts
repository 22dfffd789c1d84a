import type { z } from "zod";
import type { modelRow, TeamMonth } from "../../api/wire/statement.ts";
import { lastDay } from "../../core/calendar.ts";
import { compare, type Decimal, decimal, format, isZero, subtract, sum } from "../../core/decimal.ts";
import { moneyText } from "../../core/display.ts";
import type { PriceBook } from "../../core/price/price-book.ts";
import { hasMoney, isCounted, tokensIn } from "../../core/statement/counted.ts";
import { percentOf, unitCostOf } from "../../core/statement/figure.ts";
import { namesIn } from "../../core/statement/same-model.ts";
import { type Cells, costOf, estimatedIn, groupRows, isOneOff, type StatementCell } from "./cells.ts";
import { filterOf, type Statement } from "./load.ts";

type ModelRow = z.infer<typeof modelRow>;

export const isModelUse = (row: StatementCell): boolean =>
  row.class !== "rig" && row.model !== "" && !isOneOff(row) && row.category !== "tax";
export const modelOf = (row: StatementCell): string => row.same.key;
const textOf = (value: Decimal | null): string | null => (value === null ? null : format(value));

/** What one model's tokens cost; null where they do not stand for all of its money. */
const unitCostIn = (rows: readonly StatementCell[]): string | null =>
  isCounted(rows) ? unitCostOf(costOf(rows), tokensIn(rows)) : null;

function whyNoUnitCost(rows: readonly StatementCell[]): string | null {
  if (!hasMoney(rows)) return "No bill and no price names this model: its tokens are known, what they cost is not";
  if (tokensIn(rows) === null) return "The export gives money without token counts";
  return isCounted(rows) ? null : "Usage is known for a part of the days that were billed";
}

type Team = { readonly bearer: string; readonly book: PriceBook };

/** Cost and tokens of each model a team used in the month, without one-off charges; dearest first. */
export function modelRows(statement: Statement, cells: Cells, { bearer, book }: Team): ModelRow[] {
  const before = groupRows(cells.before.filter(isModelUse), modelOf);
  return [...groupRows(cells.now.filter(isModelUse), modelOf)]
    .sort(([, a], [, b]) => compare(costOf(b), costOf(a)))
    .flatMap(([key, rows]) => {
      const [first] = rows;
      if (!first) return [];
      const { provider, same } = first;
      const unitCost = unitCostIn(rows);
      const previousUnitCost = unitCostIn(before.get(key) ?? []);
      return [
        {
          model: same.name,
          provider,
          input: textOf(tokensIn(rows, ["input"])),
          cacheRead: textOf(tokensIn(rows, ["cacheRead"])),
          cacheWrite: textOf(tokensIn(rows, ["cacheWrite5m", "cacheWrite1h"])),
          output: textOf(tokensIn(rows, ["output"])),
          tokens: textOf(tokensIn(rows)),
          cost: hasMoney(rows) ? format(costOf(rows)) : null,
          estimated: textOf(estimatedIn(rows)),
          unitCost,
          previousUnitCost,
          unitChangePercent: changePercent(unitCost, previousUnitCost),
          missing: whyNoUnitCost(rows),
          isPriced: isPriced(book, { provider, names: same.names, month: statement.month }),
          filter: filterOf(statement, { bearer, provider, model: same.names, category: "usage" }),
        },
      ];
    });
}

function isPriced(
  book: PriceBook,
  { provider, names, month }: { provider: string; names: string; month: Statement["month"] },
): boolean {
  return namesIn(names).some((model) => book.priceOf({ provider, model, day: lastDay(month) }) !== null);
}

/** What 1M tokens cost the team, over the cost that comes with counts; the rest is named. */
export function tokenFacts(cells: Cells): TeamMonth["tokens"] {
  const use = cells.now.filter(isModelUse);
  const now = countedIn(use);
  const before = countedIn(cells.before.filter(isModelUse));
  const known = use.filter((row) => row.hasTokens);
  const unitCost = unitCostOf(now.cost, now.tokens);
  const previousUnitCost = unitCostOf(before.cost, before.tokens);
  return {
    total: known.length === 0 ? null : format(sum(known.map((row) => decimal(row.tokens)))),
    unitCost,
    previousUnitCost,
    changePercent: changePercent(unitCost, previousUnitCost),
    coveredCost: format(now.cost),
    note: noteOf(use, now),
  };
}

export type Counted = { readonly cost: Decimal; readonly tokens: Decimal | null };

/** The models whose tokens stand for all of their money, summed: what a cost per token is worked out from. */
export function countedIn(rows: readonly StatementCell[]): Counted {
  // A team's count says nothing of another team's money.
  const groups = groupRows(rows, (row) => `${row.bearer}\u0000${row.teamId}\u0000${modelOf(row)}`);
  const own = [...groups.values()].filter(isCounted).flat();
  const counted = own.filter((row) => row.hasTokens);
  return {
    cost: costOf(own),
    tokens: counted.length === 0 ? null : sum(counted.map((row) => decimal(row.tokens))),
  };
}

function noteOf(use: readonly StatementCell[], { cost }: Counted): string {
  const uncounted = subtract(costOf(use), cost);
  const free = [...groupRows(use, modelOf).values()].filter((group) => !hasMoney(group)).length;
  const parts = [
    isZero(uncounted) ? null : `without ${moneyText(format(uncounted))} of cloud cost that no usage counts`,
    free === 0
      ? null
      : `without the tokens of ${free === 1 ? "a model" : `${free} models`} that no bill or price names`,
  ].filter((part) => part !== null);
  const text = parts.length === 0 ? "cloud models, without one-off charges" : parts.join(" and ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

const changePercent = (now: string | null, before: string | null): string | null =>
  now === null || before === null ? null : percentOf(subtract(decimal(now), decimal(before)), decimal(before));
