import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "../generated/prisma/client.ts";
import { databaseUrl } from "./database-url.ts";

/** PostgreSQL allows 100 connections; web, worker and command line share them. */
const CONNECTIONS_PER_PROCESS = 12;
const CONNECT_LIMIT_MS = 10_000;
/** The type number of DATE. */
const DATE = 1082;

type Opened = { readonly url: string; readonly pool: pg.Pool; readonly prisma: PrismaClient };

// On globalThis so that a reload in development does not open a second pool, and so that bundles share one.
const holder = globalThis as { tokenwattDatabase?: Opened };

function opened(): Opened {
  const url = databaseUrl();
  if (holder.tokenwattDatabase?.url === url) return holder.tokenwattDatabase;
  const own = openPool(url);
  holder.tokenwattDatabase = { url, pool: own, prisma: new PrismaClient({ adapter: new PrismaPg(own) }) };
  return holder.tokenwattDatabase;
}

function openPool(url: string): pg.Pool {
  const own = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS_PER_PROCESS,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    application_name: "tokenwatt",
    options: "-c timezone=UTC",
    types: {
      // A day stays the text it is: pg would make it midnight in the zone of this process. Numeric and bigint are text too.
      getTypeParser: (type, format) => (type === DATE ? (text: string) => text : pg.types.getTypeParser(type, format)),
    },
  });
  // An idle connection breaks when the server restarts; the pool opens another, and the next query tells if it cannot.
  own.on("error", () => {});
  return own;
}

/** Stands for what is opened at first use, so that importing a flow, as `next build` does, needs no database. */
function atFirstUse<T extends object>(open: () => T): T {
  return new Proxy({} as T, {
    get(_, key) {
      const target = open();
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" && target instanceof pg.Pool ? value.bind(target) : value;
    },
  });
}

/** For plain reads and writes of records. Inside a transaction use the one `inTransaction` hands you. */
export const prisma: PrismaClient = atFirstUse(() => opened().prisma);
/** For SQL: `NUMERIC`, `BIGINT` and `DATE` come back as text, `TIMESTAMPTZ` as Date. */
export const pool: pg.Pool = atFirstUse(() => opened().pool);

/** Closes what this process opened; a script or a test calls it at its end. */
export async function closeDatabase(): Promise<void> {
  const open = holder.tokenwattDatabase;
  delete holder.tokenwattDatabase;
  await open?.prisma.$disconnect();
  await open?.pool.end();
}
