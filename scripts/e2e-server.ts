import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { closeDatabase } from "../lib/db/client.ts";
import { nameDatabase } from "../lib/db/database-url.ts";
import { migrate } from "../lib/db/migrate.ts";
import { startOrJoin } from "../lib/db/postgres/server.ts";
import { issueSetupToken } from "../lib/flows/create-admin.ts";
import { loadDemo } from "../lib/flows/load-demo.ts";
import { isReady, startWeb, stopChild } from "./children.ts";

// What browser journeys run against: the built application twice, with the demo company on port 3300 and before its setup
// on port 3301, each with a database of its own on a PostgreSQL that is gone afterwards.
const HOST = "127.0.0.1";
const DEMO_PORT = 3300;
const FIRST_RUN_PORT = 3301;
const STATE = "node_modules/.cache/tokenwatt-e2e/state.json";

const folder = mkdtempSync(join(tmpdir(), "tokenwatt-e2e-"));
chmodSync(folder, 0o755); // started by root, PostgreSQL runs as another user and must enter
const stopped = new Promise<void>((resolve) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
});
const server = await startOrJoin(folder, {
  settings: { fsync: "off", full_page_writes: "off", shared_buffers: "64MB" },
});

async function emptyDatabase(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).toString();
  await migrate(url);
  await closeDatabase();
  nameDatabase(url);
  return url;
}

function serve(url: string, port: number): ReturnType<typeof startWeb> {
  const address = `http://${HOST}:${port}`;
  return startWeb(
    { host: HOST, port, isDevelopment: false },
    {
      DATABASE_URL: url,
      PUBLIC_URL: address,
      NEXTAUTH_URL: address,
      NEXTAUTH_SECRET: "signs the sessions of browser journeys and of nothing else",
      TOKENWATT_DATA: folder,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
    },
  );
}

const children: ReturnType<typeof startWeb>[] = [];
try {
  await serveBoth();
} finally {
  await Promise.all(children.map(stopChild));
  await closeDatabase();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function serveBoth(): Promise<void> {
  const firstRunUrl = await emptyDatabase("first_run");
  const setupLink = `http://${HOST}:${FIRST_RUN_PORT}/setup?token=${await issueSetupToken(new Date())}`;
  children.push(serve(firstRunUrl, FIRST_RUN_PORT));
  const demoUrl = await emptyDatabase("demo");
  const { signIns } = await loadDemo({ nowMs: Date.now() });
  const address = `http://${HOST}:${DEMO_PORT}`;
  mkdirSync(dirname(STATE), { recursive: true });
  writeFileSync(STATE, JSON.stringify({ address, signIns, setupLink }, null, 2));
  const demo = serve(demoUrl, DEMO_PORT);
  children.push(demo);
  if (await Promise.race([isReady(demo, address), stopped.then(() => true)])) await stopped;
  else process.exitCode = 1;
}
