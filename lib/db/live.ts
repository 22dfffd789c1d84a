import { type SqlQuery, sql } from "./sql.ts";

/** An entry counts while nothing takes it back and it takes nothing back. `e` is the alias of ledger_entry. */
export const IS_LIVE: SqlQuery = sql`e.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.corrects = e.id)`;

/**
 * What a month's figures are made of: as `IS_LIVE`, but an entry of a closed month that was taken back in a later one still
 * stands in its own, and what took it back stands in the later.
 */
export const STANDS_IN_ITS_MONTH: SqlQuery = sql`((e.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.corrects = e.id AND r.billed_month = e.billed_month AND r.used_month = e.used_month))
  OR (e.corrects IS NOT NULL AND EXISTS (SELECT 1 FROM ledger_entry o WHERE o.id = e.corrects AND (o.billed_month <> e.billed_month OR o.used_month <> e.used_month))))`;

/** The month an entry is about: the closed one it came too late for, else the one it is in. */
export const ABOUT_MONTH: SqlQuery = sql`coalesce(e.of_month, e.billed_month)`;

/** The day by which a newer file replaces an entry: the usage day, or, of a line about another month, where its export begins. */
export const COVERED_DAY: SqlQuery = sql`(CASE WHEN to_char(e.day, 'YYYY-MM') = ${ABOUT_MONTH} THEN e.day ELSE
  (SELECT c.from_day FROM import_coverage c WHERE c.import_id = e.import_id AND c.provider = e.provider AND c.account = coalesce(e.account, '')) END)`;

/** The same of a line not yet posted: `l` and `k` are the aliases of import_line and import_key. */
export const LINE_DAY: SqlQuery = sql`(CASE WHEN to_char(l.day, 'YYYY-MM') = l.billed_month THEN l.day ELSE
  (SELECT c.from_day FROM import_coverage c WHERE c.import_id = l.import_id AND c.provider = k.provider AND c.account = coalesce(k.account, '')) END)`;

/** Closed months and where their late lines go. */
export const CLOSED: SqlQuery = sql`(SELECT month, posting_month(month) AS target FROM month_state WHERE state = 'closed')`;
