import type { ReadOptions, Sink } from "../importer.ts";
import { about, cellAt, type RowReader } from "../source/headed-table.ts";
import { LogClock } from "../source/log-clock.ts";
import { isMissingFigure } from "../source/polled-power.ts";
import { MICROJOULES_PER, scaledInteger } from "../source/scaled-integer.ts";
import { Tally } from "../source/tally.ts";
import type { EnergyColumns } from "./columns.ts";

/** More than 100 kW all through a bucket: no such meter measures that. In microjoules a second. */
const MOST_A_SECOND = 100_000_000_000;

const kind = (severity: "notice" | "warning", code: string, message: string) => ({
  severity,
  code,
  column: null,
  message,
});
const MISSING = kind("notice", "energy-missing", "A bucket holds no figure; it is missing, not 0.");
const NEGATIVE = kind("warning", "energy-negative", "A bucket holds less than 0 Wh; it was left out.");
const TOO_MUCH = kind("warning", "energy-impossible", "A bucket means more than 100 kW; it was left out.");
const RETURNED = kind("warning", "energy-returned", "Energy flowed back; it was not taken off what was used.");

type Given = {
  readonly columns: EnergyColumns;
  readonly names: readonly string[];
  readonly sink: Sink;
  readonly options: ReadOptions;
};
type Row = { readonly row: number; readonly atMs: number; readonly figures: readonly string[] };

/**
 * Buckets stamped with their start. How long one is, is not in the file: it is the step to the next stamp of its own block
 * when that is a minute or ten, else the step before. Blocks come out of order and twice; the readings say so themselves.
 */
export class EnergyRows implements RowReader {
  readonly #columns: EnergyColumns;
  readonly #names: readonly string[];
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #tally: Tally;
  /** The row whose bucket ends where the next one begins. */
  #held: Row | null = null;
  /** Seconds between the held row and the one before it; 0 at the start of a block. */
  #stepBefore = 0;
  #yielded = 0;

  constructor({ columns, names, sink, options }: Given) {
    this.#columns = columns;
    this.#names = names;
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, names[columns.time] ?? null);
    this.#tally = new Tally(sink);
    for (const { device } of columns.phases)
      sink.energy({ is: "series", key: device, device: `Shelly ${device}`, scope: "wall", kind: "interval" });
  }

  row(cells: readonly string[], row: number): void {
    const stamp = cellAt(cells, this.#columns.time);
    const atMs = this.#clock.instantOf(this.#columns.isUtc && stamp !== "" ? `${stamp}Z` : stamp, row);
    if (atMs === null) return;
    for (const position of this.#columns.returned)
      if (Number(cellAt(cells, position)) > 0) this.#tally.note(RETURNED, row);
    const step = this.#held ? this.#known((atMs - this.#held.atMs) / 1000) : 0;
    this.#flush(step);
    this.#held = { row, atMs, figures: this.#columns.phases.map(({ position }) => cellAt(cells, position)) };
    this.#stepBefore = step;
  }

  end(): void {
    this.#flush(0);
    this.#tally.report();
    this.#clock.report();
    if (this.#columns.returned.length > 0)
      this.#sink.issue(
        about("notice", "returned-not-read", "Returned energy is in the file; only what was used is read."),
      );
    if (this.#yielded === 0) this.#sink.issue(about("notice", "no-readings", "The file holds no energy."));
  }

  /** The step if it can be a bucket's length, else 0: a gap, or another block. */
  #known(seconds: number): number {
    return this.#columns.bucketSeconds.includes(seconds) ? seconds : 0;
  }

  #flush(stepAfter: number): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    const isAfter = stepAfter > 0 && held.atMs % (stepAfter * 1000) === 0;
    const seconds = (isAfter ? stepAfter : 0) || this.#stepBefore || this.#lengthAlone(held.atMs);
    for (const [place, { device }] of this.#columns.phases.entries())
      this.#yield({ ...held, seconds, device, text: held.figures[place] ?? "" }, place);
  }

  /** A row with no neighbour in its block: a stamp between two tens of minutes can only be a minute. */
  #lengthAlone(atMs: number): number {
    const [shortest = 60, longest = shortest] = this.#columns.bucketSeconds;
    return atMs % (longest * 1000) === 0 ? longest : shortest;
  }

  #yield(
    { row, atMs, seconds, device, text }: Row & { seconds: number; device: string; text: string },
    place: number,
  ): void {
    const microjoules = scaledInteger(text, MICROJOULES_PER.Wh);
    if (microjoules > seconds * MOST_A_SECOND) this.#tally.note(TOO_MUCH, row);
    else if (microjoules < 0) this.#tally.note(NEGATIVE, row);
    else if (microjoules >= 0) {
      this.#yielded += 1;
      this.#sink.energy({
        is: "interval",
        row,
        series: device,
        fromMs: atMs,
        toMs: atMs + seconds * 1000,
        microjoules,
      });
    } else if (isMissingFigure(text)) this.#tally.note(MISSING, row);
    else
      this.#sink.issue({
        severity: "blocking",
        row,
        column: this.#names[this.#columns.phases[place]?.position ?? -1] ?? null,
        code: "energy-unreadable",
        message: `"${text.slice(0, 40)}" is no number of watt-hours. Mend the row or leave it out.`,
      });
  }
}
