import { type Latency, type LoadLevel, latencyOrNull, levelOf } from "../../core/capacity/load-test.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { readIsoMs } from "../source/days.ts";
import { asArray, isObject, type JsonObject, jsonText } from "../source/json.ts";
import { NOTES } from "../source/k6-metrics.ts";
import { measuredIn } from "../source/measured-number.ts";
import { field, objectsIn, soundPagesOf } from "../source/pages.ts";

/** What `tokenwatt loadtest` and scripts/load-test/k6.js write: the levels of one model (docs/load-test.md). */
const tokenwattLoadTest: JsonImporter = {
  id: "tokenwatt-load-test",
  label: "Tokenwatt load test",
  lookedFor: 'JSON with "tokenwatt": "load-test" and levels',
  yields: "load-test",
  basis: "quantity",
  secrets: ["url"],
  shape: "json",
  claims: ({ jsonKeys, text }: Sample) =>
    jsonKeys?.includes("tokenwatt") === true && /"tokenwatt"\s*:\s*"load-test"/.test(text),
  read,
};
export default tokenwattLoadTest;

const MS_PER_DAY = 86_400_000;

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, (page) => page.tokenwatt === "load-test");
  for (const [at, page] of pages.entries()) {
    const row = at + 1;
    sink.source?.(row, jsonText(Object.fromEntries(Object.entries(page).filter(([key]) => key !== "url"))));
    const levels = objectsIn(page.levels, { row, column: "levels" }, sink).flatMap((level) =>
      readLevel(level, { row, sink }),
    );
    if (levels.length === 0) continue;
    const started = field(page, "startedAt") ?? field(page, "finishedAt");
    const atMs = started === null ? null : readIsoMs(started);
    sink.loadTest({
      row,
      tool: "tokenwatt",
      model: textOrNull(field(page, "model")),
      atMs: atMs !== null && atMs < options.nowMs + MS_PER_DAY ? atMs : null,
      levels,
      objectives: asArray(page.objectives)
        .filter(isObject)
        .flatMap(({ text, isMet }) =>
          typeof text === "string" && typeof isMet === "boolean" ? [{ text, isMet }] : [],
        ),
      isSingleStream: false,
      notes: [...notesOf(page, levels)],
    });
  }
}

function* notesOf(page: JsonObject, levels: readonly LoadLevel[]): Generator<string> {
  for (const note of asArray(page.notes)) if (typeof note === "string") yield note;
  if (levels.length === 1) yield NOTES.oneLevel;
}

function readLevel(level: JsonObject, { row, sink }: { row: number; sink: Sink }): LoadLevel[] {
  const requests = measuredIn(level, "requests");
  const seconds = measuredIn(level, "seconds");
  if (requests === null || seconds === null || seconds === 0) {
    sink.issue({
      severity: "blocking",
      row,
      column: requests === null ? "requests" : "seconds",
      code: "figure-missing",
      message:
        "A level does not say how many requests it had or how long it took, so it gives no rate. Run the test again.",
    });
    return [];
  }
  return [
    levelOf({
      configured: measuredIn(level, "concurrency"),
      requests,
      failed: measuredIn(level, "failed"),
      seconds,
      inputTokens: measuredIn(level, "inputTokens"),
      outputTokens: measuredIn(level, "outputTokens"),
      duration: latencyIn(level.durationMs),
      firstToken: latencyIn(level.firstTokenMs),
    }),
  ];
}

function latencyIn(value: JsonValue | undefined): Latency | null {
  if (!isObject(value)) return null;
  const read = (name: string) => measuredIn(value, name);
  return latencyOrNull({ mean: read("mean"), p50: read("p50"), p90: read("p90"), p95: read("p95"), p99: read("p99") });
}
