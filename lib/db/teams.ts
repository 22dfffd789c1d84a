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
