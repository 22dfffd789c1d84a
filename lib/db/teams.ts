import { type Database, oneRow, rowsOf, sql } from "./sql.ts";

export type TeamRow = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: string | null;
  readonly costCentre: string | null;
};

export async function readTeams(database: Database): Promise<TeamRow[]> {
  return rowsOf<TeamRow>(
    database,
    sql`SELECT id, slug, name, owner, cost_centre AS "costCentre" FROM team ORDER BY id`,
  );
}
/** Teams there are in a month: of a closed one, those there were when it was signed. */
export async function teamIdsOfMonth(database: Database, month: string): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    database,
    sql`SELECT id FROM team t WHERE NOT EXISTS
          (SELECT FROM month_state m WHERE m.month = ${month} AND m.state = 'closed' AND m.closed_at < t.created_at) ORDER BY id`,
  );
  return rows.map(({ id }) => id);
}
/** By slug, or by name in any case. */
export async function findTeam(database: Database, nameOrSlug: string): Promise<TeamRow | null> {
  return oneRow<TeamRow>(
    database,
    sql`SELECT id, slug, name, owner, cost_centre AS "costCentre" FROM team WHERE slug = lower(${nameOrSlug}) OR lower(name) = lower(${nameOrSlug}) ORDER BY slug = lower(${nameOrSlug}) DESC LIMIT 1`,
  );
}
export async function insertTeam(
  database: Database,
  team: { slug: string; name: string; owner: string | null; costCentre: string | null },
): Promise<TeamRow | null> {
  return oneRow<TeamRow>(
    database,
    sql`INSERT INTO team (slug, name, owner, cost_centre) VALUES (${team.slug}, ${team.name}, ${team.owner}, ${team.costCentre})
        ON CONFLICT (slug) DO NOTHING RETURNING id, slug, name, owner, cost_centre AS "costCentre"`,
  );
}
