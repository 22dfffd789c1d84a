import type { JsonValue, Sink } from "../importer.ts";
import { asText, isObject, type JsonObject, jsonText } from "./json.ts";

/** The pages of a file: one, several after each other, or an array of them (also inside an array). */
export function pagesOf(values: readonly JsonValue[]): JsonObject[] {
  return values.flatMap((value) => (Array.isArray(value) ? pagesOf(value) : isObject(value) ? [value] : []));
}

/** Pages as `pagesOf` gives them; what is no page of this export (an error that was saved among them) is blocking. */
export function soundPagesOf(
  values: readonly JsonValue[],
  sink: Sink,
  isPage: (page: JsonObject) => boolean,
): JsonObject[] {
  return values.flatMap((value): JsonObject[] => {
    if (Array.isArray(value)) return soundPagesOf(value, sink, isPage);
    if (isObject(value) && isPage(value)) return [value];
    sink.issue({
      severity: "blocking",
      row: null,
      column: null,
      code: "page-unreadable",
      message: `The file holds ${jsonText(value).slice(0, 80)} where a page should be, as when a request failed. What that page holds is missing: fetch it again and upload all pages together.`,
    });
    return [];
  });
}

/** Is there a list under this key, as every page has one (though it may be empty)? */
export const hasList =
  (...keys: readonly string[]) =>
  (page: JsonObject): boolean =>
    keys.some((key) => Array.isArray(page[key]));

/** The objects of a list; anything else in it, or no list at all, is damage and blocking. Null is an empty list. */
export function objectsIn(
  list: JsonValue | undefined,
  of: { row: number | null; column: string },
  sink: Sink,
): JsonObject[] {
  const items = list === null ? [] : Array.isArray(list) ? list : [list ?? null];
  const objects = items.filter(isObject);
  if (objects.length === items.length && (Array.isArray(list) || list === null)) return objects;
  sink.issue({
    severity: "blocking",
    ...of,
    code: "list-unreadable",
    message: `The ${of.column} should be a list of objects and is not: the file is damaged there. Fetch it again, or leave this out.`,
  });
  return Array.isArray(list) ? objects : [];
}

/** The object a key holds, an empty one where it is absent; null when it holds anything else, which was then reported. */
export function objectOrNothing(
  value: JsonValue | undefined,
  of: { row: number; column: string },
  sink: Sink,
): JsonObject | null {
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  sink.issue({
    severity: "blocking",
    ...of,
    code: "object-unreadable",
    message: `The ${of.column} should be an object and is ${jsonText(value).slice(0, 60)}. Fetch the file again, or leave this row out.`,
  });
  return null;
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
  for (const bucket of pages.flatMap((page) => objectsIn(page.data, { row: null, column: "data" }, sink))) {
    const startText = asText(bucket[times.start]) ?? "";
    const results = objectsIn(bucket.results, { row: row + 1, column: "results" }, sink).map((value) => ({
      row: ++row,
      value,
    }));
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
