import type { PoolClient } from "pg";
import { type CopyCell, copyRows } from "./import-writes.ts";
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

/** An entry counts while nothing takes it back and it takes nothing back. `e` is the alias of ledger_entry. */
export const IS_LIVE: SqlQuery = sql`e.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.corrects = e.id)`;

/** The day by which a newer file replaces an entry: the usage day, held inside the billed month. */
export const COVERED_DAY: SqlQuery = sql`greatest(least(e.day, (to_date(e.billed_month, 'YYYY-MM') + interval '1 month - 1 day')::date), to_date(e.billed_month, 'YYYY-MM'))`;

const COPIED: SqlQuery = sql`import_id, line_id, day, billed_month, used_month, bearer, team_id, class, provider, account, model, service, cost_kind, category, is_correction, basis, rig_id, rig_part, currency`;
const COPIED_FROM_E: SqlQuery = sql`e.import_id, e.line_id, e.day, e.billed_month, e.used_month, e.bearer, e.team_id, e.class, e.provider, e.account, e.model, e.service, e.cost_kind, e.category, e.is_correction, e.basis, e.rig_id, e.rig_part, e.currency`;

/** Takes back every live entry that `which` (over alias e) selects. @returns how many. */
export async function reverseEntries(
  database: Database,
  which: SqlQuery,
  { causeId, because }: { causeId: number | null; because: string },
): Promise<number> {
  return run(
    database,
    sql`INSERT INTO ledger_entry (${COPIED}, billed, effective, tokens, rule_id, because, corrects, cause_id)
        SELECT ${COPIED_FROM_E}, -e.billed, -e.effective, -e.tokens, e.rule_id, ${because}, e.id, ${causeId}::int
        FROM ledger_entry e WHERE ${which} AND ${IS_LIVE}`,
  );
}

/** Puts back, as new entries, what the posting of `causeId` took back of other imports. @returns how many. */
export async function reinstateEntries(
  database: Database,
  { causeId, because }: { causeId: number; because: string },
): Promise<number> {
  return run(
    database,
    sql`INSERT INTO ledger_entry (${COPIED}, billed, effective, tokens, rule_id, because, cause_id)
        SELECT ${COPIED_FROM_E}, e.billed, e.effective, e.tokens, e.rule_id, ${because}, e.import_id
        FROM ledger_entry taken JOIN ledger_entry e ON e.id = taken.corrects JOIN import i ON i.id = e.import_id
        WHERE taken.cause_id = ${causeId} AND e.import_id <> ${causeId} AND i.state <> 'undone'`,
  );
}

/** One stretch of days over which the lines of a key go to one bearer. */
export type AttributionRow = {
  readonly keyNo: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly ruleId: number | null;
  readonly because: string;
  readonly bearer: "team" | "unassigned";
  readonly teamId: number | null;
  /** A split is posted by `splitLines`/`postSplits`, not by the INSERT. */
  readonly isSplit: boolean;
};

export async function stageAttribution(client: PoolClient, rows: readonly AttributionRow[]): Promise<void> {
  await client.query("DROP TABLE IF EXISTS pg_temp.attribution");
  await client.query(
    "CREATE TEMP TABLE attribution (key_no int, from_day date, to_day date, rule_id int, because text, bearer text, team_id int, is_split boolean) ON COMMIT DROP",
  );
  const columns = ["key_no", "from_day", "to_day", "rule_id", "because", "bearer", "team_id", "is_split"];
  await copyRows(
    client,
    { table: "pg_temp.attribution", columns },
    rows.map((row) => [row.keyNo, row.from, row.to, row.ruleId, row.because, row.bearer, row.teamId, row.isSplit]),
  );
  await client.query("ANALYZE pg_temp.attribution");
}

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

const ATTRIBUTED: SqlQuery = sql`JOIN pg_temp.attribution a ON a.key_no = l.key_no AND (a.from_day IS NULL OR l.day >= a.from_day) AND (a.to_day IS NULL OR l.day <= a.to_day)`;

