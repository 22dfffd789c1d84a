import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { authSecret } from "../lib/auth/secret.ts";
import { AppError } from "../lib/core/app-error.ts";
import { closeDatabase } from "../lib/db/client.ts";
import { ensureDatabase } from "../lib/db/postgres/ensure.ts";
import { env } from "../lib/env.ts";
import { issueSetupToken } from "../lib/flows/create-admin.ts";
import { build, isBuilt } from "./build.ts";
import { isReady, keepWorker, startWeb, stopChild } from "./children.ts";
import { generateClient } from "./generate.ts";
import { parentGone } from "./parent.ts";

type Options = {
  readonly host: string;
  readonly port: number;
  readonly isDemo: boolean;
  readonly isDevelopment: boolean;
  readonly hasWorker: boolean;
  /** npm ends on a signal without handing it on; then we are left without a parent, and end too. */
  readonly endsWithParent: boolean;
};

function readOptions(words: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: "string", short: "p" },
      host: { type: "string" },
      demo: { type: "boolean", default: false },
      dev: { type: "boolean", default: false },
      "without-worker": { type: "boolean", default: false },
      "ends-with-parent": { type: "boolean", default: false },
    },
  });
  const port = values.port === undefined ? env.PORT : Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new AppError("invalid-input", `--port ${values.port} is not a port: write a number from 1 to 65535.`);
  }
  const host = values.host ?? env.HOST;
  return {
    host,
    port,
    isDemo: values.demo,
    isDevelopment: values.dev,
    hasWorker: !values["without-worker"],
    endsWithParent: values["ends-with-parent"],
  };
}

/**
 * Everything between `npm start` and Ctrl-C: build if needed, database, migrations, web, worker, one address.
 * @throws AppError with one sentence that says what to do.
 */
export async function runTokenwatt(words: readonly string[]): Promise<void> {
  const options = readOptions(words);
  await refuseTakenPort(options);
  prepareBuild(options);
  const stopped = stopSignal(options);
  const database = await ensureDatabase();
  let web: ChildProcess | undefined;
  let worker: { stop(): Promise<void> } | undefined;
  try {
    if (options.isDemo) await loadDemoCompany();
    const address = addressOf(options);
    const variables = variablesFor(database.url, env.PUBLIC_URL ?? address, options);
    web = startWeb(options, variables);
    const ended = once(web, "exit").then(() => "ended" as const);
    if (!(await Promise.race([isReady(web, address), stopped.then(() => true)]))) {
      throw new AppError("internal", "The web server did not start; its own words are above.");
    }
    if (options.hasWorker) worker = keepWorker(variables);
    await sayWhereItIs(env.PUBLIC_URL ?? address);
    if ((await Promise.race([stopped, ended])) === "ended") {
      throw new AppError("internal", "The web server ended by itself; its own words are above.");
    }
  } finally {
    await Promise.all([web && stopChild(web), worker?.stop()]);
    await closeDatabase();
    await database.stop();
  }
}

function refuseTakenPort({ host, port }: Options): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) =>
      reject(new AppError("conflict", inWords(error, { host, port }))),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

function inWords({ code, message }: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): string {
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use, perhaps by another Tokenwatt: stop that program, or choose another port with \`npm start -- --port ${port + 1}\`.`;
    case "EACCES":
      return `Port ${port} needs rights this user does not have: choose one above 1023 with \`npm start -- --port 3000\`.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `${host} is not an address of this computer: set HOST to 127.0.0.1, or to 0.0.0.0 for every address.`;
    default:
      return `Nothing can listen on ${host}:${port}: ${message}.`;
  }
}

function prepareBuild({ isDevelopment }: Options): void {
  if (isDevelopment) {
    if (!generateClient({ isQuiet: true }))
      throw new AppError("internal", "The database client could not be generated.");
    return;
  }
  if (isBuilt()) return;
  console.log("Building Tokenwatt; this takes about half a minute and happens once for each version.");
  if (!build()) throw new AppError("internal", "The build failed; what it said is above.");
}

/** Resolves at the first Ctrl-C or SIGTERM, or when the parent is gone; a second Ctrl-C ends everything at once. */
function stopSignal({ endsWithParent }: Options): Promise<"stopped"> {
  return new Promise((resolve) => {
    let isAsked = false;
    if (endsWithParent) void parentGone().then(resolve);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        if (isAsked && signal === "SIGINT") process.exit(130);
        isAsked = true;
        resolve("stopped");
      });
    }
  });
}

/** How this computer reaches the web server: a listener on every address is reached by its own name. */
function addressOf({ host, port, isDevelopment }: Options): string {
  const isEvery = host === "0.0.0.0" || host === "::";
  const name = isEvery || isDevelopment ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

const variablesFor = (databaseUrl: string, publicUrl: string, { isDevelopment }: Options) => ({
  DATABASE_URL: databaseUrl,
  PUBLIC_URL: publicUrl,
  NEXTAUTH_URL: publicUrl,
  NEXTAUTH_SECRET: authSecret(),
  NODE_ENV: isDevelopment ? "development" : "production",
  NEXT_TELEMETRY_DISABLED: "1",
});

async function loadDemoCompany(): Promise<void> {
  const { loadDemo } = await import("../lib/flows/load-demo.ts");
  const { signIns } = await loadDemo({ nowMs: Date.now(), onProgress: (text) => console.log(text) });
  console.log("The demo company is loaded. Sign in as:");
  for (const { role, email, password } of signIns) console.log(`  ${role.padEnd(8)} ${email.padEnd(32)} ${password}`);
}

async function sayWhereItIs(address: string): Promise<void> {
  const token = await issueSetupToken(new Date());
  console.log(
    token === null
      ? `Tokenwatt is at ${address} (Ctrl-C stops it)`
      : `Tokenwatt is ready. Create its admin with this link, good once and for 24 hours:\n${address}/setup?token=${token}`,
  );
}
