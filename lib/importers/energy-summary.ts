import { format } from "../core/decimal.ts";
import {
  type BilledQuarter,
  billedQuarters,
  chosenOfDevice,
  quartersOfDevice,
  type SeriesQuarters,
} from "../core/energy/billed.ts";
import { integrateCounter } from "../core/energy/counter.ts";
import type { Gap } from "../core/energy/integrate.ts";
import { integrateIntervals } from "../core/energy/intervals.ts";
import { kWh, roundKwhForStorage } from "../core/energy/kwh.ts";
import { integrateOnChange, SILENCE_MILLIWATTS } from "../core/energy/on-change.ts";
import type { QuarterEnergy } from "../core/energy/quarters.ts";
import {
  type EnergyItem,
  type EnergySeries,
  type PowerScope,
  RATED_MILLIWATTS,
  type SeriesKind,
} from "../core/energy/series.ts";
import { SeriesIntegrator } from "../core/energy/series-integrator.ts";
import type { Issue } from "../core/issue.ts";
import type { PowerSample } from "../core/usage-line.ts";
import { reportSeries, type SeriesOutcome } from "./energy-issues.ts";

/** Gaps listed in a summary; the rest are counted. */
const MAX_GAPS = 1_000;

type GapText = { readonly from: string; readonly to: string; readonly seconds: number };

export type FileEnergy = {
  /** What would be billed, 9 places: the widest scope that was measured, no part twice. Null: the readings cover no time. */
  readonly kWh: string | null;
  /** Of the billed series: time measured over time from first to last; 6 places. */
  readonly coverage: number;
  readonly gaps: readonly (GapText & { readonly device: string })[];
  readonly gapCount: number;
  readonly series: readonly {
    readonly device: string;
    readonly scope: PowerScope;
    readonly kind: SeriesKind;
    readonly kWh: string | null;
    readonly coverage: number;
    readonly readings: number;
    readonly from: string;
    readonly to: string;
    readonly gaps: readonly GapText[];
    /** False: measured, and inside another series or beside a more trusted one. */
    readonly isBilled: boolean;
  }[];
};

/** Collects the readings of one series and integrates them by its kind. */
class SeriesReader {
  readonly series: EnergySeries;
  readonly #polled: SeriesIntegrator | null;
  // On-change: instant, mW. Counter: instant, mJ. Interval: from, to, uJ.
  #numbers: number[] = [];
  #readings = 0;

  constructor(series: EnergySeries) {
    this.series = series;
    this.#polled = series.kind === "polled" ? new SeriesIntegrator() : null;
  }

  power(atMs: number, milliwatts: number): void {
    if (this.#polled) this.#polled.add(atMs, milliwatts);
    else this.#add(atMs, milliwatts);
  }

  #add(...numbers: readonly number[]): void {
    for (const number of numbers) this.#numbers.push(number);
    this.#readings += 1;
  }

  counter(atMs: number, millijoules: number): void {
    this.#add(atMs, millijoules);
  }

  interval(fromMs: number, toMs: number, microjoules: number): void {
    this.#add(fromMs, toMs, microjoules);
  }

