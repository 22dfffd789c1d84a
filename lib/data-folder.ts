import { randomBytes } from "node:crypto";
import { accessSync, chownSync, constants, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { AppError } from "./core/app-error.ts";
import { env } from "./env.ts";

/** Absolute path of the data folder; made if missing. @throws AppError not-configured when it cannot be. */
export function dataFolder(): string {
  const folder = resolve(env.TOKENWATT_DATA);
  // 0755: when root starts PostgreSQL, the user it runs as must be able to enter.
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError(
      "not-configured",
      `The data folder ${folder} cannot be written (${reason}). Name another in TOKENWATT_DATA.`,
    );
  }
  return folder;
}

/**
 * The text of a secret kept in a 0600 file, made from 32 random bytes the first time. Whoever writes first wins, so two
 * processes starting together agree.
 */
export function keptSecret({
  folder,
  name,
  owner,
}: {
  folder: string;
  name: string;
  owner?: { uid?: number; gid?: number };
}): string {
  const path = join(folder, name);
  try {
    writeFileSync(path, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
    if (owner?.uid !== undefined && owner.gid !== undefined) chownSync(path, owner.uid, owner.gid);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(path, "utf8").trim();
}
