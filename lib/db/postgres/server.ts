import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { AppError } from "../../core/app-error.ts";
import { type Cluster, makeCluster, openCluster, refuseOtherVersion, USER } from "./cluster.ts";

const DATABASE = "tokenwatt";
/** Every process that needs the server holds one connection of this name; the last to leave stops it. */
const KEEPER = "tokenwatt keeper";
const START_LIMIT_MS = 60_000;
const POLL_MS = 20;
const RETRY_PAUSE_MS = 200;

// Settings for one company on one machine: a write-ahead log that takes a million-line import without a pause.
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  shared_buffers: "256MB",
  max_wal_size: "4GB",
  checkpoint_timeout: "15min",
  wal_compression: "on",
  jit: "off",
  timezone: "UTC",
};

export type Server = {
  readonly url: string;
  /** False when a running server was joined. */
  readonly started: boolean;
  /** Leaves the server; stops it when nobody else is using it. */
  stop(): Promise<void>;
};

/**
 * Joins the PostgreSQL of this data folder, or starts it, making the cluster the first time.
 * `settings` are added to the command line (tests switch durability off).
 * @throws AppError not-configured, database: one sentence that says what to do.
 */
export async function startOrJoin(
  folder: string,
  { settings = {} }: { settings?: Readonly<Record<string, string>> } = {},
): Promise<Server> {
  const cluster = await openCluster(folder);
  const running = await joinRunning(cluster);
  if (running) return serverOf(cluster, running, false);
  makeCluster(cluster);
  refuseOtherVersion(cluster);
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    const said = await start(cluster, { ...SETTINGS, ...settings });
    const keeper = await joinRunning(cluster);
    if (keeper) return serverOf(cluster, keeper, said === null);
    // Somebody else took the port, or is starting or stopping this very cluster: try again, which joins or starts it.
    const isWorthARetry = said === null || /could not bind|postmaster\.pid/.test(said);
    if (!isWorthARetry || Date.now() > deadline) {
      throw new AppError("database", `PostgreSQL did not start in ${cluster.data}: ${said} (log: ${cluster.log}).`);
    }
    await wait(RETRY_PAUSE_MS);
  }
}

/** A keeper connection to the running server of this cluster, or null when none answers with our password. */
async function joinRunning(cluster: Cluster): Promise<pg.Client | null> {
  const port = runningPort(cluster);
  if (port === null) return null;
  const keeper = new pg.Client({ ...address(cluster, port), database: "postgres", application_name: KEEPER });
  keeper.on("error", () => {}); // the server may be stopped from outside; the next query reports it where it matters
  try {
    await keeper.connect();
    // Another program could have been given the port since: ask whose data this is.
    const { rows } = await keeper.query<{ data: string }>("SELECT current_setting('data_directory') AS data");
    if (rows[0]?.data === cluster.data || process.platform === "win32") return keeper;
    await keeper.end();
    return null;
  } catch {
    return null; // nobody answers there with our password: a stale pid file, which PostgreSQL itself sorts out
  }
}

function runningPort({ data }: Cluster): number | null {
  const path = join(data, "postmaster.pid");
  if (!existsSync(path)) return null;
  const port = Number(readFileSync(path, "utf8").split("\n")[3]);
  return Number.isInteger(port) && port > 0 ? port : null;
}

const address = ({ password }: Cluster, port: number) => ({ host: "127.0.0.1", port, user: USER, password });

/** @returns null once the server accepts connections, else what it said before it ended. */
async function start(cluster: Cluster, settings: Readonly<Record<string, string>>): Promise<string | null> {
  const port = await freePort();
  const before = existsSync(cluster.log) ? statSync(cluster.log).size : 0;
  // Appended to: another process may have started the server that is writing it.
  const log = openSync(cluster.log, "a", 0o600);
  const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  // Detached: Ctrl-C in a terminal must reach us first and the server last.
  const child = spawn(cluster.binaries.postgres, ["-D", cluster.data, ...flags], {
    ...cluster.runAs,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
    windowsHide: true,
  });
  closeSync(log);
  child.on("error", () => {}); // also seen as an exit below
  child.unref();
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      return lastWords(cluster, before);
    if (runningPort(cluster) === port && (await answers(cluster, port))) return null;
    await wait(POLL_MS);
  }
  return lastWords(cluster, before);
}

async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({ ...address(cluster, port), database: "postgres" });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false; // still starting or recovering: asked again until the deadline
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const at = probe.address();
      probe.close(() => (at && typeof at === "object" ? resolve(at.port) : reject(new Error("No free port"))));
    });
  });
}

/** What the server logged after byte `before` that tells why it ended; answers to impatient clients are no reason. */
function lastWords({ log }: Cluster, before: number): string {
  const lines = readFileSync(log).subarray(before).toString("utf8").trim().split("\n");
  const telling = lines.filter(
    (line) => /FATAL|PANIC|ERROR|could not|lock file/.test(line) && !/starting up/.test(line),
  );
  return (telling.length > 0 ? telling : lines.slice(-2)).join(" ") || "it said nothing";
}

async function serverOf(cluster: Cluster, keeper: pg.Client, started: boolean): Promise<Server> {
  await makeDatabase(keeper);
  const at = `127.0.0.1:${keeper.port}`;
  return {
    url: `postgresql://${USER}:${encodeURIComponent(cluster.password)}@${at}/${DATABASE}`,
    started,
    stop: () => leave(cluster, keeper),
  };
}

async function makeDatabase(keeper: pg.Client): Promise<void> {
  const { rowCount } = await keeper.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
  if (rowCount) return;
  try {
    await keeper.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    // 42P04 and 23505: another process made it between the two statements.
    if (!(error instanceof pg.DatabaseError && ["42P04", "23505"].includes(error.code ?? ""))) throw error;
  }
}

async function leave(cluster: Cluster, keeper: pg.Client): Promise<void> {
  const port = keeper.port;
  await keeper.end().catch(() => {}); // already gone with its server: nothing to leave
  const last = new pg.Client({ ...address(cluster, port), database: "postgres" });
  last.on("error", () => {});
  try {
    await last.connect();
    const { rowCount } = await last.query("SELECT FROM pg_stat_activity WHERE application_name = $1", [KEEPER]);
    await last.end();
    if (rowCount) return;
  } catch {
    return; // it is not running any more
  }
  await stopServer(cluster);
}

function stopServer({ binaries, data, runAs }: Cluster): Promise<void> {
  const flags = ["stop", "-D", data, "-m", "fast", "-w", "-t", "30", "--silent"];
  const child = spawn(binaries.pgCtl, flags, { ...runAs, cwd: "/", stdio: "ignore" });
  return new Promise((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
}
