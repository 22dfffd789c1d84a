import { parseDay, utcDay } from "../../core/calendar.ts";
import { type Decimal, isNegative } from "../../core/decimal.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { readAmount } from "./amount.ts";
import { readCount } from "./count-columns.ts";
import { type DayOf, dayOf, isFuture, readEpochSeconds, readIsoMs } from "./days.ts";
import { about } from "./headed-table.ts";
import { Memo } from "./keys.ts";

type Cell = { readonly row: number; readonly column: string; readonly text: string };

const MS_PER_DAY = 86_400_000;
const UTC_TIME = /^[T ]([01]\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:\.\d+)?)?\s*(?:Z|UTC|[+-]00:?00)?$/i;

/**
 * Reads the cells of a usage row: days, money and counts. What cannot be read is reported as a blocking issue of its row
 * and comes back as `undefined`; `null` is a blank cell.
 */
export class RowCells {
  readonly #sink: Sink;
  readonly #nowMs: number;
  #isFutureSaid = false;
  readonly #days = new Memo((text): { at: DayOf | null } => {
    const day = parseDay(text);
    if (day) this.#checkFuture(day);
    return { at: day && dayOf(day) };
  });

  constructor(sink: Sink, { nowMs }: ReadOptions) {
    this.#sink = sink;
    this.#nowMs = nowMs;
  }

  /** The UTC day of a stamp: ISO with or without time and offset, compact `20260725`, epoch seconds or milliseconds. */
  day(cell: Cell): DayOf | undefined {
    const { text } = cell;
    if (text === "")
      return this.#blocked(
        cell,
        "date-missing",
        "The row has no date, so it belongs to no month. Mend the row or leave it out.",
      );
    const known = this.#read(text);
    return (
      known ??
      this.#blocked(
        cell,
        "date-unreadable",
        `"${shown(text)}" is not a date or time this export writes (2026-08-15, 2026-08-15T09:30:00Z). Mend the row or leave it out.`,
      )
    );
  }

  /** The calendar day as written, whatever the offset: for exports that bill by the days of their own zone. */
  dayAsWritten(cell: Cell): DayOf | undefined {
    const { text } = cell;
    return this.day(text.length > 10 && readIsoMs(text) !== null ? { ...cell, text: text.slice(0, 10) } : cell);
  }

  #read(text: string): DayOf | null {
    if (text.charCodeAt(4) === 45 && (text.length === 10 || UTC_TIME.test(text.slice(10)))) {
      return this.#days.get(text.slice(0, 10)).at;
    }
    if (/^(?:19|20|21)\d{6}$/.test(text)) {
      return this.#days.get(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`).at;
    }
    const ms = readMs(text);
    return ms === null || !isStorable(ms) ? null : this.#days.get(utcDay(ms)).at;
  }

  /** Money; blank is null. Zeros, signs and E-notation as written. */
  money(cell: Cell): Decimal | null | undefined {
    if (cell.text === "") return null;
    const amount = readAmount(cell.text);
    return (
      amount ??
      this.#blocked(cell, "amount-unreadable", `"${shown(cell.text)}" is not an amount. Mend the row or leave it out.`)
    );
  }

  /** Money that a row must have. */
  owed(cell: Cell): Decimal | undefined {
    const amount = this.money(cell);
    return amount === null
      ? this.#blocked(cell, "amount-empty", "The row has no amount. Mend the row or leave it out.")
      : amount;
  }

  /** A whole number of tokens or requests (`3`, `3.0`, `1,204`); `1.204` may be either and is none. */
  count(cell: Cell): Decimal | null | undefined {
    const count = readCount(cell.text);
    return count === undefined ? this.#noCount(cell) : count;
  }

  /** Seconds and other things that come in parts; a negative one is none. */
  measure(cell: Cell): Decimal | null | undefined {
    if (cell.text === "") return null;
    const text = /^\d{1,3}(?:,\d{3})+$/.test(cell.text) ? cell.text.replaceAll(",", "") : cell.text;
    const measure = readAmount(text);
    return measure && !isNegative(measure) ? measure : this.#noCount(cell);
  }

  #noCount(cell: Cell): undefined {
    return this.#blocked(
      cell,
      "count-unreadable",
      `"${shown(cell.text)}" is not a count. Mend the row or leave it out.`,
    );
  }

  #blocked({ row, column }: Cell, code: string, message: string): undefined {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }

  #checkFuture(day: DayOf["day"]): void {
    if (this.#isFutureSaid || !isFuture(day, this.#nowMs)) return;
    this.#isFutureSaid = true;
    this.#sink.issue(
      about(
        "warning",
        "date-in-future",
        `The file speaks for ${day}, which is after ${utcDay(this.#nowMs)}. Check where it was made.`,
      ),
    );
  }
}

/** UTC milliseconds of ISO text (without an offset: UTC), epoch seconds or milliseconds; null when it is none. */
export function readMs(text: string): number | null {
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const seconds = readEpochSeconds(text);
  return seconds === null ? readIsoMs(text) : Math.floor(seconds * 1000);
}

/** Days the calendar knows (1970 to 2199). */
const isStorable = (ms: number): boolean => ms >= 0 && ms < 84_000 * MS_PER_DAY;

const shown = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}...` : text);
