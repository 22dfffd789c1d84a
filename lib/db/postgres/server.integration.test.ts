import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startOrJoin } from "./server.ts";

const QUICK = { settings: { fsync: "off", shared_buffers: "16MB" } };
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tokenwatt-server-"));
  chmodSync(folder, 0o755); // started by root, PostgreSQL runs as another user and must enter
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function ask(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

test("a second starter joins, and the server stops when the last one leaves, whoever started it", async () => {
  const first = await startOrJoin(folder, QUICK);
  const second = await startOrJoin(folder, QUICK);
  expect([first.started, second.started]).toEqual([true, false]);
  expect(second.url).toBe(first.url);
  await first.stop();
  expect((await ask(second.url, "SELECT 1")).rowCount).toBe(1);
  await second.stop();
  await expect(ask(second.url, "SELECT 1")).rejects.toThrow();
});

test("two that start a fresh folder at once share one server", async () => {
  const servers = await Promise.all([startOrJoin(folder, QUICK), startOrJoin(folder, QUICK)]);
  expect(servers[0].url).toBe(servers[1].url);
  for (const server of servers) await server.stop();
});

test("what was committed is there after the server was killed", async () => {
  const killed = await startOrJoin(folder);
  await ask(killed.url, "CREATE TABLE kept AS SELECT 1 AS value");
  const pid = Number(readFileSync(join(folder, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGKILL");
  const again = await startOrJoin(folder);
  expect((await ask(again.url, "SELECT value FROM kept")).rows).toEqual([{ value: 1 }]);
  await again.stop();
});

test("a folder of another PostgreSQL is refused in words, untouched", async () => {
  mkdirSync(join(folder, "postgres"));
  writeFileSync(join(folder, "postgres", "PG_VERSION"), "15\n");
  await expect(startOrJoin(folder, QUICK)).rejects.toThrow(/made by PostgreSQL 15, and this is PostgreSQL 18/);
});

test("what does not start says why", async () => {
  const failing = startOrJoin(folder, { settings: { shared_buffers: "nonsense" } });
  await expect(failing).rejects.toThrow(/did not start.*shared_buffers/);
});
