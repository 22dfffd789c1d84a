import type { PoolClient } from "pg";
import { AppError } from "../core/app-error.ts";
import { checkZone } from "../core/calendar.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { changeImport, dropIssues, dropStaged, nameRigOfImport } from "../db/import-writes.ts";
import { countIssues, findSameBytes, holdReading, type ImportRow, lockImport } from "../db/imports.ts";
import { dropLoadTests, insertLoadTests } from "../db/load-tests.ts";
import { findRig, type RigRow } from "../db/rigs.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Importer } from "../importers/importer.ts";
import { readFile } from "../importers/read-file.ts";
import { type FileSummary, Summary } from "../importers/summarise.ts";
import { formatOf } from "./file-formats.ts";
import { askedForRig, isOfRig } from "./needs-rig.ts";
import { finishReading } from "./receive-file.ts";
import { storedBytes } from "./source-rows.ts";
import { StagingSink } from "./stage-file.ts";

export type ReadAgain = {
  readonly importId: number;
  /** Name or slug; null: as it was. */
  readonly rig: string | null;
  /** IANA zone of clocks that name none; null: as it was, else the rig's. */
  readonly zone: string | null;
  readonly by: string;
};

/**
 * Reads a file that waits for review once more, with the rig or the zone that was missing or wrong: from what was kept of
 * it, into the same import. Rows that were left out are asked about again.
 * @throws AppError not-found (import, rig), conflict (posted, not of a rig, the same file waits for that rig), invalid-input
 */
export async function readImportAgain({ importId, rig, zone, by }: ReadAgain): Promise<void> {
  if (zone !== null) checkZone(zone);
  const chosen = rig === null ? null : await findRig(pool, rig);
  await inTransaction(async ({ client }) => {
    await holdReading(client, importId);
    const row = await waitingOfRig(client, importId);
    const importer = await formatOf(client, row);
    if (!importer) throw new AppError("conflict", `The format of import ${importId} is gone. Upload the file again.`);
    const named = { ...row, ...namedFor(row, chosen, zone) };
    await refuseTwin(client, named);
    await nameRigOfImport(client, named);
    if (row.yields === "load-test" && zone === null) await moveLoadTests(client, named);
    else await readInto(client, { row: named, importer, by });
    const details = { rig: chosen?.name ?? row.rigName, zone: named.zone };
    await audit(client, { who: by, what: `read import ${importId}, ${row.fileName}, again`, details });
  });
}

async function waitingOfRig(client: PoolClient, importId: number): Promise<ImportRow> {
  const row = await lockImport(client, importId);
  if (!row) throw new AppError("not-found", `There is no import ${importId}.`);
  if (row.state !== "ready" && row.state !== "needs-you")
    throw new AppError("conflict", `Import ${importId} is ${row.state}; it cannot be read again. Undo it first.`);
  if (!isOfRig(row.yields))
    throw new AppError("conflict", `Import ${importId} is of no rig: it has nothing to choose.`);
  return row;
}

function namedFor(row: ImportRow, rig: RigRow | null, zone: string | null): Pick<ImportRow, "rigId" | "zone"> {
  return { rigId: rig?.id ?? row.rigId, zone: zone ?? row.zone ?? rig?.zone ?? null };
}

async function refuseTwin(client: PoolClient, { id, sha256, rigId }: ImportRow): Promise<void> {
  const twin = sha256 === null ? null : await findSameBytes(client, { sha256, exceptId: id, rigId });
  if (twin)
    throw new AppError("conflict", `Import ${twin.id} holds the same bytes for that rig. Discard one of the two.`);
}

/** A load test is of another rig and says the same: its file is kept without paths, so what was read of it stays. */
async function moveLoadTests(client: PoolClient, row: ImportRow): Promise<void> {
  const { loadTests = [] }: Partial<FileSummary> = row.summary;
  await dropLoadTests(client, row.id);
  if (row.rigId !== null) await insertLoadTests(client, { importId: row.id, rigId: row.rigId }, loadTests);
  const { blocking } = await countIssues(client, row.id);
  if (blocking === 0 && askedForRig(row) === null)
    await changeImport(client, row.id, { state: "ready", message: "Waiting for review." });
}

async function readInto(
  client: PoolClient,
  { row, importer, by }: { row: ImportRow; importer: Importer; by: string },
): Promise<void> {
  await changeImport(client, row.id, { state: "parsing", message: "Reading." });
  await dropStaged(client, row.id);
  await dropIssues(client, row.id);
  const sink = new StagingSink(client, { importId: row.id, rigId: row.rigId, summary: new Summary() });
  const result = await readFile({
    fileName: row.fileName,
    bytes: storedBytes(row.id),
    sink,
    // As of the day it came: a log without a year is of the same year however often it is read.
    options: { account: row.account, zone: row.zone, nowMs: row.createdAt.getTime() },
    importer,
    onBlock: (block) => sink.onBlock(block),
    onWhole: (text) => sink.onWhole(text),
  });
  if (result.rows === 0 && row.rowsRead > 0)
    throw new AppError("conflict", `Nothing of import ${row.id} was kept. Upload the file again.`);
  await finishReading(client, {
    input: { fileName: row.fileName, by },
    importId: row.id,
    sink,
    result,
    formats: { choice: { importer }, isUnmapped: () => false, keep: async () => {} },
    digest: { sha256: row.sha256 ?? "", bytes: Number(row.bytes) },
  });
}
