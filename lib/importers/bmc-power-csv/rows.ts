import type { ReadOptions, Sample, Sink } from "../importer.ts";
import { about, type Columns, cellAt, type RowReader } from "../source/headed-table.ts";
import { LogClock } from "../source/log-clock.ts";
import { PolledPower } from "../source/polled-power.ts";
import { scaledInteger } from "../source/scaled-integer.ts";
import { sortedUnixDate } from "../source/unix-date.ts";
import { type Layout, type PowerColumn, TOTALS } from "./layout.ts";

/** A total that is off by more than this share of it counts something else than the parts. */
const TOTAL_PERCENT = 1;
/** A total alone may be of a whole cluster: 1 MW. */
const MOST_OF_A_TOTAL = 1_000_000_000;
/** `412 W`, `412 Watts`: a unit beside the figure is dropped. */
const UNIT = /^(\S+)\s*(?:w|watts?)$/i;

type Given = {
  readonly layout: Layout;
  readonly columns: Columns;
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly sample: Sample;
};

/** Reads one row a tick: every server's watts at the row's time. */
export class PowerRows implements RowReader {
  readonly #layout: Layout;
  readonly #names: readonly string[];
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #power: PolledPower;
  #rows = 0;
  #otherTotals = 0;
  #firstOther = 0;

  constructor({ layout, columns, sink, options, sample }: Given) {
    this.#layout = layout;
    this.#names = columns.names;
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, columns.names[layout.time] ?? null);
    for (const cells of sample.records) this.#clock.learn(this.#stamp(cells));
    const isTotal = layout.power.length === 1 && TOTALS.has(layout.power[0]?.device ?? "");
    this.#power = new PolledPower(sink, { scope: "server", ...(isTotal ? { mostMilliwatts: MOST_OF_A_TOTAL } : {}) });
    this.#reportColumns();
  }

  row(cells: readonly string[], row: number): void {
    const atMs = this.#clock.instantOf(this.#stamp(cells), row);
    if (atMs === null) return;
    this.#rows += 1;
    for (const column of this.#layout.power) {
      const device = this.#layout.isLong ? cellAt(cells, this.#layout.host) || "server" : column.device;
      const text = figureOf(cells, column);
      this.#power.add({ row, device, atMs, text, factor: column.factor, column: this.#names[column.position] ?? null });
    }
    if (this.#layout.total) this.#compareTotal(cells, this.#layout.total, row);
  }

  end(): void {
    this.#power.report();
    this.#clock.report();
    if (this.#otherTotals > 0)
      this.#sink.issue({
        severity: "warning",
        row: this.#firstOther,
        column: this.#names[this.#layout.total?.position ?? -1] ?? null,
        code: "total-differs",
        message: `In ${this.#otherTotals} rows the total is not the sum of the servers beside it; the servers were read. Check that no server is missing from the log.`,
      });
    if (this.#rows > 0 && this.#power.readings === 0)
      this.#sink.issue(about("notice", "no-readings", "The log holds no power reading."));
  }

  #stamp(cells: readonly string[]): string {
    const text = cellAt(cells, this.#layout.time);
    return sortedUnixDate(this.#layout.clock < 0 ? text : `${text} ${cellAt(cells, this.#layout.clock)}`);
  }

  #compareTotal(cells: readonly string[], total: PowerColumn, row: number): void {
    const stated = scaledInteger(figureOf(cells, total), total.factor);
    if (!(stated > 0)) return;
    let sum = 0;
    for (const column of this.#layout.power) {
      const part = scaledInteger(figureOf(cells, column), column.factor);
      // With a part missing the total is no sum of the others, and says nothing of them.
      if (!(part > 0)) return;
      sum += part;
    }
    if (Math.abs(stated - sum) * 100 <= stated * TOTAL_PERCENT) return;
    if (this.#otherTotals === 0) this.#firstOther = row;
    this.#otherTotals += 1;
  }

  #reportColumns(): void {
    const { total, unused, power } = this.#layout;
    if (total)
      this.#sink.issue(
        about(
          "notice",
          "total-not-added",
          `The column ${this.#names[total.position] ?? "total"} is the sum of the servers beside it (${power.length}) and was not added.`,
        ),
      );
    if (unused.length > 0)
      this.#sink.issue(
        about(
          "notice",
          "columns-unused",
          `These columns are parts of a server, limits or extremes, and were not added: ${unused.slice(0, 12).join(", ")}.`,
        ),
      );
  }
}

function figureOf(cells: readonly string[], { position }: PowerColumn): string {
  const cell = cellAt(cells, position);
  const last = cell.charCodeAt(cell.length - 1);
  return last >= 48 && last <= 57 ? cell : (UNIT.exec(cell)?.[1] ?? cell);
}
