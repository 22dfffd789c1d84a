import type { PoolClient } from "pg";
import { AppError } from "../core/app-error.ts";
import { audit } from "../db/audit.ts";
import { type CoverageRow, coverageOf, type Overlap, overlapsOf } from "../db/coverage.ts";
import { changeImport } from "../db/import-writes.ts";
import { countIssues, countLive, findPostedTwin, type ImportRow, lockImport, setPosted } from "../db/imports.ts";
import { COVERED_DAY, lastEntryId, lockPosting, reverseEntries } from "../db/ledger-writes.ts";
import { setPowerPosted } from "../db/power.ts";
import { addToRollups } from "../db/rollups.ts";
import { type Database, sql } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { postAttributed, stageDecisions } from "./attribute-import.ts";
import { integrateImport } from "./integrate-power.ts";

export type PostResult = { readonly entries: number; readonly replaced: readonly number[] };

/** How another import's money on the same days is treated, and the sentence that says so. */
export type OverlapVerdict = {
  readonly overlap: Overlap;
  readonly kind: "replaces" | "conflicts";
  readonly message: string;
};

const span = ({ from, to }: { from: string; to: string }): string => (from === to ? from : `${from} to ${to}`);

/**
 * A newer file of the same format and grouping replaces the older on the days it speaks for. The same money in another
 * format or grouping conflicts: it would count twice, so it is refused unless a person chooses to replace.
 */
export async function judgeOverlaps(database: Database, importId: number): Promise<OverlapVerdict[]> {
  const verdicts: OverlapVerdict[] = [];
  for (const coverage of await coverageOf(database, importId)) {
    for (const overlap of await overlapsOf(database, importId, coverage)) verdicts.push(judge(coverage, overlap));
  }
  return verdicts;
}

function judge(coverage: CoverageRow, overlap: Overlap): OverlapVerdict {
  if (overlap.format === coverage.format && overlap.grouping === coverage.grouping) {
    const message = `Replaces import ${overlap.importId} (${overlap.fileName}) for ${span(overlap)}.`;
    return { overlap, kind: "replaces", message };
  }
  const grouped = overlap.grouping ? `grouped by ${overlap.grouping}` : "not grouped";
  const how = overlap.format === coverage.format ? grouped : overlap.label;
  return {
    overlap,
    kind: "conflicts",
    message: `Import ${overlap.importId} (${overlap.fileName}, ${how}) already counts this account's money for ${span(overlap)}. Posting both would count it twice: replace it, or leave this file out.`,
  };
}

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
    const result =
      row.yields === "energy" ? await postEnergy(client, row, nowMs) : await postCost(client, { row, replace });
    await setPosted(client, { id: importId, by, message: "Posted." });
    await audit(client, { who: by, what: `posted import ${importId}, ${row.fileName}`, details: { ...result } });
    return result;
  });
}

async function refuseUnlessPostable(client: PoolClient, row: ImportRow): Promise<void> {
  if (row.state === "posted" || row.state === "superseded") {
    throw new AppError("conflict", `Import ${row.id} is posted already. Nothing was done.`);
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

async function postCost(
  client: PoolClient,
  { row, replace }: { row: ImportRow; replace: boolean },
): Promise<PostResult> {
  const verdicts = await judgeOverlaps(client, row.id);
  const conflict = verdicts.find((verdict) => verdict.kind === "conflicts");
  if (conflict && !replace) throw new AppError("overlap", conflict.message);
  const before = await lastEntryId(client);
  const replaced = new Set(verdicts.map((verdict) => verdict.overlap.importId));
  for (const { overlap } of verdicts) await reverseOverlap(client, { overlap, causeId: row.id });
  const rules = await stageDecisions(client, row.id);
  const entries = await postAttributed(client, { row, rules, onlyChanged: false });
  await addToRollups(client, before);
  for (const id of replaced) {
    const isEmpty = (await countLive(client, id)) === 0;
    const message = `Replaced by import ${row.id}${isEmpty ? "" : ", in part"}.`;
    await changeImport(client, id, { state: isEmpty ? "superseded" : "posted", message });
  }
  return { entries, replaced: [...replaced] };
}

async function reverseOverlap(client: PoolClient, { overlap, causeId }: { overlap: Overlap; causeId: number }) {
  await reverseEntries(
    client,
    sql`e.import_id = ${overlap.importId} AND e.provider = ${overlap.provider} AND coalesce(e.account, '') = ${overlap.account}
        AND ${COVERED_DAY} BETWEEN ${overlap.from}::date AND ${overlap.to}::date`,
    { causeId, because: `Replaced by import ${causeId}` },
  );
}

async function postEnergy(client: PoolClient, row: ImportRow, nowMs: number): Promise<PostResult> {
  if (row.rigId === null) {
    throw new AppError("invalid-input", "Say which rig drew this power before posting its log.");
  }
  await setPowerPosted(client, { importId: row.id, isPosted: true });
  await integrateImport(client, { importId: row.id, rigId: row.rigId });
  const entries = await accrueRig(client, { rigId: row.rigId, nowMs });
  return { entries, replaced: [] };
}
