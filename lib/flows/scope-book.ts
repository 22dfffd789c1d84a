import { type ScopeKind, type Scopes, scopesOf } from "../core/source-scope.ts";
import { readScopes } from "../db/scopes.ts";
import type { Database } from "../db/sql.ts";
import { importers } from "../importers/registry.ts";

/** What of a format's files counts where nobody chose. */
export const defaultScope = (format: string): ScopeKind =>
  importers.find((importer) => importer.id === format)?.scope ?? "everything";

/** What counts of each source, as it stands in this transaction. */
export async function loadScopes(database: Database): Promise<Scopes> {
  return scopesOf(await readScopes(database), defaultScope);
}
