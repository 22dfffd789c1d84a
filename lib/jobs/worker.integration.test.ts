import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { pool, prisma } from "../db/client.ts";
import { freshDatabase } from "../db/test-database.ts";
import { childEnvironment } from "../env.ts";

const YEAR_MS = 365 * 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "tokenwatt-worker-"));
let database: Awaited<ReturnType<typeof freshDatabase>>;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  database = await freshDatabase(inject("templateUrl"));
  await prisma.organisation.create({ data: { name: "Halden", currency: "USD", zone: "UTC" } });
  await prisma.digestSubscription.create({
    data: {
      ...{ name: "Mara", email: "mara@halden.example", cadence: "monthly", dayOfMonth: 1, weekday: 0, hour: 0 },
      ...{ zone: "UTC", unsubscribeToken: "token", createdBy: "test", createdAt: new Date(Date.now() - YEAR_MS) },
    },
  });
});
afterAll(async () => {
  for (const worker of workers) worker.kill("SIGKILL");
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startOne(): Promise<ChildProcess> {
  const env = childEnvironment({ DATABASE_URL: database.url, TOKENWATT_DATA: folder, SMTP_URL: "", LOG_LEVEL: "info" });
  const worker = spawn(process.execPath, ["scripts/worker.ts"], { env, stdio: ["ignore", "pipe", "inherit"] });
  workers.push(worker);
  let said = "";
  for await (const chunk of worker.stdout) {
    said += String(chunk);
    if (said.includes("The worker is ready")) break;
  }
  return worker;
}
const mails = () => (existsSync(join(folder, "mail")) ? readdirSync(join(folder, "mail")) : []);

it("two workers started together write a due digest once, and both end cleanly when asked", async () => {
  const [one, two] = await Promise.all([startOne(), startOne()]);
  const { rows } = await pool.query("SELECT name, cron, timezone FROM pgboss.schedule ORDER BY name");
  expect(rows).toEqual([
    { name: "digest-sweep", cron: "* * * * *", timezone: "UTC" },
    { name: "rig-accrual", cron: "5 * * * *", timezone: "UTC" },
  ]);
  const boss = new PgBoss({ connectionString: database.url, schema: "pgboss", schedule: false, supervise: false });
  boss.on("error", () => {});
  await boss.start();
  await boss.send("digest-sweep", {});
  await expect.poll(() => mails().length, { timeout: 15_000 }).toBe(1);
  await boss.send("digest-sweep", {});
  await boss.stop();
  const ends = [one, two].map((worker) => once(worker, "exit"));
  for (const worker of [one, two]) worker.kill("SIGTERM");
  expect((await Promise.all(ends)).map(([code]) => code)).toEqual([0, 0]);
  expect(mails()).toHaveLength(1);
  expect((await pool.query("SELECT state, attempts FROM digest_delivery")).rows).toEqual([
    { state: "sent", attempts: 1 },
  ]);
}, 60_000);
