import type { JsonValue, Sink } from "../importer.ts";
import { asArray, asText, isObject, type JsonObject } from "./json.ts";

/** One series of a Prometheus answer. Rows of points count through the file: the n-th value of all is row n. */
export type QuerySeries = {
  /** Labels without `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  /** The metric; null after a function or an operator, which drop it. */
  readonly name: string | null;
  readonly points: readonly QueryPoint[];
};

/** `value` is the source text and may be `NaN` or `+Inf`. `atMs` is NaN when the time cannot be read. */
export type QueryPoint = { readonly row: number; readonly atMs: number; readonly value: string };

/**
 * The series of answers of `/api/v1/query_range` (matrix) and `/api/v1/query` (vector), one answer or many one after the
 * other, bare `data` or `result` parts of them, and of VictoriaMetrics' `/api/v1/export` (`{metric, values, timestamps}`).
 * A damaged point becomes a blocking issue of its row.
 */
export function querySeries(values: readonly JsonValue[], sink: Sink): QuerySeries[] {
  const reader = new PointReader(sink);
  return values.flatMap(resultsIn).map((result) => reader.series(result));
}

function resultsIn(value: JsonValue): JsonObject[] {
  return isObject(value) ? resultsOf(value) : asArray(value).flatMap(resultsIn);
}

function resultsOf(value: JsonObject): JsonObject[] {
  if (isObject(value.metric)) return [value];
  if (value.data !== undefined) return resultsIn(value.data);
  return asArray(value.result).filter(isObject);
}

class PointReader {
  readonly #sink: Sink;
  #row = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  series(result: JsonObject): QuerySeries {
    const all = isObject(result.metric)
      ? Object.entries(result.metric).map(([key, value]): [string, string] => [key, asText(value) ?? ""])
      : [];
    return {
      name: all.find(([key]) => key === "__name__")?.[1] ?? null,
      labels: Object.fromEntries(all.filter(([key]) => key !== "__name__")),
      points: this.#points(result),
    };
  }

  #points(result: JsonObject): QueryPoint[] {
    const points: QueryPoint[] = [];
    const values = asArray(result.values);
    const stamps = asArray(result.timestamps);
    if (stamps.length > 0) {
      for (const [at, value] of values.entries()) this.#point(points, millis(stamps[at]), value);
      return points;
    }
    for (const pair of values) this.#pair(points, pair);
    if (result.value !== undefined) this.#pair(points, result.value);
    return points;
  }

  #pair(points: QueryPoint[], pair: JsonValue): void {
    const both = asArray(pair);
    this.#point(points, seconds(both[0]), both[1]);
  }

  #point(points: QueryPoint[], atMs: number, value: JsonValue | undefined): void {
    this.#row += 1;
    // VictoriaMetrics writes null where a value was stale.
    const text = value === null ? "NaN" : asText(value);
    if (text === null || Number.isNaN(atMs)) this.#report();
    else points.push({ row: this.#row, atMs, value: text });
  }

  #report(): void {
    this.#sink.issue({
      severity: "blocking",
      row: this.#row,
      column: "values",
      code: "point-unreadable",
      message: "This value is not a pair of a time in epoch seconds and a number in quotes. Export the query again.",
    });
  }
}

/** Epoch seconds with up to three places used, as whole milliseconds; from the text, so that none is off by one. */
function seconds(value: JsonValue | undefined): number {
  const text = asText(value);
  const match = text === null ? null : /^(\d{9,11})(?:\.(\d+))?$/.exec(text);
  if (!match) return scientific(text);
  return Number(match[1]) * 1000 + Number((match[2] ?? "").slice(0, 3).padEnd(3, "0"));
}

/** `1.743099740063e+09`, as some programs write it. */
function scientific(text: string | null): number {
  if (text === null || !/^\d(?:\.\d+)?e\+?0?9$/i.test(text)) return Number.NaN;
  return Math.round(Number(text) * 1000);
}

function millis(value: JsonValue | undefined): number {
  const text = asText(value) ?? "";
  return /^\d{12,14}$/.test(text) ? Number(text) : Number.NaN;
}
