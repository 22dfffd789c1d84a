import { COVERED_DAY, IS_LIVE } from "./live.ts";
import { type Database, rowsOf, sql } from "./sql.ts";

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

/** How billed months change by posting an import: what it brings less what it replaces. */
export async function monthEffects(
  database: Database,
  importId: number,
): Promise<{ month: string; currency: string; before: string; after: string; change: string }[]> {
  return rowsOf(
    database,
    sql`WITH brings AS (SELECT billed_month AS month, currency, sum(billed) AS billed FROM import_line WHERE import_id = ${importId} GROUP BY 1, 2),
          replaced AS (SELECT e.billed_month AS month, e.currency, sum(e.billed) AS billed FROM import_coverage c
            JOIN import_coverage o ON o.provider = c.provider AND o.account = c.account AND o.format = c.format AND o.grouping = c.grouping AND o.import_id <> c.import_id AND o.from_day <= c.to_day AND o.to_day >= c.from_day
            JOIN import i ON i.id = o.import_id AND i.state = 'posted'
            JOIN ledger_entry e ON e.import_id = o.import_id AND e.provider = c.provider AND coalesce(e.account, '') = c.account
            WHERE c.import_id = ${importId} AND ${COVERED_DAY} BETWEEN c.from_day AND c.to_day AND ${IS_LIVE} GROUP BY 1, 2),
          changes AS (SELECT month, currency, coalesce(b.billed, 0) - coalesce(r.billed, 0) AS change FROM brings b FULL JOIN replaced r USING (month, currency)),
          stands AS (SELECT billed_month AS month, currency, sum(billed) AS billed FROM rollup GROUP BY 1, 2)
        SELECT c.month, c.currency, coalesce(s.billed, 0)::text AS before, (coalesce(s.billed, 0) + c.change)::text AS after, c.change::text AS change
        FROM changes c LEFT JOIN stands s USING (month, currency) ORDER BY 1, 2`,
  );
}
