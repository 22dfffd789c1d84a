/** The worker process: digests on time, rig costs by the hour. Ends cleanly on SIGTERM and SIGINT. */
import { closeDatabase } from "../lib/db/client.ts";
import { startWorker, type Worker } from "../lib/jobs/worker.ts";
import { log } from "../lib/log.ts";

let worker: Worker | undefined;
let isStopping = false;

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  try {
    await worker?.stop();
    await closeDatabase();
    process.exit(0);
  } catch (error) {
    log.error({ err: error }, "The worker did not stop cleanly.");
    process.exit(1);
  }
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());

try {
  worker = await startWorker();
} catch (error) {
  log.fatal({ err: error }, "The worker could not start.");
  process.exit(1);
}
