import { type Database, oneRow, rowsOf, sql } from "./sql.ts";

/** Billed money and lines of each key of an import. */
export async function readKeySums(
  database: Database,
  importId: number,
): Promise<{ keyNo: number; currency: string; lines: number; billed: string }[]> {
  return rowsOf(
    database,
    sql`SELECT key_no AS "keyNo", currency, sum(line_count)::int AS lines, sum(billed)::text AS billed FROM import_line WHERE import_id = ${importId} GROUP BY 1, 2`,
  );
}

export async function countStagedLines(database: Database, importId: number): Promise<number> {
  const row = await oneRow<{ lines: number }>(
    database,
    sql`SELECT count(*)::int AS lines FROM import_line WHERE import_id = ${importId}`,
  );
  return row?.lines ?? 0;
}

export type MonthSum = { readonly month: string; readonly currency: string; readonly billed: string };
/** Billed money of every month, as the pages sum it. */
export async function monthSums(database: Database): Promise<MonthSum[]> {
  return rowsOf<MonthSum>(
    database,
    sql`SELECT billed_month AS month, currency, sum(billed)::text AS billed FROM rollup GROUP BY 1, 2`,
  );
}
