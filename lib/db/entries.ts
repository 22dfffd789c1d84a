import { KEY_VALUE } from "./key-columns.ts";
import type { CostView, MonthView } from "./ledger-reads.ts";
import { STANDS_IN_ITS_MONTH } from "./live.ts";
import { type Database, joinSql, oneRow, rowsOf, type SqlQuery, sql } from "./sql.ts";

/** Which entries of the ledger: the meaning of a figure's filter. Absent = any. */
export type EntryFilter = {
  readonly month: string;
  readonly cost: CostView;
  readonly monthBy: MonthView;
  readonly currency: string;
  /** Team slug, `unassigned` or `idle`. */
  readonly bearer?: string | undefined;
  /** Teams the reader may see; null = all, and the two bearers that are not teams. */
  readonly teams: readonly string[] | null;
  readonly class?: string | undefined;
  readonly provider?: string | undefined;
  /** Empty text: entries without a model. Several names of one model: a line each. */
  readonly model?: string | undefined;
  readonly service?: string | undefined;
  readonly rig?: string | undefined;
  /** Of rigs: what was used, or what nobody used, whoever carries it. */
  readonly use?: "used" | "idle" | undefined;
  /** Cost kind or rig part; several: a line each. */
  readonly kind?: string | undefined;
  /** A charge category without corrections; `correction`; or `usual`: neither one-off nor correction. */
  readonly category?: string | undefined;
  readonly basis?: string | undefined;
  readonly key?: string | undefined;
  readonly day?: string | undefined;
  /** The number of the rule that decided; `none`: cloud and shared cost that no rule decided. */
  readonly rule?: string | undefined;
};

const FROM: SqlQuery = sql`FROM ledger_entry e LEFT JOIN team t ON t.id = e.team_id LEFT JOIN rig g ON g.id = e.rig_id LEFT JOIN import_line l ON l.id = e.line_id LEFT JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no LEFT JOIN import i ON i.id = e.import_id`;

/** Agrees with isIdleService of lib/core/rig/idle-service.ts. */
const IS_IDLE: SqlQuery = sql`(e.bearer = 'idle' OR right(e.service, 6) = ', idle')`;

function whereOf(filter: EntryFilter): SqlQuery {
  const month =
    filter.monthBy === "billed" ? sql`e.billed_month = ${filter.month}` : sql`e.used_month = ${filter.month}`;
  const parts: SqlQuery[] = [month, sql`e.currency = ${filter.currency}`];
  if (filter.teams) parts.push(sql`e.bearer = 'team' AND t.slug = ANY(${[...filter.teams]}::text[])`);
  if (filter.bearer === "unassigned" || filter.bearer === "idle") parts.push(sql`e.bearer = ${filter.bearer}`);
  else if (filter.bearer) parts.push(sql`e.bearer = 'team' AND t.slug = ${filter.bearer}`);
  if (filter.class) parts.push(sql`e.class = ${filter.class}`);
  if (filter.provider) parts.push(sql`e.provider = ${filter.provider}`);
  if (filter.model !== undefined) parts.push(sql`coalesce(e.model, '') = ANY(${filter.model.split("\n")}::text[])`);
  if (filter.service !== undefined) parts.push(sql`e.service = ${filter.service}`);
  if (filter.rig) parts.push(sql`g.slug = ${filter.rig}`);
  if (filter.use) parts.push(sql`e.class = 'rig' AND ${filter.use === "idle" ? IS_IDLE : sql`NOT ${IS_IDLE}`}`);
  if (filter.kind) {
    const kinds = filter.kind.split("\n");
    parts.push(sql`(e.cost_kind = ANY(${kinds}::text[]) OR e.rig_part = ANY(${kinds}::text[]))`);
  }
  if (filter.category === "correction") parts.push(sql`e.is_correction`);
  else if (filter.category === "usual") parts.push(sql`NOT e.is_correction AND e.category IN ('usage', 'tax')`);
  else if (filter.category) parts.push(sql`e.category = ${filter.category} AND NOT e.is_correction`);
  if (filter.basis) parts.push(sql`e.basis = ${filter.basis}`);
  if (filter.key) parts.push(sql`${KEY_VALUE} = ${filter.key}`);
  if (filter.rule === "none") parts.push(sql`e.rule_id IS NULL AND e.class <> 'rig'`);
  else if (filter.rule) parts.push(sql`e.rule_id IN (SELECT u.id FROM rule u WHERE u.number::text = ${filter.rule})`);
  if (filter.day) parts.push(sql`e.day = ${filter.day}::date`);
  return joinSql(parts, " AND ");
}

