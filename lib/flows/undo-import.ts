import type { PoolClient } from "pg";
import { AppError } from "../core/app-error.ts";
import { audit } from "../db/audit.ts";
import { changeImport, dropStaged } from "../db/import-writes.ts";
import { type ImportRow, lockImport } from "../db/imports.ts";
import { lastEntryId, lockPosting, reverseEntries } from "../db/ledger-writes.ts";
import { setPowerPosted } from "../db/power.ts";
import { addToRollups } from "../db/rollups.ts";
import { sql } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { integrateImport } from "./integrate-power.ts";
import { accrueUsed } from "./local-use-posting.ts";
import { settleBeside } from "./settle.ts";

/**
 * Takes a posted import back: its entries are reversed, and what it had replaced counts again. The ledger keeps both.
 * @throws AppError not-found, conflict (not posted)
 */
export async function undoImport({
  importId,
  by,
  nowMs = Date.now(),
}: {
  importId: number;
  by: string;
  nowMs?: number;
}): Promise<{ reversed: number }> {
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const row = await lockImport(client, importId);
    if (!row) throw new AppError("not-found", `There is no import ${importId}.`);
    if (row.state !== "posted" && row.state !== "superseded") {
      throw new AppError("conflict", `Import ${importId} is ${row.state}; only a posted import can be undone.`);
    }
    const reversed = await undoByKind(client, row, nowMs);
    await audit(client, { who: by, what: `undid import ${importId}, ${row.fileName}`, details: { reversed } });
    return { reversed };
  });
}

async function undoByKind(client: PoolClient, row: ImportRow, nowMs: number): Promise<number> {
  if (row.yields === "energy") return undoEnergy(client, row, nowMs);
  let reversed = 0;
  if (row.yields === "cost") reversed = await undoCost(client, row);
  else await changeImport(client, row.id, { state: "undone", message: "Undone." });
  if (row.yields === "load-test" && row.rigId !== null) return accrueRig(client, { rigId: row.rigId, nowMs });
  return reversed + (await accrueUsed(client, { importId: row.id, rigId: row.rigId, nowMs }));
}

async function undoCost(client: PoolClient, row: ImportRow): Promise<number> {
  const before = await lastEntryId(client);
  const because = `Import ${row.id} undone`;
  const reversed = await reverseEntries(client, sql`e.import_id = ${row.id}`, { causeId: row.id, because });
  await addToRollups(client, before);
  await changeImport(client, row.id, { state: "undone", message: "Undone." });
  await settleBeside(client, row.id, { importId: row.id, because });
  return reversed;
}

async function undoEnergy(client: PoolClient, row: ImportRow, nowMs: number): Promise<number> {
  await setPowerPosted(client, { importId: row.id, isPosted: false });
  if (row.rigId === null) throw new Error("A posted power log has a rig");
  const touched = await integrateImport(client, { importId: row.id, rigId: row.rigId });
  await changeImport(client, row.id, { state: "undone", message: "Undone." });
  return touched ? accrueRig(client, { rigId: row.rigId, nowMs, touched }) : 0;
}

/** Throws a preview away; the ledger never saw it. @throws AppError not-found, conflict */
export async function discardImport({ importId, by }: { importId: number; by: string }): Promise<void> {
  await inTransaction(async ({ client }) => {
    const row = await lockImport(client, importId);
    if (!row) throw new AppError("not-found", `There is no import ${importId}.`);
    if (row.state !== "ready" && row.state !== "needs-you") {
      throw new AppError("conflict", `Import ${importId} is ${row.state}; only a preview can be discarded.`);
    }
    await dropStaged(client, importId);
    await changeImport(client, importId, { state: "discarded", message: "Discarded; nothing was posted." });
    await audit(client, { who: by, what: `discarded import ${importId}, ${row.fileName}`, details: {} });
  });
}
