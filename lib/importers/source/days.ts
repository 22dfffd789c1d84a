import { type Day, type Month, monthOf, parseDay, utcDay } from "../../core/calendar.ts";

const MS_PER_DAY = 86_400_000;
/** 2000-01-01 and 2200-01-01 in epoch seconds: outside, the number is not a time in seconds. */
const EARLIEST_SECONDS = 946_684_800;
const LATEST_SECONDS = 7_258_118_400;

export type DayOf = { readonly day: Day; readonly month: Month };

export const dayOf = (day: Day): DayOf => ({ day, month: monthOf(day) });

/** Epoch seconds as exports write them (`1790553600`, `1790553600.0`); null when that is not what the text is. */
export function readEpochSeconds(text: string): number | null {
  if (!/^\d{9,11}(\.\d+)?$/.test(text)) return null;
  const seconds = Number(text);
  return seconds >= EARLIEST_SECONDS && seconds < LATEST_SECONDS ? seconds : null;
}

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * An ISO day or time in epoch milliseconds; without an offset it is read as UTC.
 * @returns null when the text is none, or names a day that does not exist.
 */
export function readIsoMs(text: string): number | null {
  const match = ISO.exec(text);
  const dayText = match?.[1];
  if (!match || !dayText) return null;
  const day = parseDay(dayText);
  if (!day) return null;
  const [, , hour = "0", minute = "0", second = "0", fraction = "", offset = "Z"] = match;
  if (Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const ms = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const local =
    Date.parse(`${day}T00:00:00Z`) + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms;
  return local - offsetMs(offset);
}

function offsetMs(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? "0");
  return (match[1] === "-" ? -1 : 1) * minutes * 60_000;
}

/** Is the text a time written with its own offset or `Z`? */
export const hasOffset = (text: string): boolean => /[T ]\d{2}:?\d{2}.*(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})$/i.test(text);

/** The last day of a period whose end is exclusive: an end at midnight belongs to the day before. */
export const lastDayBefore = (endMs: number): Day => utcDay(endMs - 1);

export const isFuture = (day: Day, nowMs: number): boolean => day > utcDay(nowMs + MS_PER_DAY);
