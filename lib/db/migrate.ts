import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { AppError } from "../core/app-error.ts";
import { openSchemaEngine } from "./schema-engine.ts";

// Two processes starting together must not both migrate; the number is arbitrary and only ours.
const LOCK = 7_263_510;
/** Schema, not database, is what pg-boss owns; nothing of ours lives outside Prisma's view but what is named here. */
const FILTERS = { externalTables: [], externalEnums: [] };

const SCHEMA = resolve("prisma/schema.prisma");
const MIGRATIONS = resolve("prisma/migrations");

/**
 * Brings a database up to date with prisma/migrations, keeping Prisma's own `_prisma_migrations` table. Safe to call from
 * several processes at once.
 * @returns the names it applied, oldest first.
 * @throws AppError database when a migration fails; nothing of that migration is left behind.
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query("SELECT pg_advisory_lock($1)", [LOCK]);
    if (await isUpToDate(lock)) return [];
    return await withEngine(url, async (engine) => {
      const applied = await engine.applyMigrations({ migrationsList: readMigrations(), filters: FILTERS });
      return applied.appliedMigrationNames;
    });
  } finally {
    await lock.end(); // and with the connection, the lock
  }
}

/** Loading the engine takes a third of a second; a start with nothing to do is spared it. */
async function isUpToDate(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS exists",
  );
  if (!rows[0]?.exists) return false;
  const applied = await client.query<{ migration_name: string; finished_at: Date | null }>(
    "SELECT migration_name, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const finished = new Set(applied.rows.filter((row) => row.finished_at).map((row) => row.migration_name));
  const isAnyFailed = applied.rows.some((row) => !row.finished_at);
  return !isAnyFailed && migrationNames().every((name) => finished.has(name));
}

/**
 * The SQL that leads from the migrations to prisma/schema.prisma: empty when they agree.
 * Replays the migrations in a temporary database on the server of `url`.
 */
export async function schemaDrift(url: string): Promise<string> {
  return withEngine(url, async (engine) => {
    const names = migrationNames();
    const difference = await engine.diff({
      from: names.length === 0 ? { tag: "empty" } : { tag: "migrations", ...readMigrations() },
      to: { tag: "schemaDatamodel", files: [{ path: SCHEMA, content: readFileSync(SCHEMA, "utf8") }] },
      script: true,
      exitCode: true,
      filters: FILTERS,
      // The engine's types leave out that a shadow database may be named; null lets the adapter make one.
      ...({ shadowDatabaseUrl: null } as object),
    });
    return difference.exitCode === 0 ? "" : (difference.stdout ?? "");
  });
}

async function withEngine<T>(url: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const { engine, lastError, close } = await openSchemaEngine({ url, schemaPath: SCHEMA });
  try {
    return await use(engine);
  } catch (error) {
    const said = lastError() ?? (error instanceof Error ? error.message : String(error));
    throw new AppError("database", `The database could not be migrated: ${said}`, { cause: String(error) });
  } finally {
    await close();
  }
}

function migrationNames(): string[] {
  if (!existsSync(MIGRATIONS)) return [];
  return readdirSync(MIGRATIONS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function readMigrations(): MigrationList {
  const lockPath = resolve(MIGRATIONS, "migration_lock.toml");
  return {
    baseDir: MIGRATIONS,
    lockfile: { path: "migration_lock.toml", content: existsSync(lockPath) ? readFileSync(lockPath, "utf8") : null },
    shadowDbInitScript: "",
    migrationDirectories: migrationNames().map((name) => ({
      path: name,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(resolve(MIGRATIONS, name, "migration.sql"), "utf8") },
      },
    })),
  };
}
