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
