import type { PoolClient } from "pg";
import type { Keys } from "../core/usage-line.ts";
import { copyRows, KEY_COLUMNS } from "./import-writes.ts";
import { type Database, rowsOf, sql } from "./sql.ts";

/** Keys of local use are numbered apart from those of the same file's bill. */
export const FIRST_LOCAL_KEY = 1_000_000;

export type LocalKey = {
  readonly no: number;
  readonly model: string | null;
  readonly endpoint: string | null;
  readonly keys: Keys;
};
export type LocalUseWrite = {
  readonly keyNo: number;
  readonly hourMs: number;
  readonly model: string | null;
  readonly endpoint: string | null;
  readonly requests: number | null;
  readonly failed: number | null;
  readonly input: string | null;
  readonly cacheRead: string | null;
  readonly output: string | null;
  readonly requestMs: number | null;
  readonly prefillMs: number | null;
  readonly decodeMs: number | null;
  readonly isEstimated: boolean;
};
/** An hour of one server in one file: offsets of its first and last use in the hour, and how long it was busy. */
export type BusyHourWrite = {
  readonly endpoint: string;
  readonly hourMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly busyMs: number | null;
};

export async function copyLocalUse(
  client: PoolClient,
  {
    importId,
    rigId,
    keys,
    uses,
    busy,
  }: {
    importId: number;
    rigId: number | null;
    keys: readonly LocalKey[];
    uses: readonly LocalUseWrite[];
    busy: readonly BusyHourWrite[];
  },
): Promise<void> {
  await copyRows(
    client,
    { table: "import_key", columns: KEY_COLUMNS },
    keys.map(({ no, model, endpoint, keys: of }) => [
      importId,
      no,
      "local",
      endpoint,
      of.project,
      of.projectName,
      of.workspace,
      of.apiKey,
      of.apiKeyName,
      of.user,
      JSON.stringify(of.tags),
      model,
    ]),
  );
  const columns = [
    "import_id",
    "rig_id",
    "key_no",
    "hour",
    "model",
    "endpoint",
    "requests",
    "failed",
    "input",
    "cache_read",
    "output",
    "request_ms",
    "prefill_ms",
    "decode_ms",
    "is_estimated",
  ];
  await copyRows(
    client,
    { table: "local_use_hour", columns },
    uses.map((use) => [
      importId,
      rigId,
      use.keyNo,
      new Date(use.hourMs).toISOString(),
      use.model,
      use.endpoint,
      use.requests,
      use.failed,
      use.input,
      use.cacheRead,
      use.output,
      use.requestMs,
      use.prefillMs,
      use.decodeMs,
      use.isEstimated,
    ]),
  );
  await copyRows(
    client,
    { table: "local_busy_hour", columns: ["import_id", "endpoint", "hour", "first_ms", "last_ms", "busy_ms"] },
    busy.map((hour) => [
      importId,
      hour.endpoint,
      new Date(hour.hourMs).toISOString(),
      hour.firstMs,
      hour.lastMs,
      hour.busyMs,
    ]),
  );
}

export type LocalUseRow = {
  readonly importId: number;
  readonly fileName: string;
  readonly format: string;
  readonly rigId: number | null;
  readonly keyNo: number;
  readonly hourMs: number;
  readonly model: string | null;
  readonly endpoint: string | null;
  readonly requests: number | null;
  readonly failed: number | null;
  readonly input: string | null;
  readonly cacheRead: string | null;
  readonly output: string | null;
  readonly requestMs: number | null;
  readonly isEstimated: boolean;
};

/** What posted files say was used in [fromMs, toMs) of a rig, or of no rig they name. */
export async function readLocalUse(
  database: Database,
  { rigId, readsOthers, fromMs, toMs }: { rigId: number; readsOthers: boolean; fromMs: number; toMs: number },
): Promise<LocalUseRow[]> {
  const rows = await rowsOf<Omit<LocalUseRow, "hourMs"> & { hour: Date }>(
    database,
    sql`SELECT u.import_id AS "importId", i.file_name AS "fileName", i.format, u.rig_id AS "rigId", u.key_no AS "keyNo", u.hour, u.model, u.endpoint, u.requests, u.failed,
          u.input::text, u.cache_read::text AS "cacheRead", u.output::text, u.request_ms::float8 AS "requestMs", u.is_estimated AS "isEstimated"
        FROM local_use_hour u JOIN import i ON i.id = u.import_id
        WHERE i.state = 'posted' AND (u.rig_id = ${rigId} OR (${readsOthers}::boolean AND u.rig_id IS NULL)) AND u.hour >= ${new Date(fromMs)} AND u.hour < ${new Date(toMs)} ORDER BY u.hour, u.import_id, u.id`,
  );
  return rows.map(({ hour, ...row }) => ({ ...row, hourMs: hour.getTime() }));
}

export type BusyHourRow = BusyHourWrite & { readonly importId: number };
export async function readBusyHours(
  database: Database,
  { importIds, fromMs, toMs }: { importIds: readonly number[]; fromMs: number; toMs: number },
): Promise<BusyHourRow[]> {
  if (importIds.length === 0) return [];
  const rows = await rowsOf<Omit<BusyHourRow, "hourMs"> & { hour: Date }>(
    database,
    sql`SELECT import_id AS "importId", endpoint, hour, first_ms AS "firstMs", last_ms AS "lastMs", busy_ms AS "busyMs" FROM local_busy_hour
        WHERE import_id = ANY(${[...importIds]}::int[]) AND hour >= ${new Date(fromMs)} AND hour < ${new Date(toMs)} ORDER BY hour, import_id`,
  );
  return rows.map(({ hour, ...row }) => ({ ...row, hourMs: hour.getTime() }));
}

/** First and last hour an import tells local use of, and whether it names no rig. */
export async function localUseSpan(
  database: Database,
  importId: number,
): Promise<{ firstMs: number; lastMs: number; namesNoRig: boolean } | null> {
  const [row] = await rowsOf<{ first: Date | null; last: Date | null; namesNoRig: boolean | null }>(
    database,
    sql`SELECT min(hour) AS first, max(hour) AS last, bool_or(rig_id IS NULL) AS "namesNoRig" FROM local_use_hour WHERE import_id = ${importId}`,
  );
  return row?.first && row.last
    ? { firstMs: row.first.getTime(), lastMs: row.last.getTime(), namesNoRig: row.namesNoRig === true }
    : null;
}

export type StagedUse = {
  readonly model: string | null;
  /** Who asked, as the file names it; null: it names nobody. */
  readonly key: string | null;
  readonly requests: string | null;
  readonly input: string | null;
  readonly cacheRead: string | null;
  readonly output: string | null;
};

/** What a file says was used, by model and who asked, most output first. A sum of nothing told is null. */
export async function stagedUse(
  database: Database,
  { importId, limit }: { importId: number; limit: number },
): Promise<StagedUse[]> {
  return rowsOf<StagedUse>(
    database,
    sql`SELECT u.model, coalesce(k.project_name, k.project, k.workspace, k.api_key_name, k.api_key, k.person) AS key, sum(u.requests)::text AS requests,
          trim_scale(sum(u.input))::text AS input, trim_scale(sum(u.cache_read))::text AS "cacheRead", trim_scale(sum(u.output))::text AS output
        FROM local_use_hour u LEFT JOIN import_key k ON k.import_id = u.import_id AND k.no = u.key_no
        WHERE u.import_id = ${importId} GROUP BY 1, 2 ORDER BY sum(u.output) DESC NULLS LAST, sum(u.requests) DESC NULLS LAST, 1, 2 LIMIT ${limit}`,
  );
}