  finish(): SeriesOutcome {
    const { series } = this;
    if (this.#polled) return { series, kind: "polled", result: this.#polled.finish() };
    if (series.kind === "interval") {
      return { series, kind: "interval", readings: this.#readings, result: integrateIntervals(this.#intervals()) };
    }
    if (series.kind === "on-change") {
      const { found: readings, repeated } = this.#inTime((atMs, milliwatts) => ({ atMs, milliwatts }));
      const limit = series.maxSilenceMs === undefined ? {} : { maxSilenceMs: series.maxSilenceMs };
      return {
        series,
        kind: "on-change",
        readings: this.#readings,
        repeated,
        result: integrateOnChange(readings, limit),
      };
    }
    const { found: values, repeated } = this.#inTime((atMs, millijoules) => ({ atMs, millijoules }));
    const result = integrateCounter(values, {
      ratedMilliwatts: series.ratedMilliwatts ?? RATED_MILLIWATTS[series.scope],
      ...(series.wrapMillijoules === undefined ? {} : { wrapMillijoules: series.wrapMillijoules }),
    });
    return { series, kind: "counter", readings: this.#readings, repeated, result };
  }

  #intervals() {
    const numbers = this.#numbers;
    return Array.from({ length: numbers.length / 3 }, (_, at) => ({
      fromMs: numbers[at * 3] ?? 0,
      toMs: numbers[at * 3 + 1] ?? 0,
      microjoules: numbers[at * 3 + 2] ?? 0,
    }));
  }

  /** Readings in time order; of one instant the last row. A log that is in order needs no more memory than its readings. */
  #inTime<Found>(make: (atMs: number, value: number) => Found): { found: Found[]; repeated: number } {
    const numbers = this.#numbers;
    this.#numbers = [];
    const found: Found[] = [];
    if (isInOrder(numbers)) {
      for (let at = 0; at < numbers.length; at += 2) found.push(make(numbers[at] ?? 0, numbers[at + 1] ?? 0));
      return { found, repeated: 0 };
    }
    const latest = new Map<number, number>();
    for (let at = 0; at < numbers.length; at += 2) latest.set(numbers[at] ?? 0, numbers[at + 1] ?? 0);
    const times = Float64Array.from(latest.keys()).sort();
    for (const atMs of times) found.push(make(atMs, latest.get(atMs) ?? 0));
    return { found, repeated: this.#readings - found.length };
  }
}

/** Instants and values by turns, each instant after the one before. */
function isInOrder(numbers: readonly number[]): boolean {
  for (let at = 2; at < numbers.length; at += 2) if ((numbers[at] ?? 0) <= (numbers[at - 2] ?? 0)) return false;
  return true;
}

/** Integrates the readings of a file as they come; polled series of any length in flat memory. */
export class EnergySummary {
  readonly #series = new Map<string, SeriesReader>();
  #lastKey: string | null = null;
  #last: SeriesReader | null = null;

  #of(key: string): SeriesReader {
    if (key === this.#lastKey && this.#last) return this.#last;
    let series = this.#series.get(key);
    if (!series) {
      series = new SeriesReader({ key, device: key, scope: "gpu", kind: "polled" });
      this.#series.set(key, series);
    }
    this.#lastKey = key;
    this.#last = series;
    return series;
  }

  add({ device, atMs, milliwatts }: PowerSample): void {
    this.#of(device).power(atMs, milliwatts);
  }

  item(item: EnergyItem): void {
    switch (item.is) {
      case "series":
        if (!this.#series.has(item.key)) this.#series.set(item.key, new SeriesReader(item));
        return;
      case "counter":
        this.#of(item.series).counter(item.atMs, item.millijoules);
        return;
      case "interval":
        this.#of(item.series).interval(item.fromMs, item.toMs, item.microjoules);
        return;
      case "silence":
        this.#of(item.series).power(item.atMs, SILENCE_MILLIWATTS);
    }
  }

  finish(issue: (issue: Issue) => void): { file: FileEnergy; span: { fromMs: number; toMs: number } | null } {
    const outcomes = [...this.#series.values()]
      .map((series) => series.finish())
      .filter(({ result }) => result.fromMs !== null)
      .sort((a, b) => compareText(a.series.device, b.series.device) || compareText(a.series.key, b.series.key));
    for (const outcome of outcomes) reportSeries(outcome, issue);
    const known = outcomes.map(({ series, result }): SeriesQuarters => ({ ...series, quarters: result.quarters }));
    const billed = billedQuarters(known);
    const isBilled = outcomes.map((outcome, index) => spanOf(outcome) > 0 && countsIn(known, index, billed));
    const counting = outcomes.filter((_, index) => isBilled[index]);
    const { coveredMs, spanMs, gaps } = certaintyOf(counting);
    const file: FileEnergy = {
      kWh: outcomes.some(({ result }) => result.coveredMs > 0) ? kwhText(energyOf(billed)) : null,
      coverage: share(coveredMs, spanMs),
      gaps: gaps.slice(0, MAX_GAPS),
      gapCount: gaps.length,
      series: outcomes.map((outcome, index) => describe(outcome, isBilled[index] ?? false)),
    };
    return { file, span: spanOfAll(outcomes) };
  }
}

function describe(outcome: SeriesOutcome, isBilled: boolean): FileEnergy["series"][number] {
  const { series, result } = outcome;
  return {
    device: series.device,
    scope: series.scope,
    kind: series.kind,
    kWh: result.coveredMs > 0 ? kwhText(result.totalHalfMicrojoules) : null,
    coverage: share(result.coveredMs, spanOf(outcome)),
    readings: outcome.kind === "polled" ? outcome.result.readings : outcome.readings,
    from: iso(result.fromMs ?? 0),
    to: iso(result.toMs ?? 0),
    gaps: result.gaps.slice(0, MAX_GAPS).map(gapText),
    isBilled,
  };
}

/**
 * Does a series count: its scope is the one billed somewhere, and some of its device's energy is its own. One that covers no
 * time counts as long as nothing else speaks for its device and its scope is billed, or nothing is: its gaps are the rig's.
 */
function countsIn(
  known: readonly SeriesQuarters[],
  index: number,
  billed: ReadonlyMap<number, BilledQuarter>,
): boolean {
  const own = known[index];
  if (!own) return false;
  const isParts = own.scope === "gpu" || own.scope === "cpu";
  const isScope = (scope: PowerScope | undefined) =>
    scope === own.scope || (isParts && (scope === "gpu" || scope === "cpu"));
  const device = known.filter((each) => each.device === own.device && each.scope === own.scope);
  if (device.every(({ quarters }) => quarters.size === 0))
    return billed.size === 0 || [...billed.values()].some(({ scope }) => isScope(scope));
  const place = device.indexOf(own);
  for (const [at, { from }] of chosenOfDevice(device))
    if (from.includes(place) && isScope(billed.get(at)?.scope)) return true;
  return false;
}

type Certainty = { coveredMs: number; spanMs: number; gaps: (GapText & { readonly device: string })[] };

/** How much of their time the billed series cover. Where a device has several, one's gap that another covers is none. */
function certaintyOf(counting: readonly SeriesOutcome[]): Certainty {
  const whole: Certainty = { coveredMs: 0, spanMs: 0, gaps: [] };
  const devices = new Map<string, SeriesOutcome[]>();
  for (const outcome of counting) {
    const { device, scope } = outcome.series;
    const name = `${scope} ${device}`;
    devices.set(name, [...(devices.get(name) ?? []), outcome]);
  }
  for (const own of devices.values()) {
    const quarters = quartersOfDevice(own.map(({ series, result }) => ({ ...series, quarters: result.quarters })));
    for (const { coveredMs } of quarters.values()) whole.coveredMs += coveredMs;
    const span = spanOfAll(own);
    whole.spanMs += span ? span.toMs - span.fromMs : 0;
    for (const { series, result } of own)
      for (const gap of result.gaps)
        if (!own.some((other) => other.series !== series && covers(other, gap)))
          whole.gaps.push({ device: series.device, ...gapText(gap) });
  }
  return whole;
}

/** A series without a gap there that had begun before and went on after. */
const covers = ({ result: { fromMs, toMs, gaps } }: SeriesOutcome, gap: Gap): boolean =>
  fromMs !== null &&
  toMs !== null &&
  fromMs <= gap.fromMs &&
  toMs >= gap.toMs &&
  gaps.every((other) => other.toMs <= gap.fromMs || other.fromMs >= gap.toMs);

function energyOf(quarters: ReadonlyMap<number, QuarterEnergy>): bigint {
  let sum = 0n;
  for (const { halfMicrojoules } of quarters.values()) sum += BigInt(halfMicrojoules);
  return sum;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const kwhText = (halfMicrojoules: bigint): string => format(roundKwhForStorage(kWh(halfMicrojoules)));
const iso = (ms: number): string => new Date(ms).toISOString();
const gapText = ({ fromMs, toMs }: Gap): GapText => ({
  from: iso(fromMs),
  to: iso(toMs),
  seconds: (toMs - fromMs) / 1000,
});
const spanOf = ({ result: { fromMs, toMs } }: SeriesOutcome): number =>
  fromMs === null || toMs === null ? 0 : toMs - fromMs;
/** A share between 0 and 1 at 6 places; a single reading covers no time. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e6) / 1e6);

function spanOfAll(outcomes: readonly SeriesOutcome[]): { fromMs: number; toMs: number } | null {
  const starts = outcomes.flatMap(({ result: { fromMs } }) => (fromMs === null ? [] : [fromMs]));
  const ends = outcomes.flatMap(({ result: { toMs } }) => (toMs === null ? [] : [toMs]));
  return starts.length === 0 ? null : { fromMs: Math.min(...starts), toMs: Math.max(...ends) };
}