type LineSelection = { readonly importId: number; readonly needsRounding: boolean; readonly onlyChanged: boolean };
const selected = (onlyChanged: boolean): SqlQuery =>
  onlyChanged ? sql`AND l.id IN (SELECT line_id FROM pg_temp.changed_line)` : sql``;

/** Posts the unsplit lines of an import by the staged attribution. @returns how many entries. */
export async function postLines(database: Database, { importId, needsRounding, onlyChanged }: LineSelection) {
  return run(
    database,
    sql`INSERT INTO ledger_entry (${COPIED}, billed, effective, tokens, rule_id, because, cause_id)
        SELECT l.import_id, l.id, l.day, l.billed_month, to_char(l.day, 'YYYY-MM'), a.bearer, a.team_id, 'cloud', k.provider, k.account, k.model, l.service, l.cost_kind, l.category, l.is_correction, l.basis, NULL::int, NULL::text, l.currency,
          l.post_billed, l.post_effective, l.tokens, a.rule_id, a.because, l.import_id
        FROM (${postingLines(importId, needsRounding)}) l
        ${ATTRIBUTED} JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
        WHERE NOT a.is_split ${selected(onlyChanged)} ORDER BY l.id`,
  );
}

export type SplitLine = {
  readonly id: string;
  readonly ruleId: number;
  readonly because: string;
  readonly day: string;
  readonly billedMonth: string;
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
};

/** A page of lines whose rule splits them, after the line `afterId`. */
export async function splitLines(
  database: Database,
  { importId, needsRounding, onlyChanged, afterId, limit }: LineSelection & { afterId: string; limit: number },
): Promise<SplitLine[]> {
  return rowsOf<SplitLine>(
    database,
    sql`SELECT l.id::text AS id, a.rule_id AS "ruleId", a.because, l.day::text AS day, l.billed_month AS "billedMonth", k.provider, k.account, k.model, l.service, l.cost_kind AS "costKind", l.category, l.is_correction AS "isCorrection", l.basis, l.currency, l.post_billed::text AS billed, l.post_effective::text AS effective, l.tokens::text AS tokens
        FROM (${postingLines(importId, needsRounding)}) l
        ${ATTRIBUTED} JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
        WHERE a.is_split AND l.id > ${afterId}::bigint ${selected(onlyChanged)} ORDER BY l.id LIMIT ${limit}`,
  );
}

export type NewEntry = {
  readonly importId: number | null;
  readonly lineId: string | null;
  readonly day: string;
  readonly billedMonth: string;
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
};

export async function insertEntries(client: PoolClient, entries: Iterable<NewEntry>): Promise<void> {
  const columns = [
    "import_id",
    "line_id",
    "day",
    "billed_month",
    "used_month",
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
  ];
  function* rows(): Generator<CopyCell[]> {
    for (const e of entries) {
      yield [
        e.importId,
        e.lineId,
        e.day,
        e.billedMonth,
        e.day.slice(0, 7),
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
      ];
    }
  }
  await copyRows(client, { table: "ledger_entry", columns }, rows());
}

/** Lists, in a temporary table, the lines whose live entries were decided otherwise than the staged attribution. */
export async function stageChangedLines(database: Database, importId: number): Promise<number> {
  await run(database, sql`DROP TABLE IF EXISTS pg_temp.changed_line`);
  return run(
    database,
    sql`CREATE TEMP TABLE changed_line ON COMMIT DROP AS SELECT DISTINCT e.line_id FROM ledger_entry e JOIN import_line l ON l.id = e.line_id ${ATTRIBUTED}
        WHERE e.import_id = ${{ text: String(Math.trunc(importId)), values: [] }} AND e.rule_id IS DISTINCT FROM a.rule_id AND ${IS_LIVE}`,
  );
}
