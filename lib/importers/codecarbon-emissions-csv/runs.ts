import type { ReadOptions, Sink } from "../importer.ts";
import { microjoulesOf, milliwattsOf } from "../source/energy-units.ts";
import { about, type Columns, cellAt } from "../source/headed-table.ts";
import type { LogRows } from "../source/log-table.ts";
import { MeterReadings, reportClock } from "../source/meter-readings.ts";
import { readingIn } from "../source/reading-cell.ts";
import { StampReader } from "../source/stamps.ts";

type Run = {
  readonly id: string;
  readonly row: number;
  readonly series: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** NaN: the row says nothing of it. */
  readonly microjoules: number;
};

/** A timestamp is cut to its second, so it and the start reckoned from it may stand up to a second too early. */
const CUT_MS = 1_000;
/** Clocks of a run's snapshots are cut to seconds and taken a moment after they are due. */
const SAME_START_MS = 5_000;
const SAME_SECOND_MS = 2_000;

const CLOUD = {
  severity: "warning",
  code: "on-cloud",
  column: "on_cloud",
  message: "A run was on a cloud machine, whose electricity is in the cloud's own bill: it is not a rig's.",
} as const;
const PROCESS = {
  severity: "warning",
  code: "process-only",
  column: "tracking_mode",
  message: "A run was tracked for its own process, so the rest of the machine is not in it.",
} as const;
const MISSING = {
  severity: "warning",
  code: "energy-missing",
  column: "energy_consumed",
  message: "A row has no energy, as when a measurement failed; it is missing, not 0.",
} as const;
const ZERO = {
  severity: "warning",
  code: "energy-zero",
  column: "energy_consumed",
  message: "A run has 0 kWh, so it was not measured; it is missing, not 0.",
} as const;

/**
 * Rows are runs: they end at their timestamp and began `duration` before. Rows of one run are snapshots that grow, so the last
 * one counts; rows without a run's id stand for themselves unless they began together.
 */
