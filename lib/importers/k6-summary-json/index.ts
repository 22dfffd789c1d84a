import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { readIsoMs } from "../source/days.ts";
import { jsonText } from "../source/json.ts";
import { soundPagesOf } from "../source/pages.ts";
import { readLevel } from "./level.ts";
import { shapeOf, summaryOf } from "./metrics.ts";

/** The end-of-test summary of k6: `--summary-export`, JSON of handleSummary's data, or the machine-readable one. */
const k6SummaryJson: JsonImporter = {
  id: "k6-summary-json",
  label: "k6 load test, summary as JSON",
  lookedFor: "JSON with metrics and root_group or state, or with results, config and metadata of k6",
  yields: "load-test",
  basis: "quantity",
  // What setup() returned is often a login; a script's path names a person.
  secrets: ["script"],
  dropped: ["setup_data"],
  shape: "json",
  claims: isSummary,
  read,
};
export default k6SummaryJson;

const METRIC = /"(?:http_reqs|iterations|vus|vus_max|checks|iteration_duration|data_received)"/;

function isSummary({ jsonKeys, text }: Sample): boolean {
  if (!jsonKeys) return false;
  const has = (...names: readonly string[]) => names.every((name) => jsonKeys.includes(name));
  if (has("results", "config", "metadata")) return METRIC.test(text) && /"(?:k6Version|generatedAt)"/.test(text);
  return has("metrics") && (has("root_group") || has("state") || /"http_reqs"/.test(text)) && METRIC.test(text);
}

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, (page) => shapeOf(page) !== null);
  for (const [at, page] of pages.entries()) {
    const shape = shapeOf(page);
    if (shape === null) continue;
    const row = at + 1;
    const summary = summaryOf(page, shape);
    sink.source?.(row, jsonText(Object.fromEntries(Object.entries(page).filter(([key]) => key !== "setup_data"))));
    const found = readLevel(summary);
    if (!found || found.level.requests === null) {
      sink.issue({
        severity: "blocking",
        row,
        column: "http_reqs",
        code: "requests-missing",
        message:
          "The summary counts neither requests (http_reqs) nor iterations, so it says nothing of a load. Run the test against the server and export again.",
      });
      continue;
    }
    sink.loadTest({
      row,
      tool: "k6",
      model: null,
      atMs: timeOf(summary.generatedAt, options),
      levels: [found.level],
      objectives: [...summary.metrics.values()].flatMap(({ thresholds }) => thresholds),
      isSingleStream: false,
      notes: [...found.notes, ...summary.oddThresholds.map((text) => `Whether "${text}" was met cannot be read.`)],
    });
  }
}

const MS_PER_DAY = 86_400_000;

function timeOf(text: string | null, { nowMs }: ReadOptions): number | null {
  const ms = text === null ? null : readIsoMs(text);
  return ms === null || ms > nowMs + MS_PER_DAY ? null : ms;
}
