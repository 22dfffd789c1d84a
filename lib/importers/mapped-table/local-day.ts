import { type Day, parseDay, utcDay } from "../../core/calendar.ts";
import type { MappedDate, MappedDateFormat } from "../../core/mapping.ts";
import { hasOffset, readIsoMs } from "../source/days.ts";
import { ZoneClock } from "../source/zone-clock.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);
const DATE_FIRST = /^(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})(?:[,T\s]+(.*))?$/;
const YEAR_FIRST = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:[,T\s]+(.*))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T\s](.*))?$/;
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;

/**
 * Reads the days of one column. A date alone stays the day it says; a time without an offset is read in the mapping's
 * zone and falls on its UTC day, as every other charge does.
 */
export class LocalDays {
  readonly #format: MappedDateFormat;
  readonly #clock: ZoneClock | null;

  constructor({ format, zone }: MappedDate) {
    this.#format = format;
    this.#clock = zone === null ? null : new ZoneClock(zone);
  }

  /** @returns null when the text is no day in this format. */
  read(text: string): Day | null {
    switch (this.#format) {
      case "epoch-seconds":
        return dayOfMs(/^\d{9,11}(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Number.NaN);
      case "epoch-ms":
        return dayOfMs(/^\d{12,14}(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN);
      case "iso":
        return this.#iso(text);
      case "year-first": {
        const [, year, month, day, time] = YEAR_FIRST.exec(text) ?? COMPACT.exec(text) ?? [];
        return this.#dated({ year, month, day, time });
      }
      case "day-first": {
        const [, day, month, year, time] = DATE_FIRST.exec(text) ?? [];
        return this.#dated({ year, month, day, time });
      }
      case "month-first": {
        const [, month, day, year, time] = DATE_FIRST.exec(text) ?? [];
        return this.#dated({ year, month, day, time });
      }
      default:
        return this.#format satisfies never;
    }
  }

  #iso(text: string): Day | null {
    const ms = readIsoMs(text);
    if (ms === null) return null;
    if (text.length === 10 || hasOffset(text)) return dayOfMs(ms);
    return dayOfMs(this.#instant(ms));
  }

  #dated(parts: {
    year?: string | undefined;
    month?: string | undefined;
    day?: string | undefined;
    time?: string | undefined;
  }): Day | null {
    const { year = "", month = "", day = "", time } = parts;
    const date = parseDay(
      `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
    );
    if (date === null || time === undefined || time.trim() === "") return date;
    const wall = wallMsOf(time.trim());
    if (wall === null) return null;
    const ms = Date.parse(`${date}T00:00:00Z`) + wall.ms;
    return dayOfMs(wall.offsetMs === null ? this.#instant(ms) : ms - wall.offsetMs);
  }

  #instant(wallMs: number): number {
    return this.#clock === null ? wallMs : this.#clock.instantOf(wallMs);
  }
}

function dayOfMs(ms: number): Day | null {
  return ms >= EARLIEST_MS && ms < LATEST_MS ? utcDay(ms) : null;
}

function wallMsOf(text: string): { ms: number; offsetMs: number | null } | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [, hourText = "0", minute = "0", second = "0", fraction = "", half, offset] = match;
  let hour = Number(hourText);
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  if (hour > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const ms = Number(fraction.slice(0, 3).padEnd(3, "0"));
  return { ms: ((hour * 60 + Number(minute)) * 60 + Number(second)) * 1000 + ms, offsetMs: offsetOf(offset) };
}

function offsetOf(offset: string | undefined): number | null {
  if (offset === undefined) return null;
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? "0")) * 60_000;
}
