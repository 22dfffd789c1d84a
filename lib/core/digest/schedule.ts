/**
 * When a digest is due. A period is due at most once: at a wall-clock time in the subscriber's zone, which a clock change
 * moves (a time that does not exist is the next one that does; of a time that comes twice the first counts).
 */
import { Temporal } from "temporal-polyfill";
import {
  addDays,
  addMonths,
  type Day,
  dayInZone,
  firstDay,
  lastDay,
  type Month,
  month,
  monthOf,
  startOfDayMs,
} from "../calendar.ts";

export type DigestSchedule = {
  readonly cadence: "monthly" | "weekly";
  /** 1 to 28. Used when monthly. */
  readonly dayOfMonth: number;
  /** 0 = Monday. Used when weekly. */
  readonly weekday: number;
  /** 0 to 23, on the clock of `zone`. */
  readonly hour: number;
  readonly zone: string;
  /** Nothing is due for a time before the subscription began. */
  readonly startMs: number;
};

/** What a digest speaks of: a calendar month, or an ISO week from Monday to Sunday. */
export type DigestPeriod = {
  /** `2026-05` or `2026-W23`. */
  readonly period: string;
  readonly from: Day;
  readonly to: Day;
  readonly dueMs: number;
};

const isoWeekday = (value: Day): number => (new Date(startOfDayMs(value)).getUTCDay() + 6) % 7;
export const mondayOf = (value: Day): Day => addDays(value, -isoWeekday(value));

/** `2026-W23`: the ISO week of a day. Its year is that of its Thursday. */
export function isoWeekOf(value: Day): string {
  const thursday = addDays(mondayOf(value), 3);
  const year = thursday.slice(0, 4);
  const firstThursday = addDays(mondayOf(`${year}-01-04` as Day), 3); // 4 January is always in week 1
  const week = Math.round((startOfDayMs(thursday) - startOfDayMs(firstThursday)) / (7 * 86_400_000)) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

function instantOf(value: Day, { hour, zone }: DigestSchedule): number {
  const time = Temporal.PlainTime.from({ hour });
  return Temporal.PlainDate.from(value).toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds;
}

function monthPeriod(sentIn: Month, schedule: DigestSchedule): DigestPeriod {
  const about = addMonths(sentIn, -1);
  const day = addDays(firstDay(sentIn), schedule.dayOfMonth - 1);
  return { period: about, from: firstDay(about), to: lastDay(about), dueMs: instantOf(day, schedule) };
}

function weekPeriod(sentMonday: Day, schedule: DigestSchedule): DigestPeriod {
  const from = addDays(sentMonday, -7);
  const day = addDays(sentMonday, schedule.weekday);
  return { period: isoWeekOf(from), from, to: addDays(from, 6), dueMs: instantOf(day, schedule) };
}

/** The period before, the present one and the one after, oldest first, seen from the subscriber's calendar. */
function around(schedule: DigestSchedule, nowMs: number): DigestPeriod[] {
  const today = dayInZone(nowMs, schedule.zone);
  if (schedule.cadence === "monthly") {
    return [-1, 0, 1].map((step) => monthPeriod(addMonths(monthOf(today), step), schedule));
  }
  return [-7, 0, 7].map((step) => weekPeriod(addDays(mondayOf(today), step), schedule));
}

/**
 * What should be sent now: the last complete month or week whose time has come, unless it was sent. After a long silence
 * only that one: nobody wants last winter's digests at once.
 * @param done period keys that have a delivery already
 */
export function duePeriods(schedule: DigestSchedule, nowMs: number, done: ReadonlySet<string>): DigestPeriod[] {
  const latest = around(schedule, nowMs)
    .filter((period) => period.dueMs <= nowMs)
    .at(-1);
  return latest && latest.dueMs >= schedule.startMs && !done.has(latest.period) ? [latest] : [];
}

/** The next one to come after `nowMs`. */
export function nextPeriod(schedule: DigestSchedule, nowMs: number): DigestPeriod {
  const next = around(schedule, nowMs).find((period) => period.dueMs > nowMs);
  if (!next) throw new RangeError("A digest without a next period");
  return next;
}

/** The period that a digest sent at `nowMs` would speak of, due or not: for a preview or a test mail. */
export function latestPeriod(schedule: Pick<DigestSchedule, "cadence" | "zone">, nowMs: number): DigestPeriod {
  const today = dayInZone(nowMs, schedule.zone);
  const whole = { ...schedule, dayOfMonth: 1, weekday: 0, hour: 0, startMs: 0 };
  return schedule.cadence === "monthly" ? monthPeriod(monthOf(today), whole) : weekPeriod(mondayOf(today), whole);
}

const WEEK_KEY = /^(\d{4})-W(\d{2})$/;

/** The days of a period key, `2026-05` or `2026-W23`. @throws AppError invalid-input when it is neither */
export function daysOfPeriod(period: string): Pick<DigestPeriod, "period" | "from" | "to"> {
  const week = WEEK_KEY.exec(period);
  if (!week) return { period, from: firstDay(month(period)), to: lastDay(month(period)) };
  const firstMonday = mondayOf(`${week[1]}-01-04` as Day); // 4 January is always in week 1
  const from = addDays(firstMonday, (Number(week[2]) - 1) * 7);
  return { period, from, to: addDays(from, 6) };
}
