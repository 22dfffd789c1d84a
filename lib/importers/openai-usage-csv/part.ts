import type { Sample } from "../importer.ts";
import type { Columns } from "../source/headed-table.ts";
import { type UsagePart, usagePart } from "../source/openai-usage.ts";

/** Columns that only a usage export with rows of usage has. */
export const COUNTED: ReadonlySet<string> = new Set([
  "input_tokens",
  "output_tokens",
  "num_model_requests",
  "num_requests",
  "images",
  "characters",
  "seconds",
  "usage_bytes",
  "num_sessions",
]);

/** A column that one kind of usage has and no other, most telling first. */
const TELLING: readonly (readonly [column: string, part: UsagePart])[] = [
  ["images", "images"],
  ["characters", "audio_speeches"],
  ["seconds", "audio_transcriptions"],
  ["usage_bytes", "vector_stores"],
  ["num_sessions", "code_interpreter_sessions"],
  ["output_tokens", "completions"],
  ["input_cached_tokens", "completions"],
  ["context_level", "web_search_calls"],
  ["vector_store_id", "file_search_calls"],
];

const NAMED =
  /(completions|embeddings|moderations|images|audio_speeches|audio_transcriptions|vector_stores|code_interpreter_sessions|web_search(?:es|_calls)|file_search(?:es|_calls))(?:_usage|[_-]\d{4}-\d{2})/i;

/**
 * Which usage a file is of: by a column that tells, else by the file's name (`embeddings_usage_2026-05-01_...`), else by
 * the models of its first rows. Null when nothing tells.
 */
export function partOfFile(columns: Columns, sample: Sample): UsagePart | null {
  const told = TELLING.find(([column]) => columns.has(column));
  if (told) return told[1];
  const named = NAMED.exec(sample.fileName)?.[1];
  if (named) return usagePart(named);
  const at = columns.position("model");
  const model = at < 0 ? "" : (sample.records.slice(1).find((cells) => (cells[at] ?? "") !== "")?.[at] ?? "");
  if (/moderation/i.test(model)) return "moderations";
  return /embedding/i.test(model) ? "embeddings" : null;
}
