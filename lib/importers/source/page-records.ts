import type { JsonValue, Sink } from "../importer.ts";
import { type JsonObject, jsonText } from "./json.ts";
import { objectsIn } from "./pages.ts";

export type NumberedRecord = { readonly row: number; readonly value: JsonObject };

type Pages = { readonly pages: readonly JsonObject[]; readonly listOf: (page: JsonObject) => JsonValue | undefined };

/**
 * The records of all pages that have no buckets, numbered 1, 2, 3 ... across the file. A page that comes again with the
 * same records is blocking: they would count twice. One record twice on a page is two.
 */
export function recordsOf({ pages, listOf }: Pages, sink: Sink): NumberedRecord[] {
  const records: NumberedRecord[] = [];
  const seen = new Set<string>();
  let row = 0;
  for (const page of pages) {
    const list = listOf(page) ?? null;
    const numbered = objectsIn(list, { row: row + 1, column: "data" }, sink).map((value) => ({ row: ++row, value }));
    const [first] = numbered;
    if (!first) continue;
    const text = jsonText(list);
    if (seen.has(text)) {
      sink.issue({
        severity: "blocking",
        row: first.row,
        column: null,
        code: "page-repeated",
        message: "This page comes twice with the same records. Remove one, or leave these rows out.",
      });
      continue;
    }
    seen.add(text);
    if (sink.source) for (const record of numbered) sink.source(record.row, jsonText(record.value));
    records.push(...numbered);
  }
  return records;
}
