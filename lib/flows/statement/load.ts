import type { FigureFilter, HistoryMonth } from "../../api/wire/statement.ts";
import { mayReadTeam, type Principal, readsEverything } from "../../auth/principal.ts";
import {
  addMonths,
  type Day,
  dayInZone,
  daysBetween,
  daysInMonth,
  firstDay,
  lastDay,
  type Month,
  monthOf,
  monthsBetween,
  month as readMonthText,
} from "../../core/calendar.ts";
import { add, type Decimal, decimal, format, isZero, sum, ZERO } from "../../core/decimal.ts";
import { pool } from "../../db/client.ts";
import {
  type CostView,
  type MonthView,
  newestEntry,
  readMonthStates,
  readMonths,
  readSources,
  readTotals,
  type SourceRow,
  type TotalRow,
  type Views,
} from "../../db/ledger-reads.ts";
import { type OrganisationRow, readOrganisation } from "../../db/organisation.ts";
import { type RigRow, readRigs } from "../../db/rigs.ts";
import { readTeams, type TeamRow } from "../../db/teams.ts";
import { withDefaults } from "../settings.ts";

export type StatementQuery = {
  readonly month?: string | undefined;
  readonly cost?: CostView | undefined;
  readonly monthBy?: MonthView | undefined;
};
export type MonthStateName = "provisional" | "closed" | "reopened" | "no-data";

/** What every statement of a month begins from. */
export type Statement = {
  readonly organisation: OrganisationRow;
  readonly month: Month;
  readonly previousMonth: Month;
  readonly currentMonth: Month;
  readonly today: Day;
  readonly months: readonly string[];
  readonly views: Views;
  readonly teams: readonly TeamRow[];
  readonly rigs: readonly RigRow[];
  /** Thirteen months up to the month, all bearers the reader may see, all currencies. */
  readonly totals: readonly TotalRow[];
  readonly states: ReadonlyMap<string, MonthStateName>;
  /** On which day, in the organisation's zone, the closed months were signed. */
  readonly closedOn: ReadonlyMap<string, Day>;
  readonly sources: readonly SourceRow[];
  readonly lastEntry: string | null;
  readonly nowMs: number;
};

const HISTORY_MONTHS = 13;

