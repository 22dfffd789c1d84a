import type { Day, Month } from "../core/calendar.ts";
import { decimal } from "../core/decimal.ts";
import type { ExportCell, ExportExtra, UsageCell } from "../core/reconcile/facts.ts";
import { IS_LIVE, LINE_DAY } from "./live.ts";
import { type Database, rowsOf, type SqlQuery, sql } from "./sql.ts";

type Account = { readonly provider: string; readonly account: string; readonly currency: string };

/**
 * Which posted import speaks for a feed on each day of a month: the newest export; numbered parts stand beside each other.
 * One whose money does not count any more may still be the newest word on the usage of a day.
 */
const speakingOn = (month: Month): SqlQuery => sql`
  SELECT DISTINCT ON (c.provider, c.account, c.family, c.grouping, coalesce(i.part_of, ''), coalesce(i.part_no, ''), d.day)
    c.import_id, c.provider, c.account, c.family, c.grouping, c.format, coalesce(i.label, c.format) AS label, i.state, d.day::date AS day
  FROM import_coverage c JOIN import i ON i.id = c.import_id
  CROSS JOIN LATERAL generate_series(greatest(c.from_day, to_date(${month}, 'YYYY-MM')), least(c.to_day, (to_date(${month}, 'YYYY-MM') + interval '1 month - 1 day')::date), interval '1 day') AS d(day)
  WHERE i.state IN ('posted', 'superseded') AND i.yields = 'cost'
  ORDER BY c.provider, c.account, c.family, c.grouping, coalesce(i.part_of, ''), coalesce(i.part_no, ''), d.day, coalesce(i.exported_at, i.created_at) DESC, i.id DESC`;

/**
 * Lines on the month's bill of some kind, found before anything is joined: of imports that speak for its days, so that the
 * lines of other months are not read. `which` is over the alias l.
 */
const linesOf = (month: Month, which: SqlQuery): SqlQuery => sql`
  SELECT l.*, ${LINE_DAY} AS held_day FROM import_line l JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
  WHERE l.billed_month = ${month} AND ${which} AND l.import_id IN (SELECT c.import_id FROM import_coverage c
    WHERE c.to_day >= to_date(${month}, 'YYYY-MM') AND c.from_day < to_date(${month}, 'YYYY-MM') + interval '1 month')`;

/** Usage of the month that posted files tell: tokens, or money that is not the provider's own bill. */
export async function readUsageCells(database: Database, month: Month): Promise<UsageCell[]> {
  const rows = await rowsOf<Record<keyof UsageCell, string>>(
    database,
    sql`WITH line AS MATERIALIZED (${linesOf(month, sql`l.basis IN ('quantity', 'rated', 'estimated') AND l.scope <> 'included'`)}), speaking AS (${speakingOn(month)})
        SELECT s.provider, s.account, s.family, s.grouping, s.format, s.label, l.basis, l.held_day::text AS day, coalesce(k.model, '') AS model, l.cost_kind AS "costKind",
          coalesce(k.tags->>'tier', '') AS tier, coalesce(k.tags->>'context', '') AS context, l.currency, sum(l.billed)::text AS billed, sum(l.tokens)::text AS tokens
        FROM line l JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
        JOIN speaking s ON s.import_id = l.import_id AND s.provider = k.provider AND s.account = coalesce(k.account, '') AND s.day = l.held_day
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13`,
  );
  return rows.map((row) => ({
    ...row,
    // columns that hold only what lib/core/usage-line.ts names
    basis: row.basis as UsageCell["basis"],
    costKind: row.costKind as UsageCell["costKind"],
    day: row.day as Day,
    billed: decimal(row.billed),
    tokens: row.tokens === null ? null : decimal(row.tokens),
  }));
}

/**
 * Entries of lines on the month's bill, whenever they were posted. `e` is ledger_entry, `l` its line: of an entry that came
 * late, only the line still says whose bill it is on.
 */
const ON_BILL = (month: Month): SqlQuery => sql`FROM ledger_entry e JOIN import_line l ON l.id = e.line_id
        WHERE (e.billed_month = ${month} OR e.of_month = ${month}) AND l.billed_month = ${month} AND e.rig_id IS NULL AND e.basis = 'billed'`;
const OWN_CURRENCY: SqlQuery = sql`coalesce(e.original_currency, e.currency)`;
const OWN_BILLED: SqlQuery = sql`coalesce(e.original_billed, e.billed)`;

/** What counts of the providers' own bills, in the currency of their files. */
export async function readExportCells(database: Database, month: Month): Promise<ExportCell[]> {
  const rows = await rowsOf<Record<keyof ExportCell, string>>(
    database,
    sql`SELECT e.provider, coalesce(e.account, '') AS account, ${OWN_CURRENCY} AS currency, e.day::text AS day, coalesce(e.model, '') AS model, e.service, e.category, e.cost_kind AS "costKind", sum(${OWN_BILLED})::text AS billed
        ${ON_BILL(month)} AND ${IS_LIVE}
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`,
  );
  return rows.map((row) => ({
    ...row,
    // columns that hold only what lib/core/usage-line.ts names
    day: row.day as Day,
    category: row.category as ExportCell["category"],
    costKind: row.costKind as ExportCell["costKind"],
    billed: decimal(row.billed),
  }));
}

