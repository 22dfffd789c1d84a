import type { AsyncBuffer, FileMetaData, RowGroup, SchemaElement } from "hyparquet";
import { parquetMetadataAsync, parquetRead, parquetSchema } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";
import { compressors } from "hyparquet-compressors";
import { AppError } from "../../../core/app-error.ts";
import { type CellText, cellTextOf, decimalScale, TEXT_PARSERS } from "./parquet-cell.ts";

const MAX_ROWS = 50_000_000;
const MAX_COLUMNS = 2_000;
/** Values of all columns held at once, and of one page. */
const MAX_PAGE_VALUES = 4_000_000;
const MAX_HELD_VALUES = 40_000_000;
const MAX_PAGE_BYTES = 256 * 1024 ** 2;
const CELLS_AT_ONCE = 1_000_000;

type Column = { readonly name: string; readonly text: CellText };

/**
 * A Parquet file as comma separated text, a header and then row after row; some thousand rows are held at a time.
 * @throws AppError unreadable-file, too-large
 */
export async function* parquetRows(file: Uint8Array): AsyncGenerator<string> {
  try {
    yield* readText(file);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("unreadable-file", "This Parquet file is cut off or damaged. Download it again.", {
      cause: String(error),
    });
  }
}

async function* readText(file: Uint8Array): AsyncGenerator<string> {
  const buffer = bufferOf(file);
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
  const columns = columnsOf(metadata);
  yield `${columns.map(({ name }) => quoted(name)).join(",")}\n`;
  const rowsAtOnce = Math.max(100, Math.floor(CELLS_AT_ONCE / columns.length));
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const rows = Number(group.num_rows);
    checkGroup(file, group, groupStart + rows);
    for (let from = 0; from < rows; from += rowsAtOnce) {
      const to = Math.min(rows, from + rowsAtOnce);
      yield await rowsText({ buffer, metadata, columns, rowStart: groupStart + from, rowEnd: groupStart + to });
    }
    groupStart += rows;
  }
}

function bufferOf(file: Uint8Array): AsyncBuffer {
  return {
    byteLength: file.byteLength,
    slice: (start, end) => {
      const copy = new Uint8Array(file.subarray(start, end));
      return copy.buffer;
    },
  };
}

/** The columns of the table; decimals are then read as the whole numbers they are stored as. */
function columnsOf(metadata: FileMetaData): Column[] {
  const { children } = parquetSchema(metadata);
  if (children.length === 0 || children.length > MAX_COLUMNS)
    throw new AppError(
      "too-large",
      `A Parquet file may have 1 to ${MAX_COLUMNS} columns; this one has ${children.length}.`,
    );
  return children.map(({ element, children: inner }) => {
    const scale = inner.length === 0 ? decimalScale(element) : null;
    if (scale !== null) asStored(element);
    return { name: element.name, text: cellTextOf(element, scale) };
  });
}

function asStored(element: SchemaElement): void {
  delete element.converted_type;
  delete element.logical_type;
}

type Rows = {
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly Column[];
  readonly rowStart: number;
  readonly rowEnd: number;
};

async function rowsText({ buffer, metadata, columns, rowStart, rowEnd }: Rows): Promise<string> {
  let rows: unknown[][] = [];
  await parquetRead({
    file: buffer,
    metadata,
    compressors,
    utf8: false,
    parsers: TEXT_PARSERS,
    rowStart,
    rowEnd,
    onComplete(read: unknown[][]) {
      rows = read;
    },
  });
  if (rows.length !== rowEnd - rowStart)
    throw new AppError("unreadable-file", "This Parquet file holds fewer rows than it says. Download it again.");
  return rows.map((row) => `${columns.map(({ text }, at) => quoted(text(row[at]))).join(",")}\n`).join("");
}

/**
 * What the headers of a row group's pages claim, before anything is unpacked by it: a damaged or made-up file must not
 * ask for more memory than its rows could fill.
 */
function checkGroup(file: Uint8Array, group: RowGroup, rowsSoFar: number): void {
  if (!(rowsSoFar <= MAX_ROWS))
    throw new AppError(
      "too-large",
      "This Parquet file says it holds more than 50 million rows. Export shorter periods.",
    );
  let held = 0;
  for (const { meta_data: column, file_path: elsewhere } of group.columns) {
    if (!column || elsewhere)
      throw new AppError("unreadable-file", "This Parquet file keeps its columns in other files. Export it as one.");
    const start = Math.min(
      Number(column.data_page_offset),
      Number(column.dictionary_page_offset || column.data_page_offset),
    );
    const end = start + Number(column.total_compressed_size);
    if (!(start >= 0 && end <= file.length && end >= start)) throw new Error("a column lies outside the file");
    held += largestPage(file.subarray(start, end), Number(group.num_rows));
    if (held > MAX_HELD_VALUES)
      throw new AppError("too-large", "The row groups of this Parquet file are too large to read. Export it as CSV.");
  }
}

/** @returns how many values the largest page of a column holds, by its header. */
function largestPage(bytes: Uint8Array, rows: number): number {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let largest = 0;
  let values = 0;
  while (reader.offset < bytes.length - 1 && values < rows) {
    const header = parquetHeader(reader);
    const count = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
    const size = Number(header.uncompressed_page_size);
    const inDictionary = header.dictionary_page_header?.num_values ?? 0;
    if (!(header.compressed_page_size >= 0 && size >= 0 && count >= 0 && inDictionary >= 0 && inDictionary <= size * 8))
      throw new Error("a page header does not make sense");
    if (count > MAX_PAGE_VALUES || size > MAX_PAGE_BYTES)
      throw new AppError("too-large", "A page of this Parquet file is too large to read. Export it as CSV.");
    largest = Math.max(largest, count);
    values += count;
    reader.offset += header.compressed_page_size;
  }
  return largest;
}

const quoted = (cell: string): string => (/[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
