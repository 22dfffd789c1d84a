import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { SourceRows } from "../api/wire/explain.ts";
import { pool } from "../db/client.ts";
import { type ImportRow, readBlock, readBlockOfRow, readImport } from "../db/imports.ts";
import type { Sink } from "../importers/importer.ts";
import { withoutEmails } from "../importers/person.ts";
import { readFile, rowOfBlock } from "../importers/read-file.ts";
import type { TableShape } from "../importers/source/table.ts";
import { formatOf } from "./file-formats.ts";

/** Rows of a file shown behind one figure. */
const MAX_ROWS = 6;
const MAX_CELL_TEXT = 400;

/** The rows of an import's file as the file has them, header first. */
export async function sourceRowsOf({
  importId,
  rows,
  rowCount,
}: {
  importId: number;
  rows: readonly number[];
  rowCount: number;
}): Promise<SourceRows | null> {
  const row = await readImport(pool, importId);
  if (!row) return null;
  const shown = rows.slice(0, MAX_ROWS);
  const texts = isTable(row) ? await tableRows(row, shown) : await jsonRows(row, shown);
  return {
    importId,
    fileName: row.fileName,
    importedAt: row.createdAt.toISOString(),
    by: row.createdBy,
    sha256: row.sha256 ?? "",
    rows: texts,
    rowCount,
  };
}

const isTable = (row: ImportRow): boolean => row.summary.shape !== null && row.summary.shape !== undefined;

async function tableRows(row: ImportRow, rows: readonly number[]): Promise<SourceRows["rows"]> {
  const shape = row.summary.shape as TableShape; // written by receiveFile from the reader's own result
  const texts: SourceRows["rows"] = [];
  const wanted = rows.includes(1) ? rows : [1, ...rows];
  for (const each of wanted) {
    const block = await readBlockOfRow(pool, { importId: row.id, row: each });
    if (!block) continue;
    const text = (await gunzipped(block.gzip)).toString("utf8");
    const cells = rowOfBlock({ text, firstRow: block.firstRow }, each, shape);
    if (cells)
      texts.push({
        row: each,
        text: withoutEmails(cells.join(",")).slice(0, MAX_CELL_TEXT),
        isTheOne: rows.includes(each),
      });
  }
  return texts;
}

async function jsonRows(row: ImportRow, rows: readonly number[]): Promise<SourceRows["rows"]> {
  const importer = await formatOf(pool, row);
  if (!importer) return [];
  const texts: SourceRows["rows"] = [];
  const sink: Sink = {
    line() {},
    sample() {},
    energy() {},
    localUse() {},
    loadTest() {},
    issue() {},
    speaksFor() {},
    groupedBy() {},
    partOfFeed() {},
    exportedAt() {},
    exchangeRate() {},
    invoice() {},
    billingPeriod() {},
    statedTotal() {},
    source(number, text) {
      if (rows.includes(number))
        texts.push({ row: number, text: withoutEmails(text).slice(0, MAX_CELL_TEXT), isTheOne: true });
    },
  };
  const options = { account: row.account, zone: row.zone, nowMs: row.createdAt.getTime() };
  await readFile({ fileName: row.fileName, bytes: storedBytes(row.id), sink, options, importer });
  return texts;
}

/** The text or bytes of a posted file, block after block, as they were kept. */
export async function* storedBytes(importId: number): AsyncGenerator<Uint8Array> {
  for (let no = 0; ; no += 1) {
    const block = await readBlock(pool, { importId, no });
    if (!block) return;
    yield await gunzipped(block.gzip);
  }
}

async function gunzipped(bytes: Uint8Array): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of Readable.from([Buffer.from(bytes)]).pipe(createGunzip())) pieces.push(piece);
  return Buffer.concat(pieces);
}
