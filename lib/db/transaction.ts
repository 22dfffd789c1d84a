import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../generated/prisma/client.ts";
import { pool } from "./client.ts";

export type Transaction = { readonly client: pg.PoolClient; readonly prisma: PrismaClient };

/**
 * Runs `work` in one transaction on one connection, for SQL, COPY (`client`) and records (`prisma`) alike. What `work`
 * throws rolls everything back and is thrown on. Do not keep `client` or `prisma` after it ends.
 */
export async function inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(new OneConnection(client)) });
  try {
    await client.query("BEGIN");
    const result = await work({ client, prisma });
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((failure: Error) => {
      broken = failure; // the connection is gone, and the transaction with it: do not give it back to the pool
    });
    throw error;
  } finally {
    await prisma.$disconnect();
    client.removeListener("error", onError);
    client.release(broken);
  }
}

/** What Prisma takes for a pool: every query goes to the one connection, its own transactions become savepoints. */
class OneConnection extends pg.Pool {
  #depth = 0;

  constructor(client: pg.PoolClient) {
    super();
    const query = (config: pg.QueryConfig, values?: unknown[]) => client.query(this.#savepointed(config), values);
    const lent = { query, release: () => {}, on: () => lent, removeListener: () => lent };
    // Assigned, not declared as methods: pg's overloads (callbacks, cursors) are more than Prisma uses.
    Object.assign(this, { query, connect: async () => lent, end: async () => {} });
  }

  #savepointed(config: pg.QueryConfig): pg.QueryConfig {
    switch (config.text) {
      case "BEGIN":
        this.#depth += 1;
        return { ...config, text: `SAVEPOINT nested_${this.#depth}` };
      case "COMMIT":
        this.#depth -= 1;
        return { ...config, text: `RELEASE SAVEPOINT nested_${this.#depth + 1}` };
      case "ROLLBACK":
        this.#depth -= 1;
        return { ...config, text: `ROLLBACK TO SAVEPOINT nested_${this.#depth + 1}` };
      default:
        return config;
    }
  }
}
