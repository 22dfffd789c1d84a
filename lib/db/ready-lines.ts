import type { PoolClient } from "pg";
import { type CopyCell, copyRows } from "./import-writes.ts";
import { CLOSED, LINE_DAY } from "./live.ts";
import { type SqlQuery, sql } from "./sql.ts";

/** What has to be looked up to post an import's lines; each part costs a join, so only those that are needed are made. */
export type PostingPlan = {
  readonly importId: number;
  readonly needsRounding: boolean;
  /** The organisation's currency. */
  readonly currency: string;
  readonly hasAsides: boolean;
  readonly hasOutOfScope: boolean;
  readonly hasQuantities: boolean;
  readonly hasRates: boolean;
  readonly hasClosedMonths: boolean;
};

/** One stretch of days over which the lines of a key go to one bearer. */
export type AttributionRow = {
  readonly keyNo: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly ruleId: number | null;
  readonly because: string;
  readonly bearer: "team" | "unassigned";
  readonly teamId: number | null;
  /** A split is posted by `splitLines` and `insertEntries`, not by the INSERT. */
  readonly isSplit: boolean;
};
export type AsideRow = {
  readonly provider: string;
  readonly account: string;
  readonly from: string;
  readonly to: string;
  readonly overRank: number;
  readonly hasTokens: boolean;
};
export type OutOfScopeRow = { readonly provider: string; readonly service: string; readonly scope: string };
export type ListPriceRow = {
  readonly keyNo: number;
  readonly day: string;
  readonly costKind: string;
  readonly perMillion: string;
  readonly currency: string;
  readonly ref: string;
};
export type RateRow = {
  readonly currency: string;
  readonly day: string;
  readonly rate: string;
  readonly rateId: number | null;
  /** The day the rate is of: not always the line's. */
  readonly rateDay: string;
  readonly text: string;
};

type TempTable = { readonly name: string; readonly columns: string };
const ATTRIBUTION: TempTable = {
  name: "attribution",
  columns:
    "key_no int, from_day date, to_day date, rule_id int, because text, bearer text, team_id int, is_split boolean",
};
const ASIDE: TempTable = {
  name: "aside",
  columns: "provider text, account text, from_day date, to_day date, over_rank int, has_tokens boolean",
};
const OUT_OF_SCOPE: TempTable = { name: "out_of_scope", columns: "provider text, service text, scope text" };
const LIST_PRICE: TempTable = {
  name: "list_price",
  columns: "key_no int, day date, cost_kind text, per_million numeric, currency text, ref text",
};
const RATE: TempTable = {
  name: "rate",
  columns: "currency text, day date, rate numeric, rate_id int, rate_day date, text text",
};

/** Names and columns are ours, never input. */
async function stage(client: PoolClient, { name, columns }: TempTable, rows: readonly CopyCell[][]): Promise<void> {
  await client.query(`DROP TABLE IF EXISTS pg_temp.${name}`);
  await client.query(`CREATE TEMP TABLE ${name} (${columns}) ON COMMIT DROP`);
  const names = columns.split(", ").map((column) => column.split(" ")[0] ?? "");
  await copyRows(client, { table: `pg_temp.${name}`, columns: names }, rows);
  await client.query(`ANALYZE pg_temp.${name}`);
}

export const stageAttribution = (client: PoolClient, rows: readonly AttributionRow[]): Promise<void> =>
  stage(
    client,
    ATTRIBUTION,
    rows.map((row) => [row.keyNo, row.from, row.to, row.ruleId, row.because, row.bearer, row.teamId, row.isSplit]),
  );
export const stageAsides = (client: PoolClient, rows: readonly AsideRow[]): Promise<void> =>
  stage(
    client,
    ASIDE,
    rows.map((row) => [row.provider, row.account, row.from, row.to, row.overRank, row.hasTokens]),
  );
export const stageOutOfScope = (client: PoolClient, rows: readonly OutOfScopeRow[]): Promise<void> =>
  stage(
    client,
    OUT_OF_SCOPE,
    rows.map((row) => [row.provider, row.service, row.scope]),
  );
