import type { Sink } from "../importer.ts";
import type { MetricSeries } from "../source/exposition.ts";
import { about } from "../source/headed-table.ts";
import type { QueryPoint, QuerySeries } from "../source/query-range.ts";

/** Prometheus repeats the last value this long after its source is gone. */
const STALENESS_MS = 300_000;

export type MergedSeries = { readonly series: MetricSeries; readonly points: readonly QueryPoint[] };

/** The series of all answers of a file, those with the same labels as one, in the order of time. */
export function mergedSeries(all: readonly QuerySeries[]): MergedSeries[] {
  const byLabels = new Map<string, { series: MetricSeries; points: QueryPoint[] }>();
  for (const { name, labels, points } of all) {
    if (name === null) continue;
    const key = `${name} ${JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    const known = byLabels.get(key);
    if (known) for (const point of points) known.points.push(point);
    else byLabels.set(key, { series: { name, labels }, points: [...points] });
  }
  return [...byLabels.values()].map(({ series, points }) => ({
    series,
    points: points.sort((a, b) => a.atMs - b.atMs),
  }));
}

/**
 * A series that ends before the others do, with one value repeated, may have died where that value began: the repeats are
 * no readings. The first of them is. Source: power-formats A2.
 */
export function withoutStaleTails(
  all: readonly MergedSeries[],
  { sink, endMs }: { readonly sink: Sink; readonly endMs: number },
): MergedSeries[] {
  let dropped = 0;
  const kept = all.map(({ series, points }) => {
    const count = staleCount(points, endMs);
    dropped += count;
    return { series, points: count === 0 ? points : points.slice(0, points.length - count) };
  });
  if (dropped > 0) {
    sink.issue(
      about(
        "notice",
        "stale-tail",
        `${dropped} values at the end of series that stop before the others repeat the one before for at most 5 minutes, as Prometheus does after a source is gone; they were not read.`,
      ),
    );
  }
  return kept;
}

function staleCount(points: readonly QueryPoint[], endMs: number): number {
  const last = points.at(-1);
  if (!last || last.atMs >= endMs) return 0;
  let first = points.length - 1;
  while (first > 0 && points[first - 1]?.value === last.value) first -= 1;
  const begunMs = points[first]?.atMs ?? last.atMs;
  return last.atMs - begunMs <= STALENESS_MS ? points.length - 1 - first : 0;
}
