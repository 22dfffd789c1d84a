import type { Choice, Coverage } from "../core/standing/standing.ts";
import { COVERED_DAY, IS_LIVE } from "./live.ts";
import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

export type CoverageRow = Coverage & { readonly fileName: string; readonly label: string; readonly state: string };

const COVERAGE: SqlQuery = sql`SELECT c.import_id AS "importId", c.provider, c.account, c.family, c.format, c.grouping, c.basis, c.has_tokens AS "hasTokens", c.from_day::text AS "from", c.to_day::text AS "to",
    (extract(epoch FROM coalesce(i.exported_at, i.created_at)) * 1000)::float8 AS "orderMs", i.part_of AS "partOf", i.part_no AS "partNo", i.file_name AS "fileName", coalesce(i.label, c.format) AS label, i.state
  FROM import_coverage c JOIN import i ON i.id = c.import_id`;

export async function coverageOf(database: Database, importId: number): Promise<CoverageRow[]> {
  return rowsOf<CoverageRow>(database, sql`${COVERAGE} WHERE c.import_id = ${importId} ORDER BY c.provider, c.account`);
}

/** What every posted import of costs speaks for: what stands before what is decided among these. */
export async function postedCoverage(database: Database): Promise<CoverageRow[]> {
  return rowsOf<CoverageRow>(
    database,
    sql`${COVERAGE} WHERE i.state IN ('posted', 'superseded') AND i.yields = 'cost' ORDER BY c.import_id, c.provider, c.account`,
  );
}

export async function readChoices(database: Database): Promise<Choice[]> {
  return rowsOf<Choice>(database, sql`SELECT import_id AS "importId", over_id AS "overId" FROM import_choice`);
}
export async function insertChoice(database: Database, { importId, overId }: Choice): Promise<void> {
  await run(
    database,
    sql`INSERT INTO import_choice (import_id, over_id) VALUES (${importId}, ${overId}) ON CONFLICT DO NOTHING`,
  );
}

/** Money of an import that counts on some days, by currency; none where it counts nothing there. */
export async function liveMoney(
  database: Database,
  at: {
    readonly importId: number;
    readonly provider: string;
    readonly account: string;
    readonly from: string;
    readonly to: string;
  },
): Promise<{ currency: string; billed: string }[]> {
  return rowsOf(
    database,
    sql`SELECT coalesce(e.original_currency, e.currency) AS currency, sum(coalesce(e.original_billed, e.billed))::text AS billed FROM ledger_entry e
        WHERE e.import_id = ${at.importId} AND e.provider = ${at.provider} AND coalesce(e.account, '') = ${at.account} AND e.basis <> 'quantity'
          AND ${COVERED_DAY} BETWEEN ${at.from}::date AND ${at.to}::date AND ${IS_LIVE} GROUP BY 1 ORDER BY 1`,
  );
}

/** Does any entry of the import count. */
export async function hasLive(database: Database, importId: number): Promise<boolean> {
  return (
    (await oneRow(
      database,
      sql`SELECT 1 FROM ledger_entry e WHERE e.import_id = ${importId} AND ${IS_LIVE} LIMIT 1`,
    )) !== null
  );
}
