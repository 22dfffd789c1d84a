import type { JsonValue } from "../importer.ts";
import { asArray, asText, isObject, type JsonObject } from "../source/json.ts";
import { measuredIn } from "../source/measured-number.ts";

/** The three shapes of a k6 summary: `--summary-export`, what handleSummary gets, and the machine-readable one. */
export type Shape = "export" | "summary" | "machine-readable";

export type Metric = {
  readonly values: JsonObject;
  /** "p(95)<500" and whether the file's own word on it is that it was met. */
  readonly thresholds: readonly { readonly text: string; readonly isMet: boolean }[];
};

export type Summary = {
  readonly shape: Shape;
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly seconds: number | null;
  readonly generatedAt: string | null;
  /** Thresholds that are neither met nor missed by what the file says. */
  readonly oddThresholds: readonly string[];
};

const objectOrNull = (value: JsonValue | undefined): JsonObject | null => (isObject(value) ? value : null);

export function shapeOf(value: JsonObject): Shape | null {
  if (isObject(value.results) && isObject(value.config) && "version" in value) return "machine-readable";
  if (!isObject(value.metrics)) return null;
  if (isObject(value.state)) return "summary";
  const metrics: JsonObject[] = Object.values(value.metrics).filter(isObject);
  if (metrics.some((metric) => isObject(metric.values))) return "summary";
  return metrics.length > 0 || isObject(value.root_group) ? "export" : null;
}

export function summaryOf(value: JsonObject, shape: Shape): Summary {
  const odd: string[] = [];
  const metrics = new Map<string, Metric>();
  for (const [name, metric] of namedMetrics(value, shape)) {
    const values = shape === "export" ? metric : objectOrNull(metric.values);
    const thresholds = objectOrNull(metric.thresholds);
    if (values)
      metrics.set(name, { values, thresholds: thresholds ? thresholdsOf(thresholds, { name, shape, odd }) : [] });
  }
  const config: JsonObject = isObject(value.config) ? value.config : {};
  const state: JsonObject = isObject(value.state) ? value.state : {};
  const runMs = measuredIn(state, "testRunDurationMs");
  const about: JsonObject = isObject(value.metadata) ? value.metadata : {};
  const seconds = shape === "machine-readable" ? measuredIn(config, "duration") : runMs === null ? null : runMs / 1000;
  return { shape, metrics, seconds, generatedAt: asText(about.generatedAt), oddThresholds: odd };
}

function namedMetrics(value: JsonObject, shape: Shape): (readonly [string, JsonObject])[] {
  if (shape !== "machine-readable") {
    return Object.entries(objectOrNull(value.metrics) ?? {}).flatMap(([name, metric]) => {
      const found = objectOrNull(metric);
      return found ? [[name, found] as const] : [];
    });
  }
  const listed: JsonObject[] = asArray(objectOrNull(value.results)?.metrics).filter(isObject);
  return listed.flatMap((metric) => (typeof metric.name === "string" ? [[metric.name, metric] as const] : []));
}

/** `--summary-export` writes whether a threshold FAILED; handleSummary's data says whether it is ok. */
function thresholdsOf(
  thresholds: JsonObject,
  { name, shape, odd }: { name: string; shape: Shape; odd: string[] },
): Metric["thresholds"] {
  return Object.entries(thresholds).flatMap(([text, said]) => {
    const value = shape === "summary" ? objectOrNull(said)?.ok : said;
    const named = text.startsWith(name) ? text : `${name} ${text}`;
    if (typeof value === "boolean") return [{ text: named, isMet: shape === "export" ? !value : value }];
    odd.push(named);
    return [];
  });
}
