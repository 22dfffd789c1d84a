import { ZoneClock } from "./zone-clock.ts";

const SLASH = 47;
const DASH = 45;
const SPACE = 32;
const COLON = 58;
const LETTER_T = 84;
const MS_PER_DAY = 86_400_000;

/** Whether 04-03-2021 is a day before a month or after it; null until a value above 12 tells. */
export type DateOrder = "day-first" | "month-first" | null;

/**
 * Reads the stamps of one log, a character at a time where it matters: `2026/05/09 03:57:48.161`, ISO with or without
 * an offset, epoch seconds or milliseconds, and `04-03-2021 13:32:39` once its order is known.
 * Stamps without a zone are read in `zone`, or as UTC when there is none (`sawZoneless` says so).
 */
export class StampReader {
  readonly #clock: ZoneClock | null;
  #prefix = " ";
  #prefixWallMs = 0;
  #tail = "";
  #tailOffsetMs: number | null = null;
  sawZoneless = false;
  order: DateOrder = null;

  constructor(zone: string | null) {
    this.#clock = zone === null ? null : new ZoneClock(zone);
  }

  get clock(): ZoneClock | null {
    return this.#clock;
  }

  /** UTC milliseconds; NaN when it is no stamp, or a day-or-month-first one whose order is not known yet. */
  read(text: string): number {
    const separator = text.charCodeAt(4);
    if (separator === SLASH || separator === DASH) return this.#calendar(text);
    if (isNumeric(text)) return epochMs(text);
    return this.#ordered(text);
  }

  /** Learns the order from a stamp like 25-03-2021, where one number can only be a day. */
  learn(text: string): void {
    const match = ORDERED.exec(text);
    if (!match) return;
    if (Number(match[1]) > 12 && Number(match[2]) <= 12) this.order = "day-first";
    if (Number(match[2]) > 12 && Number(match[1]) <= 12) this.order = "month-first";
  }

  #calendar(text: string): number {
    if (!text.startsWith(this.#prefix)) {
      const wallMs = hourOf(text);
      if (Number.isNaN(wallMs)) return Number.NaN;
      this.#prefix = text.slice(0, 13);
      this.#prefixWallMs = wallMs;
    }
    if (text.charCodeAt(13) !== COLON) return Number.NaN;
    const minute = twoDigits(text, 14);
    const hasSeconds = text.charCodeAt(16) === COLON;
    const second = hasSeconds ? twoDigits(text, 17) : 0;
    if (!(minute < 60 && second < 61)) return Number.NaN;
    let at = hasSeconds ? 19 : 16;
    let ms = 0;
    const mark = text.charCodeAt(at);
    if (mark === 46 || mark === 44) {
      let weight = 100;
      for (at += 1; at < text.length; at += 1, weight /= 10) {
        const digit = text.charCodeAt(at) - 48;
        if (!(digit >= 0 && digit <= 9)) break;
        if (weight >= 1) ms += digit * weight;
      }
    }
    const wallMs = this.#prefixWallMs + minute * 60_000 + second * 1000 + ms;
    return at >= text.length ? this.#local(wallMs) : this.#withTail(wallMs, text.slice(at));
  }

  #withTail(wallMs: number, tail: string): number {
    if (tail !== this.#tail) {
      this.#tail = tail;
      this.#tailOffsetMs = offsetOf(tail.trim());
    }
    return this.#tailOffsetMs === null ? Number.NaN : wallMs - this.#tailOffsetMs;
  }

  #local(wallMs: number): number {
    this.sawZoneless = true;
    return this.#clock === null ? wallMs : this.#clock.instantOf(wallMs);
  }

  #ordered(text: string): number {
    const match = ORDERED.exec(text);
    if (!match || this.order === null) return Number.NaN;
    const [, first = "", second = "", year = "", hour = "0", minute = "0", seconds = "0", fraction = ""] = match;
    const month = this.order === "month-first" ? first : second;
    const day = this.order === "month-first" ? second : first;
    const midnight = midnightOf(Number(year), Number(month), Number(day));
    const ms = Number(fraction.slice(0, 3).padEnd(3, "0"));
    return this.#local(midnight + (Number(hour) * 3600 + Number(minute) * 60 + Number(seconds)) * 1000 + ms);
  }
}

const ORDERED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?$/;

/** Is it a stamp like 04-03-2021, which is a day first or a month first? */
export const isOrderedStamp = (text: string): boolean => ORDERED.test(text);

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** `2026/05/09 03` as wall time; NaN when it is no real day and hour. */
function hourOf(text: string): number {
  const between = text.charCodeAt(10);
  if (text.charCodeAt(7) !== text.charCodeAt(4) || (between !== SPACE && between !== LETTER_T)) return Number.NaN;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const midnight = midnightOf(year, twoDigits(text, 5), twoDigits(text, 8));
  const hour = twoDigits(text, 11);
  return hour < 24 ? midnight + hour * 3_600_000 : Number.NaN;
}

function midnightOf(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return Number.NaN;
  const ms = Date.UTC(year, month - 1, day);
  // A day past the end of its month would land in the next.
  return Math.floor(ms / MS_PER_DAY) * MS_PER_DAY === ms && new Date(ms).getUTCDate() === day ? ms : Number.NaN;
}

function offsetOf(tail: string): number | null {
  if (tail === "Z" || tail === "z" || tail === "UTC" || tail === "GMT") return 0;
  const match = /^([+-])(\d{2}):?(\d{2})?(?::?\d{2})?$/.exec(tail);
  if (!match) return null;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? "0");
  return (match[1] === "-" ? -1 : 1) * minutes * 60_000;
}

function isNumeric(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (!((code >= 48 && code <= 57) || code === 46)) return false;
  }
  return text.length >= 9;
}

/** Epoch seconds (9 to 11 digits before the point) or milliseconds (12 to 14). */
function epochMs(text: string): number {
  const point = text.indexOf(".");
  const digits = point < 0 ? text.length : point;
  const value = Number(text);
  if (digits >= 9 && digits <= 11) return Math.round(value * 1000);
  return digits >= 12 && digits <= 14 ? Math.round(value) : Number.NaN;
}
