import type { Principal } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { pool } from "../db/client.ts";
import { readOrganisation } from "../db/organisation.ts";
import { type DemoSignIn, loadDemo } from "./load-demo.ts";

export type DemoProgress = {
  readonly state: "none" | "loading" | "loaded" | "failed";
  /** A sentence: "31 of 64 files read." */
  readonly message: string;
  /** The demo's people with their passwords, to the admin who loaded it, until this process ends. */
  readonly signIns: readonly DemoSignIn[];
};

type Kept = DemoProgress & { readonly userId: string };
// On globalThis, because a bundler may give each route its own copy of this module.
const holder = globalThis as { tokenwattDemo?: Kept };

/** Starts loading and returns at once. @throws AppError conflict while one is loading */
export function startDemo(principal: Principal, nowMs: number): void {
  if (holder.tokenwattDemo?.state === "loading")
    throw new AppError("conflict", "The demo company is being loaded already.");
  const say = (state: DemoProgress["state"], message: string, signIns: readonly DemoSignIn[] = []) => {
    holder.tokenwattDemo = { state, message, signIns, userId: principal.userId };
  };
  say("loading", "Starting.");
  loadDemo({ nowMs, onProgress: (message) => say("loading", message) }).then(
    ({ signIns, files }) => say("loaded", `${files} files read. The demo company is ready.`, signIns),
    // Reported where it is looked at: the page that waits shows the sentence.
    (error: unknown) =>
      say("failed", error instanceof AppError ? error.message : "The demo could not be loaded; try again."),
  );
}

/** How far a load is. After a restart only what the database knows: is this the demo or not. */
export async function demoProgress(principal: Principal): Promise<DemoProgress> {
  const kept = holder.tokenwattDemo;
  if (kept)
    return { state: kept.state, message: kept.message, signIns: kept.userId === principal.userId ? kept.signIns : [] };
  const { isDemo } = await readOrganisation(pool);
  return { state: isDemo ? "loaded" : "none", message: isDemo ? "This is the demo company." : "", signIns: [] };
}

/** Forgets what was said of a load that has been removed. */
export function forgetDemo(): void {
  delete holder.tokenwattDemo;
}
