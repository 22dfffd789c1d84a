import type { FrozenCell } from "../core/close/canonical-month.ts";
import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

export type MonthStateRow = {
  readonly month: string;
  readonly state: "open" | "closed" | "reopened";
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
  readonly hash: string | null;
};

/** Null for a month nobody ever closed. */
export async function readMonthState(database: Database, month: string): Promise<MonthStateRow | null> {
  return oneRow(
    database,
    sql`SELECT month, state, closed_at AS "closedAt", closed_by AS "closedBy", hash FROM month_state WHERE month = ${month}`,
  );
}

export async function readClosedStates(database: Database): Promise<MonthStateRow[]> {
  return rowsOf(
    database,
    sql`SELECT month, state, closed_at AS "closedAt", closed_by AS "closedBy", hash FROM month_state WHERE state IN ('closed', 'reopened') ORDER BY month DESC`,
  );
}

export async function setMonthState(
  database: Database,
  state: { month: string; state: "closed" | "reopened"; atMs: number; by: string; hash: string | null },
): Promise<void> {
  const isClosed = state.state === "closed";
  await run(
    database,
    sql`INSERT INTO month_state (month, state, closed_at, closed_by, hash)
        VALUES (${state.month}, ${state.state}, ${isClosed ? new Date(state.atMs) : null}, ${isClosed ? state.by : null}, ${state.hash})
        ON CONFLICT (month) DO UPDATE SET state = excluded.state, closed_at = excluded.closed_at, closed_by = excluded.closed_by, hash = excluded.hash`,
  );
}

export type MonthEventRow = {
  readonly month: string;
  readonly action: "closed" | "reopened";
  readonly at: Date;
  readonly by: string;
  readonly note: string;
  readonly reason: string;
  readonly hash: string | null;
  /** What lib/flows/close wrote when the month was closed. */
  readonly snapshot: unknown;
};

export async function insertMonthEvent(
  database: Database,
  event: Omit<MonthEventRow, "at"> & { atMs: number },
): Promise<void> {
  await run(
    database,
    sql`INSERT INTO month_event (month, action, at, by, note, reason, hash, snapshot)
        VALUES (${event.month}, ${event.action}, ${new Date(event.atMs)}, ${event.by}, ${event.note}, ${event.reason}, ${event.hash}, ${JSON.stringify(event.snapshot)}::jsonb)`,
  );
}

/** Oldest first; of all months where none is named. */
export async function readMonthEvents(database: Database, month: string | null = null): Promise<MonthEventRow[]> {
  return rowsOf(
    database,
    sql`SELECT month, action, at, by, note, reason, hash, snapshot FROM month_event WHERE (${month}::text IS NULL OR month = ${month}) ORDER BY id`,
  );
}

/** Every sum billed to a month or used in it. */
export async function readMonthCells(database: Database, month: string): Promise<FrozenCell[]> {
  return rowsOf<FrozenCell>(
    database,
    sql`SELECT billed_month AS "billedMonth", used_month AS "usedMonth", bearer, team_id AS "teamId", class, provider, model, service, cost_kind AS "costKind", category, is_correction AS "isCorrection", basis, rig_id AS "rigId", rig_part AS "rigPart", currency, has_tokens AS "hasTokens",
          billed::text AS billed, effective::text AS effective, tokens::text AS tokens, entries
        FROM rollup WHERE billed_month = ${month} OR used_month = ${month}`,
  );
}

export type InForce = {
  readonly prices: number[];
  readonly rules: number[];
  readonly rates: number[];
  readonly rateCurrencies: string[];
  readonly rigs: number[];
};

