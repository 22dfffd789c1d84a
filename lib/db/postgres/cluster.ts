import { spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/app-error.ts";
import { keptSecret } from "../../data-folder.ts";
import { type Binaries, clusterHome, findBinaries, type RunAs, whoRunsPostgres } from "./binaries.ts";

/** The superuser of the embedded server; its password is made with the cluster. */
export const USER = "tokenwatt";
const LOG_LIMIT_BYTES = 8 * 1024 * 1024;

/** The files of one embedded server, and who runs it. */
export type Cluster = {
  readonly data: string;
  readonly log: string;
  readonly passwordFile: string;
  readonly password: string;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
};

/** Where this data folder's cluster is, or will be. @throws AppError not-configured */
export async function openCluster(folder: string): Promise<Cluster> {
  const runAs = whoRunsPostgres();
  const home = clusterHome({ folder, runAs });
  const passwordFile = join(home, "postgres.password");
  const password = keptSecret({ folder: home, name: "postgres.password", owner: runAs });
  const binaries = await findBinaries(runAs);
  const log = join(home, "postgres.log");
  if (existsSync(log) && statSync(log).size > LOG_LIMIT_BYTES) rmSync(log);
  return { data: join(home, "postgres"), log, passwordFile, password, binaries, runAs };
}

/** Makes the cluster the first time. @throws AppError database */
export function makeCluster({ data, passwordFile, binaries, runAs }: Cluster): void {
  if (existsSync(join(data, "PG_VERSION"))) return;
  // Made beside and renamed, so that a half-made cluster is never found and two starters do not meet.
  const fresh = `${data}.${process.pid}`;
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(fresh, runAs.uid, runAs.gid);
  const options = ["-D", fresh, "-U", USER, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const made = spawnSync(binaries.initdb, [...options, "--encoding=UTF8", "--locale=C", "--data-checksums"], {
    ...runAs,
    cwd: "/",
    encoding: "utf8",
  });
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    const reason = (made.stderr || String(made.error ?? "no message")).trim().split("\n").at(-1);
    throw new AppError("database", `The database folder ${data} could not be made: ${reason}`);
  }
  try {
    renameSync(fresh, data);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (!existsSync(join(data, "PG_VERSION"))) throw error;
  }
}

/** @throws AppError not-configured for a folder of another major version, whose files this one cannot read */
export function refuseOtherVersion({ data, binaries }: Cluster): void {
  const found = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  const ours = /(\d+)/.exec(spawnSync(binaries.postgres, ["--version"], { encoding: "utf8" }).stdout)?.[1];
  if (found === ours) return;
  throw new AppError(
    "not-configured",
    `The data folder ${data} was made by PostgreSQL ${found}, and this is PostgreSQL ${ours}: start the version of Tokenwatt that made it, or name another folder in TOKENWATT_DATA.`,
  );
}
