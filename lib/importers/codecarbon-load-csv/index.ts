import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { microjoulesOf, milliwattsOf } from "../source/energy-units.ts";
import { type Columns, cellAt } from "../source/headed-table.ts";
import { type LogRows, logTable } from "../source/log-table.ts";
import { MeterReadings, reportClock } from "../source/meter-readings.ts";
import { readingIn } from "../source/reading-cell.ts";
import { headerOf } from "../source/sample.ts";
import { StampReader } from "../source/stamps.ts";

const REQUIRED = ["timestamp", "rapl_power", "rapl_energy", "duration"];
const PLUG = { key: "plug", device: "plug", scope: "wall", kind: "polled" } as const;

/** CodeCarbon's comparison of loads: per phase the processor's counted energy, and the watts of a plug where there was one. */
const codecarbonLoadCsv: TableImporter = {
  id: "codecarbon-load-csv",
  label: "CodeCarbon load comparison, CSV",
  lookedFor: "timestamp, rapl_power, rapl_energy and duration",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) => {
    const header = headerOf(sample);
    return REQUIRED.every((name) => header.includes(name));
  },
  open: (sink, options) =>
    logTable({
      sink,
      isHeader: (columns) => REQUIRED.every((name) => columns.has(name)),
      open: (columns) => new Phases(columns, sink, options),
      needed: (columns) => columns.position("timestamp") + 1,
      isLastCellRead: (columns) => REQUIRED.includes(columns.names.at(-1)?.toLowerCase() ?? ""),
    }),
};
export default codecarbonLoadCsv;

class Phases implements LogRows {
  readonly #columns: Columns;
  readonly #sink: Sink;
  readonly #readings: MeterReadings;
  readonly #stamps: StampReader;

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#columns = columns;
    this.#sink = sink;
    this.#readings = new MeterReadings(sink, options);
    this.#stamps = new StampReader(options.zone);
    this.#readings.series(PLUG);
  }

  row(cells: readonly string[], row: number): void {
    const text = cellAt(cells, this.#columns.position("timestamp"));
    const atMs = this.#stamps.read(text);
    if (!this.#readings.isTime({ row, atMs, column: "timestamp", text })) return;
    const energy = this.#number(cells, row, "rapl_energy");
    const duration = this.#number(cells, row, "duration");
    const watts = this.#columns.has("tapo_power") ? this.#number(cells, row, "tapo_power") : null;
    if (energy === undefined || duration === undefined || watts === undefined) return;
    this.#phase({ cells, row, atMs, lengthMs: milliwattsOf(duration ?? "", "W"), energy });
    if (this.#columns.has("tapo_power"))
      this.#readings.power({ row, series: PLUG.key, atMs }, milliwattsOf(watts ?? "", "W"));
  }

  /** The stamp is taken in the middle of the phase. */
  #phase(phase: {
    cells: readonly string[];
    row: number;
    atMs: number;
    lengthMs: number;
    energy: string | null;
  }): void {
    const { cells, row, atMs, lengthMs, energy } = phase;
    const device = cellAt(cells, this.#columns.position("cpu_name")) || "CPU";
    this.#readings.series({ key: device, device, scope: "cpu", kind: "interval" });
    const fromMs = atMs - Math.floor(lengthMs / 2);
    const microjoules = lengthMs > 0 ? microjoulesOf(energy ?? "", "kWh") : Number.NaN;
    this.#readings.interval({ row, series: device, fromMs, toMs: fromMs + lengthMs }, microjoules);
  }

  /** Undefined: unreadable, and reported. */
  #number(cells: readonly string[], row: number, column: string): string | null | undefined {
    const cell = cellAt(cells, this.#columns.position(column));
    const text = readingIn(cell);
    if (text !== undefined) return text;
    const message = `"${cell.slice(0, 60)}" is no number. Mend the row or leave it out.`;
    this.#sink.issue({ severity: "blocking", row, column, code: "phase-unreadable", message });
    return undefined;
  }

  end(): void {
    this.#readings.end();
    reportClock(this.#sink, this.#stamps);
  }
}
