import type { LineImporter, LineReader, ReadOptions, Sample, Sink } from "../importer.ts";
import { K6Stream } from "../source/k6-stream.ts";
import { Memo } from "../source/keys.ts";
import { StampReader } from "../source/stamps.ts";

/** `k6 run --out json=points.json`: every measurement of a test, a line each. */
const k6PointsJson: LineImporter = {
  id: "k6-points-json",
  label: "k6 load test, points as JSON lines",
  lookedFor: 'JSON lines with "type":"Point" or "Metric", "metric" and "data"',
  yields: "load-test",
  basis: "quantity",
  shape: "lines",
  claims: isPoints,
  keptLine,
  open: (sink, options) => new PointLines(sink, options),
};
export default k6PointsJson;

function isPoints({ jsonKeys, text }: Sample): boolean {
  if (!jsonKeys || !["type", "metric", "data"].every((key) => jsonKeys.includes(key))) return false;
  return /"type"\s*:\s*"(?:Point|Metric)"/.test(text);
}

/** Of a point's tags, what tells of the request and of nobody: addresses, errors and own tags may hold keys and people. */
const KEPT_TAGS = ["status", "scenario", "method", "expected_response", "group"];
const TAGS = /"(tags|metadata)"\s*:\s*\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\}/g;
const TAG = /"((?:[^"\\]|\\.)*)"\s*:\s*(?:"(?:[^"\\]|\\.)*"|[^,}\s]+)/g;

/** Tags repeat from point to point: from `"tags":` to the end of the line, as it is kept. */
const keptEnds = new Memo((end: string) =>
  end.replace(TAGS, (_, name: string, inner: string) => {
    const kept = name === "tags" ? [...inner.matchAll(TAG)].filter(([, key = ""]) => KEPT_TAGS.includes(key)) : [];
    return `"${name}":{${kept.map(([pair]) => pair).join(",")}}`;
  }),
);

function keptLine(text: string): string {
  const at = TAGS_AT.exec(text)?.index ?? -1;
  return at < 0 ? text : `${text.slice(0, at)}${keptEnds.get(text.slice(at))}`;
}
const TAGS_AT = /"(?:tags|metadata)"\s*:/;

const METRIC = /"metric"\s*:\s*"([^"\\]*)"/;

class PointLines implements LineReader {
  readonly #sink: Sink;
  readonly #stream: K6Stream;
  readonly #stamps = new StampReader(null);
  /** A line that cannot be read: at the end of the file it was cut. */
  #unreadable: number | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#stream = new K6Stream(sink, options);
  }

  line(text: string, row: number): void {
    if (this.#unreadable !== null) this.#reportUnreadable(this.#unreadable);
    this.#unreadable = null;
    const metric = METRIC.exec(text)?.[1];
    const isWhole = text.trimEnd().endsWith("}");
    // Most points are of metrics that say nothing of a load: they need no parsing.
    if (metric !== undefined && isWhole && this.#stream.points.roleOf(metric) === "none") return;
    const entry = isWhole && metric !== undefined ? entryOf(text) : null;
    if (entry === null) {
      this.#unreadable = row;
      return;
    }
    if (entry.type === "Metric") {
      for (const threshold of entry.thresholds) this.#stream.thresholds.add(`${metric} ${threshold}`);
      return;
    }
    const atMs = this.#stamps.read(entry.time);
    if (metric === undefined || Number.isNaN(atMs) || entry.value === null || entry.value < 0) this.#unreadable = row;
    else this.#stream.point(row, { metric, atMs, value: entry.value });
  }

  end(file?: { readonly isOpenEnded: boolean }): void {
    if (this.#unreadable !== null) {
      if (file?.isOpenEnded) {
        this.#sink.issue({
          severity: "warning",
          row: this.#unreadable,
          column: null,
          code: "row-cut",
          message: "The last line is cut, as when the test was stopped while writing; it was not read.",
        });
      } else this.#reportUnreadable(this.#unreadable);
    }
    this.#stream.end();
  }

  #reportUnreadable(row: number): void {
    this.#sink.issue({
      severity: "blocking",
      row,
      column: null,
      code: "row-unreadable",
      message:
        "This line is no point of k6: it lacks a metric, a time or a value. Run the test again, or leave the line out.",
    });
  }
}

type Entry =
  | { readonly type: "Metric"; readonly thresholds: readonly string[] }
  | { readonly type: "Point"; readonly time: string; readonly value: number | null };

function entryOf(text: string): Entry | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null; // reported by its row
  }
  if (typeof parsed !== "object" || parsed === null || !("type" in parsed) || !("data" in parsed)) return null;
  const { type, data } = parsed;
  if (typeof data !== "object" || data === null) return null;
  if (type === "Metric") {
    const listed = "thresholds" in data && Array.isArray(data.thresholds) ? data.thresholds : [];
    return { type, thresholds: listed.filter((each: unknown) => typeof each === "string") };
  }
  if (type !== "Point" || !("time" in data) || typeof data.time !== "string") return null;
  const value = "value" in data && typeof data.value === "number" ? data.value : null;
  return { type, time: data.time, value };
}
