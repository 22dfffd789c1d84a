import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { childEnvironment } from "../lib/env.ts";

/** Writes the Prisma client to lib/generated. No engine is downloaded: generate only looks whether a file is there. */
export function generateClient({ isQuiet = false }: { isQuiet?: boolean } = {}): boolean {
  if (!existsSync("prisma/schema.prisma")) return false;
  const run = spawnSync(process.execPath, ["node_modules/prisma/build/index.js", "generate", "--no-hints"], {
    env: childEnvironment({
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    }),
    encoding: "utf8",
  });
  if (run.status !== 0 || !isQuiet) process.stdout.write(`${run.stdout}${run.stderr}`);
  return run.status === 0;
}

if (import.meta.main) process.exitCode = generateClient() ? 0 : 1;
