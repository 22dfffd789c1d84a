import type { ReadOptions, Sink } from "../importer.ts";
import { CounterEnergy } from "../source/counter-energy.ts";
import { about, type Columns, cellAt, type RowReader } from "../source/headed-table.ts";
import {
  type Entity,
  entityOf,
  type Meter,
  named,
  reportInferred,
  reportProduced,
  reportUnknown,
} from "../source/home-assistant.ts";
import { LogClock } from "../source/log-clock.ts";
import { isMissingFigure } from "../source/polled-power.ts";
import { scaledInteger } from "../source/scaled-integer.ts";
import { Tally } from "../source/tally.ts";

export const TIMES = ["last_changed", "last_updated", "last_changed_ts", "last_updated_ts"];
/** 100 kW: no plug or meter of a rig goes above it. */
const MOST_MILLIWATTS = 100_000_000;
const MOST_UNKNOWN = 50;

const kind = (severity: "notice" | "warning", code: string, message: string) => ({
  severity,
  code,
  column: "state",
  message,
});
const SILENT = kind(
  "notice",
  "state-unavailable",
  "A state is unavailable or unknown; from there to the next one nothing is known, and nothing is added.",
);
const NEGATIVE = kind("warning", "power-negative", "A state is below 0 W: power that was fed in; it was left out.");
const TOO_MUCH = kind("warning", "power-impossible", "A state is above 100 kW; it was left out.");

type Known = {
  readonly id: string;
  readonly entity: Entity;
  /** The unit stood in no column of the file. */
  readonly isInferred: boolean;
  isDeclared: boolean;
  /** First row with a figure, of an entity whose name does not tell what it counts. */
  figureRow: number | null;
};

/** Watts as states that hold, energies as counters; entities that are neither are named and passed over. */
export class HistoryRows implements RowReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #energy: CounterEnergy;
  readonly #tally: Tally;
  readonly #id: number;
  readonly #state: number;
  readonly #unit: number;
  readonly #times: readonly number[];
  readonly #entities = new Map<string, Known>();
  #last: Known | null = null;
  #readings = 0;

  constructor({ columns, sink, options }: { columns: Columns; sink: Sink; options: ReadOptions }) {
    this.#sink = sink;
    this.#id = columns.position("entity_id");
    this.#state = columns.position("state");
    this.#unit = columns.position("unit_of_measurement", "unit");
    this.#times = TIMES.map((name) => columns.position(name)).filter((position) => position >= 0);
    this.#clock = new LogClock(sink, options, columns.names[this.#times[0] ?? -1] ?? null);
    this.#energy = new CounterEnergy(sink, "wall");
    this.#tally = new Tally(sink);
  }

  row(cells: readonly string[], row: number): void {
    const known = this.#entityOf(cells);
    const state = cellAt(cells, this.#state);
    if (typeof known.entity === "string") {
      if (known.entity === "unknown" && known.figureRow === null && !Number.isNaN(scaledInteger(state, 1)))
        known.figureRow = row;
      return;
    }
    const atMs = this.#clock.instantOf(this.#stamp(cells), row);
    if (atMs === null) return;
    if (known.entity.measures === "power") this.#power({ known, meter: known.entity, row, atMs, state });
    else {
      const { device, factor } = known.entity;
      this.#energy.add({ row, device, atMs, text: state, factor, column: "state", key: known.id });
    }
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
    reportProduced(idsOf(all, "produced"), this.#sink);
    const unknown = all.filter(({ entity }) => entity === "unknown");
    for (const { id, figureRow } of unknown.slice(0, MOST_UNKNOWN))
      if (figureRow !== null) reportUnknown({ id, row: figureRow }, this.#sink);
    const passed = [
      ...idsOf(all, "other"),
      ...unknown.filter(({ figureRow }) => figureRow === null).map(({ id }) => id),
    ];
    if (passed.length > 0)
      this.#sink.issue(
        about(
          "notice",
          "entities-other",
          `These entities measure no power or energy and were not read: ${named(passed)}.`,
        ),
      );
    if (this.#readings + this.#energy.readings === 0)
      this.#sink.issue(about("notice", "no-readings", "The file holds no reading of power or energy."));
  }

  #stamp(cells: readonly string[]): string {
    for (const position of this.#times) {
      const text = cellAt(cells, position);
      if (text !== "") return text;
    }
    return "";
  }

  #entityOf(cells: readonly string[]): Known {
    const id = cellAt(cells, this.#id);
    if (this.#last?.id === id) return this.#last;
    let known = this.#entities.get(id);
    if (!known) {
      const unit = cellAt(cells, this.#unit);
      known = { id, entity: entityOf(id, unit), isInferred: unit === "", isDeclared: false, figureRow: null };
      this.#entities.set(id, known);
    }
    this.#last = known;
    return known;
  }

  #power({
    known,
    meter,
    row,
    atMs,
    state,
  }: {
    known: Known;
    meter: Meter;
    row: number;
    atMs: number;
    state: string;
  }): void {
    if (!known.isDeclared) {
      known.isDeclared = true;
      this.#sink.energy({ is: "series", key: known.id, device: meter.device, scope: "wall", kind: "on-change" });
    }
    const milliwatts = scaledInteger(state, meter.factor);
    if (milliwatts >= 0 && milliwatts <= MOST_MILLIWATTS) {
      this.#readings += 1;
      this.#sink.sample({ row, device: known.id, atMs, milliwatts });
      return;
    }
    // Whatever else the state says, the value before it holds no longer.
    this.#sink.energy({ is: "silence", row, series: known.id, atMs });
    if (milliwatts < 0) this.#tally.note(NEGATIVE, row);
    else if (milliwatts > 0) this.#tally.note(TOO_MUCH, row);
    else if (isMissingFigure(state)) this.#tally.note(SILENT, row);
    else
      this.#sink.issue({
        severity: "blocking",
        row,
        column: "state",
        code: "power-unreadable",
        message: `"${state.slice(0, 40)}" is no power and no known word for a missing one. Mend the row or leave it out.`,
      });
  }
}

const idsOf = (all: readonly Known[], wanted: Entity): string[] =>
  all.flatMap(({ id, entity }) => (entity === wanted ? [id] : []));
