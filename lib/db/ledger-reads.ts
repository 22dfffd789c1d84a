import { KEY_KIND, KEY_VALUE } from "./key-columns.ts";
import { type Database, oneRow, rowsOf, type SqlQuery, sql } from "./sql.ts";

export type CostView = "effective" | "billed";
export type MonthView = "billed" | "used";
export type Views = { readonly cost: CostView; readonly monthBy: MonthView };

const costOf = (view: CostView): SqlQuery => (view === "billed" ? sql`x.billed` : sql`x.effective`);
const monthOf = (view: MonthView): SqlQuery => (view === "billed" ? sql`x.billed_month` : sql`x.used_month`);

export type TotalRow = {
  readonly month: string;
  readonly bearer: "team" | "unassigned" | "idle";
  readonly teamId: number;
  readonly class: "cloud" | "rig" | "shared";
  readonly currency: string;
  readonly amount: string;
  /** Of the amount, what nobody billed. */
  readonly estimated: string;
};
/** Month totals by bearer and class, from the rollups: what histories and identities are made of. */
export async function readTotals(
  database: Database,
  { from, to, views }: { from: string; to: string; views: Views },
): Promise<TotalRow[]> {
  return rowsOf<TotalRow>(
    database,
    sql`SELECT ${monthOf(views.monthBy)} AS month, x.bearer, x.team_id AS "teamId", x.class, x.currency, sum(${costOf(views.cost)})::text AS amount, coalesce(sum(${costOf(views.cost)}) FILTER (WHERE x.basis = 'estimated'), 0)::text AS estimated
        FROM rollup x WHERE ${monthOf(views.monthBy)} BETWEEN ${from} AND ${to} GROUP BY 1, 2, 3, 4, 5`,
  );
}

export type CellRow = {
  readonly month: string;
  readonly bearer: "team" | "unassigned" | "idle";
  readonly teamId: number;
  readonly class: "cloud" | "rig" | "shared";
  readonly provider: string;
  readonly model: string;
  readonly service: string;
  readonly costKind: string;
  readonly category: string;
  readonly isCorrection: boolean;
  readonly basis: string;
  readonly rigId: number;
  readonly rigPart: string;
  readonly currency: string;
  readonly hasTokens: boolean;
  readonly amount: string;
  readonly tokens: string;
  readonly entries: number;
};
/** Two months, as fine as pages and bridges need them. `teamId` null reads every bearer. */
export async function readCells(
  database: Database,
  { months, teamId, views }: { months: readonly string[]; teamId: number | null; views: Views },
): Promise<CellRow[]> {
  return rowsOf<CellRow>(
    database,
    sql`SELECT ${monthOf(views.monthBy)} AS month, x.bearer, x.team_id AS "teamId", x.class, x.provider, x.model, CASE WHEN x.model = '' THEN x.service ELSE '' END AS service, x.cost_kind AS "costKind", x.category, x.is_correction AS "isCorrection", x.basis, x.rig_id AS "rigId", x.rig_part AS "rigPart", x.currency, x.has_tokens AS "hasTokens",
          sum(${costOf(views.cost)})::text AS amount, sum(x.tokens)::text AS tokens, sum(x.entries)::int AS entries
        FROM rollup x WHERE ${monthOf(views.monthBy)} = ANY(${[...months]}::text[]) AND (${teamId}::int IS NULL OR (x.bearer = 'team' AND x.team_id = ${teamId}))
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 HAVING sum(x.entries) <> 0 OR sum(${costOf(views.cost)}) <> 0`,
  );
}

/** Models of a provider with money but no token counts on some days, by month. */
export async function readUncountedModels(
  database: Database,
  of: { months: readonly string[]; provider: string; days: readonly string[]; views: Views },
): Promise<{ month: string; model: string }[]> {
  const cost = of.views.cost === "billed" ? sql`e.billed` : sql`e.effective`;
  const month = of.views.monthBy === "billed" ? sql`e.billed_month` : sql`e.used_month`;
  return rowsOf(
    database,
    sql`SELECT ${month} AS month, e.model FROM ledger_entry e WHERE ${month} = ANY(${[...of.months]}::text[]) AND e.provider = ${of.provider} AND e.day = ANY(${[...of.days]}::date[])
          AND e.tokens IS NULL AND e.basis <> 'quantity' AND e.model IS NOT NULL AND NOT e.is_correction AND e.category = 'usage' GROUP BY 1, 2 HAVING sum(${cost}) <> 0`,
  );
}

/** Months with any entry that counts, oldest first. */
export async function readMonths(database: Database, monthBy: MonthView): Promise<string[]> {
  const rows = await rowsOf<{ month: string }>(
    database,
    sql`SELECT ${monthOf(monthBy)} AS month FROM rollup x GROUP BY 1 HAVING sum(x.entries) > 0 ORDER BY 1`,
  );
  return rows.map((row) => row.month);
}

