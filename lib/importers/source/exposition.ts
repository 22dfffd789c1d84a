import { Memo } from "./keys.ts";

/** A metric with its labels; the same object for the same text, so it may be a key. */
export type MetricSeries = { readonly name: string; readonly labels: Readonly<Record<string, string>> };

/** A line of the Prometheus text format. `value` is the source text: `7.307144e+06`, `NaN`, `+Inf`. */
export type ExpositionLine =
  | { readonly is: "sample"; readonly series: MetricSeries; readonly value: string; readonly atMs: number | null }
  | { readonly is: "comment"; readonly text: string }
  | { readonly is: "unreadable" };

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:.]*$/;
const VALUE = /^[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|nan|inf|infinity)$/i;
const UNREADABLE: ExpositionLine = { is: "unreadable" };

/**
 * Reads the Prometheus text format and OpenMetrics line by line, also what `promtool tsdb dump` writes
 * (`{__name__="x"} 1 1743099740063`). A month names the same few series, so labels are parsed once a series.
 */
export class ExpositionParser {
  readonly #series = new Memo((text) => ({ series: parseSeries(text) }));

  /** Null: a blank line. */
  line(text: string): ExpositionLine | null {
    const line = text.trim();
    if (line === "") return null;
    if (line.startsWith("#")) return { is: "comment", text: line.slice(1).trim() };
    const end = seriesEnd(line);
    if (end <= 0) return UNREADABLE;
    const { series } = this.#series.get(line.slice(0, end).trimEnd());
    if (!series) return UNREADABLE;
    const [value = "", stamp, ...more] = withoutExemplar(line.slice(end)).trim().split(/\s+/);
    if (!VALUE.test(value) || more.length > 0) return UNREADABLE;
    const atMs = stamp === undefined ? null : expositionMs(stamp);
    return Number.isNaN(atMs) ? UNREADABLE : { is: "sample", series, value, atMs };
  }
}

/** OpenMetrics may end a line in ` # {trace_id="..."} 0.67`. */
function withoutExemplar(rest: string): string {
  const at = rest.indexOf(" # ");
  return at < 0 ? rest : rest.slice(0, at);
}

/** Milliseconds, or in OpenMetrics seconds with or without places. NaN: no time. */
function expositionMs(text: string): number {
  const match = /^(\d{1,15})(?:\.(\d+))?$/.exec(text);
  if (!match) return Number.NaN;
  const [, whole = "", fraction] = match;
  if (fraction === undefined && whole.length > 11) return Number(whole);
  return Number(whole) * 1000 + Number((fraction ?? "").slice(0, 3).padEnd(3, "0"));
}

/** Where name and labels end and the value begins; quotes may hold braces. -1: the labels are not closed. */
function seriesEnd(line: string): number {
  const brace = line.indexOf("{");
  const blank = line.search(/\s/);
  if (brace < 0 || (blank >= 0 && blank < brace && line.slice(blank, brace).trim() !== "")) return blank;
  let isQuoted = false;
  for (let at = brace + 1; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 92 && isQuoted) at += 1;
    else if (code === 34) isQuoted = !isQuoted;
    else if (code === 125 && !isQuoted) return at + 1;
  }
  return -1;
}

const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_.]*|"(?:[^"\\]|\\.)*")\s*(?:=\s*"((?:[^"\\]|\\.)*)"\s*)?(,|$)/y;

function parseSeries(text: string): MetricSeries | null {
  const brace = text.indexOf("{");
  let name = (brace < 0 ? text : text.slice(0, brace)).trim();
  const labels: [string, string][] = [];
  const inner = brace < 0 ? "" : text.slice(brace + 1, -1).trim();
  for (let at = 0; at < inner.length; ) {
    LABEL.lastIndex = at;
    const match = LABEL.exec(inner);
    if (!match) return null;
    at = LABEL.lastIndex;
    const [, label = "", value] = match;
    const key = label.startsWith('"') ? unescaped(label.slice(1, -1)) : label;
    // A quoted word without a value is the metric's name, since version 3 allows any characters in it.
    if (value === undefined) name = key;
    else if (key === "__name__") name = unescaped(value);
    else labels.push([key, unescaped(value)]);
  }
  return NAME.test(name) ? { name, labels: Object.fromEntries(labels) } : null;
}

const unescaped = (text: string): string =>
  text.includes("\\") ? text.replaceAll(/\\(.)/g, (_, next: string) => (next === "n" ? "\n" : next)) : text;
