import type { z } from "zod";
import type { SourceRows } from "../api/wire/explain.ts";
import type { ImportPreview, ImportSummary, importState } from "../api/wire/records.ts";
import { mayAdminister, type Principal, readsEverything } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { decimal, format } from "../core/decimal.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { changeImport } from "../db/import-writes.ts";
import {
  countIssues,
  failAbandoned,
  type ImportRow,
  leaveOutIssues,
  lockImport,
  readImport,
  readImports,
  readIssues,
} from "../db/imports.ts";
import { inTransaction } from "../db/transaction.ts";
import type { FileSummary } from "../importers/summarise.ts";
import { isUnmapped, UNMAPPED_MESSAGE } from "./file-formats.ts";
import { judgeOverlaps } from "./judge-overlaps.ts";
import { askedForRig } from "./needs-rig.ts";
import { previewEffect } from "./preview-effect.ts";
import { rigFileOf } from "./preview-rig-file.ts";
import { sourceRowsOf } from "./source-rows.ts";

const ISSUES_SHOWN = 1_000;

/** What `receiveFile` kept of the reader's summary. */
type KeptSummary = Partial<FileSummary>;
const kept = (row: ImportRow): KeptSummary => row.summary;

type ImportState = z.infer<typeof importState>;

export function toSummary(row: ImportRow): ImportSummary {
  const summary = kept(row);
  return {
    id: row.id,
    fileName: row.fileName,
    // the column holds only these: every write in lib/db and lib/flows names one of them
    state: row.state as ImportState,
    bytes: Number(row.bytes),
    format: row.format,
    label: row.label,
    lines: summary.lines ?? 0,
    totals: [...(summary.totals ?? [])],
    energyKwh: summary.energy?.kWh ?? null,
    from: summary.coverage?.from ?? null,
    to: summary.coverage?.to ?? null,
    createdAt: row.createdAt.toISOString(),
    postedAt: row.postedAt?.toISOString() ?? null,
    by: row.postedBy ?? row.createdBy,
    message: row.message,
    rowsRead: row.rowsRead,
    needsMapping: isUnmapped(row),
  };
}

function mustRead(principal: Principal): void {
  if (!readsEverything(principal)) throw new AppError("forbidden", "Imports are for admins and finance.");
}

export async function listImports(principal: Principal): Promise<ImportSummary[]> {
  mustRead(principal);
  await failAbandoned(pool);
  return (await readImports(pool)).map(toSummary);
}

/**
 * An import as a person reviews it before posting: what it says, who it would go to, what it would replace, and every
 * issue by row. @throws AppError not-found, forbidden
 */
export async function previewOf(id: number, principal: Principal): Promise<ImportPreview> {
  mustRead(principal);
  const row = await readImport(pool, id);
  if (!row) throw new AppError("not-found", `There is no import ${id}.`);
  const summary = kept(row);
  const isWaiting = row.state === "ready" || row.state === "needs-you";
  const [issues, counts, verdicts, effect] = await Promise.all([
    readIssues(pool, id, { limit: ISSUES_SHOWN }),
    countIssues(pool, id),
    isWaiting && row.yields === "cost" ? judgeOverlaps(pool, id) : [],
    row.yields === "cost" ? previewEffect({ row, isWaiting }) : { attribution: [], unassigned: [], effect: [] },
  ]);
  const replaces = verdicts.filter((verdict) => verdict.kind === "replaces");
  const conflicts = verdicts.filter((verdict) => verdict.kind === "conflicts");
  // One verdict a currency, one sentence for all of them.
  const others = [
    ...new Map(verdicts.filter(({ kind }) => !CHOSEN.has(kind)).map((verdict) => [verdict.message, verdict])).values(),
  ];
  const whyNot = reasonNotToPost(row, counts.blocking, principal);
  return {
    ...toSummary(row),
    sha256: row.sha256 ?? "",
    basis: row.basis,
    account: row.account ?? ((summary.accounts ?? []).join(", ") || null),
    grouping: [...(summary.grouping ?? [])],
    rig: row.rigName,
    zone: row.zone,
    effectiveTotals: summary.effectiveTotals ? [...summary.effectiveTotals] : null,
    statedTotals: [...(summary.statedTotals ?? [])],
    tokens: summary.tokens ?? null,
    coverage: summary.energy ? String(summary.energy.coverage) : null,
    gaps: gapsOf(summary),
    ...effect,
    issues,
    issueCounts: { blocking: counts.blocking, warning: counts.warning, notice: counts.notice },
    replaces: replaces.map(({ overlap }) => ({
      importId: overlap.importId,
      fileName: overlap.fileName,
      from: overlap.from,
      to: overlap.to,
      reverses: format(decimal(overlap.billed)),
      currency: overlap.currency,
    })),
    overlaps: conflicts.map(({ overlap, message }) => ({
      importId: overlap.importId,
      fileName: overlap.fileName,
      from: overlap.from,
      to: overlap.to,
      message,
    })),
    standing: others.map(({ overlap, kind, message }) => ({
      kind,
      importId: overlap.importId,
      fileName: overlap.fileName,
      message,
    })),
    ...besideTheMoney(summary),
    ...(await rigFileOf(row, summary)),
    canPost: whyNot === null,
    whyNot,
  };
}

