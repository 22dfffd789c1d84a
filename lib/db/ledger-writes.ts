import type { PoolClient } from "pg";
import { type CopyCell, copyRows } from "./import-writes.ts";
import { CLOSED, IS_LIVE } from "./live.ts";
import { type PostingPlan, readyLines } from "./ready-lines.ts";
import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

/** One posting at a time: overlaps are judged and rollups kept under this lock, held to the end of the transaction. */
const POSTING_LOCK = 7_263_511;
export async function lockPosting(database: Database): Promise<void> {
  await run(database, sql`SELECT pg_advisory_xact_lock(${POSTING_LOCK})`);
}

export async function lastEntryId(database: Database): Promise<string> {
  const row = await oneRow<{ id: string }>(database, sql`SELECT coalesce(max(id), 0)::text AS id FROM ledger_entry`);
  return row?.id ?? "0";
}

const COPIED: SqlQuery = sql`import_id, line_id, day, billed_month, used_month, of_month, bearer, team_id, class, provider, account, model, service, cost_kind, category, is_correction, basis, rig_id, rig_part, currency, rate_id, working`;

/**
 * Takes back every live entry that `which` (over alias e) selects. What is taken back of a closed month is taken back in
 * the next open one, and says which it is about. @returns how many.
 */
export async function reverseEntries(
  database: Database,
  which: SqlQuery,
  { causeId, because }: { causeId: number | null; because: SqlQuery | string },
): Promise<number> {
  return run(
    database,
    sql`INSERT INTO ledger_entry (${COPIED}, original_currency, original_billed, original_effective, billed, effective, tokens, rule_id, because, corrects, cause_id)
        SELECT e.import_id, e.line_id, e.day, coalesce(cb.target, e.billed_month), coalesce(cu.target, e.used_month), coalesce(e.of_month, cb.month, cu.month), e.bearer, e.team_id, e.class, e.provider, e.account, e.model, e.service, e.cost_kind, e.category,
          e.is_correction OR cb.month IS NOT NULL, e.basis, e.rig_id, e.rig_part, e.currency, e.rate_id, e.working, e.original_currency, -e.original_billed, -e.original_effective, -e.billed, -e.effective, -e.tokens, e.rule_id, ${because}, e.id, ${causeId}::int
        FROM ledger_entry e LEFT JOIN ${CLOSED} cb ON cb.month = e.billed_month LEFT JOIN ${CLOSED} cu ON cu.month = e.used_month WHERE ${which} AND ${IS_LIVE}`,
  );
}

type LineSelection = { readonly plan: PostingPlan; readonly onlyChanged: boolean };
const selected = (onlyChanged: boolean): SqlQuery =>
  onlyChanged ? sql`AND r.id IN (SELECT line_id FROM pg_temp.changed_line WHERE is_wanted)` : sql``;

/** Posts the unsplit lines of an import by the staged plan. @returns how many entries. */
export async function postLines(database: Database, { plan, onlyChanged }: LineSelection): Promise<number> {
  return run(
    database,
    sql`INSERT INTO ledger_entry (${COPIED}, original_currency, original_billed, original_effective, billed, effective, tokens, rule_id, because, cause_id)
        SELECT r.import_id, r.id, r.day, r.billed_month, r.used_month, r.of_month, r.bearer, r.team_id, 'cloud', r.provider, r.account, r.model, r.service, r.cost_kind, r.category, r.is_correction, r.basis, NULL::int, NULL::text, r.currency, r.rate_id, r.working,
          r.original_currency, r.original_billed, r.original_effective, r.billed, r.effective, r.tokens, r.rule_id, r.because, r.import_id
        FROM (${readyLines(plan)}) r WHERE NOT r.is_split ${selected(onlyChanged)} ORDER BY r.id`,
  );
}

/** A line whose rule splits it, ready to be divided. Months and amounts are as posted. */
export type SplitLine = {
  readonly id: string;
  readonly ruleId: number;
  readonly because: string;
  readonly day: string;
  readonly billedMonth: string;
  readonly usedMonth: string;
  readonly ofMonth: string | null;
  readonly provider: string;
  readonly account: string | null;
  readonly model: string | null;
  readonly service: string;
  readonly costKind: string;
  readonly category: string;
  readonly isCorrection: boolean;
  readonly basis: string;
  readonly currency: string;
  readonly billed: string;
  readonly effective: string;
  readonly tokens: string | null;
  readonly originalCurrency: string | null;
  readonly originalBilled: string | null;
  readonly originalEffective: string | null;
  readonly rateId: number | null;
  readonly working: Readonly<Record<string, unknown>> | null;
};
type SplitPage = { readonly afterId: string; readonly limit: number; readonly ruleIds: readonly number[] | null };

/** A page of lines whose rule splits them, after the line `afterId`; of some rules only, where named. */
export async function splitLines(
  database: Database,
  { plan, onlyChanged, afterId, limit, ruleIds }: LineSelection & SplitPage,
): Promise<SplitLine[]> {
  return rowsOf<SplitLine>(
    database,
    sql`SELECT r.id::text AS id, r.rule_id AS "ruleId", r.because, r.day::text AS day, r.billed_month AS "billedMonth", r.used_month AS "usedMonth", r.of_month AS "ofMonth", r.provider, r.account, r.model, r.service, r.cost_kind AS "costKind", r.category, r.is_correction AS "isCorrection", r.basis, r.currency, r.billed::text AS billed, r.effective::text AS effective, r.tokens::text AS tokens,
          r.original_currency AS "originalCurrency", r.original_billed::text AS "originalBilled", r.original_effective::text AS "originalEffective", r.rate_id AS "rateId", r.working
        FROM (${readyLines(plan)}) r WHERE r.is_split AND r.id > ${afterId}::bigint AND (${ruleIds ? [...ruleIds] : null}::int[] IS NULL OR r.rule_id = ANY(${ruleIds ? [...ruleIds] : null}::int[])) ${selected(onlyChanged)} ORDER BY r.id LIMIT ${limit}`,
  );
}

