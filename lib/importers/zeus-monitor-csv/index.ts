import type { PowerScope } from "../../core/energy/series.ts";
import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { microjoulesOf, milliwattsOf } from "../source/energy-units.ts";
import { about, type Columns, cellAt } from "../source/headed-table.ts";
import { type LogRows, logTable } from "../source/log-table.ts";
import { MeterReadings } from "../source/meter-readings.ts";
import { readingIn } from "../source/reading-cell.ts";
import { headerOf } from "../source/sample.ts";

/** What a ZeusMonitor with a log file writes: the energy of each GPU over each measured window. */
const zeusMonitorCsv: TableImporter = {
  id: "zeus-monitor-csv",
  label: "Zeus monitor, CSV",
  lookedFor: "start_time, window_name, elapsed_time and gpu0_energy",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) => {
    const header = headerOf(sample);
    return ["start_time", "window_name", "elapsed_time"].every((name) => header.includes(name));
  },
  open: (sink, options) =>
    logTable({
      sink,
      isHeader: (columns) => columns.has("start_time") && columns.has("elapsed_time"),
      open: (columns) => new Windows(columns, sink, options),
      needed: () => 3,
      isLastCellRead: (columns) => /_energy$/i.test(columns.names.at(-1) ?? ""),
    }),
};
export default zeusMonitorCsv;

type EnergyColumn = { readonly name: string; readonly position: number; readonly key: string };

/** The first second of 2000: what is below counts from when the machine was started. */
const EARLIEST_S = 946_684_800;

class Windows implements LogRows {
  readonly #columns: Columns;
  readonly #sink: Sink;
  readonly #readings: MeterReadings;
  readonly #energy: readonly EnergyColumn[];
  #sinceBoot = 0;
  #firstRow = 0;

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#columns = columns;
    this.#sink = sink;
    this.#readings = new MeterReadings(sink, options);
    this.#energy = columns.names.flatMap((name, position) => this.#energyColumn(name, position));
  }

  #energyColumn(name: string, position: number): EnergyColumn[] {
    const match = /^(gpu|cpu|dram|soc)(\d*)_energy$/i.exec(name);
    if (!match) return [];
    const [, kind = "", number = ""] = match;
    const key = kind.toLowerCase() === "dram" ? `dram${number}` : `${kind.toUpperCase()}${number}`;
    this.#readings.series({ key, device: key, scope: scopeOf(kind.toLowerCase()), kind: "interval" });
    return [{ name, position, key }];
  }

  row(cells: readonly string[], row: number): void {
    const start = cellAt(cells, this.#columns.position("start_time"));
    const elapsed = cellAt(cells, this.#columns.position("elapsed_time"));
    const fromMs = thousandths(start);
    const lengthMs = thousandths(elapsed);
    if (fromMs >= 0 && fromMs < EARLIEST_S * 1000) {
      this.#sinceBoot += 1;
      if (this.#sinceBoot === 1) this.#firstRow = row;
      return;
    }
    if (!this.#readings.isTime({ row, atMs: fromMs, column: "start_time", text: start })) return;
    if (!(lengthMs > 0)) {
      this.#block(row, "elapsed_time", `"${elapsed.slice(0, 60)}" is no length of a window in seconds.`);
      return;
    }
    for (const column of this.#energy) this.#cell({ cells, row, fromMs, toMs: fromMs + lengthMs, column });
  }

  #cell(at: { cells: readonly string[]; row: number; fromMs: number; toMs: number; column: EnergyColumn }): void {
    const { cells, row, fromMs, toMs, column } = at;
    const text = readingIn(cells[column.position] ?? "");
    if (text === undefined) {
      this.#block(row, column.name, `"${(cells[column.position] ?? "").slice(0, 60)}" is no energy in joules.`);
      return;
    }
    const microjoules = text === null ? Number.NaN : microjoulesOf(text, "J");
    if (microjoules === 0) this.#readings.tally.note(ZERO, row);
    else this.#readings.interval({ row, series: column.key, fromMs, toMs }, microjoules);
  }

  #block(row: number, column: string, message: string): void {
    const whatToDo = "Mend the row or leave it out.";
    this.#sink.issue({
      severity: "blocking",
      row,
      column,
      code: "window-unreadable",
      message: `${message} ${whatToDo}`,
    });
  }

  end(): void {
    this.#readings.end();
    if (this.#sinceBoot > 0) this.#sink.issue(noTime(this.#firstRow, this.#sinceBoot));
  }
}

function scopeOf(kind: string): PowerScope {
  if (kind === "gpu") return "gpu";
  return kind === "soc" ? "soc" : "cpu";
}

/** Seconds as whole milliseconds, from the text; NaN when it is no number. */
const thousandths = (seconds: string): number => milliwattsOf(seconds, "W");

const ZERO = {
  severity: "warning",
  code: "energy-zero",
  column: null,
  message:
    "A window has 0 J: it was shorter than the GPU's counter takes to move, or was not measured; it is missing, not 0.",
} as const;

const noTime = (row: number, count: number) => ({
  ...about(
    "blocking",
    "no-time",
    `start_time counts seconds since the machine was started, not since 1970, on ${count === 1 ? "this row" : `${count} rows`}, so it is not known when the energy was used. Add the time of the machine's start (uptime -s) to the column as epoch seconds, or log nvidia-smi beside the run.`,
  ),
  row,
  column: "start_time",
});