const amountOf = (cost: CostView): SqlQuery => (cost === "billed" ? sql`e.billed` : sql`e.effective`);

const originalOf = (cost: CostView): SqlQuery =>
  cost === "billed" ? sql`e.original_billed` : sql`e.original_effective`;

export type EntryTotals = {
  readonly amount: string;
  readonly tokens: string | null;
  /** Of the amount, what nobody billed. */
  readonly estimated: string;
  readonly live: number;
  readonly liveAmount: string;
  readonly entries: number;
};

/** Sum over all entries, and over those that still count; the two agree, for every reversal meets its entry. */
export async function sumEntries(database: Database, filter: EntryFilter): Promise<EntryTotals> {
  const amount = amountOf(filter.cost);
  const row = await oneRow<EntryTotals>(
    database,
    sql`SELECT coalesce(sum(amount), 0)::text AS amount, sum(tokens)::text AS tokens, coalesce(sum(amount) FILTER (WHERE basis = 'estimated'), 0)::text AS estimated, count(*) FILTER (WHERE is_live)::int AS live, coalesce(sum(amount) FILTER (WHERE is_live), 0)::text AS "liveAmount", count(*)::int AS entries
        FROM (SELECT ${amount} AS amount, e.tokens, e.basis, ${STANDS_IN_ITS_MONTH} AS is_live ${FROM} WHERE ${whereOf(filter)}) AS chosen`,
  );
  return row ?? { amount: "0", tokens: null, estimated: "0", live: 0, liveAmount: "0", entries: 0 };
}

export type EntryRow = {
  readonly id: string;
  readonly day: string;
  readonly billedMonth: string;
  readonly bearer: string;
  readonly teamId: number | null;
  readonly teamSlug: string | null;
  readonly teamName: string | null;
  readonly class: string;
  readonly provider: string;
  readonly account: string | null;
  readonly model: string | null;
  readonly service: string;
  readonly rig: string | null;
  readonly rigSlug: string | null;
  readonly rigPart: string | null;
  readonly costKind: string;
  readonly category: string;
  readonly isCorrection: boolean;
  readonly basis: string;
  readonly currency: string;
  readonly amount: string;
  readonly billed: string;
  readonly effective: string;
  readonly tokens: string | null;
  /** What the file says, where the amount is converted from it; in the same view of cost. */
  readonly originalCurrency: string | null;
  readonly originalAmount: string | null;
  readonly working: unknown;
  readonly because: string;
  readonly ruleId: number | null;
  readonly postedAt: Date;
  readonly importId: number | null;
  readonly fileName: string | null;
  readonly lineCount: number | null;
  readonly firstRow: number | null;
  readonly moreRows: Buffer | null;
  readonly corrects: string | null;
  readonly correctedBy: string | null;
  readonly project: string | null;
  readonly projectName: string | null;
  readonly workspace: string | null;
  readonly apiKey: string | null;
  readonly apiKeyName: string | null;
  readonly person: string | null;
  readonly tags: Record<string, string> | null;
};
const ENTRY = (
  cost: CostView,
): SqlQuery => sql`e.id::text AS id, e.day::text AS day, e.billed_month AS "billedMonth", e.bearer, e.team_id AS "teamId", t.slug AS "teamSlug", t.name AS "teamName", e.class, e.provider, e.account, e.model, e.service, g.name AS rig, g.slug AS "rigSlug", e.rig_part AS "rigPart",
  e.cost_kind AS "costKind", e.category, e.is_correction AS "isCorrection", e.basis, e.currency, ${amountOf(cost)}::text AS amount, e.billed::text AS billed, e.effective::text AS effective, e.tokens::text AS tokens, e.original_currency AS "originalCurrency", ${originalOf(cost)}::text AS "originalAmount", e.working, e.because, e.rule_id AS "ruleId", e.posted_at AS "postedAt",
  e.import_id AS "importId", i.file_name AS "fileName", l.line_count AS "lineCount", l.first_row AS "firstRow", l.more_rows AS "moreRows", e.corrects::text AS corrects, (SELECT r.id::text FROM ledger_entry r WHERE r.corrects = e.id) AS "correctedBy",
  k.project, k.project_name AS "projectName", k.workspace, k.api_key AS "apiKey", k.api_key_name AS "apiKeyName", k.person, k.tags`;

