import { closeDatabase } from "../../lib/db/client.ts";
import { ensureDatabase } from "../../lib/db/postgres/ensure.ts";

/** Runs a command with a migrated database: joins the one Tokenwatt runs, or starts it for the length of the command. */
export async function inDatabase<T>(work: () => Promise<T>): Promise<T> {
  const server = await ensureDatabase();
  try {
    return await work();
  } finally {
    await closeDatabase();
    await server.stop();
  }
}
