import type { Container, Sample } from "../importer.ts";
import { leadingKeys } from "./json.ts";
import { parseRecords, type TableShape, tableShape } from "./table.ts";

export const SAMPLE_CHARACTERS = 65_536;
const SAMPLE_RECORDS = 50;

/** What importers judge a file by: its first 64 KiB as text, as records and as JSON keys. */
export function sampleOf(file: { fileName: string; text: string; isWhole: boolean; container?: Container | null }): {
  sample: Sample;
  shape: TableShape;
} {
  const text = file.text.slice(0, SAMPLE_CHARACTERS);
  const isWhole = file.isWhole && text.length === file.text.length;
  const jsonKeys = leadingKeys(text);
  const shape = tableShape(text);
  const records = jsonKeys || file.container === "pdf" ? [] : firstRecords({ text, isWhole, shape });
  return {
    sample: { fileName: file.fileName, text, isWhole, records, jsonKeys, container: file.container ?? null },
    shape,
  };
}

function firstRecords({ text, isWhole, shape }: { text: string; isWhole: boolean; shape: TableShape }): string[][] {
  const end = isWhole ? text.length : text.lastIndexOf(shape.newline) + 1;
  return parseRecords(end === 0 ? text : text.slice(0, end), shape)
    .slice(0, SAMPLE_RECORDS)
    .map((cells) => cells.map((cell) => cell.trim()));
}

/** The first record with any text in it, lower-cased: where a header would be. */
export const headerOf = (sample: Sample): string[] =>
  (sample.records.find((cells) => cells.some((cell) => cell !== "")) ?? []).map((cell) => cell.toLowerCase());
