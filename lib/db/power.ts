import type { PoolClient } from "pg";
import { type Decimal, decimal, format } from "../core/decimal.ts";
import type { BilledQuarter, SeriesQuarters } from "../core/energy/billed.ts";
import type { QuarterEnergy } from "../core/energy/quarters.ts";
import type { EnergySeries, PowerScope, SeriesKind } from "../core/energy/series.ts";
import { copyRows } from "./import-writes.ts";
import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

/** A series as it is kept. */
export type SeriesRow = {
  readonly id: number;
  readonly rigId: number;
  readonly device: string;
  readonly scope: PowerScope;
  readonly kind: SeriesKind;
  readonly wrapMillijoules: number | null;
  readonly ratedMilliwatts: number | null;
  readonly maxSilenceMs: number | null;
};

const SERIES: SqlQuery = sql`p.id, p.rig_id AS "rigId", p.device, p.scope, p.kind, p.wrap_millijoules::float8 AS "wrapMillijoules", p.rated_milliwatts::float8 AS "ratedMilliwatts", p.max_silence_ms::float8 AS "maxSilenceMs"`;

/** The series of a rig by what it is, made when it is new; what the latest file says of its limits holds. */
export async function ensureSeries(database: Database, rigId: number, series: EnergySeries): Promise<number> {
  const { device, scope, kind } = series;
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO power_series AS p (rig_id, device, scope, kind, wrap_millijoules, rated_milliwatts, max_silence_ms)
        VALUES (${rigId}, ${device}, ${scope}, ${kind}, ${series.wrapMillijoules ?? null}, ${series.ratedMilliwatts ?? null}, ${series.maxSilenceMs ?? null})
        ON CONFLICT (rig_id, device, scope, kind) DO UPDATE SET wrap_millijoules = coalesce(excluded.wrap_millijoules, p.wrap_millijoules),
          rated_milliwatts = coalesce(excluded.rated_milliwatts, p.rated_milliwatts), max_silence_ms = coalesce(excluded.max_silence_ms, p.max_silence_ms)
        RETURNING id`,
  );
  if (!row) throw new Error("The series just written was not read back");
  return row.id;
}

/** Series an import brings readings for, with its days (UTC). */
export async function seriesOfImport(
  database: Database,
  importId: number,
): Promise<(SeriesRow & { from: string; to: string })[]> {
  return rowsOf(
    database,
    sql`SELECT ${SERIES}, b."from", b."to" FROM power_series p
        JOIN (SELECT series_id, min(day)::text AS "from", max(day)::text AS "to" FROM power_block WHERE import_id = ${importId} GROUP BY series_id) b ON b.series_id = p.id
        ORDER BY p.id`,
  );
}
/** Series of a rig that have posted readings, with their days (UTC). */
export async function seriesOfRig(
  database: Database,
  rigId: number,
): Promise<(SeriesRow & { from: string; to: string })[]> {
  return rowsOf(
    database,
    sql`SELECT ${SERIES}, b."from", b."to" FROM power_series p
        JOIN (SELECT series_id, min(day)::text AS "from", max(day)::text AS "to" FROM power_block WHERE rig_id = ${rigId} AND is_posted GROUP BY series_id) b ON b.series_id = p.id
        ORDER BY p.id`,
  );
}
/** Rigs with posted readings of which no quarter hour was reckoned yet. */
export async function rigsWithoutQuarters(database: Database): Promise<number[]> {
  const rows = await rowsOf<{ rigId: number }>(
    database,
    sql`SELECT DISTINCT rig_id AS "rigId" FROM power_block b WHERE is_posted AND NOT EXISTS (SELECT 1 FROM rig_quarter q WHERE q.rig_id = b.rig_id)`,
  );
  return rows.map((row) => row.rigId);
}
export async function setPowerPosted(
  database: Database,
  { importId, isPosted }: { importId: number; isPosted: boolean },
): Promise<void> {
  await run(database, sql`UPDATE power_block SET is_posted = ${isPosted} WHERE import_id = ${importId}`);
}
/** Posted blocks of one series and day, in the order of import. */
export async function readPowerBlocks(
  database: Database,
  { seriesId, day }: { seriesId: number; day: string },
): Promise<{ importId: number; packed: Buffer }[]> {
  return rowsOf(
    database,
    sql`SELECT import_id AS "importId", packed FROM power_block WHERE series_id = ${seriesId} AND day = ${day}::date AND is_posted ORDER BY import_id, id`,
  );
}
export async function daysWithPower(database: Database, seriesId: number): Promise<string[]> {
  const rows = await rowsOf<{ day: string }>(
    database,
    sql`SELECT DISTINCT day::text AS day FROM power_block WHERE series_id = ${seriesId} AND is_posted ORDER BY 1`,
  );
  return rows.map((row) => row.day);
}
export async function readStepCounts(database: Database, seriesId: number): Promise<Record<string, number>[]> {
  const rows = await rowsOf<{ steps: Record<string, number> }>(
    database,
    sql`SELECT steps FROM power_day WHERE series_id = ${seriesId}`,
  );
  return rows.map((row) => row.steps);
}
export async function writeStepCounts(
  database: Database,
  { seriesId, day, steps }: { seriesId: number; day: string; steps: Record<string, number> | null },
): Promise<void> {
  await run(database, sql`DELETE FROM power_day WHERE series_id = ${seriesId} AND day = ${day}::date`);
  if (steps)
    await run(
      database,
      sql`INSERT INTO power_day (series_id, day, steps) VALUES (${seriesId}, ${day}::date, ${JSON.stringify(steps)}::jsonb)`,
    );
}

const halvesText = (halfMicrojoules: number): string => format({ units: BigInt(halfMicrojoules) * 5n, scale: 1 });

/** Replaces the quarter hours of a series in [fromMs, toMs). @returns the first and last instant that held any before or after. */
export async function replaceQuarters(
  client: PoolClient,
  {
    seriesId,
    fromMs,
    toMs,
    quarters,
  }: {
    seriesId: number;
    fromMs: number;
    toMs: number;
    quarters: Iterable<readonly [number, QuarterEnergy]>;
  },
): Promise<void> {
  await run(
    client,
    sql`DELETE FROM energy_quarter WHERE series_id = ${seriesId} AND at >= ${new Date(fromMs)} AND at < ${new Date(toMs)}`,
  );
  const columns = ["series_id", "at", "microjoules", "covered_ms", "peak_milliwatts"];
  await copyRows(
    client,
    { table: "energy_quarter", columns },
    [...quarters].map(([atMs, quarter]) => [
      seriesId,
      new Date(atMs).toISOString(),
      halvesText(quarter.halfMicrojoules),
      quarter.coveredMs,
      quarter.peakMilliwatts,
    ]),
  );
}

/** First and last quarter hour of a series; null without any. */
export async function quarterSpan(
  database: Database,
  seriesId: number,
): Promise<{ firstMs: number; lastMs: number } | null> {
  const row = await oneRow<{ first: Date | null; last: Date | null }>(
    database,
    sql`SELECT min(at) AS first, max(at) AS last FROM energy_quarter WHERE series_id = ${seriesId}`,
  );
  return row?.first && row.last ? { firstMs: row.first.getTime(), lastMs: row.last.getTime() } : null;
}

/** The quarter hours of every series of a rig in [fromMs, toMs), with the first one each series ever had. */
export async function readSeriesQuarters(
  database: Database,
  { rigId, fromMs, toMs }: { rigId: number; fromMs: number; toMs: number },
): Promise<SeriesQuarters[]> {
  const series = await rowsOf<SeriesRow & { first: Date }>(
    database,
    sql`SELECT ${SERIES}, (SELECT min(q.at) FROM energy_quarter q WHERE q.series_id = p.id) AS first FROM power_series p
        WHERE p.rig_id = ${rigId} AND EXISTS (SELECT 1 FROM energy_quarter q WHERE q.series_id = p.id AND q.at >= ${new Date(fromMs)} AND q.at < ${new Date(toMs)}) ORDER BY p.id`,
  );
  const found: SeriesQuarters[] = [];
  for (const { id, device, scope, kind, first } of series) {
    const rows = await rowsOf<{ at: Date; microjoules: string; coveredMs: number; peak: string }>(
      database,
      sql`SELECT at, microjoules::text, covered_ms AS "coveredMs", peak_milliwatts::text AS peak FROM energy_quarter
          WHERE series_id = ${id} AND at >= ${new Date(fromMs)} AND at < ${new Date(toMs)} ORDER BY at`,
    );
    const quarters = new Map(
      rows.map((row): [number, QuarterEnergy] => [
        row.at.getTime(),
        {
          // Halves of a microjoule below 2^53 are exact.
          halfMicrojoules: Number(row.microjoules) * 2,
          coveredMs: row.coveredMs,
          peakMilliwatts: Number(row.peak),
        },
      ]),
    );
    found.push({ device, scope, kind, quarters, firstMs: first.getTime() });
  }
  return found;
}

/** Replaces what is billed of a rig in [fromMs, toMs). */
export async function replaceRigQuarters(
  client: PoolClient,
  {
    rigId,
    fromMs,
    toMs,
    quarters,
  }: { rigId: number; fromMs: number; toMs: number; quarters: ReadonlyMap<number, BilledQuarter> },
): Promise<void> {
  await run(
    client,
    sql`DELETE FROM rig_quarter WHERE rig_id = ${rigId} AND at >= ${new Date(fromMs)} AND at < ${new Date(toMs)}`,
  );
  const columns = ["rig_id", "at", "scope", "microjoules", "covered_ms", "peak_milliwatts"];
  await copyRows(
    client,
    { table: "rig_quarter", columns },
    [...quarters].map(([atMs, quarter]) => [
      rigId,
      new Date(atMs).toISOString(),
      quarter.scope,
      halvesText(quarter.halfMicrojoules),
      quarter.coveredMs,
      quarter.peakMilliwatts,
    ]),
  );
}

export type RigQuarterRow = {
  readonly atMs: number;
  readonly scope: PowerScope;
  readonly microjoules: Decimal;
  readonly coveredMs: number;
  readonly peakMilliwatts: number;
};

/** What is billed of a rig by quarter hour in [fromMs, toMs), in time order. */
export async function readRigQuarters(
  database: Database,
  { rigId, fromMs, toMs }: { rigId: number; fromMs: number; toMs: number },
): Promise<RigQuarterRow[]> {
  const rows = await rowsOf<{ at: Date; scope: PowerScope; microjoules: string; coveredMs: number; peak: string }>(
    database,
    sql`SELECT at, scope, microjoules::text, covered_ms AS "coveredMs", peak_milliwatts::text AS peak FROM rig_quarter
        WHERE rig_id = ${rigId} AND at >= ${new Date(fromMs)} AND at < ${new Date(toMs)} ORDER BY at`,
  );
  return rows.map((row) => ({
    atMs: row.at.getTime(),
    scope: row.scope,
    microjoules: decimal(row.microjoules),
    coveredMs: row.coveredMs,
    peakMilliwatts: Number(row.peak),
  }));
}

/** First and last measured quarter hour of a rig; null without any. */
export async function rigQuarterSpan(
  database: Database,
  rigId: number,
): Promise<{ firstMs: number; lastMs: number } | null> {
  const row = await oneRow<{ first: Date | null; last: Date | null }>(
    database,
    sql`SELECT min(at) AS first, max(at) AS last FROM rig_quarter WHERE rig_id = ${rigId}`,
  );
  return row?.first && row.last ? { firstMs: row.first.getTime(), lastMs: row.last.getTime() } : null;
}

/** Energy of every series of a rig in [fromMs, toMs): what was measured beside what is billed. */
export async function readSeriesEnergy(
  database: Database,
  { rigId, fromMs, toMs }: { rigId: number; fromMs: number; toMs: number },
): Promise<{ device: string; scope: PowerScope; kind: SeriesKind; microjoules: string; coveredMs: string }[]> {
  return rowsOf(
    database,
    sql`SELECT p.device, p.scope, p.kind, sum(q.microjoules)::text AS microjoules, sum(q.covered_ms)::text AS "coveredMs"
        FROM power_series p JOIN energy_quarter q ON q.series_id = p.id
        WHERE p.rig_id = ${rigId} AND q.at >= ${new Date(fromMs)} AND q.at < ${new Date(toMs)} GROUP BY p.id ORDER BY p.scope, p.device, p.kind`,
  );
}

/** What is billed of a rig in all, as one text that two readings can be compared by. */
export async function rigQuarterPrint(database: Database, rigId: number): Promise<string> {
  const row = await oneRow<{ print: string | null }>(
    database,
    sql`SELECT md5(string_agg(concat_ws(' ', at, scope, microjoules, covered_ms), ',' ORDER BY at)) AS print FROM rig_quarter WHERE rig_id = ${rigId}`,
  );
  return row?.print ?? "";
}

/** Measured time of each rig in [fromMs, toMs); rigs without a reading are left out. */
export async function readCoveredMs(
  database: Database,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<{ rigId: number; coveredMs: string }[]> {
  return rowsOf(
    database,
    sql`SELECT rig_id AS "rigId", sum(covered_ms)::text AS "coveredMs" FROM rig_quarter
        WHERE at >= ${new Date(fromMs)} AND at < ${new Date(toMs)} GROUP BY rig_id`,
  );
}
