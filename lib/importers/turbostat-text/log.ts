import type { PowerScope } from "../../core/energy/series.ts";
import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { milliwattsOf } from "../source/energy-units.ts";
import { about } from "../source/headed-table.ts";
import { MeterReadings } from "../source/meter-readings.ts";
import { readingIn } from "../source/reading-cell.ts";
import { StampReader } from "../source/stamps.ts";

type PowerColumn = { readonly position: number; readonly device: string; readonly scope: PowerScope };

type Table = {
  readonly names: readonly string[];
  readonly time: number;
  /** The columns that hold `-` in the row of the whole machine; none in a summary, where every row is that. */
  readonly topology: readonly number[];
  readonly power: readonly PowerColumn[];
};

/** Packages together, their memory beside them, and the platform, which holds both. Cores and graphics lie inside packages. */
const POWER: readonly Omit<PowerColumn & { readonly name: string }, "position">[] = [
  { name: "PkgWatt", device: "packages", scope: "cpu" },
  { name: "RAMWatt", device: "memory", scope: "cpu" },
  { name: "SysWatt", device: "platform", scope: "soc" },
];
const TOPOLOGY = ["Package", "Node", "Die", "Core", "CPU"];
const ITS_OWN = [
  "Bzy_MHz",
  "Avg_MHz",
  "Busy%",
  "TSC_MHz",
  "PkgWatt",
  "CorWatt",
  "GFXWatt",
  "RAMWatt",
  "PkgTmp",
  "CoreTmp",
];

const cellsOf = (line: string): string[] => line.trim().split(/\s+/);

/** The table a header announces; null when the line is no header of turbostat. */
export function tableOf(line: string): Table | null {
  const names = cellsOf(line);
  if (!names.every((name) => /^[A-Za-z]/.test(name))) return null;
  if (ITS_OWN.filter((name) => names.includes(name)).length < 2) return null;
  return {
    names,
    time: names.indexOf("Time_Of_Day_Seconds"),
    topology: TOPOLOGY.map((name) => names.indexOf(name)).filter((position) => position >= 0),
    power: POWER.flatMap(({ name, device, scope }) => {
      const position = names.indexOf(name);
      return position < 0 ? [] : [{ position, device, scope }];
    }),
  };
}

/** Reads the machine's rows. Each is the mean of the seconds before its time. */
export class TurbostatLog implements LineReader {
  readonly #sink: Sink;
  readonly #readings: MeterReadings;
  readonly #stamps = new StampReader(null);
  #table: Table | null = null;
  #last: { text: string; row: number } | null = null;
  #hasPower = false;
  #timeless = 0;
  #rows = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#readings = new MeterReadings(sink, options);
  }

  /** A line is read when the next one comes: the last of a file may be cut. */
  line(text: string, row: number): void {
    const last = this.#last;
    this.#last = { text, row };
    if (last) this.#read(last.text, last.row);
  }

  #read(text: string, row: number): void {
    const table = tableOf(text);
    if (table) {
      this.#table = table;
      this.#hasPower ||= table.power.length > 0;
      return;
    }
    if (this.#table) this.#row(this.#table, cellsOf(text), row);
  }

  #row(table: Table, cells: readonly string[], row: number): void {
    const isMachine = table.topology.every((position) => cells[position] === "-");
    // A table begins with numbers or dashes; anything else is a remark of the tool.
    if (!isMachine || cells.some((cell) => !/^[-\d.%]+$|^nan$/i.test(cell))) return;
    this.#rows += 1;
    if (table.time < 0) {
      this.#timeless += 1;
      return;
    }
    const text = cells[table.time] ?? "";
    const atMs = this.#stamps.read(text);
    if (!this.#readings.isTime({ row, atMs, column: "Time_Of_Day_Seconds", text })) return;
    for (const { position, device, scope } of table.power) {
      this.#readings.series({ key: device, device, scope, kind: "polled" });
      const watts = readingIn(cells[position] ?? "");
      this.#readings.power({ row, series: device, atMs }, milliwattsOf(watts ?? "", "W"));
    }
  }

  end(file?: { readonly isOpenEnded: boolean }): void {
    const last = this.#last;
    if (last && file?.isOpenEnded && this.#isMachine(last.text)) this.#cut(last.row);
    else if (last) this.#read(last.text, last.row);
    this.#readings.end();
    if (!this.#hasPower) this.#sink.issue(NO_WATTS);
    else if (this.#timeless > 0) this.#sink.issue(noTime(this.#timeless === this.#rows));
    else if (this.#readings.count === 0) this.#readings.nothing();
  }

  #isMachine(text: string): boolean {
    const cells = cellsOf(text);
    return this.#table?.topology.every((position) => (cells[position] ?? "-") === "-") ?? false;
  }

  #cut(row: number): void {
    this.#sink.issue({
      severity: "warning",
      row,
      column: null,
      code: "row-cut",
      message: "The file ends inside its last row, whose figures may lack digits; that row was not read.",
    });
  }
}

const COMMAND = "turbostat --quiet --Summary --enable Time_Of_Day_Seconds --interval 5 --out turbostat.txt";
const NO_WATTS = about(
  "blocking",
  "no-watts",
  `This is turbostat without PkgWatt: in a virtual machine the counters are hidden, and --show may leave them out. On the host: ${COMMAND}`,
);
const noTime = (isAll: boolean) =>
  about(
    "blocking",
    "no-time",
    `${isAll ? "The rows have" : "Some rows have"} no Time_Of_Day_Seconds, so it is not known when they were measured. Log with: ${COMMAND}`,
  );
