import type { ReadOptions, Sink } from "../importer.ts";
import { millijoulesOf } from "../source/energy-units.ts";
import { about, type Columns, cellAt } from "../source/headed-table.ts";
import { TupleMemo } from "../source/keys.ts";
import type { LogRows } from "../source/log-table.ts";
import { MeterReadings, reportClock } from "../source/meter-readings.ts";
import { RAPL_WRAP_MILLIJOULES } from "../source/power-metrics.ts";
import { readingIn, stampIn } from "../source/reading-cell.ts";
import { StampReader } from "../source/stamps.ts";
import type { EnergyColumn, Layout } from "./layout.ts";
import { partIn } from "./zone.ts";

type Opened = {
  readonly columns: Columns;
  readonly layout: Layout | null;
  readonly sink: Sink;
  readonly options: ReadOptions;
};

/** Reads counters as they stood; differences, wraps and resets are the engine's. */
export class RaplRows implements LogRows {
  readonly #given: Opened;
  readonly #layout: Layout;
  readonly #stamps: StampReader;
  readonly #readings: MeterReadings;
  readonly #series = new TupleMemo((names) => this.#seriesOf(names));
  readonly #isNative: boolean;
  readonly #left = new Set<string>();
  /** The range the row at hand states for its zone; it is one and the same for all of them. */
  #range = "";
  #isTimeless = false;

  constructor(given: Opened) {
    this.#given = given;
    this.#layout = given.layout ?? NOTHING;
    this.#stamps = new StampReader(given.options.zone);
    this.#readings = new MeterReadings(given.sink, given.options);
    this.#isTimeless = this.#layout.time < 0;
    // Joules were computed by a script, which may have undone the wraps; microjoules are the register's.
    this.#isNative = this.#layout.energy.every(({ unit }) => unit === "uJ");
  }

  row(cells: readonly string[], row: number): void {
    if (this.#isTimeless) return;
    const { time, date } = this.#layout;
    const clock = cellAt(cells, time);
    const text = stampIn(date < 0 || date === time ? clock : `${cellAt(cells, date)} ${clock}`);
    const atMs = this.#stamps.read(text);
    const column = this.#given.columns.names[time] ?? null;
    if (!this.#readings.isTime({ row, atMs, column, text })) return;
    for (const energy of this.#layout.energy) this.#cell({ cells, row, atMs, energy });
  }

  #cell(at: { cells: readonly string[]; row: number; atMs: number; energy: EnergyColumn }): void {
    const { cells, row, atMs, energy } = at;
    const { zone, name, socket, host, range } = this.#layout;
    this.#range = cellAt(cells, range);
    const series = this.#series.get(
      energy.zone,
      cellAt(cells, zone),
      cellAt(cells, name),
      cellAt(cells, socket),
      cellAt(cells, host),
    );
    if (series === "") return;
    const text = readingIn(cells[energy.position] ?? "");
    if (text === undefined) this.#unreadable(row, energy.name, cells[energy.position] ?? "");
    else this.#readings.counter({ row, series, atMs }, text === null ? Number.NaN : millijoulesOf(text, energy.unit));
  }

  #unreadable(row: number, column: string, cell: string): void {
    this.#given.sink.issue({
      severity: "blocking",
      row,
      column,
      code: "energy-unreadable",
      message: `"${cell.trim().slice(0, 60)}" is no number of an energy counter. Mend the row or leave it out.`,
    });
  }

  /** "": not to be read, because it lies inside another zone or does not say what it is. */
  #seriesOf([column = "", zone = "", name = "", socket = "", host = ""]: readonly string[]): string {
    const part = partIn({ column, zone, name, socket });
    if (part.is === "inside" || part.is === "again" || part.is === "unnamed") {
      this.#left.add(`${part.is} ${part.name}`);
      return "";
    }
    const device = host === "" ? part.name : `${host} ${part.name}`;
    const wrap = this.#wrapOf(this.#range);
    this.#readings.series({
      key: device,
      device,
      scope: part.is === "psys" ? "soc" : "cpu",
      kind: "counter",
      ...(wrap === null ? {} : { wrapMillijoules: wrap }),
    });
    return device;
  }

  #wrapOf(range: string): number | null {
    const stated = millijoulesOf(range, "uJ");
    if (stated > 0 && Number.isFinite(stated)) return stated;
    return this.#isNative ? RAPL_WRAP_MILLIJOULES : null;
  }

  end(): void {
    const { sink } = this.#given;
    if (this.#isTimeless) sink.issue(NO_TIME);
    this.#readings.end();
    reportClock(sink, this.#stamps);
    const inside = [...this.#left].flatMap((text) => (text.startsWith("unnamed ") ? [] : [text.replace(/^\S+ /, "")]));
    const unknown = [...this.#left].flatMap((text) => (text.startsWith("unnamed ") ? [text.slice(8)] : []));
    if (inside.length > 0) sink.issue(insideNotice(inside));
    if (unknown.length > 0) sink.issue(unnamedIssue(unknown, this.#readings.count > 0));
  }
}

const NOTHING: Layout = {
  time: -1,
  date: -1,
  zone: -1,
  name: -1,
  socket: -1,
  host: -1,
  range: -1,
  energy: [],
  needed: [],
};

const NO_TIME = about(
  "blocking",
  "no-time",
  'The counters have no time of day, only time since the log began. Log with the time before them, such as: echo "$(date -u +%FT%TZ),$(cat /sys/class/powercap/intel-rapl:0/energy_uj)" under the header timestamp,energy_uj.',
);
const insideNotice = (names: readonly string[]) =>
  about(
    "notice",
    "nested-left-out",
    `${names.slice(0, 8).join(", ")} lie inside a package that is counted whole; they were not added.`,
  );
const unnamedIssue = (names: readonly string[], hasOthers: boolean) =>
  about(
    hasOthers ? "warning" : "blocking",
    "zone-unnamed",
    `${names.slice(0, 8).join(", ")} may be another package, memory, or a part of what is already counted, so it was not read. Log the name beside it: cat /sys/class/powercap/intel-rapl:1/name.`,
  );
