import { type Database, oneRow, run, sql } from "./sql.ts";

/** Is there anything that loading a demo would mix with: a file, a team, a rig or a rule. */
export async function hasOwnData(database: Database): Promise<boolean> {
  const row = await oneRow<{ has: boolean }>(
    database,
    sql`SELECT EXISTS (SELECT FROM import) OR EXISTS (SELECT FROM team) OR EXISTS (SELECT FROM rig) OR EXISTS (SELECT FROM rule) AS has`,
  );
  return row?.has ?? false;
}

/** The last thing that `who` wrote into the audit log; null when nothing. */
export async function lastDeedOf(database: Database, who: string): Promise<string | null> {
  const row = await oneRow<{ what: string }>(
    database,
    sql`SELECT what FROM audit_event WHERE who = ${who} ORDER BY id DESC LIMIT 1`,
  );
  return row?.what ?? null;
}

/** Lets a demo person who exists already sign in again, with a new password and the given teams. @returns did it exist. */
export async function renewDemoPerson(
  database: Database,
  { email, passwordHash, teams }: { email: string; passwordHash: string; teams: readonly string[] },
): Promise<boolean> {
  const found = await run(
    database,
    sql`UPDATE app_user SET password_hash = ${passwordHash}, disabled_at = NULL WHERE email = ${email}`,
  );
  await run(
    database,
    sql`INSERT INTO user_team (user_id, team_id) SELECT u.id, t.id FROM app_user u, team t
        WHERE u.email = ${email} AND t.slug = ANY(${[...teams]}) ON CONFLICT DO NOTHING`,
  );
  return found > 0;
}
