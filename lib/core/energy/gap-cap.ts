const MINUTE_MS = 60_000;
/** No cap is smaller, so a step up to this long is always bridged and can be counted at once. */
export const SMALLEST_CAP_MS = MINUTE_MS;

/**
 * The median of steps given as step length in ms to how often it occurs; of an even count the lower middle one, so the
 * answer is a step that was really seen. 0 when there are none.
 */
export function medianStepMs(stepCounts: ReadonlyMap<number, number>): number {
  const steps = [...stepCounts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = steps.reduce((running, [, count]) => running + count, 0);
  let seen = 0;
  for (const [step, count] of steps) {
    seen += count;
    if (seen * 2 >= total) return step;
  }
  return 0;
}

/**
 * The longest step that is bridged; a longer one is a gap and adds no energy. Five median steps, at least 60 s and at
 * most 5 min; for loggers slower than one a minute three median steps. Source: power-formats F4.
 */
export function gapCapMs(median: number): number {
  if (median > MINUTE_MS) return 3 * median;
  return Math.min(Math.max(5 * median, MINUTE_MS), 5 * MINUTE_MS);
}

/** Steps from which on a slow logger's median says how often it logs. */
const FEW_STEPS = 3;
const HOUR_MS = 3_600_000;

/**
 * The cap of a series by its steps. One or two steps of a slow logger are their own median and would bridge anything:
 * until there are more, nothing longer than an hour is bridged.
 */
export function gapCapOf(stepCounts: ReadonlyMap<number, number>): number {
  const cap = gapCapMs(medianStepMs(stepCounts));
  let steps = 0;
  for (const count of stepCounts.values()) steps += count;
  return steps < FEW_STEPS ? Math.min(cap, HOUR_MS) : cap;
}
