import Papa from "papaparse";
import type { Issue } from "../../core/issue.ts";

/** How the records of a delimited text are told apart. Found once, from the first 64 KiB. */
export type TableShape = { readonly delimiter: string; readonly newline: "\n" | "\r" };

const DELIMITERS = [",", ";", "\t"] as const;
/** A block is the unit that is stored and shown: small enough to parse again for one row. */
const BLOCK_CHARACTERS = 524_288;
/** A record longer than this is a quote that was never closed. */
export const MAX_RECORD_CHARACTERS = 4_194_304;

/** The delimiter that makes most cells of the first record (a comma when in doubt), and the line ending. */
export function tableShape(text: string): TableShape {
  const newline = text.includes("\n") ? "\n" : text.includes("\r") ? "\r" : "\n";
  let best: string = ",";
  let most = 0;
  for (const delimiter of DELIMITERS) {
    const cells = firstRecordLength(text, { delimiter, newline });
    if (cells > most) {
      best = delimiter;
      most = cells;
    }
  }
  return { delimiter: best, newline };
}

function firstRecordLength(text: string, { delimiter, newline }: TableShape): number {
  let cells = 1;
  let isQuoted = false;
  let hasText = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === newline) {
      if (hasText) break;
      cells = 1;
    } else if (character === delimiter) cells += 1;
    if (character.trim() !== "") hasText = true;
  }
  return cells;
}

/**
 * The records of a text that ends with a whole record. Blank lines come out as one empty cell; cells are as written,
 * quotes undone.
 */
export function parseRecords(text: string, shape: TableShape): string[][] {
  const endsWithNewline = text.endsWith(shape.newline);
  if (!text.includes('"')) return plainRecords(endsWithNewline ? text.slice(0, -1) : text, shape);
  const source = shape.newline === "\n" && text.includes("\r\n") ? text.replaceAll("\r\n", "\n") : text;
  const records = Papa.parse<string[]>(source, { delimiter: shape.delimiter, newline: shape.newline }).data;
  if (endsWithNewline && records.at(-1)?.length === 1 && records.at(-1)?.[0] === "") records.pop();
  return records;
}

function plainRecords(text: string, { delimiter, newline }: TableShape): string[][] {
  const records: string[][] = [];
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf(newline, start);
    if (end < 0) end = text.length;
    const last = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    records.push(text.slice(start, last).split(delimiter));
    start = end + 1;
  }
  return records;
}

function countQuotes(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('"', from); at >= 0 && at < to; at = text.indexOf('"', at + 1)) count += 1;
  return count;
}

/** The position after the last line ending that is not inside quotes; 0 when there is none. */
function lastRecordEnd(text: string, newline: string): number {
  let after = text.length;
  let quotes = countQuotes(text, 0, text.length);
  for (;;) {
    const at = after === 0 ? -1 : text.lastIndexOf(newline, after - 1);
    if (at < 0) return 0;
    quotes -= countQuotes(text, at, after);
    if (quotes % 2 === 0) return at + 1;
    after = at;
  }
}

/**
 * Cuts a stream of text into blocks of whole records; the last block may lack its line ending. When a quotation mark
 * is never closed the blocks end with the last readable record and `isCut` says so.
 */
export async function* recordBlocks(
  text: AsyncIterable<string>,
  { newline }: TableShape,
): AsyncGenerator<{ text: string; isCut: boolean }> {
  let pending = "";
  for await (const piece of text) {
    pending += piece;
    if (pending.length < BLOCK_CHARACTERS) continue;
    const end = lastRecordEnd(pending, newline);
    if (end > 0) {
      yield { text: pending.slice(0, end), isCut: false };
      pending = pending.slice(end);
    } else if (pending.length > MAX_RECORD_CHARACTERS) {
      yield { text: "", isCut: true };
      return;
    }
  }
  const isCut = countQuotes(pending, 0, pending.length) % 2 !== 0;
  const whole = isCut ? pending.slice(0, lastRecordEnd(pending, newline)) : pending;
  if (whole !== "" || isCut) yield { text: whole, isCut };
}

/** The issue for the record after the last readable one. */
export function unclosedQuote(row: number): Issue {
  return {
    severity: "blocking",
    row,
    column: null,
    code: "quote-not-closed",
    message:
      "A quotation mark opens here and is never closed, so this row and everything after it cannot be read. Export the file again.",
  };
}

/** A copy that does not keep the block it was cut from in memory: for whatever outlives its block. */
export const ownText = (text: string): string => (text.length < 13 ? text : Buffer.from(text, "utf8").toString("utf8"));
