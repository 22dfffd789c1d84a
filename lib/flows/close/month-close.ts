import type { ClosedMonth, MonthClose } from "../../api/wire/close.ts";
import { mayKeepBooks, type Principal } from "../../auth/principal.ts";
import { AppError } from "../../core/app-error.ts";
import { addMonths } from "../../core/calendar.ts";
import { format } from "../../core/decimal.ts";
import { pool } from "../../db/client.ts";
import { type MonthEventRow, type MonthStateRow, readClosedStates, readMonthEvents } from "../../db/months.ts";
import { loadStatement, previousOf, stateOf } from "../statement/load.ts";
import { checklistOf } from "./checklist.ts";
import { whyNotClosable } from "./close-month.ts";
import { lastClosing } from "./closing-record.ts";
import { frozenFigures } from "./frozen-figures.ts";
import { type LateTotal, lateLinesOf, lateTotals } from "./late-lines.ts";

/**
 * Everything the page of a month's closing shows. Without a month the one that is reviewed.
 * @throws AppError forbidden for a lead, invalid-input when the month is not one
 */
export async function monthCloseOf(
  query: { month?: string | undefined },
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<MonthClose> {
  if (!mayKeepBooks(principal)) throw new AppError("forbidden", "Closing is for admins and finance.");
  const statement = await loadStatement({ month: query.month }, principal, nowMs);
  const { month, organisation } = statement;
  const [checklist, events, states, figures, late, totals] = await Promise.all([
    checklistOf(statement),
    readMonthEvents(pool),
    readClosedStates(pool),
    frozenFigures(pool, month, organisation),
    lateLinesOf(month, organisation.currency),
    lateTotals(organisation.currency),
  ]);
  const state = stateOf(statement, month);
  const whyNot = whyNotClosable(statement);
  const ofMonth = events.filter((event) => event.month === month);
  const previous = previousOf(statement, {});
  return {
    month,
    state,
    currency: organisation.currency,
    zone: organisation.zone,
    previousMonth: statement.previousMonth,
    previousState: stateOf(statement, statement.previousMonth),
    nextMonth: addMonths(month, 1),
    previousTotal: previous === null ? null : format(previous),
    whyNot,
    mayClose: whyNot === null && state !== "closed",
    steps: [...checklist.steps],
    files: [...checklist.files],
    learnedFrom: [...checklist.learnedFrom],
    reconciliation: checklist.reconciliation,
    freezes: figures.frozen,
    signed: state === "closed" ? signedOf(ofMonth) : null,
    reopened: state === "reopened" ? reopenedOf(ofMonth) : null,
    late,
    closedMonths: states.map((each) =>
      closedMonth(each, {
        events: events.filter((event) => event.month === each.month),
        late: totals.get(each.month) ?? { lines: 0, sum: "0" },
        currency: organisation.currency,
      }),
    ),
    asOf: new Date(nowMs).toISOString(),
    lastEntry: statement.lastEntry,
  };
}

function signedOf(events: readonly MonthEventRow[]): MonthClose["signed"] {
  const closing = lastClosing(events);
  if (!closing) return null;
  const { at, by, note, reason, hash, snapshot } = closing;
  return { at, by, note, reason, hash, frozen: snapshot.frozen, steps: snapshot.steps };
}

function reopenedOf(events: readonly MonthEventRow[]): MonthClose["reopened"] {
  const event = events.findLast((each) => each.action === "reopened");
  return event ? { at: event.at.toISOString(), by: event.by, reason: event.reason } : null;
}

function closedMonth(
  state: MonthStateRow,
  { events, late, currency }: { events: readonly MonthEventRow[]; late: LateTotal; currency: string },
): ClosedMonth {
  const closing = lastClosing(events);
  return {
    month: state.month,
    state: state.state === "closed" ? "closed" : "reopened",
    events: events.map(({ action, at, by }) => ({ action, at: at.toISOString(), by })),
    by: state.closedBy ?? events.at(-1)?.by ?? "",
    total: closing?.snapshot.frozen.total ?? null,
    currency: closing?.snapshot.frozen.currency ?? currency,
    hash: state.hash,
    lateLines: late.lines,
    corrections: late.sum,
  };
}
