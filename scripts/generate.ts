import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { childEnvironment } from "../lib/env.ts";

const SCHEMA = "prisma/schema.prisma";
const CLIENT = "lib/generated/prisma/client.ts";
/** Which schema the client was written from. */
const STAMP = "lib/generated/prisma/schema.sha256";

const schemaHash = (): string => createHash("sha256").update(readFileSync(SCHEMA)).digest("hex");

/**
 * Writes the Prisma client unless it is there and of this schema: on a clean clone nothing that speaks to the database
 * can be imported before. Call it first, then import.
 */
export function ensureClient(): void {
  if (existsSync(CLIENT) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === schemaHash()) return;
  if (!generateClient({ isQuiet: true })) throw new Error("The Prisma client could not be written; see above.");
}

/** Writes the Prisma client to lib/generated. No engine is downloaded: generate only looks whether a file is there. */
export function generateClient({ isQuiet = false }: { isQuiet?: boolean } = {}): boolean {
  if (!existsSync(SCHEMA)) return false;
  const run = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate", "--no-hints"], {
    env: childEnvironment({
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    }),
    encoding: "utf8",
  });
  if (run.status !== 0 || !isQuiet) process.stdout.write(`${run.stdout}${run.stderr}`);
  if (run.status === 0) writeFileSync(STAMP, schemaHash());
  return run.status === 0;
}

if (import.meta.main) process.exitCode = generateClient() ? 0 : 1;