/** Late money about the month, by account. */
export async function readLateSums(
  database: Database,
  month: Month,
): Promise<(Account & Pick<ExportExtra, "late" | "lateLines">)[]> {
  const rows = await rowsOf<Account & { late: string; lateLines: number }>(
    database,
    // A restated file takes all its lines back and posts them anew: what counts as a line is what comes to something.
    sql`SELECT x.provider, x.account, x.currency, sum(x.late)::text AS late, count(*)::int AS "lateLines" FROM (
          SELECT e.provider, coalesce(e.account, '') AS account, ${OWN_CURRENCY} AS currency, sum(${OWN_BILLED}) AS late
          ${ON_BILL(month)} AND e.billed_month <> ${month} GROUP BY e.provider, e.account, 3, e.day, e.model, e.service, e.cost_kind, e.category HAVING sum(${OWN_BILLED}) <> 0) x
        GROUP BY 1, 2, 3`,
  );
  return rows.map((row) => ({ ...row, late: decimal(row.late) }));
}

/** Rows of files that round to the cent, among those that count. */
export async function readRoundedRows(
  database: Database,
  { month, formats }: { month: Month; formats: readonly string[] },
): Promise<(Account & { roundedRows: number })[]> {
  return rowsOf(
    database,
    sql`SELECT x.provider, x.account, x.currency, sum(x.rows)::int AS "roundedRows" FROM (
          SELECT e.provider, coalesce(e.account, '') AS account, ${OWN_CURRENCY} AS currency, l.id, max(l.line_count) AS rows
          ${ON_BILL(month)} AND e.import_id IN (SELECT i.id FROM import i WHERE i.format = ANY(${[...formats]}::text[])) AND ${IS_LIVE} GROUP BY 1, 2, 3, 4) x
        GROUP BY 1, 2, 3`,
  );
}

/** Billed lines of broad bills that the scope of their source leaves out of the ledger: AI and GPU compute always count. */
export async function readOutOfScope(
  database: Database,
  month: Month,
): Promise<(Account & Pick<ExportExtra, "outOfScope" | "outOfScopeLines">)[]> {
  const rows = await rowsOf<Account & { outOfScope: string; outOfScopeLines: number }>(
    database,
    sql`WITH line AS MATERIALIZED (${linesOf(month, sql`l.basis = 'billed' AND l.scope = 'other'`)}), speaking AS (${speakingOn(month)}),
          counted AS MATERIALIZED (SELECT e.line_id ${ON_BILL(month)} AND ${IS_LIVE})
        SELECT k.provider, coalesce(k.account, '') AS account, l.currency, sum(l.billed)::text AS "outOfScope", sum(l.line_count)::int AS "outOfScopeLines"
        FROM line l JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
        JOIN speaking s ON s.import_id = l.import_id AND s.provider = k.provider AND s.account = coalesce(k.account, '') AND s.day = l.held_day
        WHERE s.state = 'posted' AND l.id NOT IN (SELECT line_id FROM counted) GROUP BY 1, 2, 3`,
  );
  return rows.map((row) => ({ ...row, outOfScope: decimal(row.outOfScope) }));
}

export type LedgerSum = Account & { readonly amount: string; readonly ledgerCurrency: string };

/** Everything the month holds of provider accounts (billed view, the month's own lines), by the currency of the files. */
export async function readLedgerByAccount(database: Database, month: Month): Promise<LedgerSum[]> {
  return rowsOf<LedgerSum>(
    database,
    sql`SELECT e.provider, coalesce(e.account, '') AS account, ${OWN_CURRENCY} AS currency, e.currency AS "ledgerCurrency", sum(e.billed)::text AS amount
        FROM ledger_entry e JOIN import_line l ON l.id = e.line_id WHERE e.billed_month = ${month} AND l.billed_month = ${month} AND e.rig_id IS NULL AND e.basis <> 'quantity'
        GROUP BY 1, 2, 3, 4 HAVING sum(e.billed) <> 0 OR sum(CASE WHEN e.corrects IS NULL THEN 1 ELSE -1 END) <> 0`,
  );
}

export type MonthPart = {
  readonly part: "accounts" | "late" | "rigs";
  readonly currency: string;
  readonly amount: string;
};

/** The billed total of a month in its parts: provider accounts, late lines about other months, own rigs. */
export async function readMonthParts(database: Database, month: Month): Promise<MonthPart[]> {
  return rowsOf<MonthPart>(
    database,
    sql`SELECT CASE WHEN e.rig_id IS NOT NULL THEN CASE WHEN e.of_month IS NULL THEN 'rigs' ELSE 'late' END WHEN l.billed_month = e.billed_month THEN 'accounts' ELSE 'late' END AS part, e.currency, sum(e.billed)::text AS amount
        FROM ledger_entry e LEFT JOIN import_line l ON l.id = e.line_id WHERE e.billed_month = ${month} GROUP BY 1, 2`,
  );
}
