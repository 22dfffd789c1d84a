import { gapCapOf, medianStepMs, SMALLEST_CAP_MS } from "./gap-cap.ts";
import type { Gap } from "./integrate.ts";
import { averageMilliwatts } from "./merge-samples.ts";
import { QuarterBuckets, type QuarterEnergy, totalOf } from "./quarters.ts";

/** Log stamps that step back less than this are put in order; more begins another stretch. Source: power-formats F8. */
const REORDER_MS = 2_000;
/** A log with more stretches than this is not a log in time order. */
const MAX_STRETCHES = 20_000;

export type SeriesResult = {
  readonly quarters: ReadonlyMap<number, QuarterEnergy>;
  readonly gaps: readonly Gap[];
  readonly totalHalfMicrojoules: bigint;
  readonly coveredMs: number;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly readings: number;
  readonly medianStepMs: number;
  readonly capMs: number;
  /** Readings inside a stretch that was integrated before: they were not added again. */
  readonly overlapping: number;
  /** Stretches the log falls into by stepping back in time; 1 for a log in order. */
  readonly stretches: number;
  readonly isTooDisordered: boolean;
};

type Stretch = { fromMs: number; fromMilliwatts: number; toMs: number; toMilliwatts: number };
type LongStep = { readonly fromMs: number; readonly from: number; readonly toMs: number; readonly to: number };

/**
 * Integrates one device's readings as they stream by, memory flat. The gap cap needs the median step, which is known
 * only at the end: steps up to 60 s are below every possible cap and are added at once; longer ones, rare in a log that
 * is longer than memory, are kept and decided at the end, so the result is exact without reading twice.
 * A log that steps back begins another stretch; stretches are joined at the end in time order, and what lies inside a
 * stretch already counted is not added again.
 */
export class SeriesIntegrator {
  readonly #buckets = new QuarterBuckets();
  readonly #steps = new Map<number, number>();
  readonly #long: LongStep[] = [];
  readonly #closed: Stretch[] = [];
  #current: Stretch | null = null;
  #readings = 0;
  #overlapping = 0;
  #stretches = 0;
  #isTooDisordered = false;
  // Readings younger than the reorder window, in time order; sums and counts average equal stamps.
  #times: number[] = [];
  #sums: number[] = [];
  #counts: number[] = [];
  #first = 0;

  add(atMs: number, milliwatts: number): void {
    this.#readings += 1;
    const last = this.#times.length - 1;
    const newestMs = last >= this.#first ? (this.#times[last] ?? 0) : Number.NEGATIVE_INFINITY;
    if (atMs > newestMs) {
      this.#times.push(atMs);
      this.#sums.push(milliwatts);
      this.#counts.push(1);
      this.#drain(atMs - REORDER_MS);
    } else if (newestMs - atMs < REORDER_MS) this.#insert(atMs, milliwatts);
    else {
      this.#closeStretch();
      this.#times.push(atMs);
      this.#sums.push(milliwatts);
      this.#counts.push(1);
    }
  }

  #insert(atMs: number, milliwatts: number): void {
    let at = this.#times.length;
    while (at > this.#first && (this.#times[at - 1] ?? 0) > atMs) at -= 1;
    if (at > this.#first && this.#times[at - 1] === atMs) {
      this.#sums[at - 1] = (this.#sums[at - 1] ?? 0) + milliwatts;
      this.#counts[at - 1] = (this.#counts[at - 1] ?? 0) + 1;
      return;
    }
    this.#times.splice(at, 0, atMs);
    this.#sums.splice(at, 0, milliwatts);
    this.#counts.splice(at, 0, 1);
  }

