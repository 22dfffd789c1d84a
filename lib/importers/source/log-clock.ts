import type { ReadOptions, Sink } from "../importer.ts";
import { about } from "./headed-table.ts";
import { isOrderedStamp, StampReader } from "./stamps.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;
const SHOWN = 60;

/** The instants of a log of readings. A stamp that is none, or that a clock wrote before it was set, blocks its row. */
export class LogClock {
  readonly #sink: Sink;
  readonly #column: string | null;
  readonly #latestMs: number;
  readonly #stamps: StampReader;

  constructor(sink: Sink, { zone, nowMs }: ReadOptions, column: string | null) {
    this.#sink = sink;
    this.#column = column;
    this.#latestMs = nowMs + MS_PER_DAY;
    this.#stamps = new StampReader(zone);
  }

  /** Looks at a stamp ahead of its row: one like 25-03-2026 tells that the day is written first. */
  learn(text: string): void {
    this.#stamps.learn(text);
  }

  /** UTC milliseconds; null when the row has no usable time, which is then reported. */
  instantOf(text: string, row: number): number | null {
    const atMs = this.#stamps.read(text);
    if (atMs > EARLIEST_MS && atMs < this.#latestMs) return atMs;
    if (!Number.isNaN(atMs))
      this.#block(
        row,
        "date-out-of-range",
        `"${text.slice(0, SHOWN)}" is before the year 2000 or still to come; the clock was wrong. Leave the row out, or mend its time.`,
      );
    else if (text === "") this.#block(row, "date-missing", "The row has no time. Mend the row or leave it out.");
    else if (this.#stamps.order === null && isOrderedStamp(text))
      this.#block(
        row,
        "date-ambiguous",
        `"${text}" may be the day or the month first, and no row at the top of the log tells which. Write the dates as 2026-05-14.`,
      );
    else this.#block(row, "date-unreadable", `"${text.slice(0, SHOWN)}" is not a time. Mend the row or leave it out.`);
    return null;
  }

  /** What has to be said of the stamps as a whole. Call once, after the last row. */
  report(): void {
    reportZone(this.#stamps, this.#sink);
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: this.#column, code, message });
  }
}

/** Says when stamps without a zone were read as UTC, and where a zone's changes of the clock leave a doubt. */
export function reportZone({ clock, sawZoneless }: StampReader, sink: Sink): void {
  if (sawZoneless && !clock)
    sink.issue(
      about(
        "warning",
        "zone-missing",
        "The stamps carry no time zone and none was given, so they were read as UTC. Give the rig's zone to place the hours right.",
      ),
    );
  if (clock?.beganInRepeat)
    sink.issue(
      about(
        "warning",
        "begins-in-repeated-hour",
        "The log begins in the hour that the change to winter time repeats; it was read as the first of the two.",
      ),
    );
  if (clock && clock.skipped > 0)
    sink.issue(
      about(
        "warning",
        "time-does-not-exist",
        `${clock.skipped} stamps show a time that the change to summer time skips. Check that the zone is the rig's.`,
      ),
    );
}
