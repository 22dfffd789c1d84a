import type { ReadOptions, Sink } from "../importer.ts";
import { millijoulesOf, milliwattsOf } from "./energy-units.ts";
import type { MetricSeries } from "./exposition.ts";
import { about } from "./headed-table.ts";
import { isPlausible, MeterReadings } from "./meter-readings.ts";
import { addable, type Meaning, meaningOf, NESTED, type PowerMetric, UNKNOWN_SCOPE } from "./power-metrics.ts";

export type Found = { readonly series: MetricSeries; readonly row: number; readonly value: string };
type Reading = { readonly metric: PowerMetric; readonly row: number; readonly amount: number };

/** Turns the power of one instant into readings: what may be added, once a device. */
export class PowerAtOnce {
  readonly #readings: MeterReadings;
  readonly #meanings = new WeakMap<MetricSeries, { meaning: Meaning }>();
  readonly #sink: Sink;
  /** What may not be added, and how often it was seen. */
  readonly #left = { nested: 0, unknown: 0, shared: 0 };

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#readings = new MeterReadings(sink, options);
  }

  get readings(): MeterReadings {
    return this.#readings;
  }

  meaning(series: MetricSeries): Meaning {
    const known = this.#meanings.get(series);
    if (known) return known.meaning;
    const meaning = meaningOf(series);
    this.#meanings.set(series, { meaning });
    return meaning;
  }

  take(found: readonly Found[], atMs: number): void {
    const read = found.flatMap((one) => this.#read(one));
    const isAddable = addable(read.map(({ metric }) => metric));
    for (const { metric, row, amount } of this.#largest(read.filter(({ metric }) => this.#keeps(metric, isAddable)))) {
      this.#readings.series(seriesOf(metric));
      const reading = { row, series: metric.key, atMs };
      if (metric.kind === "polled") this.#readings.power(reading, amount);
      else this.#readings.counter(reading, amount);
    }
  }

  #keeps(metric: PowerMetric, isAddable: (metric: PowerMetric) => boolean): boolean {
    if (isAddable(metric)) return true;
    this.#left.nested += 1;
    return false;
  }

  #read({ series, row, value }: Found): Reading[] {
    const metric = this.meaning(series);
    if (metric === NESTED) this.#left.nested += 1;
    if (metric === UNKNOWN_SCOPE) this.#left.unknown += 1;
    if (metric === null || metric === NESTED || metric === UNKNOWN_SCOPE) return [];
    const amount = amountOf(metric, value);
    if (amount !== 0 || metric.kind === "polled") return [{ metric, row, amount }];
    this.#readings.tally.note(UNFED, row);
    return [];
  }

  /** Every MIG instance carries the whole board's figure, so the largest is the board's and the sum is not. */
  #largest(read: readonly Reading[]): Reading[] {
    const byKey = new Map<string, Reading>();
    for (const reading of read) {
      const known = byKey.get(reading.metric.key);
      if (known) this.#left.shared += 1;
      if (!known || isBetter(reading, known)) byKey.set(reading.metric.key, reading);
    }
    return [...byKey.values()];
  }

  end(): void {
    this.#readings.end();
    const { nested, unknown, shared } = this.#left;
    if (shared > 0) this.#sink.issue(SHARED);
    if (nested > 0) this.#sink.issue(PARTS);
    if (unknown > 0) this.#sink.issue(UNKNOWN);
  }
}

/** Exporters list counters of meters the machine does not have; believed, a wider scope would bill nothing. */
const UNFED = {
  severity: "notice",
  code: "counter-zero",
  column: null,
  message: "A counter stands at 0, as one does that was never fed; it was not read.",
} as const;

const SHARED = about(
  "notice",
  "gpu-in-parts",
  "Several rows of one instant are about the same GPU (MIG instances, or a pod that was moved), and each carries the whole board's figure: the largest counts, once.",
);
const PARTS = about(
  "notice",
  "nested-left-out",
  "Some metrics measure a part of what another one beside them measures (cores inside a package, a supply's output inside its input); they were not added.",
);
const UNKNOWN = about(
  "warning",
  "scope-unknown",
  "Some sensors do not tell what they measure, so they were left out. Export the server's own meter (ipmi_dcmi_power_consumption_watts), or map the table by hand.",
);

/** A number that can be beats a blank one, and of two such the larger is the board's. */
function isBetter(reading: Reading, known: Reading): boolean {
  const isSound = isPlausible(reading.metric, reading.amount);
  return isSound === isPlausible(known.metric, known.amount) ? reading.amount > known.amount : isSound;
}

/** Milliwatts or millijoules; NaN when missing. */
const amountOf = (metric: PowerMetric, value: string): number =>
  metric.kind === "polled" ? milliwattsOf(value, metric.unit) : millijoulesOf(value, metric.unit);

const seriesOf = ({ key, device, scope, kind, wrapMillijoules }: PowerMetric) => ({
  key,
  device,
  scope,
  kind,
  ...(wrapMillijoules === undefined ? {} : { wrapMillijoules }),
});
