import { AppError } from "../core/app-error.ts";
import type {
  Container,
  Importer,
  LineImporter,
  ReadOptions,
  RecordReader,
  Sample,
  Sink,
  TableImporter,
} from "./importer.ts";
import { KeptRecords, keptJson, keptLines } from "./kept-text.ts";
import { withinLimits } from "./limits.ts";
import { detect, importers } from "./registry.ts";
import { openContainer } from "./source/containers/open-container.ts";
import { type Encoding, TextStream } from "./source/decode.ts";
import { readJsonValues } from "./source/json.ts";
import { SAMPLE_CHARACTERS, sampleOf } from "./source/sample.ts";
import { eachRecord, linesShape, parseRecords, recordBlocks, type TableShape, unclosedQuote } from "./source/table.ts";

/** JSON is read whole; this many characters of it at most. */
export const MAX_JSON_CHARACTERS = 64 * 1024 * 1024;

/**
 * Whole records of a table as text, so that row N can be shown later by parsing only the block that holds it. The text is
 * what may be kept: without e-mail addresses and without the importer's secret columns.
 */
export type TextBlock = { readonly text: string; readonly firstRow: number; readonly rows: number };

export type ReadFileResult = {
  readonly importer: Importer;
  readonly encoding: Encoding;
  /** Records of a table, blank ones and the header included; results of a JSON file are the importer's to number. */
  readonly rows: number;
  /** How to parse a stored block again; null for JSON. */
  readonly shape: TableShape | null;
};

type ReadFileInput = {
  readonly fileName: string;
  /** What the bytes were taken out of, when the file itself is not text. */
  readonly container?: Container | null;
  /** The file's text as bytes: gunzipped and taken out of its container by the caller. */
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly onBlock?: (block: TextBlock) => void | Promise<void>;
  /** As `onBlock`, for what is no table: the whole text as it may be kept, once, after it was read. */
  readonly onWhole?: (text: string) => void | Promise<void>;
  /** Read as this format without asking the others. */
  readonly importer?: Importer;
  /** Formats to choose from; all that ship with Tokenwatt when absent. */
  readonly candidates?: readonly Importer[];
};

/**
 * As `readFile`, for a file as it lies on a disk: gzip is undone, and the text is taken out of a workbook, a Parquet file
 * or a PDF. A ZIP archive holds several files: see `filesOf`.
 * @throws AppError as `readFile`, and unreadable-file, too-large
 */
export async function openAndReadFile(input: Omit<ReadFileInput, "container">): Promise<ReadFileResult> {
  const candidates = input.candidates ?? importers;
  const { container, bytes, issues } = await openContainer({
    fileName: input.fileName,
    bytes: input.bytes,
    isKnown: (sample) => candidates.some((importer) => importer.claims(sample)),
  });
  for (const issue of issues) input.sink.issue(issue);
  return readFile({ ...input, fileName: input.fileName.replace(/\.gz$/i, ""), bytes, container });
}

/**
 * Decodes, detects and reads one file into `sink`. Memory is flat for tables of any size.
 * @throws AppError unknown-format, ambiguous-format, unreadable-file (no text), too-large (JSON above 64 Mi characters)
 */
export async function readFile(given: ReadFileInput): Promise<ReadFileResult> {
  const input = { ...given, sink: withinLimits(given.sink) };
  const decoder = new TextStream((issue) => input.sink.issue(issue));
  const pieces = decoder.decode(input.bytes);
  const { head, isWhole } = await readHead(pieces);
  const { sample, shape } = sampleOf({
    fileName: input.fileName,
    text: head,
    isWhole,
    container: input.container ?? null,
  });
  if (!input.importer) refuseBinary(input.fileName, head);
  const importer = input.importer ?? detect(sample, input.candidates);
  const text = resume(head, pieces);
  if (importer.shape === "table" || importer.shape === "lines") {
    const read = importer.shape === "table" ? shape : linesShape(shape);
    const reader = readerOf(importer, input, sample);
    const rows = await readTable({ text, shape: read, reader, kept: new KeptRecords(importer, read), input });
    return { importer, encoding: decoder.encoding, rows, shape: read };
  }
  const whole = await readText(text, { fileName: input.fileName, what: importer.shape === "text" ? "text" : "JSON" });
  if (importer.shape === "text") {
    const lines = whole.split(/\r\n|\n|\r/);
    importer.read(lines, input.sink, input.options);
    await input.onWhole?.(keptLines(lines, importer));
  } else {
    const { values, issue } = readJsonValues(whole);
    if (issue) input.sink.issue(issue);
    importer.read(values, input.sink, input.options);
    await input.onWhole?.(keptJson(whole, values, importer));
  }
  return { importer, encoding: decoder.encoding, rows: 0, shape: null };
}