/** Own prices and rules dated for the month, rates its entries were converted with, rigs in service by its end. */
export async function readInForce(
  database: Database,
  { month, from, to }: { month: string; from: string; to: string },
): Promise<InForce> {
  const row = await oneRow<InForce>(
    database,
    sql`SELECT
      (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM own_price WHERE ended_at IS NULL AND from_day <= ${to}::date AND (to_day IS NULL OR to_day >= ${from}::date)) AS prices,
      (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM rule WHERE ended_at IS NULL AND (from_day IS NULL OR from_day <= ${to}::date) AND (to_day IS NULL OR to_day >= ${from}::date)) AS rules,
      (SELECT coalesce(array_agg(DISTINCT e.rate_id), '{}') FROM ledger_entry e WHERE e.billed_month = ${month} AND e.rate_id IS NOT NULL) AS rates,
      (SELECT coalesce(array_agg(DISTINCT e.original_currency), '{}') FROM ledger_entry e WHERE e.billed_month = ${month} AND e.original_currency IS NOT NULL) AS "rateCurrencies",
      (SELECT coalesce(array_agg(id ORDER BY id), '{}') FROM rig WHERE in_service <= ${to}::date) AS rigs`,
  );
  return row ?? { prices: [], rules: [], rates: [], rateCurrencies: [], rigs: [] };
}

export type LateRow = {
  readonly ofMonth: string;
  readonly postedTo: string;
  readonly at: Date;
  readonly entry: string;
  readonly entries: number;
  readonly provider: string;
  readonly rig: string | null;
  readonly importId: number | null;
  readonly fileName: string | null;
  readonly because: string;
  readonly bearer: string;
  readonly teamSlug: string | null;
  readonly teamName: string | null;
  readonly currency: string;
  readonly effective: string;
};

/** Late entries about a month's bill, grouped by what brought them, whom they are for and where they were posted. */
const lateGroups = (month: string | null): SqlQuery => sql`
  SELECT e.of_month, e.billed_month, min(e.posted_at) AS at, max(e.id) AS entry, count(*) FILTER (WHERE e.corrects IS NULL)::int AS entries,
    e.provider, e.rig_id, coalesce(e.cause_id, e.import_id) AS import_id, max(e.because) AS because, e.bearer, e.team_id, e.currency, sum(e.effective) AS effective
  FROM ledger_entry e LEFT JOIN import_line l ON l.id = e.line_id
  WHERE e.of_month IS NOT NULL AND (${month}::text IS NULL OR e.of_month = ${month}) AND (l.id IS NULL OR l.billed_month = e.of_month)
  GROUP BY e.of_month, e.billed_month, e.provider, e.rig_id, coalesce(e.cause_id, e.import_id), e.bearer, e.team_id, e.currency, e.posted_at::date
  HAVING sum(e.effective) <> 0`;

/** What came too late for a closed month, oldest first, each with the newest entry of its group. */
export async function readLateLines(database: Database, month: string, limit: number): Promise<LateRow[]> {
  return rowsOf<LateRow>(
    database,
    sql`SELECT g.of_month AS "ofMonth", g.billed_month AS "postedTo", g.at, g.entry::text AS entry, g.entries, g.provider, r.name AS rig, i.id AS "importId", i.file_name AS "fileName", g.because,
          g.bearer, t.slug AS "teamSlug", t.name AS "teamName", g.currency, g.effective::text AS effective
        FROM (${lateGroups(month)}) g LEFT JOIN import i ON i.id = g.import_id LEFT JOIN team t ON t.id = g.team_id LEFT JOIN rig r ON r.id = g.rig_id
        ORDER BY g.at, g.entry LIMIT ${limit}`,
  );
}

export type LateTotalRow = {
  readonly ofMonth: string;
  readonly postedTo: string;
  readonly currency: string;
  readonly lines: number;
  readonly effective: string;
};

/** The same by month, where it was posted to and currency. */
export async function readLateTotals(database: Database): Promise<LateTotalRow[]> {
  return rowsOf(
    database,
    sql`SELECT g.of_month AS "ofMonth", g.billed_month AS "postedTo", g.currency, count(*)::int AS lines, sum(g.effective)::text AS effective
        FROM (${lateGroups(null)}) g GROUP BY 1, 2, 3`,
  );
}