export type EntryPage = {
  readonly after: { day: string; id: string } | null;
  readonly limit: number;
  readonly onlyLive: boolean;
};

/** Entries in the order of day and id, after a place in that order. */
export async function readEntries(database: Database, filter: EntryFilter, page: EntryPage): Promise<EntryRow[]> {
  const place = page.after ? sql`AND (e.day, e.id) > (${page.after.day}::date, ${page.after.id}::bigint)` : sql``;
  const live = page.onlyLive ? sql`AND ${STANDS_IN_ITS_MONTH}` : sql``;
  return rowsOf<EntryRow>(
    database,
    sql`SELECT ${ENTRY(filter.cost)} ${FROM} WHERE ${whereOf(filter)} ${live} ${place} ORDER BY e.day, e.id LIMIT ${page.limit}`,
  );
}
export async function readEntry(database: Database, id: string, cost: CostView): Promise<EntryRow | null> {
  return oneRow<EntryRow>(database, sql`SELECT ${ENTRY(cost)} ${FROM} WHERE e.id = ${id}::bigint`);
}

/** Why the entries of a figure are where they are: each reason with its count and amount. */
export async function reasonsOf(
  database: Database,
  filter: EntryFilter,
  limit: number,
): Promise<{ because: string; ruleId: number | null; entries: number; amount: string }[]> {
  return rowsOf(
    database,
    sql`SELECT e.because, e.rule_id AS "ruleId", count(*)::int AS entries, sum(${amountOf(filter.cost)})::text AS amount ${FROM} WHERE ${whereOf(filter)}
        AND ${STANDS_IN_ITS_MONTH} GROUP BY 1, 2 ORDER BY abs(sum(${amountOf(filter.cost)})) DESC LIMIT ${limit}`,
  );
}

/** What lines can be grouped by. */
export const GROUPINGS = [
  "bearer",
  "class",
  "provider",
  "model",
  "kind",
  "key",
  "rig",
  "day",
  "basis",
  "category",
] as const;
export type Grouping = (typeof GROUPINGS)[number];
const groupingOf = (by: Grouping): SqlQuery => {
  switch (by) {
    case "bearer":
      return sql`coalesce(t.slug, e.bearer)`;
    case "class":
      return sql`e.class`;
    case "provider":
      return sql`e.provider`;
    case "model":
      return sql`coalesce(e.model, e.service)`;
    case "kind":
      return sql`coalesce(e.rig_part, e.cost_kind)`;
    case "key":
      return sql`coalesce(${KEY_VALUE}, '')`;
    case "rig":
      return sql`coalesce(g.slug, '')`;
    case "day":
      return sql`e.day::text`;
    case "basis":
      return sql`e.basis`;
    case "category":
      return sql`CASE WHEN e.is_correction THEN 'correction' ELSE e.category END`;
    default:
      return by satisfies never;
  }
};

export type EntryGroup = {
  readonly keys: string[];
  readonly label: string;
  readonly hasModel: boolean;
  readonly basis: string;
  readonly entries: number;
  readonly tokens: string | null;
  readonly amount: string;
  /** Of the amount, what nobody billed. */
  readonly estimated: string;
};

/** Sums by one or more columns, largest first. Entries that took one another back are left out. */
export async function groupEntries(
  database: Database,
  filter: EntryFilter,
  by: readonly Grouping[],
  limit: number,
): Promise<EntryGroup[]> {
  const keys = joinSql(by.map(groupingOf), ", ");
  return rowsOf<EntryGroup>(
    database,
    sql`SELECT ARRAY[${keys}] AS keys, coalesce(max(t.name), '') AS label, bool_and(e.model IS NOT NULL) AS "hasModel", CASE WHEN count(DISTINCT e.basis) = 1 THEN max(e.basis) ELSE 'mixed' END AS basis, count(*)::int AS entries, sum(e.tokens)::text AS tokens, sum(${amountOf(filter.cost)})::text AS amount, coalesce(sum(${amountOf(filter.cost)}) FILTER (WHERE e.basis = 'estimated'), 0)::text AS estimated
        ${FROM} WHERE ${whereOf(filter)} AND ${STANDS_IN_ITS_MONTH}
        GROUP BY ${keys} ORDER BY sum(${amountOf(filter.cost)}) DESC, 1 LIMIT ${limit}`,
  );
}
