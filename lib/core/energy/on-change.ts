import type { Gap, Integral } from "./integrate.ts";
import { QuarterBuckets, type Reading, totalOf } from "./quarters.ts";

/** Stands for "unavailable" among on-change readings: the value before it ends here. */
export const SILENCE_MILLIWATTS = -1;

/**
 * Energy of readings that are written only when the value changes, in time order: each holds until the next (left-hold;
 * a trapezoid would draw ramps that never were). `unavailable` ends a value; so does a silence longer than
 * `maxSilenceMs` where a person set one. Source: power-formats.md F2, A12.
 */
export function integrateOnChange(
  readings: Iterable<Reading>,
  { maxSilenceMs = Number.POSITIVE_INFINITY }: { maxSilenceMs?: number } = {},
): Integral {
  const buckets = new QuarterBuckets();
  const gaps: Gap[] = [];
  let fromMs: number | null = null;
  let lastMs = 0;
  let held = SILENCE_MILLIWATTS;
  for (const { atMs, milliwatts } of readings) {
    if (fromMs === null) {
      if (milliwatts === SILENCE_MILLIWATTS) continue;
      fromMs = atMs;
    } else if (atMs > lastMs) {
      const untilMs = held === SILENCE_MILLIWATTS ? lastMs : Math.min(atMs, lastMs + maxSilenceMs);
      if (untilMs > lastMs) buckets.addSegment(lastMs, held, untilMs, held);
      if (untilMs < atMs) addGap(gaps, untilMs, atMs);
    }
    lastMs = atMs;
    held = milliwatts;
  }
  const { halfMicrojoules, coveredMs } = totalOf(buckets.quarters);
  const toMs = fromMs === null ? null : lastMs;
  return { quarters: buckets.quarters, gaps, totalHalfMicrojoules: halfMicrojoules, coveredMs, fromMs, toMs };
}

/** `unavailable` then `unknown` is one gap. */
function addGap(gaps: Gap[], fromMs: number, toMs: number): void {
  const last = gaps.at(-1);
  if (last?.toMs === fromMs) gaps[gaps.length - 1] = { fromMs: last.fromMs, toMs };
  else gaps.push({ fromMs, toMs });
}
