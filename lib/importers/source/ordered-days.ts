import { type Day, parseDay, utcDay } from "../../core/calendar.ts";
import { readIsoMs } from "./days.ts";

const ORDERED = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[ T].*)?$/;
const MOST_SEEN = 400;

export type DayOrder = "month-first" | "day-first";

/**
 * Days as `2026-05-14`, or as `05/14/2026` and `14/05/2026`, whose order a file shows somewhere: a number over 12, dots (which are
 * day first), or the part that stays the same over the month.
 */
export class OrderedDays {
  order: DayOrder | null = null;
  /** Nothing in the file told the order for certain. */
  isGuess = false;
  readonly #first = new Set<number>();
  readonly #second = new Set<number>();

  /** @returns whether the text can be read now: it is no day of unknown order. */
  learn(text: string): boolean {
    if (this.order !== null) return true;
    const match = ORDERED.exec(text);
    if (!match) return true;
    const first = Number(match[1]);
    const second = Number(match[3]);
    if (match[2] === "." || (first > 12 && second <= 12)) this.order = "day-first";
    else if (second > 12 && first <= 12) this.order = "month-first";
    if (this.#first.size < MOST_SEEN) this.#first.add(first);
    if (this.#second.size < MOST_SEEN) this.#second.add(second);
    return this.order !== null;
  }

  /** Settles the order from what was seen: the part that stays is the month; else month first, as in the US. */
  decide(): void {
    if (this.order !== null || this.#first.size === 0) return;
    this.order = this.#second.size === 1 && this.#first.size > 1 ? "day-first" : "month-first";
    this.isGuess = true;
  }

  /** Null when it is no day, or one that contradicts the order. */
  read(text: string): Day | null {
    const match = ORDERED.exec(text);
    if (!match) {
      const ms = readIsoMs(/^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text);
      return ms === null ? null : utcDay(ms);
    }
    const [, first = "", , second = "", year = ""] = match;
    const [month, day] = this.order === "day-first" ? [second, first] : [first, second];
    return parseDay(`${year.length === 2 ? `20${year}` : year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`);
  }
}
