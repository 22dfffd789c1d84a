import type { Gap, Integral } from "./integrate.ts";
import { QuarterBuckets, totalOf } from "./quarters.ts";

export type IntervalEnergy = { readonly fromMs: number; readonly toMs: number; readonly microjoules: number };

/** A hole shorter than this between two intervals is the jitter of a sampler, not a gap worth a line. */
const LISTED_GAP_MS = 60_000;

/**
 * Energy of intervals in any order, each taken as it is and split pro rata at quarter-hour edges. Of the same interval
 * twice the later counts; where intervals overlap the shorter counts and the longer only for the rest of its time.
 * Source: power-formats.md F2, F7.
 */
export function integrateIntervals(intervals: readonly IntervalEnergy[]): Integral & { readonly overlapping: number } {
  const buckets = new QuarterBuckets();
  const gaps: Gap[] = [];
  const ordered = unique(intervals);
  let overlapping = intervals.length - ordered.length;
  let doneMs: number | null = null;
  for (let at = 0; at < ordered.length; ) {
    const group = overlapFrom(ordered, at);
    at += group.items.length;
    if (doneMs !== null && group.fromMs - doneMs > LISTED_GAP_MS) gaps.push({ fromMs: doneMs, toMs: group.fromMs });
    doneMs = group.toMs;
    const [only, ...others] = group.items;
    if (only && others.length === 0) buckets.addSpread(only.fromMs, only.toMs, 2n * BigInt(only.microjoules));
    else overlapping += addFinestFirst(buckets, group.items);
  }
  const { halfMicrojoules, coveredMs } = totalOf(buckets.quarters);
  return {
    quarters: buckets.quarters,
    gaps,
    totalHalfMicrojoules: halfMicrojoules,
    coveredMs,
    fromMs: ordered[0]?.fromMs ?? null,
    toMs: doneMs,
    overlapping,
  };
}

function unique(intervals: readonly IntervalEnergy[]): IntervalEnergy[] {
  const latest = new Map<string, IntervalEnergy>();
  for (const interval of intervals) {
    if (interval.toMs > interval.fromMs) latest.set(`${interval.fromMs} ${interval.toMs}`, interval);
  }
  return [...latest.values()].sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs);
}

/** The run of intervals from `at` on that hang together by overlapping. */
function overlapFrom(ordered: readonly IntervalEnergy[], at: number) {
  const items: IntervalEnergy[] = [];
  const fromMs = ordered[at]?.fromMs ?? 0;
  let toMs = fromMs;
  for (let next = ordered[at]; next && (items.length === 0 || next.fromMs < toMs); next = ordered[at + items.length]) {
    items.push(next);
    toMs = Math.max(toMs, next.toMs);
  }
  return { items, fromMs, toMs };
}

/** @returns how many intervals counted only in part or not at all. */
function addFinestFirst(buckets: QuarterBuckets, items: readonly IntervalEnergy[]): number {
  const finest = [...items].sort((a, b) => a.toMs - a.fromMs - (b.toMs - b.fromMs) || a.fromMs - b.fromMs);
  let taken: Gap[] = [];
  let partial = 0;
  for (const { fromMs, toMs, microjoules } of finest) {
    const free = without({ fromMs, toMs }, taken);
    if (free.length !== 1 || free[0]?.fromMs !== fromMs || free[0]?.toMs !== toMs) partial += 1;
    const whole = 2n * BigInt(microjoules);
    const duration = BigInt(toMs - fromMs);
    let before = 0n;
    let elapsed = 0n;
    for (const part of free) {
      elapsed += BigInt(part.toMs - part.fromMs);
      const until = elapsed === duration ? whole : (whole * elapsed) / duration;
      buckets.addSpread(part.fromMs, part.toMs, until - before);
      before = until;
    }
    taken = joined([...taken, ...free]);
  }
  return partial;
}

/** What of a stretch is not taken; `taken` in order, not touching. */
function without({ fromMs, toMs }: Gap, taken: readonly Gap[]): Gap[] {
  const free: Gap[] = [];
  let at = fromMs;
  for (const each of taken) {
    if (each.toMs <= at) continue;
    if (each.fromMs >= toMs) break;
    if (each.fromMs > at) free.push({ fromMs: at, toMs: each.fromMs });
    at = each.toMs;
  }
  if (at < toMs) free.push({ fromMs: at, toMs });
  return free;
}

function joined(stretches: Gap[]): Gap[] {
  const ordered = stretches.sort((a, b) => a.fromMs - b.fromMs);
  const result: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of ordered) {
    const last = result.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else result.push({ fromMs, toMs });
  }
  return result;
}
