import { Temporal } from "temporal-polyfill";
import { AppError } from "./app-error.ts";

/** A calendar day, `2026-05-14`. Compares as text. */
export type Day = string & { readonly __day: true };
/** A calendar month, `2026-05`. Compares as text. */
export type Month = string & { readonly __month: true };

/** Years from 1970 to 2199: outside, the text is a damaged date. */
const DAY = /^(?:19[7-9]|2[01]\d)\d-\d{2}-\d{2}$/;
const MONTH = /^(?:19[7-9]|2[01]\d)\d-(0[1-9]|1[0-2])$/;
const MS_PER_DAY = 86_400_000;

/** @returns null when the text is not a real calendar day. */
export function parseDay(text: string): Day | null {
  if (!DAY.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse rolls 31 April over; the round trip refuses it.
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text ? null : (text as Day);
}
/** @throws AppError invalid-input */
export function day(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed) throw new AppError("invalid-input", `"${text}" is not a day. Write it as 2026-05-14.`);
  return parsed;
}
export const parseMonth = (text: string): Month | null => (MONTH.test(text) ? (text as Month) : null);
/** @throws AppError invalid-input */
export function month(text: string): Month {
  const parsed = parseMonth(text);
  if (!parsed) throw new AppError("invalid-input", `"${text}" is not a month. Write it as 2026-05.`);
  return parsed;
}

/** The UTC day of an instant in epoch milliseconds. */
export const utcDay = (epochMs: number): Day => new Date(epochMs).toISOString().slice(0, 10) as Day;
export const monthOf = (value: Day): Month => value.slice(0, 7) as Month;
export const firstDay = (value: Month): Day => `${value}-01` as Day;
export const startOfDayMs = (value: Day): number => Date.parse(`${value}T00:00:00Z`);
export const addDays = (value: Day, days: number): Day => utcDay(startOfDayMs(value) + days * MS_PER_DAY);

export function addMonths(value: Month, months: number): Month {
  const index = Number(value.slice(0, 4)) * 12 + Number(value.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}` as Month;
}
export const lastDay = (value: Month): Day => addDays(firstDay(addMonths(value, 1)), -1);
export const daysInMonth = (value: Month): number => Number(lastDay(value).slice(8, 10));

/** How many days from `from` to `to`, both counted. */
export function daysBetween({ from, to }: { from: Day; to: Day }): number {
  return Math.round((startOfDayMs(to) - startOfDayMs(from)) / MS_PER_DAY) + 1;
}

/** Every month from `from` to `to`, both counted. */
export function monthsBetween({ from, to }: { from: Month; to: Month }): Month[] {
  const months: Month[] = [];
  for (let current = from; current <= to; current = addMonths(current, 1)) months.push(current);
  return months;
}

export function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false; // the only thing that throws here is an unknown zone, which is the answer
  }
}

/** @throws AppError invalid-input when no such time zone exists. */
export function checkZone(zone: string): void {
  if (!isZone(zone)) throw new AppError("invalid-input", `"${zone}" is not a time zone. Write it as Europe/Berlin.`);
}

/** The calendar day of an instant as people in `zone` write it. */
export function dayInZone(epochMs: number, zone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone).toPlainDate().toString() as Day;
}

/** Local midnight of a day in `zone`, as epoch milliseconds. */
export const dayStartMs = (value: Day, zone: string): number =>
  Temporal.PlainDate.from(value).toZonedDateTime({ timeZone: zone }).epochMilliseconds;

/** [start, end) of a month in `zone`, as epoch milliseconds: local midnight to local midnight. */
export function monthBoundsMs(value: Month, zone: string): { startMs: number; endMs: number } {
  const at = (of: Month) => Temporal.PlainDate.from(firstDay(of)).toZonedDateTime({ timeZone: zone }).epochMilliseconds;
  return { startMs: at(value), endMs: at(addMonths(value, 1)) };
}