export type NewEntry = {
  readonly importId: number | null;
  readonly lineId: string | null;
  readonly day: string;
  readonly billedMonth: string;
  /** Where they differ from the month of `day` and from none: of a line that came late for a closed month. */
  readonly usedMonth?: string;
  readonly ofMonth?: string | null;
  readonly bearer: "team" | "unassigned" | "idle";
  readonly teamId: number | null;
  readonly class: "cloud" | "rig" | "shared";
  readonly provider: string;
  readonly account: string | null;
  readonly model: string | null;
  readonly service: string;
  readonly costKind: string;
  readonly category: string;
  readonly isCorrection: boolean;
  readonly basis: string;
  readonly rigId: number | null;
  readonly rigPart: string | null;
  readonly currency: string;
  readonly billed: string;
  readonly effective: string;
  readonly tokens: string | null;
  readonly ruleId: number | null;
  readonly because: string;
  readonly originalCurrency?: string | null;
  readonly originalBilled?: string | null;
  readonly originalEffective?: string | null;
  readonly rateId?: number | null;
  readonly working?: object | null;
};

export async function insertEntries(client: PoolClient, entries: Iterable<NewEntry>): Promise<void> {
  const columns = [
    "import_id",
    "line_id",
    "day",
    "billed_month",
    "used_month",
    "of_month",
    "bearer",
    "team_id",
    "class",
    "provider",
    "account",
    "model",
    "service",
    "cost_kind",
    "category",
    "is_correction",
    "basis",
    "rig_id",
    "rig_part",
    "currency",
    "billed",
    "effective",
    "tokens",
    "rule_id",
    "because",
    "cause_id",
    "original_currency",
    "original_billed",
    "original_effective",
    "rate_id",
    "working",
  ];
  function* rows(): Generator<CopyCell[]> {
    for (const e of entries) {
      yield [
        e.importId,
        e.lineId,
        e.day,
        e.billedMonth,
        e.usedMonth ?? e.day.slice(0, 7),
        e.ofMonth ?? null,
        e.bearer,
        e.teamId,
        e.class,
        e.provider,
        e.account,
        e.model,
        e.service,
        e.costKind,
        e.category,
        e.isCorrection,
        e.basis,
        e.rigId,
        e.rigPart,
        e.currency,
        e.billed,
        e.effective,
        e.tokens,
        e.ruleId,
        e.because,
        e.importId,
        e.originalCurrency ?? null,
        e.originalBilled ?? null,
        e.originalEffective ?? null,
        e.rateId ?? null,
        e.working ? JSON.stringify(e.working) : null,
      ];
    }
  }
  await copyRows(client, { table: "ledger_entry", columns }, rows());
}

/**
 * Lists, in a temporary table, the lines whose live entries differ from what would be posted now: not wanted any more,
 * missing, or decided, priced or converted otherwise. @returns how many.
 */
export async function stageChangedLines(database: Database, plan: PostingPlan): Promise<number> {
  await run(database, sql`DROP TABLE IF EXISTS pg_temp.changed_line`);
  await run(
    database,
    sql`CREATE TEMP TABLE changed_line (line_id bigint PRIMARY KEY, is_wanted boolean) ON COMMIT DROP`,
  );
  return run(
    database,
    sql`INSERT INTO changed_line
        SELECT coalesce(w.id, s.line_id), w.id IS NOT NULL
        FROM (${readyLines(plan)}) w FULL JOIN
          (SELECT e.line_id, min(e.rule_id) AS rule_id, min(e.basis) AS basis, min(e.currency) AS currency, sum(e.billed) AS billed, sum(e.effective) AS effective, sum(e.tokens) AS tokens
           FROM ledger_entry e WHERE e.import_id = ${plan.importId} AND ${IS_LIVE} GROUP BY e.line_id) s ON s.line_id = w.id
        WHERE w.id IS NULL OR s.line_id IS NULL OR w.rule_id IS DISTINCT FROM s.rule_id OR w.basis <> s.basis OR w.currency <> s.currency
          OR w.billed <> s.billed OR w.effective <> s.effective OR w.tokens IS DISTINCT FROM s.tokens`,
  );
}

/** What the live entries of split lines say, by line and bearer: text to compare a fresh division with. */
export async function liveParts(
  database: Database,
  { importId, ruleIds }: { importId: number; ruleIds: readonly number[] },
): Promise<{ lineId: string; parts: string }[]> {
  return rowsOf(
    database,
    sql`SELECT e.line_id::text AS "lineId", string_agg(concat_ws('/', coalesce(e.team_id, 0), trim_scale(e.billed), trim_scale(e.effective)), ' ' ORDER BY coalesce(e.team_id, 0)) AS parts
        FROM ledger_entry e WHERE e.import_id = ${importId} AND e.rule_id = ANY(${[...ruleIds]}::int[]) AND ${IS_LIVE} GROUP BY 1`,
  );
}

export async function addChangedLines(client: PoolClient, lineIds: readonly string[]): Promise<void> {
  await run(
    client,
    sql`INSERT INTO changed_line SELECT id, true FROM unnest(${[...lineIds]}::bigint[]) AS id ON CONFLICT DO NOTHING`,
  );
}

/** Closed months and the open one their late lines go to. */
export async function closedMonths(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf<{ month: string; target: string }>(database, sql`SELECT * FROM ${CLOSED} AS closed`);
  return new Map(rows.map(({ month, target }) => [month, target]));
}
