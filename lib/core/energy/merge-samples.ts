import type { Reading } from "./quarters.ts";

export type Merged = {
  readonly samples: readonly Reading[];
  /** Readings that were there already, to the milliwatt. */
  readonly duplicates: number;
  /** Instants at which a later import says something else; the later one was taken. */
  readonly conflicts: number;
};

/**
 * Joins the readings of one device from several imports, oldest import first. Within one import equal stamps are
 * averaged (half up, whole milliwatts); between imports an equal reading is dropped and a different one replaced by the
 * later import's. The result does not depend on how a log was cut into files. Source: power-formats F7, F8.
 */
export function mergeSamples(parts: readonly (readonly Reading[])[]): Merged {
  let duplicates = 0;
  let conflicts = 0;
  let merged: readonly Reading[] = [];
  for (const part of parts) {
    const joined = mergeTwo(merged, inOrder(part));
    duplicates += joined.duplicates;
    conflicts += joined.conflicts;
    merged = joined.samples;
  }
  return { samples: merged, duplicates, conflicts };
}

/** One import's readings sorted, equal stamps averaged. */
function inOrder(part: readonly Reading[]): Reading[] {
  const sorted = isSorted(part) ? part : [...part].sort((a, b) => a.atMs - b.atMs);
  const result: Reading[] = [];
  for (let index = 0; index < sorted.length; ) {
    const first = sorted[index];
    if (!first) break;
    let sum = 0;
    let count = 0;
    for (; sorted[index]?.atMs === first.atMs; index += 1, count += 1) sum += sorted[index]?.milliwatts ?? 0;
    result.push({ atMs: first.atMs, milliwatts: count === 1 ? sum : averageMilliwatts(sum, count) });
  }
  return result;
}

/** The mean in whole milliwatts, half up: readings of one device at one instant. */
export const averageMilliwatts = (sum: number, count: number): number => Math.floor((2 * sum + count) / (2 * count));

function isSorted(part: readonly Reading[]): boolean {
  let last = Number.NEGATIVE_INFINITY;
  for (const { atMs } of part) {
    if (atMs < last) return false;
    last = atMs;
  }
  return true;
}

function mergeTwo(older: readonly Reading[], newer: readonly Reading[]): Merged {
  if (older.length === 0) return { samples: newer, duplicates: 0, conflicts: 0 };
  const samples: Reading[] = [];
  let duplicates = 0;
  let conflicts = 0;
  let left = 0;
  for (const reading of newer) {
    for (let next = older[left]; next && next.atMs < reading.atMs; next = older[left]) {
      samples.push(next);
      left += 1;
    }
    const same = older[left];
    if (same?.atMs === reading.atMs) {
      if (same.milliwatts === reading.milliwatts) duplicates += 1;
      else conflicts += 1;
      left += 1;
    }
    samples.push(reading);
  }
  for (; left < older.length; left += 1) {
    const rest = older[left];
    if (rest) samples.push(rest);
  }
  return { samples, duplicates, conflicts };
}
