import type { PoolClient } from "pg";
import type { GridIntensity } from "../core/carbon/grid-intensity.ts";
import { decimal, format } from "../core/decimal.ts";
import { copyRows } from "./import-writes.ts";
import { type Database, oneRow, rowsOf, run, sql } from "./sql.ts";

/** The organisation's own intensities of a zone that hold somewhere in [fromMs, toMs), oldest first. */
export async function readIntensities(
  database: Database,
  { zone, fromMs, toMs }: { zone: string; fromMs: number; toMs: number },
): Promise<GridIntensity[]> {
  const rows = await rowsOf<{ from: Date; to: Date | null; grams: string; isEstimated: boolean; source: string }>(
    database,
    sql`SELECT from_at AS "from", to_at AS "to", grams::text, is_estimated AS "isEstimated", source FROM grid_intensity
        WHERE zone = ${zone} AND from_at < ${new Date(toMs)} AND coalesce(to_at, 'infinity') > ${new Date(fromMs)} ORDER BY from_at`,
  );
  return rows.map(({ from, to, grams, isEstimated, source }) => ({
    ...{ zone, isEstimated, source },
    fromMs: from.getTime(),
    toMs: to?.getTime() ?? null,
    grams: decimal(grams),
  }));
}

/** What is known of a zone: how many stretches, from when to when, the latest. */
export type OwnZone = {
  readonly zone: string;
  readonly count: number;
  readonly estimated: number;
  readonly from: Date;
  /** Null: the last is open. */
  readonly to: Date | null;
  readonly latestGrams: string;
  readonly source: string;
};

export async function readOwnZones(database: Database): Promise<OwnZone[]> {
  return rowsOf(
    database,
    sql`SELECT zone, count(*)::int AS count, (count(*) FILTER (WHERE is_estimated))::int AS estimated, min(from_at) AS "from",
          CASE WHEN bool_or(to_at IS NULL) THEN NULL ELSE max(to_at) END AS "to", trim_scale((array_agg(grams ORDER BY from_at DESC))[1])::text AS "latestGrams", (array_agg(source ORDER BY from_at DESC))[1] AS source
        FROM grid_intensity GROUP BY zone ORDER BY zone`,
  );
}

export type IntensitiesWritten = { readonly added: number; readonly changed: number; readonly unchanged: number };

/** Adds stretches; one of the same zone and beginning takes the place of the one before: histories are revised. */
export async function writeIntensities(
  client: PoolClient,
  given: readonly GridIntensity[],
  by: string,
): Promise<IntensitiesWritten> {
  await run(client, sql`DROP TABLE IF EXISTS pg_temp.given_intensity`);
  await run(
    client,
    sql`CREATE TEMP TABLE given_intensity (zone text, from_at timestamptz(0), to_at timestamptz(0), grams numeric(12,3), is_estimated boolean, source text, PRIMARY KEY (zone, from_at)) ON COMMIT DROP`,
  );
  const columns = ["zone", "from_at", "to_at", "grams", "is_estimated", "source"];
  const cells = given.map(({ zone, fromMs, toMs, grams, isEstimated, source }) => [
    zone,
    new Date(fromMs).toISOString(),
    toMs === null ? null : new Date(toMs).toISOString(),
    format(grams),
    isEstimated,
    source,
  ]);
  await copyRows(client, { table: "pg_temp.given_intensity", columns }, cells);
  const row = await oneRow<{ changed: number; unchanged: number }>(
    client,
    sql`SELECT count(*) FILTER (WHERE d)::int AS changed, count(*) FILTER (WHERE NOT d)::int AS unchanged FROM (
          SELECT (i.to_at, i.grams, i.is_estimated, i.source) IS DISTINCT FROM (g.to_at, g.grams, g.is_estimated, g.source) AS d
          FROM grid_intensity i JOIN pg_temp.given_intensity g ON g.zone = i.zone AND g.from_at = i.from_at) s`,
  );
  await run(
    client,
    sql`INSERT INTO grid_intensity (zone, from_at, to_at, grams, is_estimated, source, created_by)
        SELECT zone, from_at, to_at, grams, is_estimated, source, ${by} FROM pg_temp.given_intensity
        ON CONFLICT (zone, from_at) DO UPDATE SET to_at = excluded.to_at, grams = excluded.grams, is_estimated = excluded.is_estimated, source = excluded.source, created_by = excluded.created_by
        WHERE (grid_intensity.to_at, grid_intensity.grams, grid_intensity.is_estimated, grid_intensity.source) IS DISTINCT FROM (excluded.to_at, excluded.grams, excluded.is_estimated, excluded.source)`,
  );
  const { changed = 0, unchanged = 0 } = row ?? {};
  return { added: given.length - changed - unchanged, changed, unchanged };
}
