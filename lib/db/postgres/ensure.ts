import pg from "pg";
import { AppError } from "../../core/app-error.ts";
import { dataFolder } from "../../data-folder.ts";
import { env } from "../../env.ts";
import { nameDatabase } from "../database-url.ts";
import { migrate } from "../migrate.ts";
import { type Server, startOrJoin } from "./server.ts";

/**
 * Makes sure there is a migrated database, and that this process uses it: `DATABASE_URL` if set, else the PostgreSQL in
 * the data folder, joined if it runs and started if not. Call `stop()` at the end; it stops only what nobody else uses.
 * @throws AppError not-configured, database
 */
export async function ensureDatabase(): Promise<Server> {
  const server = env.DATABASE_URL ? await givenServer(env.DATABASE_URL) : await startOrJoin(dataFolder());
  nameDatabase(server.url);
  try {
    await migrate(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function givenServer(url: string): Promise<Server> {
  let client: pg.Client;
  try {
    client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  } catch {
    throw new AppError(
      "not-configured",
      "DATABASE_URL is not an address: write postgresql://user:password@host:5432/database.",
    );
  }
  client.on("error", () => {}); // connect() below reports it
  try {
    await client.connect();
    await client.end();
  } catch (error) {
    const reason =
      error instanceof Error ? error.message || String("code" in error ? error.code : error.name) : String(error);
    throw new AppError(
      "database",
      `The database at ${client.host}:${client.port} (DATABASE_URL) does not answer: ${reason}. Check that it runs and that user, password and database name are right.`,
    );
  }
  return { url, started: false, stop: async () => {} };
}
