import { add, type Decimal, isNegative, isZero } from "../../core/decimal.ts";
import type { PowerScope, SeriesKind } from "../../core/energy/series.ts";
import { type MeasuredUnit, wholeOf } from "../../core/energy/units.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { SAID } from "./energy-issues.ts";
import { about, cellAt, type RowReader } from "./headed-table.ts";
import { slotEnd } from "./interval-step.ts";
import { readMeasured } from "./measured-cell.ts";
import { MeterClock, type MeterInstant } from "./meter-clock.ts";
import { Tally } from "./tally.ts";
import type { StampFormat } from "./wall-stamp.ts";

/** One series of a table: the cells it is read from (added, where a meter has several registers) and what they are. */
export type EnergyColumn = {
  readonly positions: readonly number[];
  /** For issues. */
  readonly column: string;
  readonly key: string;
  readonly device: string;
  readonly scope: PowerScope;
  readonly kind: SeriesKind;
  readonly unit: MeasuredUnit;
};

export type EnergyTable = {
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly time: {
    readonly position: number;
    readonly clock: number;
    readonly format: StampFormat;
    readonly column: string;
  };
  /** The series a row has readings of. */
  seriesOf(cells: readonly string[]): readonly EnergyColumn[];
  /** Of which kind the series are, as far as the clock asks. */
  readonly kind: SeriesKind;
  readonly decimal: "." | ",";
  /** A reading of 0 W is a meter that was not read. */
  readonly isZeroMissing: boolean;
  /** How long an interval is, and which end of it the stamp is. */
  readonly interval: { readonly stepMs: number; readonly stamp: "start" | "end" } | null;
};

/** What no single device of a scope exceeds, in milliwatts: above it a reading is a sentinel or a slip. */
const MOST_MILLIWATTS: Readonly<Record<PowerScope, number>> = {
  ...{ gpu: 3_000_000, cpu: 3_000_000, soc: 3_000_000, server: 20_000_000, wall: 150_000_000 },
};

type Cell = { readonly of: EnergyColumn; readonly row: number; readonly at: MeterInstant; readonly value: Decimal };

/** Reads the rows of a table of power or energy. What is missing stays missing; what cannot be read blocks its row. */
export class EnergyRows implements RowReader {
  readonly clock: MeterClock;
  readonly #table: EnergyTable;
  readonly #tally: Tally;
  readonly #declared = new Set<string>();
  #readings = 0;
  #rows = 0;

  constructor(table: EnergyTable) {
    this.#table = table;
    this.#tally = new Tally(table.sink);
    this.clock = new MeterClock({
      sink: table.sink,
      options: table.options,
      format: table.time.format,
      column: table.time.column,
      kind: table.kind,
    });
  }

  stampText(cells: readonly string[]): string {
    const { position, clock } = this.#table.time;
    const text = cellAt(cells, position);
    return clock < 0 ? text : `${text} ${cellAt(cells, clock)}`.trim();
  }

  row(cells: readonly string[], row: number): void {
    this.#rows += 1;
    const columns = this.#table.seriesOf(cells);
    const [first] = columns;
    if (!first) return;
    const text = this.stampText(cells);
    const at = this.clock.read({ text, series: columns.length === 1 ? first.key : "", row });
    if (!at) return;
    for (const of of columns) this.#readCells(cells, { of, row, at });
  }

