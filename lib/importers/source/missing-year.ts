import type { Sink } from "../importer.ts";
import { about } from "./headed-table.ts";
import { midnightOf } from "./wall-stamp.ts";

const MS_PER_DAY = 86_400_000;
/** No clock on Earth is further ahead of UTC. */
const AHEAD_MS = 14 * 3_600_000;
/** Neighbours of a log this close in another year were written in that year. */
const NEAR_MS = 7 * MS_PER_DAY;
/** A 29 February is at most this many years back. */
const MOST_YEARS = 8;

type Stamp = {
  readonly month: number;
  readonly day: number /** `13:08:10` or `13:08:10.957` */;
  readonly time: string;
};

/** The year of stamps that carry none: the latest in which they are not still to come. */
export class MissingYear {
  readonly #nowMs: number;
  readonly #years = new Set<number>();
  #lastMs: number | null = null;
  #unclearRow: number | null = null;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  /** The stamp with its year, as `StampReader` reads it; null when there is no such day. */
  stamp({ month, day, time }: Stamp, row: number): string | null {
    const [hour = "0", minute = "0", second = "0"] = time.split(":");
    const inDayMs = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
    const latest = new Date(this.#nowMs + AHEAD_MS).getUTCFullYear();
    for (let year = latest; year > latest - MOST_YEARS; year -= 1) {
      const midnightMs = midnightOf({ year, month, day });
      if (Number.isNaN(midnightMs) || midnightMs + inDayMs > this.#nowMs + AHEAD_MS) continue;
      this.#check({ year, month, day, inDayMs }, row);
      this.#years.add(year);
      this.#lastMs = midnightMs + inDayMs;
      return `${year}-${twoDigits(month)}-${twoDigits(day)} ${time}`;
    }
    return null;
  }

  /** A log that runs on into a stamp of a year before began a year earlier than it was read. */
  #check(
    { year, month, day, inDayMs }: { year: number; month: number; day: number; inDayMs: number },
    row: number,
  ): void {
    if (this.#lastMs === null || this.#unclearRow !== null) return;
    const sameYear = midnightOf({ year, month, day }) + inDayMs;
    const nextYear = midnightOf({ year: year + 1, month, day }) + inDayMs;
    const isBack = sameYear < this.#lastMs - NEAR_MS;
    if (isBack && nextYear >= this.#lastMs && nextYear - this.#lastMs < NEAR_MS) this.#unclearRow = row;
  }

  report(sink: Sink): void {
    if (this.#years.size > 0) {
      const years = [...this.#years].sort().join(", ");
      const message = `The stamps carry no year; each was read as the latest that is not still to come (${years}).`;
      sink.issue(about("notice", "year-assumed", message));
    }
    if (this.#unclearRow === null) return;
    sink.issue({
      severity: "blocking",
      row: this.#unclearRow,
      column: null,
      code: "year-unclear",
      message:
        "The log runs on past the day of the year that today is, so what stands above was written a year earlier than its stamps, which carry no year, were read. Upload the part from this line on, and put the year before the stamps above (2025-11-21) to upload those.",
    });
  }
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");
