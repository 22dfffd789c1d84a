import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { closeDatabase } from "./client.ts";
import { nameDatabase } from "./database-url.ts";
import { migrate } from "./migrate.ts";
import { startOrJoin } from "./postgres/server.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Address of the migrated database that every test file clones. */
    templateUrl: string;
  }
}

/** vitest's global setup: one PostgreSQL for the run, in a temporary folder, with one migrated database to clone. */
export default async function startTestServer(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "tokenwatt-test-"));
  chmodSync(folder, 0o755); // started by root, PostgreSQL runs as another user and must enter
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", shared_buffers: "64MB" };
  const server = await startOrJoin(folder, { settings });
  const end = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await migrate(server.url);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide("templateUrl", server.url);
  return end;
}

/**
 * A migrated, empty database of its own for a test file; everything in `lib/db` uses it from now on. Call it in
 * `beforeAll` with `inject("templateUrl")`, and `close` in `afterAll`.
 */
export async function freshDatabase(templateUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const template = new URL(templateUrl).pathname.slice(1);
  await asOwner(templateUrl, `CREATE DATABASE ${name} TEMPLATE "${template}"`);
  const url = Object.assign(new URL(templateUrl), { pathname: `/${name}` }).toString();
  await closeDatabase();
  nameDatabase(url);
  return {
    url,
    close: async () => {
      await closeDatabase();
      await asOwner(templateUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** A template can be cloned only while nobody is connected to it, so this goes to another database. */
async function asOwner(templateUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({
    connectionString: Object.assign(new URL(templateUrl), { pathname: "/postgres" }).toString(),
  });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
