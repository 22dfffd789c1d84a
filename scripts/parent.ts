import { spawnSync } from "node:child_process";

const POLL_MS = 250;

/**
 * Resolves when whoever started us is gone. npm hands no signal on: it runs us through a shell that ends, or stays behind,
 * without a word, so both are watched.
 */
export function parentGone(): Promise<"stopped"> {
  const parent = process.ppid;
  const npm = parentOfShell(parent);
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (process.ppid === parent && (npm === null || isAlive(npm))) return;
      clearInterval(look);
      resolve("stopped");
    }, POLL_MS);
    look.unref();
  });
}

/** The parent of process `id` if that is a shell; null where it is none, or where there is no `ps` to ask. */
function parentOfShell(id: number): number | null {
  const [parent, command] = (
    spawnSync("ps", ["-o", "ppid=,comm=", "-p", String(id)], { encoding: "utf8" }).stdout ?? ""
  )
    .trim()
    .split(/\s+/);
  return parent && command && /(^|\/)(ba|da|z|a)?sh$/.test(command) ? Number(parent) : null;
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false; // no such process, or it is now somebody else's
  }
}
