import { type Database, rowsOf, sql } from "./sql.ts";

export type KeyTeam = {
  readonly provider: string;
  readonly keyKind: string;
  readonly key: string;
  readonly slug: string;
  readonly name: string;
  readonly months: number;
};

/** Which teams bear keys of these names, in how many months. */
export async function readKeyTeams(
  database: Database,
  keys: readonly { readonly provider: string; readonly keyKind: string; readonly key: string }[],
): Promise<KeyTeam[]> {
  if (keys.length === 0) return [];
  const [providers, kinds, names] = [
    keys.map((key) => key.provider),
    keys.map((key) => key.keyKind),
    keys.map((key) => key.key),
  ];
  return rowsOf<KeyTeam>(
    database,
    sql`SELECT r.provider, r.key_kind AS "keyKind", r.key, t.slug, t.name, count(DISTINCT r.billed_month)::int AS months
        FROM key_rollup r JOIN team t ON t.id = r.team_id
        JOIN unnest(${providers}::text[], ${kinds}::text[], ${names}::text[]) w(provider, key_kind, key) USING (provider, key_kind, key)
        WHERE r.bearer = 'team' AND r.entries > 0 GROUP BY 1, 2, 3, 4, 5 ORDER BY months DESC, t.slug`,
  );
}
