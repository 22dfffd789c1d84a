import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "../lib/env.ts";
import { generateClient } from "./generate.ts";

/** What a build is made of. */
const SOURCES = [
  "app",
  "lib",
  "public",
  "prisma/schema.prisma",
  "package-lock.json",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
];
const NOT_BUILT = /(^|\/)(generated|fixtures)\/|\.test\.tsx?$|\.md$/;
const STAMP = ".next/sources.sha256";

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function sourcesHash(): string {
  const hash = createHash("sha256");
  const paths = SOURCES.flatMap((path) => (/\.\w+$/.test(path) ? [path] : filesIn(path)));
  for (const path of paths.filter((name) => !NOT_BUILT.test(name) && existsSync(name)).sort()) {
    hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

/** Is there a build of exactly these sources. */
export const isBuilt = (): boolean =>
  existsSync(".next/BUILD_ID") && existsSync(STAMP) && readFileSync(STAMP, "utf8") === sourcesHash();

/** Generates the database client and builds the web application. @returns false when either failed, having said why. */
export function build(): boolean {
  if (!generateClient({ isQuiet: true })) return false;
  const hash = sourcesHash();
  const run = spawnSync(process.execPath, ["node_modules/next/dist/bin/next", "build"], {
    stdio: "inherit",
    env: childEnvironment({ NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" }),
  });
  if (run.status !== 0) return false;
  writeFileSync(STAMP, hash);
  return true;
}

if (import.meta.main) process.exitCode = build() ? 0 : 1;
