import type { DateOrder } from "./stamps.ts";

/** How a column writes its times; `auto` takes what leaves no doubt and asks `order` for 04/03/2026. */
export type StampFormat = "auto" | "iso" | "year-first" | "day-first" | "month-first" | "epoch-seconds" | "epoch-ms";

/** A time as written: wall time in ms as if it were UTC, and its offset; null where it carries none. */
export type WallStamp = { readonly wallMs: number; readonly offsetMs: number | null };

const DATE_FIRST = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:[,T\s]+(.*))?$/;
const YEAR_FIRST = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:[,T\s]+(.*))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:[T\s]?(\d{2}):?(\d{2}):?(\d{2})?)?$/;
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([ap])\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
const EPOCH_SECONDS = /^\d{9,11}(?:\.\d+)?$/;
const EPOCH_MS = /^\d{12,14}(?:\.\d+)?$/;
const MS_PER_DAY = 86_400_000;

/** Reads stamps of one column, at any precision from a day to a millisecond. */
export class WallStamps {
  readonly #format: StampFormat;
  /** Whether 04/03/2026 is a day first or a month first, where `auto` has learnt it. */
  order: DateOrder = null;
  #day = "";
  #midnightMs = 0;

  constructor(format: StampFormat) {
    this.#format = format;
    if (format === "day-first" || format === "month-first") this.order = format;
  }

  /** Learns the order from a stamp like 25/03/2026, where one number can only be a day. */
  learn(text: string): void {
    const [, first, second] = DATE_FIRST.exec(text) ?? [];
    if (this.#format !== "auto" || first === undefined) return;
    if (Number(first) > 12 && Number(second) <= 12) this.order = "day-first";
    if (Number(second) > 12 && Number(first) <= 12) this.order = "month-first";
  }

  /** Is it a stamp like 04/03/2026 whose order nothing has told yet. */
  isAmbiguous(text: string): boolean {
    return this.#format === "auto" && this.order === null && DATE_FIRST.test(text);
  }

  /** @returns null when the text is no stamp of this format */
  read(text: string): WallStamp | null {
    const blank = text.indexOf(" ");
    const end = blank < 0 ? text.indexOf("T") : blank;
    // Most rows are of the day before them.
    if (end > 0 && this.#day !== "" && text.startsWith(this.#day) && end === this.#day.length)
      return withTime(this.#midnightMs, text.slice(end + 1).trim()) ?? this.#whole(text);
    const stamp = this.#whole(text);
    if (stamp && end > 0 && !this.#format.startsWith("epoch")) {
      this.#day = text.slice(0, end);
      this.#midnightMs = Math.floor(stamp.wallMs / MS_PER_DAY) * MS_PER_DAY;
      if (text.slice(end + 1).startsWith("24")) this.#day = "";
    }
    return stamp;
  }

  #whole(text: string): WallStamp | null {
    switch (this.#format) {
      case "epoch-seconds":
        return epoch(text, EPOCH_SECONDS, 1000);
      case "epoch-ms":
        return epoch(text, EPOCH_MS, 1);
      case "iso":
      case "year-first":
        return yearFirst(text);
      case "day-first":
      case "month-first":
        return this.#dateFirst(text);
      case "auto":
        return yearFirst(text) ?? this.#dateFirst(text) ?? epoch(text, EPOCH_SECONDS, 1000) ?? epoch(text, EPOCH_MS, 1);
      default:
        return this.#format satisfies never;
    }
  }

  #dateFirst(text: string): WallStamp | null {
    const [, first = "", second = "", year = "", time = ""] = DATE_FIRST.exec(text) ?? [];
    if (year === "" || this.order === null) return null;
    const [day, month] = this.order === "day-first" ? [first, second] : [second, first];
    const full = year.length === 2 ? 2000 + Number(year) : Number(year);
    return withTime(midnightOf({ year: full, month: Number(month), day: Number(day) }), time.trim());
  }
}

function yearFirst(text: string): WallStamp | null {
  const [, year, month, day, time = ""] = YEAR_FIRST.exec(text) ?? [];
  if (year !== undefined)
    return withTime(midnightOf({ year: Number(year), month: Number(month), day: Number(day) }), time.trim());
  const compact = COMPACT.exec(text);
  if (!compact) return null;
  const [, cYear, cMonth, cDay, hour = "00", minute = "00", second = "00"] = compact;
  const date = midnightOf({ year: Number(cYear), month: Number(cMonth), day: Number(cDay) });
  return withTime(date, `${hour}:${minute}:${second}`);
}

/** NaN when there is no such day. */
export function midnightOf({ year, month, day }: { year: number; month: number; day: number }): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return Number.NaN;
  const ms = Date.UTC(year, month - 1, day);
  return new Date(ms).getUTCDate() === day ? ms : Number.NaN;
}

function withTime(midnightMs: number, time: string): WallStamp | null {
  if (Number.isNaN(midnightMs)) return null;
  if (time === "") return { wallMs: midnightMs, offsetMs: null };
  const plain = plainTimeMs(time);
  if (plain >= 0) return { wallMs: midnightMs + plain, offsetMs: null };
  const match = TIME.exec(time);
  if (!match) return null;
  const [, hourText = "0", minute = "0", second = "0", fraction = "", half, offset] = match;
  let hour = Number(hourText);
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  const ms = ((hour * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.slice(0, 3).padEnd(3, "0"));
  // 24:00 is the end of its day; 24:15 is no time.
  if (Number(minute) > 59 || Number(second) > 60 || ms > MS_PER_DAY) return null;
  return { wallMs: midnightMs + ms, offsetMs: offset === undefined ? null : offsetMsOf(offset) };
}

/** `13:05` or `13:05:09` in ms; -1 when it is anything else. */
function plainTimeMs(time: string): number {
  if ((time.length !== 5 && time.length !== 8) || time.charCodeAt(2) !== COLON) return -1;
  const seconds = time.length === 5 ? 0 : time.charCodeAt(5) === COLON ? twoDigits(time, 6) : -1;
  const [hour, minute] = [twoDigits(time, 0), twoDigits(time, 3)];
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || seconds < 0 || seconds > 59) return -1;
  return ((hour * 60 + minute) * 60 + seconds) * 1000;
}

const COLON = 58;
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function offsetMsOf(offset: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (!match) return 0;
  return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? "0")) * 60_000;
}

function epoch(text: string, pattern: RegExp, factor: number): WallStamp | null {
  return pattern.test(text) ? { wallMs: Math.round(Number(text) * factor), offsetMs: 0 } : null;
}
