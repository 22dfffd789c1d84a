import { type Database, run, sql } from "./sql.ts";

/** Writes who did what, in the transaction that does it. */
export async function audit(database: Database, event: { who: string; what: string; details?: object }): Promise<void> {
  await run(
    database,
    sql`INSERT INTO audit_event (who, what, details) VALUES (${event.who}, ${event.what}, ${JSON.stringify(event.details ?? {})}::jsonb)`,
  );
}