export async function readMonthStates(
  database: Database,
): Promise<{ month: string; state: string; closedAt: Date | null }[]> {
  return rowsOf(database, sql`SELECT month, state, closed_at AS "closedAt" FROM month_state`);
}

export type SourceRow = {
  readonly provider: string;
  readonly account: string;
  readonly label: string;
  /** The surest basis of its lines; `quantity` for usage without money. */
  readonly basis: string;
  /** Its money comes with token counts. */
  readonly hasTokens: boolean;
  readonly from: string;
  readonly to: string;
  readonly importId: number;
  readonly fileName: string;
  readonly postedAt: Date;
};
/** What posted imports speak for inside a stretch of days, newest posting first. */
export async function readSources(
  database: Database,
  { from, to }: { from: string; to: string },
): Promise<SourceRow[]> {
  return rowsOf<SourceRow>(
    database,
    sql`SELECT c.provider, c.account, coalesce(i.label, c.format) AS label, c.basis, c.has_tokens AS "hasTokens", greatest(c.from_day, ${from}::date)::text AS "from", least(c.to_day, ${to}::date)::text AS "to", i.id AS "importId", i.file_name AS "fileName", i.posted_at AS "postedAt"
        FROM import_coverage c JOIN import i ON i.id = c.import_id WHERE i.state = 'posted' AND c.from_day <= ${to}::date AND c.to_day >= ${from}::date ORDER BY i.posted_at DESC`,
  );
}
export type KeyCostRow = {
  readonly month: string;
  readonly keyKind: string;
  readonly key: string;
  readonly provider: string;
  readonly because: string;
  readonly amount: string;
  readonly currency: string;
  readonly lines: number;
};
/** Cost by the narrowest key each file gives (key, project, workspace, user, account), largest first. */
export async function readKeyCosts(
  database: Database,
  {
    months,
    bearer,
    teamId,
    views,
    limit,
  }: { months: readonly string[]; bearer: string; teamId: number | null; views: Views; limit: number },
): Promise<KeyCostRow[]> {
  return rowsOf<KeyCostRow>(
    database,
    sql`SELECT ${monthOf(views.monthBy)} AS month, x.key_kind AS "keyKind", x.key, x.provider, coalesce(max(x.because), '') AS because, sum(${costOf(views.cost)})::text AS amount, x.currency, sum(x.entries)::int AS lines
        FROM key_rollup x WHERE ${monthOf(views.monthBy)} = ANY(${[...months]}::text[]) AND x.bearer = ${bearer} AND (${teamId}::int IS NULL OR x.team_id = ${teamId})
        GROUP BY 1, 2, 3, 4, x.currency HAVING sum(${costOf(views.cost)}) <> 0 ORDER BY sum(${costOf(views.cost)}) DESC, 3 LIMIT ${limit}`,
  );
}
/** Of a team's month, what nobody billed by the narrowest key, in one currency. */
export async function readEstimatedByKey(
  database: Database,
  of: { month: string; teamId: number; views: Views; currency: string },
): Promise<{ provider: string; keyKind: string; key: string; amount: string }[]> {
  const cost = of.views.cost === "billed" ? sql`e.billed` : sql`e.effective`;
  const month = of.views.monthBy === "billed" ? sql`e.billed_month` : sql`e.used_month`;
  return rowsOf(
    database,
    sql`SELECT k.provider, ${KEY_KIND} AS "keyKind", ${KEY_VALUE} AS key, sum(${cost})::text AS amount FROM ledger_entry e JOIN import_line l ON l.id = e.line_id JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
        WHERE ${month} = ${of.month} AND e.bearer = 'team' AND e.team_id = ${of.teamId} AND e.basis = 'estimated' AND e.currency = ${of.currency} GROUP BY 1, 2, 3 HAVING sum(${cost}) <> 0`,
  );
}

export async function newestEntry(database: Database): Promise<{ id: string; postedAt: Date } | null> {
  return oneRow(
    database,
    // e.id, not id: the latter would sort the text it is selected as, 9999 after 10000, and read the whole ledger to do so.
    sql`SELECT e.id::text AS id, e.posted_at AS "postedAt" FROM ledger_entry e ORDER BY e.id DESC LIMIT 1`,
  );
}

/** How many different keys of a month no rule catches. */
export async function countUnassignedKeys(
  database: Database,
  { month, monthBy }: { month: string; monthBy: MonthView },
): Promise<number> {
  const row = await oneRow<{ keys: number }>(
    database,
    sql`SELECT count(*)::int AS keys FROM (SELECT 1 FROM key_rollup x WHERE ${monthOf(monthBy)} = ${month} AND x.bearer = 'unassigned'
        GROUP BY x.provider, x.key_kind, x.key HAVING sum(x.billed) <> 0 OR sum(x.effective) <> 0) AS keyed`,
  );
  return row?.keys ?? 0;
}