  #readCells(cells: readonly string[], { of, row, at }: Omit<Cell, "value">): void {
    let total: Decimal | null = null;
    let unit = of.unit;
    for (const position of of.positions) {
      const text = cellAt(cells, position);
      const read = readMeasured(text, { unit: of.unit, decimal: this.#table.decimal });
      if (read === "missing") {
        this.#missing({ of, row, at });
        return;
      }
      if (read === "unreadable") {
        this.#table.sink.issue({
          severity: "blocking",
          row,
          column: of.column,
          code: "value-unreadable",
          message: `"${text.slice(0, 60)}" is not a figure in ${of.unit} with "${this.#table.decimal}" before its decimals. Mend the row or leave it out.`,
        });
        return;
      }
      total = total === null ? read.value : add(total, read.value);
      unit = read.unit;
    }
    if (total !== null) this.#yield({ of: unit === of.unit ? of : { ...of, unit }, row, at, value: total });
  }

  #missing({ of, row, at }: Omit<Cell, "value">): void {
    this.#tally.note({ ...SAID.missing, column: of.column }, row);
    this.#silence({ of, row, at });
  }

  /** What held before a reading that was left out holds no longer: until the next one the power is not known. */
  #silence({ of, row, at }: Omit<Cell, "value">): void {
    if (of.kind !== "on-change") return;
    this.#declare(of);
    this.#table.sink.energy({ is: "silence", row, series: of.key, atMs: at.atMs });
  }

  #yield(cell: Cell): void {
    const { kind } = cell.of;
    if (kind === "counter") this.#counter(cell);
    else if (kind === "interval") this.#interval(cell);
    else this.#power(cell);
  }

  #power({ of, row, at, value }: Cell): void {
    const milliwatts = wholeOf(value, { unit: of.unit, to: "milliwatts" });
    const problem = this.#powerProblem(value, { milliwatts, scope: of.scope });
    if (problem !== null || milliwatts === null) {
      this.#tally.note({ ...(problem ?? SAID.impossible), column: of.column }, row);
      this.#silence({ of, row, at });
      return;
    }
    this.#count(of);
    this.#table.sink.sample({ row, device: of.key, atMs: at.atMs, milliwatts });
  }

  #powerProblem(value: Decimal, { milliwatts, scope }: { milliwatts: number | null; scope: PowerScope }) {
    if (isNegative(value)) return SAID.negativePower;
    if (isZero(value)) return this.#table.isZeroMissing || scope === "gpu" ? SAID.zero : null;
    return milliwatts === null || milliwatts > MOST_MILLIWATTS[scope] ? SAID.impossible : null;
  }

  #counter({ of, row, at, value }: Cell): void {
    const millijoules = isNegative(value) ? null : wholeOf(value, { unit: of.unit, to: "millijoules" });
    if (millijoules === null) {
      const said = isNegative(value) ? SAID.negativeCounter : SAID.impossible;
      this.#tally.note({ ...said, column: of.column }, row);
      return;
    }
    this.#count(of);
    this.#table.sink.energy({ is: "counter", row, series: of.key, atMs: at.atMs, millijoules });
  }

  #interval({ of, row, at, value }: Cell): void {
    const { interval } = this.#table;
    const microjoules = wholeOf(value, { unit: of.unit, to: "microjoules" });
    if (microjoules === null || !interval) {
      this.#tally.note({ ...SAID.impossible, column: of.column }, row);
      return;
    }
    if (isNegative(value)) this.#tally.note({ ...SAID.negativeEnergy, column: of.column }, row);
    this.#count(of);
    const isStart = interval.stamp === "start";
    const fromMs = isStart ? at.atMs : at.atMs - interval.stepMs;
    const toMs = isStart ? slotEnd(at, { stepMs: interval.stepMs, clock: this.clock }) : at.atMs;
    this.#table.sink.energy({ is: "interval", row, series: of.key, fromMs, toMs, microjoules });
  }

  #count(of: EnergyColumn): void {
    this.#readings += 1;
    this.#declare(of);
  }

  #declare({ key, device, scope, kind }: EnergyColumn): void {
    if (this.#declared.has(key)) return;
    this.#declared.add(key);
    this.#table.sink.energy({ is: "series", key, device, scope, kind });
  }

  end(): void {
    this.#tally.report();
    this.clock.report();
    if (this.#readings === 0 && this.#rows > 0)
      this.#table.sink.issue(about("warning", "no-readings", "No row of the file holds a reading."));
  }
}
