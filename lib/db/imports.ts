import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

export type ImportRow = {
  readonly id: number;
  readonly fileName: string;
  readonly state: string;
  readonly sha256: string | null;
  readonly bytes: string;
  readonly rowsRead: number;
  readonly format: string | null;
  readonly label: string | null;
  readonly yields: "cost" | "energy" | "invoice" | "local-use" | "load-test" | null;
  readonly basis: string | null;
  readonly account: string | null;
  readonly zone: string | null;
  readonly rigId: number | null;
  readonly rigSlug: string | null;
  readonly rigName: string | null;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly message: string;
  readonly needsRounding: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly postedBy: string | null;
  readonly postedAt: Date | null;
};

const SELECT: SqlQuery = sql`SELECT i.id, i.file_name AS "fileName", i.state, i.sha256, i.bytes::text AS bytes, i.rows_read AS "rowsRead", i.format, i.label, i.yields, i.basis, i.account, i.zone,
  i.rig_id AS "rigId", g.slug AS "rigSlug", g.name AS "rigName", i.summary, i.message, i.needs_rounding AS "needsRounding", i.created_by AS "createdBy", i.created_at AS "createdAt", i.posted_by AS "postedBy", i.posted_at AS "postedAt"
  FROM import i LEFT JOIN rig g ON g.id = i.rig_id`;

export async function readImport(database: Database, id: number): Promise<ImportRow | null> {
  return oneRow<ImportRow>(database, sql`${SELECT} WHERE i.id = ${id}`);
}
/** As `readImport`, and nobody else changes it until this transaction ends. */
export async function lockImport(database: Database, id: number): Promise<ImportRow | null> {
  await run(database, sql`SELECT 1 FROM import WHERE id = ${id} FOR UPDATE`);
  return readImport(database, id);
}

/** Newest first; discarded previews older than a day are left out. */
export async function readImports(
  database: Database,
  { limit = 200, rigId = null }: { limit?: number; rigId?: number | null } = {},
): Promise<ImportRow[]> {
  return rowsOf<ImportRow>(
    database,
    sql`${SELECT} WHERE (i.state <> 'discarded' OR i.created_at > now() - interval '1 day') AND (${rigId}::int IS NULL OR i.rig_id = ${rigId}) ORDER BY i.id DESC LIMIT ${limit}`,
  );
}

/** The import that already holds these bytes (for this rig), if any is waiting, posted or superseded. */
export async function findSameBytes(
  database: Database,
  { sha256, exceptId, rigId }: { sha256: string; exceptId: number; rigId: number | null },
): Promise<ImportRow | null> {
  return oneRow<ImportRow>(
    database,
    sql`${SELECT} WHERE i.sha256 = ${sha256} AND i.id <> ${exceptId} AND i.rig_id IS NOT DISTINCT FROM ${rigId}::int
        AND i.state IN ('ready', 'needs-you', 'posting', 'posted', 'superseded') ORDER BY i.id LIMIT 1`,
  );
}

/** Another import of the same bytes (for the same rig) that is posted now. Ask under the posting lock. */
export async function findPostedTwin(database: Database, row: ImportRow): Promise<number | null> {
  const twin = await oneRow<{ id: number }>(
    database,
    sql`SELECT id FROM import WHERE sha256 = ${row.sha256} AND id <> ${row.id} AND rig_id IS NOT DISTINCT FROM ${row.rigId}::int AND state = 'posted' LIMIT 1`,
  );
  return twin?.id ?? null;
}

/** Class of the advisory locks that say "this import is being read"; PostgreSQL frees them with the connection. */
const READING_LOCK = 7_263_512;
/** A file's import row is written a moment before its reading transaction takes the lock. */
const MOMENT_SECONDS = 10;

export async function holdReading(database: Database, importId: number): Promise<void> {
  await run(database, sql`SELECT pg_advisory_xact_lock(${READING_LOCK}, ${importId})`);
}

/** Imports whose reading process is gone: nothing of them was kept, and they say so. */
export async function failAbandoned(database: Database): Promise<number> {
  return run(
    database,
    sql`UPDATE import SET state = 'failed', ended_at = now(), message = 'Tokenwatt stopped while this file was read. Nothing of it was kept; upload it again.'
        WHERE id IN (SELECT id FROM import WHERE state IN ('receiving', 'parsing') AND created_at < now() - make_interval(secs => ${MOMENT_SECONDS}))
          AND pg_try_advisory_xact_lock(${READING_LOCK}, id)`,
  );
}

