import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import type { AnyMapping } from "../core/any-mapping.ts";
import { AppError } from "../core/app-error.ts";
import { checkZone } from "../core/calendar.ts";
import { partOf } from "../core/standing/standing.ts";
import { pool } from "../db/client.ts";
import { changeImport, copyIssues, dropStaged, insertImport } from "../db/import-writes.ts";
import { findSameBytes, holdReading, lockImport } from "../db/imports.ts";
import { findRig } from "../db/rigs.ts";
import { inTransaction } from "../db/transaction.ts";
import type { ReadOptions } from "../importers/importer.ts";
import { openAndReadFile, type ReadFileResult } from "../importers/read-file.ts";
import { type FileSummary, Summary } from "../importers/summarise.ts";
import { type ReadAs, readAs, UNMAPPED_MESSAGE } from "./file-formats.ts";
import { askedForRig } from "./needs-rig.ts";
import { StagingSink } from "./stage-file.ts";

/** Bytes of one upload. */
export const MAX_UPLOAD_BYTES = 2 * 1024 ** 3;
const PROGRESS_EVERY_MS = 1_000;

export type ReceiveInput = {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly account?: string | null;
  /** Name or slug. */
  readonly rig?: string | null;
  readonly zone?: string | null;
  readonly by: string;
  readonly nowMs?: number;
  /** A preview of the same bytes that was never posted is discarded for this reading, instead of being pointed to. */
  readonly replacesPreview?: boolean;
  /** Read as this table, whatever the file looks like; saved for the next file of its header. */
  readonly mapping?: AnyMapping | null;
  /** A table in no known format is kept for a person to say which column is what, instead of being refused. */
  readonly keepsUnknown?: boolean;
};
export type Received = {
  readonly importId: number;
  readonly state: "ready" | "needs-you" | "discarded";
  /** The import that already holds the same bytes; nothing was done. */
  readonly sameAs: number | null;
  readonly sha256: string;
  readonly summary: FileSummary | null;
};

class SameBytes extends Error {
  readonly importId: number;
  constructor(importId: number) {
    super("The same bytes");
    this.importId = importId;
  }
}

/**
 * Reads a file into a preview: detected, parsed, staged with every issue; the ledger is not touched. All of it is one
 * transaction, so a crash leaves an import that says it stopped, and nothing else.
 * @throws AppError unknown-format, ambiguous-format, too-large, not-found (rig), invalid-input (zone)
 */
export async function receiveFile(input: ReceiveInput): Promise<Received> {
  if (input.zone) checkZone(input.zone);
  const rig = input.rig ? await findRig(pool, input.rig) : null;
  const importId = await insertImport(pool, {
    fileName: input.fileName,
    createdBy: input.by,
    account: input.account ?? null,
    zone: input.zone ?? rig?.zone ?? null,
    rigId: rig?.id ?? null,
  });
  const options: ReadOptions = {
    account: input.account ?? null,
    zone: input.zone ?? rig?.zone ?? null,
    nowMs: input.nowMs ?? Date.now(),
  };
  const formats = await readAs(pool, { mapping: input.mapping ?? null, keepsUnknown: input.keepsUnknown === true });
  const digest = { sha256: "", bytes: 0 };
  try {
    return await inTransaction(({ client }) =>
      stage(client, { input, importId, rigId: rig?.id ?? null, options, formats, digest }),
    );
  } catch (error) {
    if (error instanceof SameBytes) {
      const message = `The same bytes as import ${error.importId}. Nothing was done.`;
      await changeImport(pool, importId, { state: "discarded", message, ...digest });
      return { importId, state: "discarded", sameAs: error.importId, sha256: digest.sha256, summary: null };
    }
    const message =
      error instanceof AppError ? error.message : "Tokenwatt could not read this file; nothing of it was kept.";
    await changeImport(pool, importId, { state: "failed", message });
    throw error;
  }
}

type Staging = {
  readonly input: ReceiveInput;
  readonly importId: number;
  readonly rigId: number | null;
  readonly options: ReadOptions;
  readonly formats: ReadAs;
  readonly digest: { sha256: string; bytes: number };
};

