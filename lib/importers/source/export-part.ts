import type { Sink } from "../importer.ts";

const NUMBERED = [
  // AWS: cur-00002.csv.gz, older report-2.csv.gz (a browser's second download is report-2.csv).
  { pattern: /-(\d{5})$/, first: 1 },
  { pattern: /(?<!\d{4}|\d{4}-\d{1,2})-([1-9]\d{0,2})\.csv\.(?:gz|zip)$/i, first: 1 },
  // Azure: part_1_0001.csv. BigQuery: costs-000000000001.csv.
  { pattern: /(?:^|[-_])part[-_]?(\d{1,4})(?:[-_]\d{4})?$/i, first: 0 },
  { pattern: /(?:^|[-_])(0{6}\d{6})$/, first: 0 },
];

/** Which part of an export in several files this one is, by its name; null when it is the first or the only one. */
export function partOf(fileName: string): number | null {
  const base = fileName.replace(/^.*[/\\]/, "");
  const name = base.replace(/(?:\.(?:csv|json|jsonl|ndjson|parquet|snappy|gz|gzip|zip|txt))+$/i, "");
  for (const { pattern, first } of NUMBERED) {
    const match = pattern.exec(name) ?? pattern.exec(base);
    if (match) return Number(match[1]) > first ? Number(match[1]) : null;
  }
  return null;
}

/**
 * A later part of an export holds other rows of the same days: it stands beside the first one, which follows from its name
 * (`partOf` in lib/core/standing), and is said here.
 */
export function sayPart(fileName: string, sink: Sink): void {
  const part = partOf(fileName);
  if (part === null) return;
  sink.issue({
    severity: "notice",
    row: null,
    column: null,
    code: "part-of-export",
    message: `By its name this is part ${part} of an export in several files: it counts beside the other parts. Upload all of them.`,
  });
}
