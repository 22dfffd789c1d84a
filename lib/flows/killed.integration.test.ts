import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { decimal, format } from "../core/decimal.ts";
import { closeDatabase, pool } from "../db/client.ts";
import { nameDatabase } from "../db/database-url.ts";
import { migrate } from "../db/migrate.ts";
import { startOrJoin } from "../db/postgres/server.ts";
import { oneRow, rowsOf, sql } from "../db/sql.ts";
import { freshDatabase } from "../db/test-database.ts";
import { ingestFile } from "./ingest.ts";
import { verify } from "./verify.ts";

/** A process that is killed while it reads or posts, and a database killed under it: all of the file counts, or nothing. */
const ROWS = 30_000;
const NOW = Date.parse("2026-07-15T12:00:00Z");
const HEADER =
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,project_id,api_key_id";
const folder = mkdtempSync(join(tmpdir(), "tokenwatt-killed-"));
const path = join(folder, "costs.csv");
const total = { units: 0n, scale: 6 };

function writeCosts(): void {
  const rows = [HEADER];
  for (let row = 0; row < ROWS; row += 1) {
    const start = 1_777_593_600 + (row % 30) * 86_400;
    const micros = 1000n + BigInt(row % 977);
    total.units += micros;
    rows.push(
      `${start},${start + 86_400},,,0.00${micros},usd,,,"gpt-5-nano, input",proj_${row % 40},key_${row % 4000}`,
    );
  }
  writeFileSync(path, rows.join("\n"));
}

const ingestInChild = (url: string): ChildProcess =>
  spawn(process.execPath, ["scripts/tokenwatt.ts", "ingest", path, "--json"], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: "ignore",
  });

const exit = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once("exit", () => resolve()));

/** What counts: entries and their sum. Nothing, or the whole file. */
async function counted(): Promise<{ entries: number; sum: string }> {
  const row = await oneRow<{ entries: number; sum: string }>(
    pool,
    sql`SELECT count(*)::int AS entries, coalesce(sum(billed), 0)::text AS sum FROM ledger_entry`,
  );
  return { entries: row?.entries ?? -1, sum: format(decimal(row?.sum ?? "-1")) };
}
const states = () => rowsOf<{ state: string }>(pool, sql`SELECT state FROM import ORDER BY id`);

/** Waits for the child to be in the midst of something, told by the database. */
async function until(isThere: () => Promise<boolean>, child: ChildProcess): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null) {
    if (await isThere()) return true;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return false;
}
/** Some process is inserting into the ledger: the posting transaction is open and has begun to write. */
const isPosting = async (): Promise<boolean> =>
  (await oneRow(
    pool,
    sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND query LIKE '%INSERT INTO ledger_entry%'`,
  )) !== null;

beforeAll(writeCosts);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("leaves nothing when the process is killed while it posts, and the next try posts once", async () => {
  const { url, close } = await freshDatabase(inject("templateUrl"));
  try {
    const child = ingestInChild(url);
    const ended = exit(child);
    expect(await until(isPosting, child)).toBe(true);
    child.kill("SIGKILL");
    await ended;
    expect(await counted()).toEqual({ entries: 0, sum: "0" });
    const again = ingestInChild(url);
    await exit(again);
    expect(again.exitCode).toBe(0);
    expect((await counted()).sum).toBe(format(total));
    expect((await states()).filter(({ state }) => state === "posted")).toHaveLength(1);
    expect((await verify(NOW)).differences).toEqual([]);
  } finally {
    await close();
  }
}, 120_000);

it("leaves nothing when the process is killed while it reads", async () => {
  const { url, close } = await freshDatabase(inject("templateUrl"));
  try {
    const child = ingestInChild(url);
    const ended = exit(child);
    const isReading = async () => (await states()).some(({ state }) => state === "receiving" || state === "parsing");
    expect(await until(isReading, child)).toBe(true);
    child.kill("SIGKILL");
    await ended;
    expect(await counted()).toEqual({ entries: 0, sum: "0" });
    expect(await oneRow(pool, sql`SELECT 1 FROM import_line LIMIT 1`)).toBeNull();
  } finally {
    await close();
  }
}, 60_000);

it("leaves nothing or everything when the database is killed while it posts", async () => {
  const data = mkdtempSync(join(tmpdir(), "tokenwatt-killed-db-"));
  chmodSync(data, 0o755); // started by root, PostgreSQL runs as another user and must enter
  let server = await startOrJoin(data);
  try {
    await migrate(server.url);
    await closeDatabase();
    nameDatabase(server.url);
    const child = ingestInChild(server.url);
    const ended = exit(child);
    expect(await until(isPosting, child)).toBe(true);
    killPostmaster(data);
    await ended;
    expect(child.exitCode).not.toBe(0);
    await closeDatabase();
    server = await startOrJoin(data);
    nameDatabase(server.url);
    expect(await counted()).toEqual({ entries: 0, sum: "0" });
    async function* bytes() {
      yield readFileSync(path);
    }
    const done = await ingestFile({ fileName: "costs.csv", bytes: bytes(), by: "test", nowMs: NOW });
    expect(done.isPosted).toBe(true);
    expect((await counted()).sum).toBe(format(total));
    expect((await verify(NOW)).differences).toEqual([]);
  } finally {
    await closeDatabase();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  }
}, 120_000);

/** As a power cut would: every process of the server at once, by the number its own file names. */
function killPostmaster(data: string): void {
  const pid = Number(readFileSync(join(data, "postgres", "postmaster.pid"), "utf8").split("\n")[0]);
  process.kill(pid, "SIGKILL");
}
