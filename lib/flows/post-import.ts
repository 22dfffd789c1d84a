import type { PoolClient } from "pg";
import { AppError } from "../core/app-error.ts";
import { audit } from "../db/audit.ts";
import { insertChoice } from "../db/coverage.ts";
import { countIssues, findPostedTwin, findSameBytes, type ImportRow, lockImport, setPosted } from "../db/imports.ts";
import { lastEntryId, lockPosting } from "../db/ledger-writes.ts";
import { setPowerPosted } from "../db/power.ts";
import { addToRollups } from "../db/rollups.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { postAttributed } from "./attribute-import.ts";
import { integrateImport } from "./integrate-power.ts";
import { conflictingImports, judgeOverlaps } from "./judge-overlaps.ts";
import { accrueUsed } from "./local-use-posting.ts";
import { postingContext } from "./posting-context.ts";
import { sayStanding, settleBeside } from "./settle.ts";
import { stagePlan } from "./stage-plan.ts";

export type PostResult = { readonly entries: number; readonly replaced: readonly number[] };

/**
 * Posts a reviewed import: one transaction that reverses what it replaces, attributes, writes the ledger and its
 * rollups. A crash leaves either all of it or nothing.
 * @throws AppError not-found, conflict, blocked-by-issues, overlap
 */
export async function postImport({
  importId,
  by,
  replace = false,
  nowMs = Date.now(),
}: {
  importId: number;
  by: string;
  replace?: boolean;
  nowMs?: number;
}): Promise<PostResult> {
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const row = await lockImport(client, importId);
    if (!row) throw new AppError("not-found", `There is no import ${importId}.`);
    await refuseUnlessPostable(client, row);
    // From here on it is among the posted ones, by which it is decided whose money counts.
    await setPosted(client, { id: importId, by, message: "Posted." });
    const result = await postByKind(client, { row, replace, nowMs });
    await audit(client, { who: by, what: `posted import ${importId}, ${row.fileName}`, details: { ...result } });
    return result;
  });
}

async function refuseUnlessPostable(client: PoolClient, row: ImportRow): Promise<void> {
  if (row.state === "posted" || row.state === "superseded") {
    throw new AppError("conflict", `Import ${row.id} is posted already. Nothing was done.`);
  }
  const again = row.state === "discarded" ? await readAgainAs(client, row) : null;
  if (again !== null) {
    throw new AppError("conflict", `The same bytes were read again as import ${again}. Nothing was done.`, {
      sameAs: again,
    });
  }
  if (row.state !== "ready" && row.state !== "needs-you") {
    throw new AppError("conflict", `Import ${row.id} is ${row.state} and cannot be posted.`);
  }
  const twin = await findPostedTwin(client, row);
  if (twin !== null) {
    throw new AppError("conflict", `The same bytes were posted meanwhile as import ${twin}. Nothing was done.`, {
      sameAs: twin,
    });
  }
  const { blocking } = await countIssues(client, row.id);
  if (blocking > 0) {
    const rows = blocking === 1 ? "1 row" : `${blocking} rows`;
    throw new AppError(
      "blocked-by-issues",
      `${rows} of ${row.fileName} cannot be read. Mend the file and upload it again, or leave those rows out by name.`,
    );
  }
}

/** The import that took the place of a preview while somebody was about to post it. */
async function readAgainAs(client: PoolClient, row: ImportRow): Promise<number | null> {
  if (row.sha256 === null) return null;
  const other = await findSameBytes(client, { sha256: row.sha256, exceptId: row.id, rigId: row.rigId });
  return other?.id ?? null;
}

async function postByKind(
  client: PoolClient,
  { row, replace, nowMs }: { row: ImportRow; replace: boolean; nowMs: number },
): Promise<PostResult> {
  if (row.yields === "energy") return postEnergy(client, row, nowMs);
  // Documents are there to reconcile with; nothing of them is added to the ledger.
  if (row.yields === "invoice") return { entries: 0, replaced: [] };
  if (row.yields === "load-test") return postLoadTest(client, row, nowMs);
  const used = () => accrueUsed(client, { importId: row.id, rigId: row.rigId, nowMs });
  if (row.yields === "local-use") return { entries: await used(), replaced: [] };
  const posted = await postCost(client, { row, replace });
  return { ...posted, entries: posted.entries + (await used()) };
}

/** Posts the lines of an import that is among the posted ones, and settles what gives way to it. Under the posting lock. */
export async function postCost(
  client: PoolClient,
  { row, replace }: { row: ImportRow; replace: boolean },
): Promise<PostResult> {
  const verdicts = (await judgeOverlaps(client, row.id)).filter(({ overlap }) => overlap.importId !== row.id);
  const conflicts = verdicts.filter((verdict) => verdict.kind === "conflicts");
  const [conflict] = conflicts;
  if (conflict && !replace) throw new AppError("overlap", conflict.message);
  for (const overId of await conflictingImports(client, row.id))
    await insertChoice(client, { importId: row.id, overId });
  const before = await lastEntryId(client);
  const context = await postingContext(client);
  const { plan, asides } = await stagePlan(client, row, context);
  const entries = await postAttributed(client, { row, plan, context, onlyChanged: false });
  await addToRollups(client, before);
  await sayStanding(client, { row, asides });
  await settleBeside(client, row.id, { importId: row.id, because: `Replaced by import ${row.id}` });
  const replaced = verdicts.filter((verdict) => verdict.kind === "replaces" || verdict.kind === "conflicts");
  return { entries, replaced: [...new Set(replaced.map((verdict) => verdict.overlap.importId))] };
}

/**
 * A test says what a rig can do, and costs nothing by itself; it counts while its import is posted. Tokens weigh by its
 * speeds, so a month split by them is split anew.
 */
async function postLoadTest(client: PoolClient, row: ImportRow, nowMs: number): Promise<PostResult> {
  if (row.rigId === null) throw new AppError("invalid-input", "Say which rig was tested before posting its load test.");
  return { entries: await accrueRig(client, { rigId: row.rigId, nowMs }), replaced: [] };
}

async function postEnergy(client: PoolClient, row: ImportRow, nowMs: number): Promise<PostResult> {
  if (row.rigId === null) {
    throw new AppError("invalid-input", "Say which rig drew this power before posting its log.");
  }
  await setPowerPosted(client, { importId: row.id, isPosted: true });
  const touched = await integrateImport(client, { importId: row.id, rigId: row.rigId });
  const entries = touched ? await accrueRig(client, { rigId: row.rigId, nowMs, touched }) : 0;
  return { entries, replaced: [] };
}