  /** Takes in what is old enough that nothing can still come before it. */
  #drain(untilMs: number): void {
    while (this.#first < this.#times.length && (this.#times[this.#first] ?? 0) <= untilMs) {
      const count = this.#counts[this.#first] ?? 1;
      const sum = this.#sums[this.#first] ?? 0;
      this.#take(this.#times[this.#first] ?? 0, count === 1 ? sum : averageMilliwatts(sum, count));
      this.#first += 1;
    }
    if (this.#first > 1024) {
      this.#times = this.#times.slice(this.#first);
      this.#sums = this.#sums.slice(this.#first);
      this.#counts = this.#counts.slice(this.#first);
      this.#first = 0;
    }
  }

  #take(atMs: number, milliwatts: number): void {
    const current = this.#current;
    if (this.#closed.length > 0 && !this.#mayContinue(atMs)) return;
    if (this.#current === null) {
      this.#stretches += 1;
      this.#current = { fromMs: atMs, fromMilliwatts: milliwatts, toMs: atMs, toMilliwatts: milliwatts };
      return;
    }
    if (current === null) return;
    const step = atMs - current.toMs;
    this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
    if (step <= SMALLEST_CAP_MS) this.#buckets.addSegment(current.toMs, current.toMilliwatts, atMs, milliwatts);
    else this.#long.push({ fromMs: current.toMs, from: current.toMilliwatts, toMs: atMs, to: milliwatts });
    current.toMs = atMs;
    current.toMilliwatts = milliwatts;
  }

  /** With earlier stretches about: ends the current one where it runs into another. @returns false inside another. */
  #mayContinue(atMs: number): boolean {
    const index = this.#stretchAtOrBefore(atMs);
    const before = this.#closed[index];
    const current = this.#current;
    if (current && before && before.fromMs > current.toMs) this.#keep();
    if (!before || atMs > before.toMs) return true;
    if (this.#current) this.#keep();
    this.#overlapping += 1;
    return false;
  }

  /** Index of the last closed stretch that begins at or before the instant; -1 when none does. */
  #stretchAtOrBefore(atMs: number): number {
    let low = 0;
    let high = this.#closed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#closed[middle]?.fromMs ?? 0) <= atMs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #closeStretch(): void {
    this.#drain(Number.POSITIVE_INFINITY);
    this.#times = [];
    this.#sums = [];
    this.#counts = [];
    this.#first = 0;
    this.#keep();
  }

  #keep(): void {
    const stretch = this.#current;
    this.#current = null;
    if (!stretch) return;
    if (this.#closed.length >= MAX_STRETCHES) {
      this.#isTooDisordered = true;
      return;
    }
    this.#closed.splice(this.#stretchAtOrBefore(stretch.fromMs) + 1, 0, stretch);
  }

  /** What was measured. Call once, after the last reading. */
  finish(): SeriesResult {
    this.#closeStretch();
    this.#joinStretches();
    const median = medianStepMs(this.#steps);
    const capMs = gapCapOf(this.#steps);
    const gaps: Gap[] = [];
    for (const step of this.#long.sort((a, b) => a.fromMs - b.fromMs)) {
      if (step.toMs - step.fromMs > capMs) gaps.push({ fromMs: step.fromMs, toMs: step.toMs });
      else this.#buckets.addSegment(step.fromMs, step.from, step.toMs, step.to);
    }
    const { halfMicrojoules, coveredMs } = totalOf(this.#buckets.quarters);
    return {
      quarters: this.#buckets.quarters,
      gaps,
      totalHalfMicrojoules: halfMicrojoules,
      coveredMs,
      fromMs: this.#closed[0]?.fromMs ?? null,
      toMs: this.#closed.at(-1)?.toMs ?? null,
      readings: this.#readings,
      medianStepMs: median,
      capMs,
      overlapping: this.#overlapping,
      stretches: this.#stretches,
      isTooDisordered: this.#isTooDisordered,
    };
  }

  /** The steps between stretches that lie next to each other in time. */
  #joinStretches(): void {
    for (let index = 1; index < this.#closed.length; index += 1) {
      const before = this.#closed[index - 1];
      const after = this.#closed[index];
      if (!before || !after || after.fromMs <= before.toMs) continue;
      const step = after.fromMs - before.toMs;
      this.#steps.set(step, (this.#steps.get(step) ?? 0) + 1);
      this.#long.push({ fromMs: before.toMs, from: before.toMilliwatts, toMs: after.fromMs, to: after.fromMilliwatts });
    }
  }
}
