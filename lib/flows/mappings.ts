import type { PoolClient } from "pg";
import type { MappingPreview, MappingStart, SavedMapping } from "../api/wire/mapping.ts";
import { type AnyMapping, checkAnyMapping, columnsOfMapping, isEnergyMapping } from "../core/any-mapping.ts";
import { AppError } from "../core/app-error.ts";
import { format } from "../core/decimal.ts";
import type { Issue } from "../core/issue.ts";
import { headerSignature } from "../core/mapping.ts";
import { suggestEnergyMapping } from "../core/suggest-energy-mapping.ts";
import { suggestMapping } from "../core/suggest-mapping.ts";
import type { UsageLine } from "../core/usage-line.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { changeImport, dropStaged } from "../db/import-writes.ts";
import { holdReading, type ImportRow, readImport, readImports } from "../db/imports.ts";
import { endMapping, readMappings } from "../db/mappings.ts";
import { inTransaction } from "../db/transaction.ts";
import type { FileEnergy } from "../importers/energy-summary.ts";
import type { Sink } from "../importers/importer.ts";
import { mappedImporter } from "../importers/mapped-importer.ts";
import { withoutEmails } from "../importers/person.ts";
import { readFile } from "../importers/read-file.ts";
import { parseRecords, type TableShape } from "../importers/source/table.ts";
import { Summary } from "../importers/summarise.ts";
import { isKnownTable, isUnmapped, type ReadAs, readAs, UNMAPPED_MESSAGE } from "./file-formats.ts";
import { finishReading } from "./receive-file.ts";
import { storedBytes } from "./source-rows.ts";
import { StagingSink } from "./stage-file.ts";

/** Data rows shown and tried while the columns are being named. */
const ROWS_SHOWN = 6;
const ROWS_TRIED = 200;
const LINES_SHOWN = 12;
const ISSUES_SHOWN = 20;
const MAX_CELL_TEXT = 120;

type Table = {
  readonly row: ImportRow;
  readonly header: readonly string[];
  readonly headerRow: number;
  readonly records: readonly (readonly string[])[];
  /** Header and rows as the file has them. */
  readonly text: string;
};

/** An import that waits for its columns to be named. @throws AppError not-found, conflict */
async function waitingImport(importId: number): Promise<ImportRow> {
  const row = await readImport(pool, importId);
  if (!row) throw new AppError("not-found", `There is no import ${importId}.`);
  if (!isUnmapped(row)) throw new AppError("conflict", `Import ${importId} does not wait for its columns to be named.`);
  return row;
}

