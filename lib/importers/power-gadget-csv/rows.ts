import type { ReadOptions, Sink } from "../importer.ts";
import { millijoulesOf, milliwattsOf } from "../source/energy-units.ts";
import { about, type Columns, cellAt } from "../source/headed-table.ts";
import type { LogRows } from "../source/log-table.ts";
import { MeterReadings, reportClock } from "../source/meter-readings.ts";
import { readingIn } from "../source/reading-cell.ts";
import { StampReader } from "../source/stamps.ts";

const MS_PER_DAY = 86_400_000;
const HALF_A_DAY_MS = MS_PER_DAY / 2;

type Measure = {
  readonly at: number;
  readonly name: string;
  readonly device: string;
  readonly unit: "J" | "mWh" | "W";
};

/** `Cumulative Processor Energy_0(Joules)`; cores and graphics (IA, GT) lie inside the processor, memory beside it. */
const COLUMN = /^(?:Cumulative )?(Processor|Package|DRAM) (?:Energy|Power)_(\d+)\s*\((Joules|mWh|Watt)\)$/i;
const UNITS = { joules: "J", mwh: "mWh", watt: "W" } as const;

/** Of each processor and its memory the best column: joules, else milliwatt-hours, else watts. */
export function measuresOf(columns: Columns): Measure[] {
  const all = columns.names.flatMap((name, at) => {
    const [, part, number, unit] = COLUMN.exec(name) ?? [];
    const known = unit?.toLowerCase();
    if (known !== "joules" && known !== "mwh" && known !== "watt") return [];
    const device = `${part?.toLowerCase() === "dram" ? "dram" : "package"}-${number}`;
    return [{ at, name, device, unit: UNITS[known] }];
  });
  const order = ["J", "mWh", "W"];
  const best = new Map<string, Measure>();
  for (const measure of all.sort((a, b) => order.indexOf(a.unit) - order.indexOf(b.unit)))
    if (!best.has(measure.device)) best.set(measure.device, measure);
  return [...best.values()];
}

type Opened = {
  readonly columns: Columns;
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly fileName: string;
};

/** `2021-2-19`, `2021_11_30`, `20210219` in the file's name: the day the log began. */
const DAY_IN_NAME = /(?:^|[^\d])(20\d{2})([-_]?)(\d{1,2})\2(\d{1,2})(?=[^\d]|$)/;

/** The time of day stands in the rows, the day in the file's name or in a column. */
export class GadgetRows implements LogRows {
  readonly #given: Opened;
  readonly #readings: MeterReadings;
  readonly #stamps: StampReader;
  readonly #measures: readonly Measure[];
  readonly #clock: number;
  readonly #date: number;
  readonly #startMs: number | null;
  #lastClockMs = 0;
  #days = 0;
  #isTimeless = false;

  constructor(given: Opened) {
    const { columns, sink, options, fileName } = given;
    this.#given = given;
    this.#readings = new MeterReadings(sink, options);
    this.#stamps = new StampReader(options.zone);
    this.#measures = measuresOf(columns);
    this.#clock = columns.position("System Time");
    this.#date = columns.position("Date", "System Date");
    this.#startMs = dayIn(fileName.split(/[\\/]/).at(-1) ?? "");
    for (const { device, unit } of this.#measures)
      this.#readings.series({ key: device, device, scope: "cpu", kind: unit === "W" ? "polled" : "counter" });
  }

  row(cells: readonly string[], row: number): void {
    const clock = cellAt(cells, this.#clock);
    const stamp = this.#stampOf(cells, clock);
    if (stamp === null) {
      this.#isTimeless = true;
      return;
    }
    const atMs = this.#stamps.read(stamp);
    if (!this.#readings.isTime({ row, atMs, column: "System Time", text: clock })) return;
    for (const measure of this.#measures) this.#cell(cells, row, { atMs, measure });
  }

  /** Null: the day is not known. A clock that goes back by more than half a day has passed midnight. */
  #stampOf(cells: readonly string[], clock: string): string | null {
    const match = /^(\d{1,2}):(\d{2}):(\d{2})(?:[:.](\d{1,3}))?$/.exec(clock);
    // A whole stamp needs no day.
    if (!match) return clock;
    const [, hour = "", minute = "", second = "", fraction = "0"] = match;
    const time = `${hour.padStart(2, "0")}:${minute}:${second}.${fraction.padStart(3, "0")}`;
    const ownDay = this.#date < 0 ? "" : cellAt(cells, this.#date);
    if (ownDay !== "") return `${ownDay} ${time}`;
    if (this.#startMs === null) return null;
    const clockMs = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000;
    if (this.#lastClockMs - clockMs > HALF_A_DAY_MS) this.#days += 1;
    this.#lastClockMs = clockMs;
    return `${new Date(this.#startMs + this.#days * MS_PER_DAY).toISOString().slice(0, 10)} ${time}`;
  }

  #cell(cells: readonly string[], row: number, { atMs, measure }: { atMs: number; measure: Measure }): void {
    const cell = cells[measure.at] ?? "";
    const text = readingIn(cell);
    const reading = { row, series: measure.device, atMs };
    if (text === undefined) this.#unreadable(row, measure.name, cell);
    else if (measure.unit === "W") this.#readings.power(reading, milliwattsOf(text ?? "", "W"));
    else this.#readings.counter(reading, text === null ? Number.NaN : millijoulesOf(text, measure.unit));
  }

  #unreadable(row: number, column: string, cell: string): void {
    const message = `"${cell.trim().slice(0, 60)}" is no number. Mend the row or leave it out.`;
    this.#given.sink.issue({ severity: "blocking", row, column, code: "energy-unreadable", message });
  }

  end(): void {
    if (this.#isTimeless) this.#given.sink.issue(NO_DAY);
    this.#readings.end();
    reportClock(this.#given.sink, this.#stamps);
  }
}

function dayIn(name: string): number | null {
  const match = DAY_IN_NAME.exec(name);
  if (!match) return null;
  const [, year = "", between = "", month = "", day = ""] = match;
  if (between === "" && `${month}${day}`.length !== 4) return null;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const isReal = new Date(ms).getUTCMonth() === Number(month) - 1 && new Date(ms).getUTCDate() === Number(day);
  return isReal ? ms : null;
}

const NO_DAY = about(
  "blocking",
  "no-time",
  "System Time is a time of day without a date, and the file's name has none. Give the file back the name it was written under, such as PwrData_2026-05-14-9-30-0.csv.",
);