export type IssueRow = {
  readonly id: number;
  readonly severity: "blocking" | "warning" | "notice";
  readonly row: number | null;
  readonly column: string | null;
  readonly code: string;
  readonly message: string;
  readonly leftOutBy: string | null;
};
export async function readIssues(
  database: Database,
  importId: number,
  { limit = 1000 }: { limit?: number } = {},
): Promise<IssueRow[]> {
  return rowsOf<IssueRow>(
    database,
    sql`SELECT id, severity, row, "column", code, message, left_out_by AS "leftOutBy" FROM import_issue WHERE import_id = ${importId}
        ORDER BY CASE severity WHEN 'blocking' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, row NULLS FIRST, id LIMIT ${limit}`,
  );
}
export async function countIssues(
  database: Database,
  importId: number,
): Promise<{ blocking: number; warning: number; notice: number; leftOut: number }> {
  const row = await oneRow<{ blocking: number; warning: number; notice: number; leftOut: number }>(
    database,
    sql`SELECT count(*) FILTER (WHERE severity = 'blocking' AND left_out_by IS NULL)::int AS blocking, count(*) FILTER (WHERE severity = 'warning')::int AS warning,
          count(*) FILTER (WHERE severity = 'notice')::int AS notice, count(*) FILTER (WHERE left_out_by IS NOT NULL)::int AS "leftOut" FROM import_issue WHERE import_id = ${importId}`,
  );
  return row ?? { blocking: 0, warning: 0, notice: 0, leftOut: 0 };
}
/** Only issues of a row can be left out; one about the whole file cannot. @returns how many. */
export async function leaveOutIssues(
  database: Database,
  { importId, issueIds, by }: { importId: number; issueIds: readonly number[]; by: string },
): Promise<number> {
  return run(
    database,
    sql`UPDATE import_issue SET left_out_by = ${by}, left_out_at = now()
        WHERE import_id = ${importId} AND id = ANY(${issueIds}::int[]) AND row IS NOT NULL AND severity = 'blocking' AND left_out_by IS NULL`,
  );
}

export type RawBlockRow = { readonly no: number; readonly firstRow: number; readonly gzip: Buffer };
/** The block that holds a row of a table file. */
export async function readBlockOfRow(
  database: Database,
  { importId, row }: { importId: number; row: number },
): Promise<RawBlockRow | null> {
  return oneRow<RawBlockRow>(
    database,
    sql`SELECT no, first_row AS "firstRow", gzip FROM raw_block WHERE import_id = ${importId} AND first_row <= ${row} ORDER BY no DESC LIMIT 1`,
  );
}
export async function readBlock(
  database: Database,
  { importId, no }: { importId: number; no: number },
): Promise<RawBlockRow | null> {
  return oneRow<RawBlockRow>(
    database,
    sql`SELECT no, first_row AS "firstRow", gzip FROM raw_block WHERE import_id = ${importId} AND no = ${no}`,
  );
}

export async function setPosted(
  database: Database,
  { id, by, message }: { id: number; by: string; message: string },
): Promise<void> {
  await run(
    database,
    sql`UPDATE import SET state = 'posted', posted_by = ${by}, posted_at = now(), message = ${message} WHERE id = ${id}`,
  );
}

/** Where a posted import stands after the ledger was settled. */
export async function setStanding(
  database: Database,
  { id, state, message }: { id: number; state: "posted" | "superseded"; message: string },
): Promise<void> {
  await run(
    database,
    sql`UPDATE import SET state = ${state}, message = ${message} WHERE id = ${id} AND (state, message) IS DISTINCT FROM (${state}, ${message})`,
  );
}
/** Previews that wait for a person. */
export async function countNeedingYou(database: Database): Promise<number> {
  const row = await oneRow<{ count: number }>(
    database,
    sql`SELECT count(*)::int AS count FROM import WHERE state IN ('ready', 'needs-you')`,
  );
  return row?.count ?? 0;
}
