import type { Integral } from "./integrate.ts";
import { QuarterBuckets, totalOf } from "./quarters.ts";

export type CounterValue = { readonly atMs: number; readonly millijoules: number };

export type CounterIntegral = Integral & {
  /** The counter began anew: what it shows since is added, a lower bound. */
  readonly resets: number;
  readonly wraps: number;
  /** It fell a little and went on: nothing is added until it is above where it was. */
  readonly dips: number;
  /** It jumped by more than the device can draw: another device's counter; nothing is added. */
  readonly swaps: number;
  /** Steps longer than an hour, whose energy is spread evenly because nobody knows when it was used. */
  readonly spreads: number;
};

/** A drop to less than this share of the counter is a reset, a smaller one a dip. Source: Home Assistant, power-formats.md A12. */
const RESET_BELOW = 0.9;
/** How near its end a counter stands before it wraps. Source: power-formats.md F3. */
const WRAP_WITHIN = 0.02;
const PLAUSIBLE = 1.5;
const SPREAD_MS = 3_600_000;
const HALF_MICROJOULES_PER_MILLIJOULE = 2_000n;

/**
 * Energy of a counter in time order: the sum of its steps up, each spread evenly over its time, so that gaps in the
 * sampling lose nothing. Source: power-formats.md F2, F3.
 */
export function integrateCounter(
  values: readonly CounterValue[],
  { wrapMillijoules, ratedMilliwatts }: { wrapMillijoules?: number; ratedMilliwatts: number },
): CounterIntegral {
  const state: CounterState = {
    buckets: new QuarterBuckets(),
    counts: { resets: 0, wraps: 0, dips: 0, swaps: 0, spreads: 0 },
    wrap: wrapMillijoules ?? null,
    rated: ratedMilliwatts,
    quantum: smallestStep(values),
    highestRate: highestRate(values, ratedMilliwatts),
    baseline: 0,
    lastMs: 0,
    lastRate: 0,
  };
  const [first, ...rest] = values;
  if (first) {
    state.baseline = first.millijoules;
    state.lastMs = first.atMs;
    for (const value of rest) take(state, value);
  }
  const { quarters } = state.buckets;
  const { halfMicrojoules, coveredMs } = totalOf(quarters);
  return {
    quarters,
    gaps: [],
    totalHalfMicrojoules: halfMicrojoules,
    coveredMs,
    fromMs: first?.atMs ?? null,
    toMs: values.at(-1)?.atMs ?? null,
    ...state.counts,
  };
}

type Counts = { resets: number; wraps: number; dips: number; swaps: number; spreads: number };
type CounterState = {
  readonly buckets: QuarterBuckets;
  readonly counts: Counts;
  readonly wrap: number | null;
  readonly rated: number;
  readonly quantum: number;
  /** Millijoules per ms of the steepest step up that the device can have drawn. */
  readonly highestRate: number;
  /** The highest value of this run of the counter. */
  baseline: number;
  lastMs: number;
  /** Millijoules per ms of the step before. */
  lastRate: number;
};

function take(state: CounterState, { atMs, millijoules }: CounterValue): void {
  const elapsed = atMs - state.lastMs;
  if (elapsed <= 0) return;
  const step = millijoules - state.baseline;
  if (step >= 0) {
    if (isPlausible(state, step, elapsed)) add(state, { atMs, step, baseline: millijoules });
    else swap(state, { atMs, baseline: millijoules });
    return;
  }
  if (state.wrap !== null && isWrap(state, step + state.wrap, elapsed)) {
    state.counts.wraps += 1;
    add(state, { atMs, step: step + state.wrap, baseline: millijoules });
  } else if (millijoules >= RESET_BELOW * state.baseline) {
    state.counts.dips += 1;
    add(state, { atMs, step: 0, baseline: state.baseline });
  } else if (isPlausible(state, millijoules, elapsed)) {
    state.counts.resets += 1;
    add(state, { atMs, step: millijoules, baseline: millijoules });
  } else swap(state, { atMs, baseline: millijoules });
}

function add(state: CounterState, { atMs, step, baseline }: { atMs: number; step: number; baseline: number }): void {
  state.buckets.addSpread(state.lastMs, atMs, BigInt(step) * HALF_MICROJOULES_PER_MILLIJOULE);
  if (step > 0 && atMs - state.lastMs > SPREAD_MS) state.counts.spreads += 1;
  if (step > 0) state.lastRate = step / (atMs - state.lastMs);
  state.baseline = baseline;
  state.lastMs = atMs;
}

function swap(state: CounterState, { atMs, baseline }: { atMs: number; baseline: number }): void {
  state.counts.swaps += 1;
  state.baseline = baseline;
  state.lastMs = atMs;
}

/** Can the device have drawn that much? A coarse counter steps by more than a short time's worth. */
function isPlausible({ rated, quantum }: CounterState, step: number, elapsed: number): boolean {
  return step * 1000 <= PLAUSIBLE * rated * elapsed || step <= 2 * quantum;
}

/**
 * Near its end, or as far past it as what it drew before makes likely: a load may rise in the very step the counter
 * wraps in, and a counter that wraps every half hour does so far more often than a machine starts anew.
 */
function isWrap(state: CounterState, step: number, elapsed: number): boolean {
  const wrap = state.wrap ?? 0;
  if (step < 0 || !isPlausible(state, step, elapsed)) return false;
  const rate = Math.max(2 * state.lastRate, state.highestRate);
  return state.baseline >= (1 - WRAP_WITHIN) * wrap || step <= rate * elapsed + WRAP_WITHIN * wrap;
}

function highestRate(values: readonly CounterValue[], rated: number): number {
  let highest = 0;
  let before = values[0];
  for (const value of values) {
    if (before && value.atMs > before.atMs) {
      const rate = (value.millijoules - before.millijoules) / (value.atMs - before.atMs);
      if (rate > highest && rate * 1000 <= PLAUSIBLE * rated) highest = rate;
    }
    before = value;
  }
  return highest;
}

function smallestStep(values: readonly CounterValue[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = 1; index < values.length; index += 1) {
    const step = (values[index]?.millijoules ?? 0) - (values[index - 1]?.millijoules ?? 0);
    if (step > 0 && step < smallest) smallest = step;
  }
  return Number.isFinite(smallest) && values.length > 3 ? smallest : 0;
}
