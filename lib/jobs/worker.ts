import { PgBoss } from "pg-boss";
import { databaseUrl } from "../db/database-url.ts";
import { log } from "../log.ts";
import { type JobDeclaration, jobs } from "./jobs.ts";

const SCHEMA = "pgboss";
const CONNECTIONS = 4;
const POLL_SECONDS = 2;
const STOP_LIMIT_MS = 20_000;

export type Worker = { stop(): Promise<void> };

/**
 * Runs the declared jobs until stopped. pg-boss only wakes them; that something happens once is each flow's own doing,
 * so two workers, or one that starts again, do no harm.
 */
export async function startWorker(): Promise<Worker> {
  const boss = new PgBoss({ connectionString: databaseUrl(), schema: SCHEMA, max: CONNECTIONS });
  boss.on("error", (error: Error) => log.error({ err: error }, "The job queue had an error; it goes on by itself."));
  await boss.start();
  for (const job of jobs) await register(boss, job);
  log.info({ jobs: jobs.map((job) => job.name) }, "The worker is ready.");
  return {
    stop: () => boss.stop({ graceful: true, timeout: STOP_LIMIT_MS }),
  };
}

async function register<Payload>(boss: PgBoss, job: JobDeclaration<Payload>): Promise<void> {
  // Exclusive: a minute's sweep that takes longer is not started a second time beside itself.
  await boss.createQueue(job.name, {
    policy: "exclusive",
    expireInSeconds: job.limitSeconds,
    retryLimit: 0,
    deleteAfterSeconds: 86_400,
  });
  await boss.work(job.name, { pollingIntervalSeconds: POLL_SECONDS }, async ([sent]) => {
    const startMs = Date.now();
    try {
      const did = await job.run(job.payload.parse(sent?.data ?? {}), startMs);
      log[did ? "info" : "debug"]({ job: job.name, ms: Date.now() - startMs }, did ?? "Nothing to do.");
    } catch (error) {
      log.error({ job: job.name, err: error }, "A job failed; it runs again at its next time.");
      throw error;
    }
  });
  if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: "UTC" });
}
