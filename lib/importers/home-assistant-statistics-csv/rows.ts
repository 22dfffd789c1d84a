import type { ReadOptions, Sample, Sink } from "../importer.ts";
import { CounterEnergy } from "../source/counter-energy.ts";
import { about, type Columns, cellAt, type RowReader } from "../source/headed-table.ts";
import {
  type Entity,
  entityOf,
  type Meter,
  reportInferred,
  reportProduced,
  reportUnknown,
} from "../source/home-assistant.ts";
import { LogClock } from "../source/log-clock.ts";
import { isMissingFigure } from "../source/polled-power.ts";
import { scaledInteger } from "../source/scaled-integer.ts";
import { Tally } from "../source/tally.ts";

export const TIMES = ["start_ts", "epoch"];
export const FIGURES = ["sum", "state", "mean"];
const HOUR = 3_600;
const FIVE_MINUTES = 300;
/** 100 kW through a whole hour, in microjoules a second. */
const MOST_A_SECOND = 100_000_000_000;
const MOST_UNKNOWN = 50;

const kind = (severity: "notice" | "warning", code: string, message: string) => ({
  severity,
  code,
  column: "mean",
  message,
});
const MISSING = kind("notice", "power-missing", "A row holds no figure; it is missing, not 0.");
const NO_POWER = kind("warning", "power-impossible", "A mean is below 0 W or above 100 kW; it was left out.");

type Given = { columns: Columns; sink: Sink; options: ReadOptions; sample: Sample; time: number };
type Known = {
  readonly id: string;
  readonly entity: Entity;
  readonly isInferred: boolean;
  readonly row: number;
  isDeclared: boolean;
};

/**
 * A row is stamped with the start of its hour or five minutes. `sum` and `state` are what a counter showed at the end of it;
 * `mean` is the mean power all through it. `sum` goes before `state`: it runs on where the meter began anew.
 */
export class StatisticsRows implements RowReader {
  readonly #sink: Sink;
  readonly #time: number;
  readonly #clock: LogClock;
  readonly #energy: CounterEnergy;
  readonly #tally: Tally;
  readonly #entities = new Map<string, Known>();
  readonly #fileEntity: string;
  readonly #positions: { id: number; unit: number; sum: number; state: number; mean: number };
  /** Seconds each row stands for; 0 where the stamps are of readings. */
  readonly #periodSeconds: number;
  #means = 0;