/** @throws AppError invalid-input when the month is not a month */
export async function loadStatement(
  query: StatementQuery,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<Statement> {
  const views: Views = { cost: query.cost ?? "effective", monthBy: query.monthBy ?? "billed" };
  const [organisation, months, teams, rigs, newest, stateRows] = await Promise.all([
    readOrganisation(pool),
    readMonths(pool, views.monthBy),
    readTeams(pool),
    readRigs(pool),
    newestEntry(pool),
    readMonthStates(pool),
  ]);
  const today = dayInZone(nowMs, organisation.zone);
  const currentMonth = monthOf(today);
  const month = query.month ? readMonthText(query.month) : defaultMonth(months, currentMonth);
  const from = addMonths(month, 1 - HISTORY_MONTHS);
  const [totals, sources] = await Promise.all([
    readTotals(pool, { from, to: month, views }),
    readSources(pool, { from: firstDay(from), to: lastDay(month) }),
  ]);
  const visible = new Set(teams.filter((team) => mayReadTeam(principal, team.slug)).map((team) => team.id));
  const isWhole = readsEverything(principal);
  const states = new Map<string, MonthStateName>(months.map((each) => [each, "provisional"]));
  for (const row of stateRows)
    states.set(row.month, row.state === "closed" || row.state === "reopened" ? row.state : "provisional");
  const closedOn = new Map<string, Day>();
  for (const { month: closed, state, closedAt } of stateRows)
    if (state === "closed" && closedAt) closedOn.set(closed, dayInZone(closedAt.getTime(), organisation.zone));
  return {
    organisation,
    month,
    previousMonth: addMonths(month, -1),
    currentMonth,
    today,
    months,
    views,
    teams: teams.filter((team) => visible.has(team.id)),
    rigs,
    totals: isWhole ? totals : totals.filter((row) => row.bearer === "team" && visible.has(row.teamId)),
    states,
    closedOn,
    sources,
    lastEntry: newest?.id ?? null,
    nowMs,
  };
}

/** The month before the current one when it has data (that is what is reviewed), else the latest with data. */
function defaultMonth(months: readonly string[], current: Month): Month {
  const before = addMonths(current, -1);
  if (months.includes(before)) return before;
  const latest = [...months].reverse().find((each) => each <= current) ?? months.at(-1);
  return latest ? readMonthText(latest) : current;
}

export const stateOf = (statement: Statement, month: string): MonthStateName =>
  statement.states.get(month) ?? "no-data";

/** Does the organisation have any entry in the month; a month without any is unknown, not zero. */
export const hasData = (statement: Statement, month: string): boolean => statement.months.includes(month);

export function headOf(statement: Statement) {
  const thresholds = withDefaults(statement.organisation.thresholds);
  return {
    organisation: statement.organisation.name,
    month: statement.month,
    previousMonth: statement.previousMonth,
    state: stateOf(statement, statement.month),
    previousState: stateOf(statement, statement.previousMonth),
    closedOn: statement.closedOn.get(statement.month) ?? null,
    isDemo: statement.organisation.isDemo,
    currency: statement.organisation.currency,
    zone: statement.organisation.zone,
    cost: statement.views.cost,
    monthBy: statement.views.monthBy,
    asOf: new Date(statement.nowMs).toISOString(),
    lastEntry: statement.lastEntry,
    months: [...statement.months],
    changeThreshold: { percent: thresholds.changePercent, amount: thresholds.changeAmount },
  };
}

export const filterOf = (statement: Statement, over: Partial<FigureFilter>): FigureFilter => ({
  month: statement.month,
  cost: statement.views.cost,
  monthBy: statement.views.monthBy,
  ...over,
});

type Selection = {
  readonly month: string;
  readonly bearer?: TotalRow["bearer"];
  readonly teamId?: number;
  readonly class?: TotalRow["class"];
};

/** Sum of the totals that `which` selects, reporting currency only. */
export const totalOf = (statement: Statement, which: Selection): Decimal =>
  sum(rowsOf(statement, which).map((row) => decimal(row.amount)));

const rowsOf = (statement: Statement, which: Selection): TotalRow[] =>
  statement.totals.filter(
    (row) =>
      row.month === which.month &&
      row.currency === statement.organisation.currency &&
      (which.bearer === undefined || row.bearer === which.bearer) &&
      (which.teamId === undefined || row.teamId === which.teamId) &&
      (which.class === undefined || row.class === which.class),
  );

/** Of the same sum, what nobody billed; null where there is none. */
export function estimatedOf(statement: Statement, which: Selection): Decimal | null {
  const estimated = sum(rowsOf(statement, which).map((row) => decimal(row.estimated)));
  return isZero(estimated) ? null : estimated;
}

/** The month before, or null when nothing is known of it. */
export const previousOf = (statement: Statement, which: Omit<Selection, "month">): Decimal | null =>
  hasData(statement, statement.previousMonth) ? totalOf(statement, { ...which, month: statement.previousMonth }) : null;

/** Money in currencies without a rate: shown beside the total, never in it. */
export function unconvertedOf(statement: Statement, teamId?: number): { currency: string; amount: string }[] {
  const sums = new Map<string, Decimal>();
  for (const row of statement.totals) {
    if (row.month !== statement.month || row.currency === statement.organisation.currency) continue;
    if (teamId !== undefined && !(row.bearer === "team" && row.teamId === teamId)) continue;
    sums.set(row.currency, add(sums.get(row.currency) ?? ZERO, decimal(row.amount)));
  }
  return [...sums]
    .filter(([, amount]) => !isZero(amount))
    .map(([currency, amount]) => ({ currency, amount: format(amount) }));
}

const textOf = (value: Decimal | null): string | null => (value === null ? null : format(value));

export const historyMonths = (statement: Statement): Month[] =>
  monthsBetween({ from: addMonths(statement.month, -11), to: statement.month });

/** Twelve months up to the month, of one team or of all. */
export function historyOf(statement: Statement, teamId?: number): HistoryMonth[] {
  const of = teamId === undefined ? {} : { bearer: "team" as const, teamId };
  return historyMonths(statement).map((month) => ({
    month,
    hasData: hasData(statement, month),
    daysCovered: daysCovered(statement, month),
    daysInMonth: daysInMonth(month),
    isFinished: month < statement.currentMonth,
    cloud: format(totalOf(statement, { ...of, month, class: "cloud" })),
    rig: format(totalOf(statement, { ...of, month, class: "rig" })),
    shared: format(totalOf(statement, { ...of, month, class: "shared" })),
    total: format(totalOf(statement, { ...of, month })),
    estimated: textOf(estimatedOf(statement, { ...of, month })),
  }));
}

/** Days of a month that cloud exports speak for, up to the newest day of any. */
export function daysCovered(statement: Statement, month: Month): number {
  const first = firstDay(month);
  const last = lastDay(month);
  const newest = statement.sources.reduce(
    (most, source) => (source.from <= last && source.to > most ? source.to : most),
    "",
  );
  if (newest < first) return 0;
  return daysBetween({ from: first, to: (newest > last ? last : newest) as Day }); // a covered day is a day
}
