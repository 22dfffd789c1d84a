import type { Explanation } from "../api/wire/explain.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import type { Principal } from "../auth/principal.ts";
import { type Decimal, decimal, format, isZero, subtract } from "../core/decimal.ts";
import { count, moneyText } from "../core/display.ts";
import { monthName } from "../core/display-dates.ts";
import { unitCostOf } from "../core/statement/figure.ts";
import { namesIn } from "../core/statement/same-model.ts";
import { loadCells, type StatementCell } from "./statement/cells.ts";
import { loadStatement, type Statement } from "./statement/load.ts";
import { countedIn, isModelUse } from "./statement/models.ts";

type Asked = {
  readonly filter: FigureFilter;
  readonly principal: Principal;
  /** Decimal text: all that the figure's filter catches. */
  readonly amount: string;
  readonly currency: string;
};
type Answer = Pick<Explanation, "figure" | "unit" | "missing" | "working">;

/** What 1M tokens cost: money of models over the tokens that stand for all of it, as the statement counts them. */
export async function explainUnitCost({ filter, principal, amount, currency }: Asked): Promise<Answer> {
  const statement = await loadStatement(filter, principal);
  const team = statement.teams.find((each) => each.slug === filter.bearer);
  const cells = await loadCells(statement, team?.id ?? null);
  const { cost, tokens } = countedIn(cells.now.filter((row) => isModelUse(row) && isAsked(statement, filter, row)));
  const rest = subtract(decimal(amount), cost);
  const figure = unitCostOf(cost, tokens);
  return {
    figure,
    unit: `${currency} per 1M tokens`,
    missing: figure === null ? "No token counts stand for this money, so there is no cost per token." : null,
    working: [
      { label: monthName(filter.month), value: moneyText(amount), filter },
      ...step("Of it without tokens to divide by", isZero(rest) ? null : rest),
      ...(tokens === null ? [] : [{ label: "Tokens", value: count(format(tokens)), filter }]),
    ],
  };
}

const step = (label: string, amount: Decimal | null): Answer["working"] =>
  amount === null ? [] : [{ label, value: moneyText(format(amount)), filter: null }];

/** The same choice as the ledger's filter makes, on the statement's sums. */
function isAsked(statement: Statement, filter: FigureFilter, row: StatementCell): boolean {
  const { bearer, provider, model } = filter;
  const isTeam = bearer !== undefined && bearer !== "unassigned" && bearer !== "idle";
  const team = isTeam ? statement.teams.find((each) => each.slug === bearer) : undefined;
  if (isTeam && (row.bearer !== "team" || row.teamId !== team?.id)) return false;
  if (bearer !== undefined && !isTeam && row.bearer !== bearer) return false;
  if (provider !== undefined && row.provider !== provider) return false;
  if (model !== undefined && !namesIn(model).includes(row.model)) return false;
  return filter.class === undefined || row.class === filter.class;
}
