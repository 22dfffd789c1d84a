import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { childEnvironment } from "../lib/env.ts";

const NEXT = "node_modules/next/dist/bin/next";
const STOP_LIMIT_MS = 10_000;
const READY_LIMIT_MS = 60_000;
const READY_POLL_MS = 50;
const WORKER_RESTARTS = 5;
const RESTART_PAUSE_MS = 1000;

export type Variables = Readonly<Record<string, string | undefined>>;

/** Next announces itself and an address of its own; we print one address, when it answers. */
const BANNER =
  /^\s*$|Next\.js \d|^\s*- (Local|Network|Environments|Experiments)|Ready in|next\.config\.ts|Use with caution|✓ authInterrupts/i;

function startNode(script: readonly string[], variables: Variables): ChildProcess {
  const child = spawn(process.execPath, ["--import", "./scripts/end-with-parent.ts", ...script], {
    env: childEnvironment(variables),
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    // A group of its own: Ctrl-C reaches us alone, and we stop the children in order.
    detached: process.platform !== "win32",
  });
  if (child.stdout) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!BANNER.test(line)) console.log(line);
    });
  }
  return child;
}

export const startWeb = (
  options: { host: string; port: number; isDevelopment: boolean },
  variables: Variables,
): ChildProcess =>
  startNode([NEXT, options.isDevelopment ? "dev" : "start", "-H", options.host, "-p", String(options.port)], variables);

/** Waits until the web server answers for itself and the database. @returns false when it ended or never did. */
export async function isReady(web: ChildProcess, address: string): Promise<boolean> {
  const deadline = Date.now() + READY_LIMIT_MS;
  while (Date.now() < deadline && isRunning(web)) {
    const answer = await fetch(`${address}/api/health`).catch(() => null); // not listening yet
    if (answer?.ok) return true;
    await wait(READY_POLL_MS);
  }
  return false;
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

/** The worker, started again when it dies, a few times; after that digests wait for the next start. */
export function keepWorker(variables: Variables): { stop(): Promise<void> } {
  let isStopping = false;
  let restarts = 0;
  let worker = startNode(["scripts/worker.ts"], variables);
  const watch = async (): Promise<void> => {
    await once(worker, "exit");
    if (isStopping) return;
    if (restarts === WORKER_RESTARTS) {
      console.error(
        "The worker keeps ending, so no digest is sent until Tokenwatt is started again. Its last words are above.",
      );
      return;
    }
    restarts += 1;
    await wait(RESTART_PAUSE_MS * restarts);
    if (isStopping) return;
    worker = startNode(["scripts/worker.ts"], variables);
    void watch();
  };
  void watch();
  return {
    stop: async () => {
      isStopping = true;
      await stopChild(worker);
    },
  };
}

/** Asks a child to end, and ends it when it does not. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), STOP_LIMIT_MS);
  await ended;
  clearTimeout(late);
}
