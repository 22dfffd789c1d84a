import type { PoolClient } from "pg";
import { AppError } from "../core/app-error.ts";
import { addDays, addMonths, type Day, dayInZone, firstDay, type Month } from "../core/calendar.ts";
import { dayName, monthName } from "../core/display-dates.ts";
import { closedMonths } from "../db/ledger-writes.ts";
import { readOrganisation } from "../db/organisation.ts";
import type { Database } from "../db/sql.ts";

/** Where a change of terms may begin. */
export type TermDays = {
  /** In the organisation's zone. */
  readonly today: Day;
  /** The first day after the last closed month: what is signed keeps its terms. Null: nothing is closed. */
  readonly openFrom: Day | null;
};

export async function termDays(database: Database | PoolClient, nowMs: number): Promise<TermDays> {
  const { zone } = await readOrganisation(database);
  const [last] = [...(await closedMonths(database)).keys()].sort().reverse();
  return {
    today: dayInZone(nowMs, zone),
    openFrom: last ? firstDay(addMonths(last as Month, 1)) : null, // month_state holds months
  };
}

/** The day itself. @throws AppError month-closed naming the first day that is open */
export function openDay(from: Day, { openFrom }: TermDays): Day {
  if (openFrom === null || from >= openFrom) return from;
  const month = monthName(addDays(openFrom, -1));
  throw new AppError(
    "month-closed",
    `${month} is closed, so this can count from ${dayName(openFrom)} at the earliest: give that day, or reopen the month.`,
    { openFrom },
  );
}

/** The later of a day and the first open one. */
export const notBeforeOpen = (from: Day, { openFrom }: TermDays): Day =>
  openFrom !== null && openFrom > from ? openFrom : from;