/** The first rows of a file that was kept, in its own dialect. */
async function firstRows(row: ImportRow): Promise<Table> {
  const shape = row.summary.shape as TableShape | null | undefined; // written by receiveFile from the reader's own result
  const { value } = await storedBytes(row.id).next();
  if (!shape || !value) throw new AppError("conflict", `Nothing of import ${row.id} was kept. Upload the file again.`);
  const text = new TextDecoder().decode(value);
  const all = parseRecords(text, shape);
  const at = all.findIndex((cells) => cells.some((cell) => cell.trim() !== ""));
  const header = (all[at] ?? []).map((cell) => cell.trim());
  const records = all.slice(at + 1, at + 1 + ROWS_TRIED);
  const quote = (cell: string) =>
    /["\r\n]/.test(cell) || cell.includes(shape.delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
  const head = all.slice(0, at + 1 + ROWS_TRIED);
  const cut = head.map((cells) => cells.map(quote).join(shape.delimiter)).join(shape.newline);
  return { row, header, headerRow: at + 1, records, text: cut };
}

/** What the form of a mapping starts from. @throws AppError not-found, conflict */
export async function startMapping(importId: number): Promise<MappingStart> {
  const table = await firstRows(await waitingImport(importId));
  const alike = await waitingAlike(table);
  const energy = suggestEnergyMapping(table.header, table.records);
  return {
    importId,
    fileName: table.row.fileName,
    header: [...table.header],
    rows: table.records.slice(0, ROWS_SHOWN).map((cells, index) => ({
      row: table.headerRow + 1 + index,
      cells: cells.map((cell) => withoutEmails(cell).slice(0, MAX_CELL_TEXT)),
    })),
    suggestion: { ...suggestMapping(table.header, table.records) },
    energySuggestion: energy.mapping && { ...energy.mapping },
    kind: energy.isLikely ? "energy" : "cost",
    alike: alike.map(({ id, fileName }) => ({ id, fileName })),
  };
}

/**
 * Other imports that wait with the same header, oldest first. A header that a known format shares by all its files (a
 * sensor's history) tells nothing of what they count: each is asked about by itself.
 */
async function waitingAlike({ row, header, text }: Table): Promise<ImportRow[]> {
  if (isKnownTable({ fileName: row.fileName, text })) return [];
  const signature = headerSignature(header);
  const found: ImportRow[] = [];
  for (const other of (await readImports(pool)).filter((each) => isUnmapped(each) && each.id !== row.id)) {
    const table = await firstRows(other);
    if (headerSignature(table.header) === signature) found.push(other);
  }
  return found.reverse();
}

/** The first rows as the mapping reads them; nothing is kept. @throws AppError not-found, conflict */
export async function tryMapping(importId: number, json: unknown, nowMs: number = Date.now()): Promise<MappingPreview> {
  const table = await firstRows(await waitingImport(importId));
  let mapping: AnyMapping;
  try {
    mapping = checkAnyMapping(json);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { problem: error.message, rowsRead: 0, lines: [], issues: [], totals: [], energy: null };
  }
  const importer = mappedImporter(mapping, headerSignature(table.header));
  const sink = new Trial();
  async function* bytes() {
    yield new TextEncoder().encode(table.text);
  }
  const options = { account: table.row.account, zone: table.row.zone, nowMs };
  await readFile({ fileName: table.row.fileName, bytes: bytes(), sink, options, importer });
  const { totals, issues, energy } = sink.result({ file: table.row.fileName, importer });
  return {
    problem: null,
    rowsRead: table.records.length,
    lines: sink.lines.map(lineWire),
    issues: issues.slice(0, ISSUES_SHOWN).map(({ code: _code, ...issue }: Issue) => issue),
    totals: [...totals],
    energy: energy ? energyWire(energy) : null,
  };
}

const SERIES_SHOWN = 40;

const energyWire = ({ kWh, coverage, gapCount, series }: FileEnergy): MappingPreview["energy"] => ({
  kWh,
  coverage: String(coverage),
  gapCount,
  series: series
    .slice(0, SERIES_SHOWN)
    .map(({ gaps: _gaps, coverage: covered, ...rest }) => ({ ...rest, coverage: String(covered) })),
});

class Trial extends Summary implements Sink {
  readonly lines: UsageLine[] = [];
  override line(line: UsageLine): void {
    super.line(line);
    if (this.lines.length < LINES_SHOWN) this.lines.push(line);
  }
}

function lineWire(line: UsageLine): MappingPreview["lines"][number] {
  const { keys } = line;
  const who = [keys.projectName ?? keys.project, keys.workspace, keys.apiKeyName ?? keys.apiKey, keys.user];
  const tags = Object.entries(keys.tags).map(([name, value]) => `${name} ${value}`);
  return {
    row: line.row,
    day: line.day,
    provider: line.provider,
    account: line.account,
    what: line.model ?? line.service,
    who: [...who.filter((each) => each !== null), ...tags].join(", "),
    kind: line.costKind,
    tokens: line.tokens ? format(line.tokens) : null,
    amount: line.basis === "quantity" ? null : format(line.billed),
    currency: line.currency,
  };
}

/**
 * Saves what the columns are, and reads by it this import and every other that waits with the same header. Files of that
 * header are recognised from now on.
 * @throws AppError not-found, conflict, invalid-input
 */
export async function saveMapping({
  importId,
  json,
  by,
  nowMs = Date.now(),
}: {
  importId: number;
  json: unknown;
  by: string;
  nowMs?: number;
}): Promise<void> {
  const mapping = checkAnyMapping(json);
  const table = await firstRows(await waitingImport(importId));
  const missing = missingColumns(mapping, table.header);
  if (missing.length > 0)
    throw new AppError(
      "invalid-input",
      `The header has no column ${missing.join(", ")}. It has: ${table.header.join(", ")}.`,
    );
  const alike = await waitingAlike(table);
  const formats = await readAs(pool, { mapping, keepsUnknown: false });
  await readKept({ row: table.row, formats, by, nowMs });
  for (const row of alike) await readKept({ row, formats, by, nowMs });
}

function missingColumns(mapping: AnyMapping, header: readonly string[]): string[] {
  const names = new Set(header.map((name) => name.toLowerCase()));
  return columnsOfMapping(mapping).filter((column) => !names.has(column.trim().toLowerCase()));
}

type Reading = { readonly row: ImportRow; readonly formats: ReadAs; readonly by: string; readonly nowMs: number };

/** Reads the kept text of an import again into a preview: one transaction, of which a crash leaves nothing. */
async function readKept(reading: Reading): Promise<void> {
  try {
    await inTransaction(({ client }) => readAgain(client, reading));
  } catch (error) {
    await changeImport(pool, reading.row.id, { state: "needs-you", message: UNMAPPED_MESSAGE });
    throw error;
  }
}

async function readAgain(client: PoolClient, { row, formats, by, nowMs }: Reading): Promise<void> {
  // Whoever comes second waits here and then finds that there is nothing left to do.
  await holdReading(client, row.id);
  const now = await readImport(client, row.id);
  if (!now || !isUnmapped(now)) return;
  await changeImport(pool, row.id, { state: "parsing", message: "Reading." });
  await dropStaged(client, row.id);
  const sink = new StagingSink(client, { importId: row.id, rigId: row.rigId, summary: new Summary() });
  const result = await readFile({
    fileName: row.fileName,
    bytes: storedBytes(row.id),
    sink,
    options: { account: row.account, zone: row.zone, nowMs },
    ...formats.choice,
    onBlock: (block) => sink.onBlock(block),
  });
  const digest = { sha256: row.sha256 ?? "", bytes: Number(row.bytes) };
  const input = { fileName: row.fileName, by };
  await finishReading(client, { input, importId: row.id, sink, result, formats, digest });
  await audit(client, { who: by, what: `named the columns of import ${row.id}, ${row.fileName}` });
}

export async function listMappings(): Promise<SavedMapping[]> {
  return (await readMappings(pool)).map(({ id, name, spec, createdBy, createdAt, imports }) => ({
    id,
    name,
    provider: isEnergyMapping(spec) ? spec.scope : spec.provider,
    basis: isEnergyMapping(spec) ? "metered" : spec.basis,
    columns: columnsOfMapping(spec),
    spec: { ...spec },
    by: createdBy,
    createdAt: createdAt.toISOString(),
    imports,
  }));
}

/** Files of that header are asked about again; what was read by it stays. @throws AppError not-found */
export async function withdrawMapping(id: number, by: string): Promise<void> {
  await inTransaction(async ({ client }) => {
    if (!(await endMapping(client, id))) throw new AppError("not-found", `There is no mapping ${id} in force.`);
    await audit(client, { who: by, what: `withdrew mapping ${id}` });
  });
}