export const stageListPrices = (client: PoolClient, rows: readonly ListPriceRow[]): Promise<void> =>
  stage(
    client,
    LIST_PRICE,
    rows.map((row) => [row.keyNo, row.day, row.costKind, row.perMillion, row.currency, row.ref]),
  );
export const stageRates = (client: PoolClient, rows: readonly RateRow[]): Promise<void> =>
  stage(
    client,
    RATE,
    rows.map((row) => [row.currency, row.day, row.rate, row.rateId, row.rateDay, row.text]),
  );

/**
 * The lines of an import as the ledger takes them. Where a line has more than 12 decimals, rounding is carried along
 * (half away from zero on the running sum), so that the entries of a file sum to its rounded total.
 */
export function postingLines(importId: number, needsRounding: boolean): SqlQuery {
  return needsRounding
    ? sql`SELECT l.*, round(sum(l.billed) OVER running, 12) - round(sum(l.billed) OVER running - l.billed, 12) AS post_billed,
            round(sum(coalesce(l.effective, l.billed)) OVER running, 12) - round(sum(coalesce(l.effective, l.billed)) OVER running - coalesce(l.effective, l.billed), 12) AS post_effective
          FROM import_line l WHERE l.import_id = ${importId} WINDOW running AS (PARTITION BY l.currency ORDER BY l.id ROWS UNBOUNDED PRECEDING)`
    : sql`SELECT l.*, l.billed AS post_billed, coalesce(l.effective, l.billed) AS post_effective FROM import_line l WHERE l.import_id = ${importId}`;
}

/** The same order as `rankOf` in lib/core/standing; a test compares them. */
export const RANK_OF_BASIS: SqlQuery = sql`(CASE l.basis WHEN 'billed' THEN 0 WHEN 'rated' THEN 1 WHEN 'estimated' THEN 2 WHEN 'quantity' THEN 3 ELSE 0 END)`;
const NOTHING: SqlQuery = sql``;

/** Amounts as posted, before conversion: own, at a list price, or none where another import's money stands for them. */
function valuedLines(plan: PostingPlan): SqlQuery {
  const asides = plan.hasAsides
    ? sql`LEFT JOIN LATERAL (SELECT min(a.over_rank) AS over_rank, bool_and(NOT a.has_tokens) AS lacks_tokens FROM pg_temp.aside a
          WHERE a.provider = k.provider AND a.account = coalesce(k.account, '') AND ${LINE_DAY} BETWEEN a.from_day AND a.to_day AND a.over_rank < ${RANK_OF_BASIS}) s ON true`
    : NOTHING;
  const explains = plan.hasAsides ? sql`(s.over_rank >= 0 AND s.lacks_tokens AND l.tokens IS NOT NULL)` : sql`false`;
  const counts = plan.hasAsides ? sql`s.over_rank IS NULL` : sql`true`;
  const scope = plan.hasOutOfScope
    ? sql`LEFT JOIN pg_temp.out_of_scope o ON o.provider = k.provider AND o.service = l.service AND o.scope = l.scope`
    : NOTHING;
  const inScope = plan.hasOutOfScope ? sql`o.provider IS NULL` : sql`true`;
  const price = plan.hasQuantities
    ? sql`LEFT JOIN pg_temp.list_price p ON p.key_no = l.key_no AND p.day = l.day AND p.cost_kind = l.cost_kind AND l.basis = 'quantity' AND l.scope <> 'included'`
    : NOTHING;
  const isPriced = plan.hasQuantities ? sql`(p.key_no IS NOT NULL AND ${counts})` : sql`false`;
  const atList = plan.hasQuantities ? sql`round(l.tokens * p.per_million / 1000000, 12)` : sql`0`;
  const money = (own: SqlQuery) =>
    plan.hasAsides || plan.hasQuantities
      ? sql`CASE WHEN ${explains} THEN 0 WHEN ${isPriced} THEN ${atList} ELSE ${own} END`
      : own;
  const hasOther = plan.hasAsides || plan.hasQuantities;
  return sql`SELECT l.id, l.import_id, l.key_no, l.day, l.billed_month, l.category, l.is_correction, l.service, l.cost_kind, l.tokens, k.provider, k.account, k.model,
      ${hasOther ? sql`CASE WHEN ${explains} THEN 'quantity' WHEN ${isPriced} THEN 'estimated' ELSE l.basis END` : sql`l.basis`} AS basis,
      ${plan.hasQuantities ? sql`CASE WHEN ${isPriced} THEN p.currency WHEN l.basis = 'quantity' THEN ${plan.currency}::text ELSE l.currency END` : sql`l.currency`} AS currency,
      ${money(sql`l.post_billed`)} AS billed, ${money(sql`l.post_effective`)} AS effective,
      ${plan.hasQuantities ? sql`CASE WHEN ${isPriced} THEN jsonb_build_object('price', p.ref, 'perMillion', p.per_million::text, 'currency', p.currency) END` : sql`NULL::jsonb`} AS working
    FROM (${postingLines(plan.importId, plan.needsRounding)}) l JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no ${asides} ${scope} ${price}
    WHERE ${inScope} AND (${counts} OR ${explains}) AND NOT (l.basis = 'quantity' AND l.tokens IS NULL)`;
}

