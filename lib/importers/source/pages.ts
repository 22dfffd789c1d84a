import type { JsonValue, Sink } from "../importer.ts";
import { asArray, asText, isObject, type JsonObject, jsonText } from "./json.ts";

/** The pages of a file: one, several after each other, or an array of them (also inside an array). */
export function pagesOf(values: readonly JsonValue[]): JsonObject[] {
  return values.flatMap((value) => (Array.isArray(value) ? pagesOf(value) : isObject(value) ? [value] : []));
}

const MS_PER_DAY = 86_400_000;

export type Bucket = {
  readonly startMs: number;
  readonly endMs: number | null;
  readonly results: readonly { readonly row: number; readonly value: JsonObject }[];
};

type BucketTimes = { readonly start: string; readonly end: string; readonly readTime: (text: string) => number | null };

/**
 * Walks the buckets of all pages in order and numbers their results 1, 2, 3 ... across the file. A bucket that comes
 * again with the same results is blocking (the money would count twice); one whose time cannot be read is too.
 */
export function bucketsOf(pages: readonly JsonObject[], times: BucketTimes, sink: Sink): Bucket[] {
  const buckets: Bucket[] = [];
  const seen = new Map<string, Set<string>>();
  let row = 0;
  for (const bucket of pages.flatMap((page) => asArray(page.data)).filter(isObject)) {
    const startText = asText(bucket[times.start]) ?? "";
    const results = asArray(bucket.results)
      .filter(isObject)
      .map((value) => ({ row: ++row, value }));
    const startMs = times.readTime(startText);
    const first = results[0]?.row ?? null;
    if (startMs === null) {
      sink.issue({
        severity: "blocking",
        row: first,
        column: times.start,
        code: "date-unreadable",
        message: `"${startText}" is not a time this report writes; its results belong to no day.`,
      });
      continue;
    }
    if (isRepeat({ seen, startText, results: jsonText(bucket.results ?? null), row: first }, sink)) continue;
    for (const { row: at, value } of sink.source ? results : []) sink.source?.(at, jsonText(value));
    buckets.push({ startMs, endMs: times.readTime(asText(bucket[times.end]) ?? ""), results });
  }
  return buckets;
}

type Seen = { seen: Map<string, Set<string>>; startText: string; results: string; row: number | null };

function isRepeat({ seen, startText, results, row }: Seen, sink: Sink): boolean {
  const before = seen.get(startText);
  if (!before) {
    seen.set(startText, new Set([results]));
    return false;
  }
  if (row === null) return true;
  if (before.has(results)) {
    sink.issue({
      severity: "blocking",
      row,
      column: null,
      code: "bucket-repeated",
      message: `The day that starts at ${startText} comes twice with the same results, as when a page is saved twice. Remove one, or leave these rows out.`,
    });
    return true;
  }
  before.add(results);
  sink.issue({
    severity: "warning",
    row,
    column: null,
    code: "bucket-continued",
    message: `The day that starts at ${startText} comes more than once with different results; all of them count. Check that the pages come from one request.`,
  });
  return false;
}

/** A page that says there is more, at the end of the file: the export is incomplete. */
export function reportIncomplete(pages: readonly JsonObject[], sink: Sink): void {
  if (pages.at(-1)?.has_more !== true) return;
  sink.issue({
    severity: "warning",
    row: null,
    column: "has_more",
    code: "pages-missing",
    message:
      "The last page says there are more pages, so later days are not in this file. Fetch the rest and upload all pages together.",
  });
}

/** A string or number of a result as text, null when absent. */
export function field(value: JsonObject, name: string): string | null {
  const text = asText(value[name]);
  return text === null || text.trim() === "" ? null : text;
}

export const isMissing = (value: JsonValue | undefined): boolean =>
  value === undefined || value === null || value === "";

/** Is the first bucket of a page shorter than a day? Costs come in days only, so such pages are of usage. */
export function hasShortBuckets(text: string, { start, end, readTime }: BucketTimes): boolean {
  const timeOf = (key: string) => readTime(new RegExp(`"${key}"\\s*:\\s*"?([^",}\\s]+)`).exec(text)?.[1] ?? "");
  const startMs = timeOf(start);
  const endMs = timeOf(end);
  return startMs !== null && endMs !== null && endMs > startMs && endMs - startMs < MS_PER_DAY;
}