async function stage(
  client: PoolClient,
  { input, importId, rigId, options, formats, digest }: Staging,
): Promise<Received> {
  await holdReading(client, importId);
  const hash = createHash("sha256");
  const sink = new StagingSink(client, { importId, rigId, summary: new Summary() });
  let lastSaid = 0;
  const result = await openAndReadFile({
    fileName: input.fileName,
    bytes: metered(input.bytes, (piece) => {
      hash.update(piece);
      digest.bytes += piece.byteLength;
    }),
    sink,
    options,
    ...formats.choice,
    onWhole: (text) => sink.onWhole(text),
    onBlock: async (block) => {
      await sink.onBlock(block);
      if (Date.now() - lastSaid > PROGRESS_EVERY_MS) {
        lastSaid = Date.now();
        const rowsRead = block.firstRow + block.rows - 1;
        await changeImport(pool, importId, { state: "parsing", message: "Reading.", rowsRead, bytes: digest.bytes });
      }
    },
  });
  digest.sha256 = hash.digest("hex");
  const same = { sha256: digest.sha256, exceptId: importId, rigId };
  for (let other = await findSameBytes(client, same); other; other = await findSameBytes(client, same)) {
    const isGone = input.replacesPreview === true && (await discardPreview(client, { id: other.id, forId: importId }));
    if (!isGone) throw new SameBytes(other.id);
  }
  return finishReading(client, { input, importId, sink, result, formats, digest });
}

/** @returns false when the other import is more than a preview: it was posted, now or meanwhile. */
async function discardPreview(client: PoolClient, { id, forId }: { id: number; forId: number }): Promise<boolean> {
  const other = await lockImport(client, id);
  if (other?.state !== "ready" && other?.state !== "needs-you") return false;
  await dropStaged(client, id);
  await changeImport(client, id, { state: "discarded", message: `Read again as import ${forId}.` });
  return true;
}

/** What was read becomes a preview: staged to its end, with its issues, its totals and what it waits for. */
export async function finishReading(
  client: PoolClient,
  {
    input,
    importId,
    sink,
    result,
    formats,
    digest,
  }: Pick<Staging, "importId" | "formats" | "digest"> & {
    input: Pick<ReceiveInput, "fileName" | "by">;
    sink: StagingSink;
    result: ReadFileResult;
  },
): Promise<Received> {
  const summary = sink.summary.result({ file: input.fileName, importer: result.importer });
  const staged = await sink.finish(result, summary.coverage);
  if (formats.isUnmapped(result.importer, summary.issues)) return keepUnmapped(client, { importId, result, digest });
  await copyIssues(client, importId, summary.issues);
  const blocking = summary.issues.filter((issue) => issue.severity === "blocking").length;
  const question = askedForRig({ yields: result.importer.yields, rigId: sink.rigId });
  const state = blocking > 0 || question !== null ? "needs-you" : "ready";
  await changeImport(client, importId, {
    state,
    message: blocking > 0 ? firstBlocking(summary) : (question ?? "Waiting for review."),
    ...digest,
    rowsRead: result.rows,
    format: result.importer.id,
    label: result.importer.label,
    yields: result.importer.yields,
    basis: result.importer.basis,
    summary: { ...summary, issues: undefined, shape: result.shape, encoding: result.encoding },
    needsRounding: staged.needsRounding,
    exportedAt: summary.exportedAt ?? null,
    part: partOf(input.fileName),
  });
  await formats.keep(client, { importId, importer: result.importer, lines: summary.lines, by: input.by });
  return { importId, state, sameAs: null, sha256: digest.sha256, summary };
}

/** The table is kept without a format until a person says which column is what. */
async function keepUnmapped(
  client: PoolClient,
  { importId, result, digest }: Pick<Staging, "importId" | "digest"> & { result: ReadFileResult },
): Promise<Received> {
  await changeImport(client, importId, {
    state: "needs-you",
    message: UNMAPPED_MESSAGE,
    ...digest,
    rowsRead: result.rows,
    summary: { shape: result.shape, encoding: result.encoding },
  });
  return { importId, state: "needs-you", sameAs: null, sha256: digest.sha256, summary: null };
}

function firstBlocking(summary: FileSummary): string {
  const issue = summary.issues.find((each) => each.severity === "blocking");
  const where = issue?.row ? `Row ${issue.row}: ` : "";
  return `${where}${issue?.message ?? ""}`;
}

/** The bytes, counted against what one upload may hold. @throws AppError too-large */
export async function* metered(
  bytes: AsyncIterable<Uint8Array>,
  onPiece: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const piece of bytes) {
    total += piece.byteLength;
    if (total > MAX_UPLOAD_BYTES)
      throw new AppError("too-large", "A file may hold 2 GB at most. Export shorter periods.");
    onPiece(piece);
    yield piece;
  }
}
