import type { ScopeKind, SourceScope } from "../core/source-scope.ts";
import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

export type ScopeRow = SourceScope & { readonly changedBy: string; readonly changedAt: Date };

/** What admins chose; a source without a row has its format's default. */
export async function readScopes(database: Database): Promise<ScopeRow[]> {
  return rowsOf<ScopeRow>(
    database,
    sql`SELECT provider, format, scope, services, changed_by AS "changedBy", changed_at AS "changedAt" FROM source_scope ORDER BY provider, format`,
  );
}

export async function writeScope(
  database: Database,
  choice: { provider: string; format: string; scope: ScopeKind; services: readonly string[]; by: string },
): Promise<void> {
  await run(
    database,
    sql`INSERT INTO source_scope (provider, format, scope, services, changed_by)
        VALUES (${choice.provider}, ${choice.format}, ${choice.scope}, ${choice.services}::text[], ${choice.by})
        ON CONFLICT (provider, format) DO UPDATE SET scope = EXCLUDED.scope, services = EXCLUDED.services, changed_by = EXCLUDED.changed_by, changed_at = now()`,
  );
}

export type ScopedSource = {
  readonly provider: string;
  readonly format: string;
  readonly service: string;
  readonly lines: number;
  readonly currency: string;
  /** Decimal text. */
  readonly amount: string;
};

/** The day of a line, held inside its billed month. */
const HELD_DAY: SqlQuery = sql`greatest(least(l.day, (to_date(l.billed_month, 'YYYY-MM') + interval '1 month - 1 day')::date), to_date(l.billed_month, 'YYYY-MM'))`;

/** A newer export of the same feed speaks for the day of `o`; parts of one export stand beside each other. */
const IS_RESTATED: SqlQuery = sql`EXISTS (SELECT 1 FROM import_coverage c
    JOIN import_coverage n ON n.provider = c.provider AND n.account = c.account AND n.family = c.family AND n.grouping = c.grouping AND n.format = c.format AND n.import_id <> c.import_id
    JOIN import i ON i.id = c.import_id JOIN import ni ON ni.id = n.import_id AND ni.state = 'posted'
    WHERE c.import_id = o.import_id AND c.provider = o.provider AND c.account = o.account AND o.held_day BETWEEN n.from_day AND n.to_day
      AND (coalesce(ni.exported_at, ni.created_at), ni.id) > (coalesce(i.exported_at, i.created_at), i.id)
      AND NOT (i.part_of IS NOT NULL AND i.part_of IS NOT DISTINCT FROM ni.part_of AND i.part_no IS DISTINCT FROM ni.part_no))`;

/**
 * Lines of posted bills that are neither AI nor GPU, by source and service, most money first; of an export that was
 * restated only the newest word counts. Null month = every month.
 */
export async function readScopedSources(database: Database, month: string | null): Promise<ScopedSource[]> {
  return rowsOf<ScopedSource>(
    database,
    sql`WITH outside AS (
          SELECT l.import_id, k.provider, coalesce(k.account, '') AS account, i.format, l.service, l.currency, ${HELD_DAY} AS held_day, sum(l.line_count) AS lines, sum(l.billed) AS billed
          FROM import i JOIN import_line l ON l.import_id = i.id JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
          WHERE i.state = 'posted' AND i.summary ? 'scopes' AND l.scope = 'other' AND (${month}::text IS NULL OR l.billed_month = ${month}) GROUP BY 1, 2, 3, 4, 5, 6, 7)
        SELECT o.provider, o.format, o.service, sum(o.lines)::int AS lines, o.currency, trim_scale(sum(o.billed))::text AS amount
        FROM outside o WHERE NOT ${IS_RESTATED} GROUP BY 1, 2, 3, 5 ORDER BY sum(o.billed) DESC, 3`,
  );
}

/** Changes whenever a bill that tells AI from the rest is posted, undone or replaced. */
export async function scopedSourcesVersion(database: Database): Promise<string> {
  const row = await oneRow<{ version: string }>(
    database,
    sql`SELECT current_database() || ' ' || count(*) || ' ' || coalesce(max(id), 0) || ' ' || coalesce(max(posted_at)::text, '') || ' ' || coalesce(sum(id), 0) AS version FROM import WHERE state = 'posted' AND summary ? 'scopes'`,
  );
  return row?.version ?? "";
}
