import { QuarterBuckets, type QuarterEnergy, type Reading, totalOf } from "./quarters.ts";

export type Gap = { readonly fromMs: number; readonly toMs: number };

export type Integral = {
  readonly quarters: ReadonlyMap<number, QuarterEnergy>;
  /** Steps longer than the cap: nothing was measured there and nothing is added. */
  readonly gaps: readonly Gap[];
  readonly totalHalfMicrojoules: bigint;
  readonly coveredMs: number;
  /** First and last reading; null without any. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
};

/**
 * Energy of one device from readings in time order (see `mergeSamples`): trapezoids between neighbours at most `capMs`
 * apart, per UTC quarter hour, exact. Source of the method: power-formats F2, F4.
 * @throws RangeError when readings go back in time.
 */
export function integrate(samples: Iterable<Reading>, { capMs }: { capMs: number }): Integral {
  const buckets = new QuarterBuckets();
  const gaps: Gap[] = [];
  let fromMs: number | null = null;
  let lastMs = 0;
  let lastMilliwatts = 0;
  for (const { atMs, milliwatts } of samples) {
    if (fromMs === null) fromMs = atMs;
    else if (atMs < lastMs) throw new RangeError("Readings are not in time order; merge them first");
    else if (atMs - lastMs > capMs) gaps.push({ fromMs: lastMs, toMs: atMs });
    else if (atMs > lastMs) buckets.addSegment(lastMs, lastMilliwatts, atMs, milliwatts);
    lastMs = atMs;
    lastMilliwatts = milliwatts;
  }
  const { halfMicrojoules, coveredMs } = totalOf(buckets.quarters);
  return {
    quarters: buckets.quarters,
    gaps,
    totalHalfMicrojoules: halfMicrojoules,
    coveredMs,
    fromMs,
    toMs: fromMs === null ? null : lastMs,
  };
}

/** How often each step length between neighbouring readings occurs: what `medianStepMs` takes. */
export function stepCounts(samples: Iterable<Reading>): Map<number, number> {
  const counts = new Map<number, number>();
  let lastMs: number | null = null;
  for (const { atMs } of samples) {
    if (lastMs !== null && atMs > lastMs) counts.set(atMs - lastMs, (counts.get(atMs - lastMs) ?? 0) + 1);
    lastMs = atMs;
  }
  return counts;
}