/** Verdicts that the preview says by themselves: what is replaced, and what a person must choose about. */
const CHOSEN: ReadonlySet<string> = new Set(["replaces", "conflicts"]);

const INVOICES_SHOWN = 200;

function besideTheMoney(summary: KeptSummary) {
  return {
    otherTotals: [...(summary.otherTotals ?? [])],
    scopes: (summary.scopes ?? []).map(({ scope, lines, totals }) => ({ scope, lines, totals: [...totals] })),
    invoices: (summary.invoices ?? []).slice(0, INVOICES_SHOWN).map((invoice) => ({ ...invoice })),
    requests: summary.requests ?? null,
    exportedAt: summary.exportedAt ?? null,
  };
}

function gapsOf(summary: KeptSummary): ImportPreview["gaps"] {
  return (summary.energy?.gaps ?? [])
    .slice(0, 200)
    .map((gap) => ({ device: gap.device, from: gap.from, to: gap.to, seconds: gap.seconds }));
}

function reasonNotToPost(row: ImportRow, blocking: number, principal: Principal): string | null {
  if (!mayAdminister(principal)) return "An admin posts imports.";
  if (row.state !== "ready" && row.state !== "needs-you") return `This import is ${row.state}.`;
  if (isUnmapped(row)) return UNMAPPED_MESSAGE;
  const question = askedForRig(row);
  if (question !== null) return question;
  if (blocking > 0)
    return blocking === 1
      ? "One row cannot be read: mend the file, or leave the row out."
      : `${blocking} rows cannot be read: mend the file, or leave them out.`;
  return null;
}

/** Leaves unreadable rows out by name; it is recorded who did. @throws AppError not-found, conflict */
export async function leaveOut({
  importId,
  issueIds,
  by,
}: {
  importId: number;
  issueIds: readonly number[];
  by: string;
}): Promise<void> {
  await inTransaction(async ({ client }) => {
    const row = await lockImport(client, importId);
    if (!row) throw new AppError("not-found", `There is no import ${importId}.`);
    if (row.state !== "ready" && row.state !== "needs-you")
      throw new AppError("conflict", `Import ${importId} is ${row.state}; nothing can be left out of it.`);
    const leftOut = await leaveOutIssues(client, { importId, issueIds, by });
    if (leftOut === 0) throw new AppError("conflict", "None of these issues is a row that could be left out.");
    const { blocking } = await countIssues(client, importId);
    if (blocking === 0 && askedForRig(row) === null)
      await changeImport(client, importId, { state: "ready", message: "Waiting for review." });
    await audit(client, { who: by, what: `left ${leftOut} rows out of import ${importId}`, details: { issueIds } });
  });
}

/** Every issue of an import as CSV; text cells cannot start a formula. @throws AppError not-found, forbidden */
export async function issuesCsv(id: number, principal: Principal): Promise<string> {
  mustRead(principal);
  if (!(await readImport(pool, id))) throw new AppError("not-found", `There is no import ${id}.`);
  const issues = await readIssues(pool, id, { limit: 1_000_000 });
  const cell = (value: string | number | null) => {
    const text = value === null ? "" : String(value);
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = issues.map((issue) =>
    [issue.severity, issue.row, issue.column, issue.code, issue.message, issue.leftOutBy].map(cell).join(","),
  );
  return `${["severity,row,column,code,message,left out by", ...rows].join("\r\n")}\r\n`;
}

/** One row of a file as the file has it, with the header: what an issue is about. @throws AppError not-found, forbidden */
export async function rowOfImport({ id, row }: { id: number; row: number }, principal: Principal): Promise<SourceRows> {
  mustRead(principal);
  const found = await sourceRowsOf({ importId: id, rows: [row], rowCount: 1 });
  if (!found) throw new AppError("not-found", `There is no import ${id}.`);
  return found;
}

/** State and summary of an import, for the command line. @throws AppError not-found */
export async function importById(
  id: number,
): Promise<{ message: string; state: string; summary: Readonly<Record<string, unknown>> }> {
  const row = await readImport(pool, id);
  if (!row) throw new AppError("not-found", `There is no import ${id}.`);
  return { message: row.message, state: row.state, summary: row.summary };
}
