import type { PoolClient } from "pg";
import { integrateCounter } from "../core/energy/counter.ts";
import type { Integral } from "../core/energy/integrate.ts";
import { integrateIntervals } from "../core/energy/intervals.ts";
import { integrateOnChange } from "../core/energy/on-change.ts";
import { unpackSamples } from "../core/energy/pack-samples.ts";
import { RATED_MILLIWATTS } from "../core/energy/series.ts";
import { daysWithPower, readPowerBlocks, replaceQuarters, type SeriesRow } from "../db/power.ts";

type Kept = { readonly atMs: number; readonly milliwatts: number };

/**
 * Reckons a counter, an interval or an on-change series anew from all its posted readings: a value may hold, and a
 * counter's step may last, from any day to any other, and a dip is judged by the highest value before it.
 */
export async function integrateWhole(client: PoolClient, series: SeriesRow): Promise<void> {
  const kept = await readingsOf(client, series.id);
  const { quarters } = integralOf(series, kept);
  await replaceQuarters(client, { seriesId: series.id, fromMs: EARLIEST_MS, toMs: LATEST_MS, quarters });
}

const EARLIEST_MS = Date.UTC(1970, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/** Every reading as it was packed: oldest import first, as written inside one. */
async function readingsOf(client: PoolClient, seriesId: number): Promise<Kept[]> {
  const parts = new Map<number, Kept[]>();
  for (const day of await daysWithPower(client, seriesId)) {
    for (const { importId, packed } of await readPowerBlocks(client, { seriesId, day })) {
      const part = parts.get(importId) ?? [];
      parts.set(importId, part);
      for (const reading of unpackSamples(packed)) part.push(reading);
    }
  }
  return [...parts].sort(([a], [b]) => a - b).flatMap(([, part]) => part);
}

/** What `lib/flows/stage-file.ts` packed, by the series' kind. */
function integralOf(series: SeriesRow, kept: readonly Kept[]): Integral {
  if (series.kind === "interval") {
    return integrateIntervals(
      Array.from({ length: kept.length / 2 }, (_, at) => ({
        fromMs: kept[at * 2]?.atMs ?? 0,
        toMs: kept[at * 2 + 1]?.atMs ?? 0,
        microjoules: kept[at * 2]?.milliwatts ?? 0,
      })),
    );
  }
  const latest = new Map(kept.map(({ atMs, milliwatts }) => [atMs, milliwatts]));
  const ordered = [...latest].sort(([a], [b]) => a - b);
  if (series.kind === "on-change") {
    const readings = ordered.map(([atMs, milliwatts]) => ({ atMs, milliwatts }));
    return integrateOnChange(readings, series.maxSilenceMs === null ? {} : { maxSilenceMs: series.maxSilenceMs });
  }
  return integrateCounter(
    ordered.map(([atMs, millijoules]) => ({ atMs, millijoules })),
    {
      ratedMilliwatts: series.ratedMilliwatts ?? RATED_MILLIWATTS[series.scope],
      ...(series.wrapMillijoules === null ? {} : { wrapMillijoules: series.wrapMillijoules }),
    },
  );
}
