import type { ScopeKind, SourceScope } from "../core/source-scope.ts";
import { type Database, rowsOf, run, sql } from "./sql.ts";

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

/** Lines of posted bills that are neither AI nor GPU, by source and service, most money first. Null month = every month; of one, only bills that speak for it are read. */
export async function readScopedSources(database: Database, month: string | null): Promise<ScopedSource[]> {
  return rowsOf<ScopedSource>(
    database,
    sql`SELECT k.provider, i.format, l.service, sum(l.line_count)::int AS lines, l.currency, trim_scale(sum(l.billed))::text AS amount
        FROM import i JOIN import_line l ON l.import_id = i.id JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
        WHERE i.state = 'posted' AND i.summary ? 'scopes' AND l.scope = 'other' AND (${month}::text IS NULL OR (l.billed_month = ${month} AND EXISTS (SELECT 1 FROM import_coverage c
            WHERE c.import_id = i.id AND c.from_day < to_date(${month}, 'YYYY-MM') + interval '1 month' AND c.to_day >= to_date(${month}, 'YYYY-MM')))) GROUP BY 1, 2, 3, 5 ORDER BY sum(l.billed) DESC, 3`,
  );
}
