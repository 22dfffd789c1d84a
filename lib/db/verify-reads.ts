import { postingLines } from "./ready-lines.ts";
import { type Database, rowsOf, sql } from "./sql.ts";

export async function importsToVerify(database: Database): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    database,
    sql`SELECT id FROM import WHERE state IN ('posted', 'superseded', 'undone') ORDER BY id`,
  );
  return rows.map((row) => row.id);
}

/** What was staged of a file: rows and money by basis; samples of a power log; documents. */
export async function stagedSums(
  database: Database,
  importId: number,
): Promise<{ lines: number; totals: { basis: string; currency: string; amount: string }[] }> {
  const totals = await rowsOf<{ basis: string; currency: string; amount: string; lines: number }>(
    database,
    sql`SELECT basis, currency, sum(billed)::text AS amount, sum(line_count)::int AS lines FROM import_line WHERE import_id = ${importId} GROUP BY 1, 2`,
  );
  const [other] = await rowsOf<{ count: number }>(
    database,
    sql`SELECT ((SELECT coalesce(sum(samples), 0) FROM power_block WHERE import_id = ${importId}) + (SELECT count(*) FROM invoice WHERE import_id = ${importId})
          + (SELECT count(*) FROM provider_period WHERE import_id = ${importId}) + (SELECT count(*) FROM load_test WHERE import_id = ${importId}))::int AS count`,
  );
  return { lines: totals.reduce((sum, each) => sum + each.lines, 0) + (other?.count ?? 0), totals };
}

/** Lines with live entries whose entries do not sum to the line as it is posted. */
export async function lineDifferences(
  database: Database,
  { importId, needsRounding }: { importId: number; needsRounding: boolean },
): Promise<{ firstRow: number; line: string; entries: string }[]> {
  return rowsOf(
    database,
    sql`SELECT l.first_row AS "firstRow", l.post_billed::text || ' / ' || l.post_effective::text AS line, sum(coalesce(e.original_billed, e.billed))::text || ' / ' || sum(coalesce(e.original_effective, e.effective))::text AS entries
        FROM (${postingLines(importId, needsRounding)}) l JOIN ledger_entry e ON e.line_id = l.id
        WHERE e.basis = l.basis AND e.basis <> 'quantity' AND e.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.corrects = e.id)
        GROUP BY l.id, l.first_row, l.post_billed, l.post_effective
        HAVING sum(coalesce(e.original_billed, e.billed)) <> l.post_billed OR sum(coalesce(e.original_effective, e.effective)) <> l.post_effective LIMIT 100`,
  );
}