function readerOf(
  importer: TableImporter | LineImporter,
  { sink, options }: ReadFileInput,
  sample: Sample,
): RecordReader {
  if (importer.shape === "table") return importer.open(sink, options, sample);
  const reader = importer.open(sink, options, sample);
  return { record: ([text = ""], row) => reader.line(text, row), end: (file) => reader.end(file) };
}

/** Of these first characters, how many may be control characters in a text that has lived through something. */
const PROBED_CHARACTERS = 4_096;
const CONTROL_SHARE = 0.04;

function refuseBinary(fileName: string, head: string): void {
  const probe = head.slice(0, PROBED_CHARACTERS);
  // NUL became U+FFFD: a log whose machine lost power is full of it and still a log.
  const control = probe.match(/[^\P{Cc}\t\n\r]/gu)?.length ?? 0;
  if (control <= probe.length * CONTROL_SHARE || control < 2) return;
  throw new AppError(
    "unreadable-file",
    `${fileName} is not text: it is damaged, encrypted or a file of another program. Export it as CSV, JSON, XLSX or Parquet.`,
  );
}

/** One stored row again: its cells, or null when the block does not hold it. */
export function rowOfBlock(
  block: Pick<TextBlock, "text" | "firstRow">,
  row: number,
  shape: TableShape,
): string[] | null {
  return parseRecords(block.text, shape)[row - block.firstRow] ?? null;
}

async function readHead(pieces: AsyncIterator<string>): Promise<{ head: string; isWhole: boolean }> {
  let head = "";
  while (head.length < SAMPLE_CHARACTERS) {
    const next = await pieces.next();
    if (next.done) return { head, isWhole: true };
    head += next.value;
  }
  return { head, isWhole: false };
}

async function* resume(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}

async function readText(
  text: AsyncIterable<string>,
  { fileName, what }: { fileName: string; what: "text" | "JSON" },
): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const piece of text) {
    length += piece.length;
    if (length > MAX_JSON_CHARACTERS) {
      throw new AppError(
        "too-large",
        `${fileName} holds more than 64 MiB of ${what}. Export shorter periods and upload them one by one.`,
      );
    }
    parts.push(piece);
  }
  return parts.join("");
}

type TableRead = {
  readonly text: AsyncIterable<string>;
  readonly shape: TableShape;
  readonly reader: RecordReader;
  readonly kept: KeptRecords;
  readonly input: ReadFileInput;
};

async function readTable({ text, shape, reader, kept, input }: TableRead): Promise<number> {
  let row = 1;
  let isOpenEnded = false;
  for await (const block of recordBlocks(text, shape)) {
    const firstRow = row;
    if (block.text !== "") {
      isOpenEnded = !block.text.endsWith(shape.newline);
      eachRecord(block.text, shape, (cells) => {
        // Kept lines are handed over block by block: without a taker they would only pile up.
        if (input.onBlock) kept.record(cells);
        if (cells.length > 1 || (cells[0] ?? "").trim() !== "") reader.record(cells, row);
        row += 1;
      });
    }
    if (row > firstRow) await input.onBlock?.({ text: kept.block(block.text), firstRow, rows: row - firstRow });
    if (block.isCut) input.sink.issue(unclosedQuote(row));
  }
  reader.end({ isOpenEnded });
  return row - 1;
}