/**
 * Every line of an import that is to be in the ledger, with month, amounts and basis as posted and who decides on it
 * (`a`, the staged attribution). Needs what the plan names to be staged.
 */
export function readyLines(plan: PostingPlan): SqlQuery {
  const rate = plan.hasRates ? sql`LEFT JOIN pg_temp.rate f ON f.currency = v.currency AND f.day = v.day` : NOTHING;
  const converted = (amount: SqlQuery) =>
    plan.hasRates ? sql`CASE WHEN f.rate IS NULL THEN ${amount} ELSE round(${amount} * f.rate, 12) END` : amount;
  const original = (value: SqlQuery, type: SqlQuery) =>
    plan.hasRates ? sql`CASE WHEN f.rate IS NOT NULL THEN ${value} END` : sql`NULL::${type}`;
  const closed = plan.hasClosedMonths
    ? sql`LEFT JOIN ${CLOSED} cb ON cb.month = v.billed_month LEFT JOIN ${CLOSED} cu ON cu.month = to_char(v.day, 'YYYY-MM')`
    : NOTHING;
  return sql`SELECT v.id, v.import_id, v.day, v.category, v.service, v.cost_kind, v.tokens, v.provider, v.account, v.model, v.basis,
      ${plan.hasClosedMonths ? sql`coalesce(cb.target, v.billed_month)` : sql`v.billed_month`} AS billed_month,
      ${plan.hasClosedMonths ? sql`coalesce(cu.target, to_char(v.day, 'YYYY-MM'))` : sql`to_char(v.day, 'YYYY-MM')`} AS used_month,
      ${plan.hasClosedMonths ? sql`coalesce(cb.month, cu.month)` : sql`NULL::text`} AS of_month,
      ${plan.hasClosedMonths ? sql`(v.is_correction OR cb.month IS NOT NULL)` : sql`v.is_correction`} AS is_correction,
      ${plan.hasRates ? sql`CASE WHEN f.rate IS NULL THEN v.currency ELSE ${plan.currency}::text END` : sql`v.currency`} AS currency,
      ${converted(sql`v.billed`)} AS billed, ${converted(sql`v.effective`)} AS effective,
      ${original(sql`v.currency`, sql`text`)} AS original_currency, ${original(sql`v.billed`, sql`numeric`)} AS original_billed, ${original(sql`v.effective`, sql`numeric`)} AS original_effective,
      ${plan.hasRates ? sql`f.rate_id` : sql`NULL::int`} AS rate_id,
      ${plan.hasRates ? sql`CASE WHEN f.rate IS NULL THEN v.working ELSE coalesce(v.working, '{}'::jsonb) || jsonb_build_object('rate', f.rate::text, 'rateDay', f.rate_day::text, 'rateSource', f.text) END` : sql`v.working`} AS working,
      a.rule_id, a.because, a.bearer, a.team_id, a.is_split
    FROM (${valuedLines(plan)}) v JOIN pg_temp.attribution a ON a.key_no = v.key_no AND (a.from_day IS NULL OR v.day >= a.from_day) AND (a.to_day IS NULL OR v.day <= a.to_day) ${rate} ${closed}`;
}
