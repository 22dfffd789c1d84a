import { COVERED_DAY, IS_LIVE } from "./ledger-writes.ts";
import { type Database, rowsOf, sql } from "./sql.ts";

export type CoverageRow = {
  readonly provider: string;
  readonly account: string;
  readonly format: string;
  readonly grouping: string;
  readonly from: string;
  readonly to: string;
};

export async function coverageOf(database: Database, importId: number): Promise<CoverageRow[]> {
  return rowsOf<CoverageRow>(
    database,
    sql`SELECT provider, account, format, grouping, from_day::text AS "from", to_day::text AS "to" FROM import_coverage WHERE import_id = ${importId} ORDER BY provider, account`,
  );
}

export type Overlap = {
  readonly importId: number;
  readonly fileName: string;
  readonly provider: string;
  readonly account: string;
  readonly format: string;
  readonly label: string;
  readonly grouping: string;
  /** The days both speak for. */
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** Live billed money of the other import on those days. */
  readonly billed: string;
};

/**
 * Other posted imports with money on days that `coverage` speaks for, same provider, same account (an unnamed account
 * may be any account). One row per import and currency.
 */
export async function overlapsOf(database: Database, importId: number, coverage: CoverageRow): Promise<Overlap[]> {
  return rowsOf<Overlap>(
    database,
    sql`SELECT i.id AS "importId", i.file_name AS "fileName", c.provider, c.account, c.format, coalesce(i.label, c.format) AS label, c.grouping,
          greatest(c.from_day, ${coverage.from}::date)::text AS "from", least(c.to_day, ${coverage.to}::date)::text AS "to", e.currency, sum(e.billed)::text AS billed
        FROM import_coverage c JOIN import i ON i.id = c.import_id
        JOIN ledger_entry e ON e.import_id = i.id AND e.provider = c.provider AND coalesce(e.account, '') = c.account
        WHERE i.id <> ${importId} AND i.state = 'posted' AND c.provider = ${coverage.provider}
          AND (c.account = ${coverage.account} OR c.account = '' OR ${coverage.account} = '')
          AND c.from_day <= ${coverage.to}::date AND c.to_day >= ${coverage.from}::date
          AND ${COVERED_DAY} BETWEEN ${coverage.from}::date AND ${coverage.to}::date AND ${IS_LIVE}
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ORDER BY 1`,
  );
}
