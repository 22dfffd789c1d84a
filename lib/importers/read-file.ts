import { AppError } from "../core/app-error.ts";
import type { Container, Importer, ReadOptions, RecordReader, Sample, Sink } from "./importer.ts";
import { withinLimits } from "./limits.ts";
import { detect } from "./registry.ts";
import { type Encoding, TextStream } from "./source/decode.ts";
import { readJsonValues } from "./source/json.ts";
import { SAMPLE_CHARACTERS, sampleOf } from "./source/sample.ts";
import { eachRecord, parseRecords, recordBlocks, type TableShape, unclosedQuote } from "./source/table.ts";

/** JSON is read whole; this many characters of it at most. */
export const MAX_JSON_CHARACTERS = 64 * 1024 * 1024;

/** Whole records of a table as text, so that row N can be shown later by parsing only the block that holds it. */
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
  /** Read as this format without asking the others. */
  readonly importer?: Importer;
  /** Formats to choose from; all that ship with Tokenwatt when absent. */
  readonly candidates?: readonly Importer[];
};

/**
 * Decodes, detects and reads one file into `sink`. Memory is flat for tables of any size.
 * @throws AppError unknown-format, ambiguous-format, too-large (JSON above 64 Mi characters)
 */
export async function readFile(given: ReadFileInput): Promise<ReadFileResult> {
  const input = { ...given, sink: withinLimits(given.sink) };
  const decoder = new TextStream((issue) => input.sink.issue(issue));
  const pieces = decoder.decode(input.bytes);
  const { head, isWhole } = await readHead(pieces);
  const { sample, shape } = sampleOf({ fileName: input.fileName, text: head, isWhole, container: input.container ?? null });
  const importer = input.importer ?? detect(sample, input.candidates);
  const text = resume(head, pieces);
  if (importer.shape === "text") {
    const whole = await readText(text, input);
    importer.read(whole.split(/\r\n|\n|\r/), input.sink, input.options);
    return { importer, encoding: decoder.encoding, rows: 0, shape: null };
  }
  if (importer.shape === "json") {
    importer.read(await readJson(text, input), input.sink, input.options);
    return { importer, encoding: decoder.encoding, rows: 0, shape: null };
  }
  const reader = importer.open(input.sink, input.options, sample);
  const rows = await readTable({ text, shape, reader, input, sample });
  return { importer, encoding: decoder.encoding, rows, shape };
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

async function readJson(text: AsyncIterable<string>, input: ReadFileInput) {
  const { values, issue } = readJsonValues(await readText(text, input));
  if (issue) input.sink.issue(issue);
  return values;
}

async function readText(text: AsyncIterable<string>, { fileName, importer }: ReadFileInput): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  for await (const piece of text) {
    length += piece.length;
    if (length > MAX_JSON_CHARACTERS) {
      throw new AppError(
        "too-large",
        `${fileName} holds more than 64 MiB of ${importer?.shape === "text" ? "text" : "JSON"}. Export shorter periods and upload them one by one.`,
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
  readonly input: ReadFileInput;
  readonly sample: Sample;
};

async function readTable({ text, shape, reader, input }: TableRead): Promise<number> {
  let row = 1;
  for await (const block of recordBlocks(text, shape)) {
    const firstRow = row;
    if (block.text !== "") {
      eachRecord(block.text, shape, (cells) => {
        if (cells.length > 1 || (cells[0] ?? "").trim() !== "") reader.record(cells, row);
        row += 1;
      });
    }
    if (row > firstRow) await input.onBlock?.({ text: block.text, firstRow, rows: row - firstRow });
    if (block.isCut) input.sink.issue(unclosedQuote(row));
  }
  reader.end();
  return row - 1;
}
