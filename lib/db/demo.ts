import { type Database, oneRow, sql } from "./sql.ts";

/** Is there anything that loading a demo would mix with: a file, a team, a rig or a rule. */
export async function hasOwnData(database: Database): Promise<boolean> {
  const row = await oneRow<{ has: boolean }>(
    database,
    sql`SELECT EXISTS (SELECT FROM import) OR EXISTS (SELECT FROM team) OR EXISTS (SELECT FROM rig) OR EXISTS (SELECT FROM rule) AS has`,
  );
  return row?.has ?? false;
}
