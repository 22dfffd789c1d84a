import type { SeriesKind } from "../../core/energy/series.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { FoldClock, ZoneWalls } from "./fold-clock.ts";
import { about } from "./headed-table.ts";
import { type StampFormat, WallStamps } from "./wall-stamp.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;

type Given = {
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly format: StampFormat;
  /** The column to name in issues. */
  readonly column: string | null;
  readonly kind: SeriesKind;
};
export type StampCell = { readonly text: string; readonly series: string; readonly row: number };
/** An instant, and the local midnight or step after it can be found from the wall time it was written with. */
export type MeterInstant = { readonly atMs: number; readonly wallMs: number; readonly isLocal: boolean };

/**
 * Reads the times of a meter's table: local ones in the given zone, series by series, both nights of the year included.
 * What is no time, or a time before 2000 or still to come, is a blocking issue of its row.
 */
export class MeterClock {
  readonly stamps: WallStamps;
  readonly walls: ZoneWalls | null;
  readonly #given: Given;
  readonly #clocks = new Map<string, FoldClock>();
  #lastSeries: string | null = null;
  #last: FoldClock | null = null;
  #sawZoneless = false;
  #isAmbiguitySaid = false;

  constructor(given: Given) {
    this.#given = given;
    this.stamps = new WallStamps(given.format);
    this.walls = given.options.zone === null ? null : new ZoneWalls(given.options.zone);
  }

  /** Null when the cell holds no usable time, which was then said. */
  read({ text, series, row }: StampCell): MeterInstant | null {
    const stamp = this.stamps.read(text);
    if (!stamp) return this.#unreadable(text, row);
    const { wallMs, offsetMs } = stamp;
    const atMs = offsetMs === null ? this.#local(wallMs, series) : wallMs - offsetMs;
    if (atMs >= EARLIEST_MS && atMs < this.#given.options.nowMs + MS_PER_DAY)
      return { atMs, wallMs, isLocal: offsetMs === null };
    return this.#block(
      row,
      "date-out-of-range",
      `"${text}" is before the year 2000 or still to come; the clock was wrong. Leave the row out, or mend its time.`,
    );
  }

  #local(wallMs: number, series: string): number {
    this.#sawZoneless = true;
    if (!this.walls) return wallMs;
    if (series !== this.#lastSeries || this.#last === null) {
      let clock = this.#clocks.get(series);
      if (!clock) {
        const { kind } = this.#given;
        clock = new FoldClock(this.walls, { isEqualRepeat: kind === "interval" || kind === "counter" });
        this.#clocks.set(series, clock);
      }
      this.#last = clock;
      this.#lastSeries = series;
    }
    return this.#last.instantOf(wallMs);
  }

  #unreadable(text: string, row: number): null {
    if (text === "") return this.#block(row, "date-missing", "The row has no time. Mend the row or leave it out.");
    if (!this.stamps.isAmbiguous(text))
      return this.#block(row, "date-unreadable", `"${text.slice(0, 60)}" is not a time. Mend the row or leave it out.`);
    if (this.#isAmbiguitySaid) return null;
    this.#isAmbiguitySaid = true;
    return this.#block(
      row,
      "date-ambiguous",
      `"${text.slice(0, 60)}" may be the day or the month first, and no row of the file tells which. Export the dates as 2026-05-14, or map the table and say which it is.`,
    );
  }

  report(): void {
    const { sink } = this.#given;
    const clocks = [...this.#clocks.values()];
    const skipped = clocks.reduce((count, clock) => count + clock.skipped, 0);
    if (this.#sawZoneless && !this.walls)
      sink.issue(
        about(
          "warning",
          "zone-missing",
          "The stamps carry no time zone and none was given, so they were read as UTC. Give the rig's zone to place the hours right.",
        ),
      );
    if (clocks.some((clock) => clock.beganInRepeat))
      sink.issue(
        about(
          "warning",
          "begins-in-repeated-hour",
          "The log begins in the hour that the change to winter time repeats; it was read as the first of the two.",
        ),
      );
    if (skipped > 0)
      sink.issue(
        about(
          "warning",
          "time-does-not-exist",
          `${skipped} stamps show a time that the change to summer time skips. Check that the zone is the rig's.`,
        ),
      );
  }

  #block(row: number, code: string, message: string): null {
    this.#given.sink.issue({ severity: "blocking", row, column: this.#given.column, code, message });
    return null;
  }
}