export class Runs implements LogRows {
  readonly #sink: Sink;
  readonly #readings: MeterReadings;
  readonly #stamps: StampReader;
  readonly #at: Readonly<Record<(typeof NAMES)[number], number>>;
  readonly #runs = new Map<string, Run>();
  readonly #ends = new Map<string, number>();
  readonly #pues = new Set<string>();
  #snapshots = 0;

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#readings = new MeterReadings(sink, options);
    this.#stamps = new StampReader(options.zone);
    this.#at = positionsOf(columns);
  }

  row(cells: readonly string[], row: number): void {
    const text = cellAt(cells, this.#at.timestamp);
    const toMs = this.#stamps.read(text);
    if (!this.#readings.isTime({ row, atMs: toMs, column: "timestamp", text })) return;
    const duration = this.#number(cells, row, "duration");
    const energy = this.#number(cells, row, "energy_consumed");
    if (duration === undefined || energy === undefined) return;
    const lengthMs = milliwattsOf(duration ?? "", "W");
    if (!(lengthMs >= 0)) {
      this.#block(row, "duration", "The run has no duration in seconds, so it is not known when it began.");
      return;
    }
    this.#remark(cells, row);
    const microjoules = microjoulesOf(energy ?? "", "kWh");
    const id = cellAt(cells, this.#at.run_id);
    this.#keep({ id, row, series: this.#series(cells), fromMs: toMs - lengthMs, toMs, microjoules });
  }

  /** Undefined: unreadable, and reported. */
  #number(cells: readonly string[], row: number, column: "duration" | "energy_consumed"): string | null | undefined {
    const cell = cellAt(cells, this.#at[column]);
    const text = readingIn(cell);
    if (text === undefined) this.#block(row, column, `"${cell.slice(0, 60)}" is no number.`);
    return text;
  }

  #keep(run: Run): void {
    if (Number.isNaN(run.microjoules)) this.#readings.tally.note(MISSING, run.row);
    // With tasks every row is a task of its own, and all of them have the run's id.
    if (this.#at.task_name >= 0) this.#emit(run);
    // Without an id, rows that began together on one machine are one run.
    else if (run.id === "") this.#keepUnder(`without id ${run.series}`, run, SAME_SECOND_MS);
    else this.#keepUnder(run.id, run, SAME_START_MS);
  }

  #keepUnder(id: string, run: Run, toleranceMs: number): void {
    const known = this.#runs.get(id);
    if (known === undefined) this.#runs.set(id, run);
    else if (Math.abs(known.fromMs - run.fromMs) > toleranceMs && (run.id === "" || isApart(known, run))) {
      this.#emit(known);
      this.#runs.set(id, run);
    } else {
      this.#snapshots += 1;
      if (isFuller(run, known)) this.#runs.set(id, run);
    }
  }

  #emit({ id: _, microjoules, ...run }: Run): void {
    const endMs = this.#ends.get(run.series) ?? 0;
    // A run that begins just before the one ahead of it ended began when it ended.
    const lateMs = run.fromMs < endMs && endMs - run.fromMs < CUT_MS ? endMs - run.fromMs : 0;
    this.#ends.set(run.series, run.toMs + lateMs);
    if (Number.isNaN(microjoules)) return; // reported where it was read
    if (microjoules === 0) this.#readings.tally.note(ZERO, run.row);
    else this.#readings.interval({ ...run, fromMs: run.fromMs + lateMs, toMs: run.toMs + lateMs }, microjoules);
  }

  /** A machine goes by its processor and its GPUs: nothing else in the file tells two of them apart. */
  #series(cells: readonly string[]): string {
    const names = [cellAt(cells, this.#at.cpu_model), cellAt(cells, this.#at.gpu_model)].filter((name) => name !== "");
    const device = names.filter((name, at) => names.indexOf(name) === at).join(", ") || "machine";
    this.#readings.series({ key: device, device, scope: "soc", kind: "interval" });
    return device;
  }

  #remark(cells: readonly string[], row: number): void {
    if (/^(?:y|yes|true|1)$/i.test(cellAt(cells, this.#at.on_cloud))) this.#readings.tally.note(CLOUD, row);
    if (cellAt(cells, this.#at.tracking_mode).toLowerCase() === "process") this.#readings.tally.note(PROCESS, row);
    const pue = readingIn(cellAt(cells, this.#at.pue));
    if (pue && Number(pue) !== 1) this.#pues.add(pue);
  }

  #block(row: number, column: string, message: string): void {
    const whatToDo = "Mend the row or leave it out.";
    this.#sink.issue({ severity: "blocking", row, column, code: "run-unreadable", message: `${message} ${whatToDo}` });
  }

  end(): void {
    for (const run of [...this.#runs.values()].sort((a, b) => a.row - b.row)) this.#emit(run);
    this.#readings.end();
    reportClock(this.#sink, this.#stamps);
    if (this.#snapshots > 0) this.#sink.issue(snapshots(this.#snapshots));
    if (this.#pues.size > 0) this.#sink.issue(withPue([...this.#pues]));
  }
}

const isFuller = (run: Run, known: Run): boolean =>
  Number.isNaN(known.microjoules) || (run.toMs >= known.toMs && !Number.isNaN(run.microjoules));

/** Is one over when the other begins? Then they share an id and nothing else. */
const isApart = (a: Run, b: Run): boolean => a.toMs - SAME_START_MS <= b.fromMs || b.toMs - SAME_START_MS <= a.fromMs;

const NAMES = [
  "timestamp",
  "run_id",
  "task_name",
  "duration",
  "energy_consumed",
  "cpu_model",
  "gpu_model",
  "tracking_mode",
  "on_cloud",
  "pue",
] as const;

function positionsOf(columns: Columns): Readonly<Record<(typeof NAMES)[number], number>> {
  const entries = NAMES.map((name) => [name, columns.position(name)]);
  return Object.fromEntries(entries); // one entry a name
}

const snapshots = (count: number) =>
  about(
    "notice",
    "run-snapshots",
    `${count} rows are earlier or later snapshots of a run that another row holds whole; the last of each run counts.`,
  );
const withPue = (values: readonly string[]) =>
  about(
    "notice",
    "pue-included",
    `The energies already hold the building's overhead (PUE ${values.slice(0, 5).join(", ")}); set the rig's own overhead to 1, or it counts twice.`,
  );