  constructor({ columns, sink, options, sample, time }: Given) {
    this.#sink = sink;
    this.#time = time;
    this.#clock = new LogClock(sink, options, columns.names[time] ?? null);
    this.#energy = new CounterEnergy(sink, "wall");
    this.#tally = new Tally(sink);
    this.#fileEntity = (sample.fileName.split("/").at(-1) ?? "").replace(/\.(?:csv|tsv|txt)$/i, "");
    this.#positions = {
      id: columns.position("statistic_id", "entity_id", "metadata_id"),
      unit: columns.position("unit_of_measurement", "unit"),
      sum: columns.position("sum"),
      state: columns.position("state"),
      mean: columns.position("mean"),
    };
    this.#periodSeconds = columns.has("start_ts") ? periodOf(sample, time) : 0;
  }

  row(cells: readonly string[], row: number): void {
    const known = this.#entityOf(cells, row);
    if (typeof known.entity === "string") return;
    const startMs = this.#clock.instantOf(cellAt(cells, this.#time), row);
    if (startMs === null) return;
    const period = startMs % (this.#periodSeconds * 1000) === 0 ? this.#periodSeconds : 0;
    const endMs = startMs + period * 1000;
    if (known.entity.measures === "power") this.#mean({ known, meter: known.entity, cells, row, startMs, endMs });
    else this.#counter({ known, meter: known.entity, cells, row, atMs: endMs });
  }

  end(): void {
    this.#tally.report();
    this.#energy.report();
    this.#clock.report();
    const all = [...this.#entities.values()];
    const inferred = all.flatMap(({ id, entity, isInferred }): [string, Meter][] =>
      isInferred && typeof entity !== "string" ? [[id, entity]] : [],
    );
    reportInferred(new Map(inferred), this.#sink);
    reportProduced(
      all.flatMap(({ id, entity }) => (entity === "produced" ? [id] : [])),
      this.#sink,
    );
    for (const { id, row } of all.filter(({ entity }) => entity === "unknown").slice(0, MOST_UNKNOWN))
      reportUnknown({ id, row }, this.#sink);
    if (this.#means + this.#energy.readings === 0)
      this.#sink.issue(about("notice", "no-readings", "The file holds no reading of power or energy."));
  }

  #entityOf(cells: readonly string[], row: number): Known {
    const { id: position, unit: unitPosition } = this.#positions;
    const written = cellAt(cells, position);
    let known = this.#entities.get(written);
    if (!known) {
      const unit = cellAt(cells, unitPosition);
      // A bare number is the database's own: only a unit beside it tells what it counts.
      const isName = /[a-z]/i.test(written);
      const id = isName ? written : position < 0 ? this.#fileEntity : "";
      const found = entityOf(id, unit);
      const entity = typeof found === "object" || unit !== "" || isName ? found : "unknown";
      known = {
        id: isName ? written : id,
        entity: named(entity, written),
        isInferred: unit === "",
        row,
        isDeclared: false,
      };
      this.#entities.set(written, known);
    }
    return known;
  }

  #counter({
    known,
    meter,
    cells,
    row,
    atMs,
  }: {
    known: Known;
    meter: Meter;
    cells: readonly string[];
    row: number;
    atMs: number;
  }): void {
    const { sum, state } = this.#positions;
    const summed = cellAt(cells, sum);
    const isSum = summed !== "" && !isMissingFigure(summed);
    const text = isSum ? summed : cellAt(cells, state);
    // What a sum shows and what the meter shows are two scales, so they are two series of one device.
    const key = `${known.id || meter.device} ${isSum ? "sum" : "state"}`;
    this.#energy.add({
      row,
      device: meter.device,
      atMs,
      text,
      factor: meter.factor,
      column: isSum ? "sum" : "state",
      key,
    });
  }

  #mean(given: {
    known: Known;
    meter: Meter;
    cells: readonly string[];
    row: number;
    startMs: number;
    endMs: number;
  }): void {
    const { known, meter, cells, row, startMs, endMs } = given;
    const text = cellAt(cells, this.#positions.mean);
    const seconds = (endMs - startMs) / 1000;
    // A milliwatt through a second is a thousand microjoules.
    const microjoules = scaledInteger(text, meter.factor * seconds * 1000);
    if (seconds === 0 || isMissingFigure(text)) {
      this.#tally.note(MISSING, row);
      return;
    }
    if (Number.isNaN(microjoules)) {
      const message = `"${text.slice(0, 40)}" is no power and no known word for a missing one. Mend the row or leave it out.`;
      this.#sink.issue({ severity: "blocking", row, column: "mean", code: "power-unreadable", message });
      return;
    }
    if (microjoules < 0 || microjoules > seconds * MOST_A_SECOND) {
      this.#tally.note(NO_POWER, row);
      return;
    }
    const key = `${known.id || meter.device} mean`;
    if (!known.isDeclared) {
      known.isDeclared = true;
      this.#sink.energy({ is: "series", key, device: meter.device, scope: "wall", kind: "interval" });
    }
    this.#means += 1;
    this.#sink.energy({ is: "interval", row, series: key, fromMs: startMs, toMs: endMs, microjoules });
  }
}

/** Series of a bare database number are told apart by it. */
const named = (entity: Entity, written: string): Entity =>
  typeof entity === "object" && /^\d+$/.test(written) ? { ...entity, device: `statistic ${written}` } : entity;

/** An hour where all stamps at the top of the file are full hours, five minutes where they are full fives, else 0. */
function periodOf({ records }: Sample, time: number): number {
  const stamps = records.map((cells) => Number(cellAt(cells, time))).filter((stamp) => stamp > 0);
  if (stamps.length === 0) return 0;
  return [HOUR, FIVE_MINUTES].find((period) => stamps.every((stamp) => stamp % period === 0)) ?? 0;
}
