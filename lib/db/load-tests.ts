import type { Objective } from "../core/capacity/capacity.ts";
import type { LoadTest } from "../core/capacity/load-test.ts";
import { type Database, rowsOf, run, sql } from "./sql.ts";

/** Keeps the load tests of a file; they count while their import is posted. */
export async function insertLoadTests(
  database: Database,
  { importId, rigId }: { importId: number; rigId: number },
  tests: readonly LoadTest[],
): Promise<void> {
  for (const test of tests) {
    const at = test.atMs === null ? null : new Date(test.atMs);
    await run(
      database,
      sql`INSERT INTO load_test (import_id, rig_id, model, tool, at, is_single_stream, levels, objectives, notes)
          VALUES (${importId}, ${rigId}, ${test.model}, ${test.tool}, ${at}, ${test.isSingleStream}, ${JSON.stringify(test.levels)}::jsonb,
            ${JSON.stringify(test.objectives)}::jsonb, ${[...test.notes]}::text[])`,
    );
  }
}

/** Before the tests of a file are kept for another rig. */
export async function dropLoadTests(database: Database, importId: number): Promise<void> {
  await run(database, sql`DELETE FROM load_test WHERE import_id = ${importId}`);
}

/** A load test as posted, with the file it came in. */
export type StoredLoadTest = Omit<LoadTest, "row"> & {
  readonly id: number;
  readonly importId: number;
  readonly fileName: string;
  readonly postedMs: number;
};

type Row = Omit<StoredLoadTest, "atMs" | "postedMs"> & { readonly at: Date | null; readonly postedAt: Date };

/** The tests of a rig whose imports are posted, oldest first; a test without a time stands where it was posted. */
export async function readLoadTests(database: Database, rigId: number): Promise<StoredLoadTest[]> {
  const rows = await rowsOf<Row>(
    database,
    sql`SELECT t.id, t.import_id AS "importId", i.file_name AS "fileName", t.model, t.tool, t.at, i.posted_at AS "postedAt", t.is_single_stream AS "isSingleStream", t.levels, t.objectives, t.notes
        FROM load_test t JOIN import i ON i.id = t.import_id WHERE t.rig_id = ${rigId} AND i.state = 'posted' ORDER BY coalesce(t.at, i.posted_at), t.id`,
  );
  return rows.map(({ at, postedAt, ...test }) => ({
    ...test,
    atMs: at?.getTime() ?? null,
    postedMs: postedAt.getTime(),
  }));
}

/** The latency objective a rig's capacity is read at; null takes it away. */
export async function setLatency(database: Database, rigId: number, objective: Objective | null): Promise<void> {
  if (objective === null) await run(database, sql`UPDATE rig SET latency_ms = NULL WHERE id = ${rigId}`);
  else {
    const { latencyMs, of, quantile } = objective;
    await run(
      database,
      sql`UPDATE rig SET latency_ms = ${latencyMs}, latency_of = ${of}, latency_quantile = ${quantile} WHERE id = ${rigId}`,
    );
  }
}
