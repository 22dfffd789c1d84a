import type { AttributionKey, AttributionRule, SplitBy } from "../core/attribution.ts";
import type { Day } from "../core/calendar.ts";
import { decimal } from "../core/decimal.ts";
import { type Database, oneRow, rowsOf, run, sql } from "./sql.ts";

export type RuleRow = AttributionRule & {
  readonly note: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly teams: readonly {
    readonly teamId: number;
    readonly slug: string;
    readonly name: string;
    readonly percent: string;
  }[];
};

type RawRule = {
  id: number;
  number: number;
  version: number;
  from: Day | null;
  to: Day | null;
  match: Record<string, string>;
  splitBy: SplitBy | null;
  note: string;
  createdBy: string;
  createdAt: Date;
  teams: { teamId: number; slug: string; name: string; percent: string }[];
};

const withShares = (raw: RawRule): RuleRow => ({
  ...raw,
  shares: raw.teams.map((share) => ({ teamId: share.teamId, percent: decimal(share.percent) })),
});

/** Rules that were not withdrawn, with their shares. Pass `includeEnded` to explain an old entry. */
export async function readRules(
  database: Database,
  { includeEnded = false }: { includeEnded?: boolean } = {},
): Promise<RuleRow[]> {
  const rows = await rowsOf<RawRule>(
    database,
    sql`SELECT r.id, r.number, r.version, r.from_day AS "from", r.to_day AS "to", r.match, r.split_by AS "splitBy", r.note, r.created_by AS "createdBy", r.created_at AS "createdAt",
          (SELECT coalesce(json_agg(json_build_object('teamId', t.id, 'slug', t.slug, 'name', t.name, 'percent', s.percent::text) ORDER BY s.percent DESC, t.id), '[]') FROM rule_share s JOIN team t ON t.id = s.team_id WHERE s.rule_id = r.id) AS teams
        FROM rule r WHERE ${includeEnded} OR r.ended_at IS NULL ORDER BY r.number, r.version`,
  );
  return rows.map(withShares);
}

export async function insertRule(
  database: Database,
  rule: {
    match: Record<string, string>;
    from: string | null;
    to: string | null;
    note: string;
    createdBy: string;
    shares: readonly { teamId: number; percent: string }[];
    splitBy: SplitBy | null;
  },
): Promise<number> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO rule (number, match, from_day, to_day, note, split_by, created_by)
        VALUES ((SELECT coalesce(max(number), 0) + 1 FROM rule), ${JSON.stringify(rule.match)}::jsonb, ${rule.from}::date, ${rule.to}::date, ${rule.note}, ${rule.splitBy === null ? null : JSON.stringify(rule.splitBy)}::jsonb, ${rule.createdBy}) RETURNING id`,
  );
  if (!row) throw new Error("INSERT ... RETURNING gave no row");
  for (const share of rule.shares) {
    await run(
      database,
      sql`INSERT INTO rule_share (rule_id, team_id, percent) VALUES (${row.id}, ${share.teamId}, ${share.percent}::numeric)`,
    );
  }
  return row.id;
}

/** Withdraws a rule; what it decided stays explained by it. @returns false when there is no such rule in force. */
export async function endRule(database: Database, id: number): Promise<boolean> {
  return (await run(database, sql`UPDATE rule SET ended_at = now() WHERE id = ${id} AND ended_at IS NULL`)) === 1;
}

export type BearerSum = {
  readonly month: string;
  /** Team slug, or `unassigned`, `idle`. */
  readonly bearer: string;
  readonly name: string;
  readonly currency: string;
  /** Decimal text, effective cost. */
  readonly amount: string;
};

/** What every bearer bears of each month as billed, from the rollups. */
export async function sumBearers(database: Database): Promise<BearerSum[]> {
  return rowsOf<BearerSum>(
    database,
    sql`SELECT r.billed_month AS month, coalesce(t.slug, r.bearer) AS bearer, coalesce(t.name, initcap(r.bearer)) AS name, r.currency, sum(r.effective)::text AS amount
        FROM rollup r LEFT JOIN team t ON t.id = r.team_id WHERE r.class <> 'rig' GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 3`,
  );
}

export type CaughtRow = {
  readonly ruleId: number | null;
  readonly isRig: boolean;
  /** Entries that stand. */
  readonly entries: number;
  /** Decimal text, effective cost. */
  readonly amount: string;
};

/** What each version of each rule caught of a month as billed, in one currency; null = no rule. */
export async function caughtInMonth(
  database: Database,
  { month, currency }: { month: string; currency: string },
): Promise<CaughtRow[]> {
  return rowsOf<CaughtRow>(
    database,
    sql`SELECT e.rule_id AS "ruleId", e.class = 'rig' AS "isRig", sum(CASE WHEN e.corrects IS NULL THEN 1 ELSE -1 END)::int AS entries, sum(e.effective)::text AS amount
        FROM ledger_entry e WHERE e.billed_month = ${month} AND e.currency = ${currency} GROUP BY 1, 2`,
  );
}

export type KeyRow = AttributionKey & { readonly no: number };
export async function readImportKeys(database: Database, importId: number): Promise<KeyRow[]> {
  return rowsOf<KeyRow>(
    database,
    sql`SELECT no, provider, account, project, project_name AS "projectName", workspace, api_key AS "apiKey", api_key_name AS "apiKeyName", person AS "user", tags, model
        FROM import_key WHERE import_id = ${importId} ORDER BY no`,
  );
}
