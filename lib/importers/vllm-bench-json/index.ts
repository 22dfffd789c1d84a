import type { LoadTest } from "../../core/capacity/load-test.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { about } from "../source/headed-table.ts";
import { type JsonObject, jsonText } from "../source/json.ts";
import { reportZone } from "../source/log-clock.ts";
import { field, pagesOf } from "../source/pages.ts";
import { StampReader } from "../source/stamps.ts";
import { Tally } from "../source/tally.ts";
import { type Problem, type Run, readRun } from "./run.ts";

/** `vllm bench serve --save-result`: one object a run, or one a line with `--append-result`. */
const vllmBenchJson: JsonImporter = {
  id: "vllm-bench-json",
  label: "vLLM serving benchmark, JSON",
  lookedFor: "JSON with model_id, num_prompts, request_rate and request_throughput",
  yields: "load-test",
  basis: "quantity",
  // --save-detailed writes every prompt's answer.
  dropped: [
    "generated_texts",
    "errors",
    "itls",
    "ttfts",
    "input_lens",
    "output_lens",
    "start_times",
    "latencies",
    "queue_times",
  ],
  shape: "json",
  claims: isResult,
  read,
};
export default vllmBenchJson;

function isResult({ jsonKeys }: Sample): boolean {
  if (!jsonKeys?.includes("num_prompts") || !jsonKeys.includes("request_rate")) return false;
  return jsonKeys.includes("model_id") || jsonKeys.includes("request_throughput") || jsonKeys.includes("completed");
}

/** Runs of one model on one server are the levels of one test. */
type Group = { readonly first: Run; readonly row: number; atMs: number | null; readonly runs: Run[] };

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const stamps = new StampReader(options.zone);
  const tally = new Tally(sink);
  const groups = new Map<string, Group>();
  const seen = new Set<string>();
  for (const [at, page] of pagesOf(values).entries()) {
    const row = at + 1;
    sink.source?.(row, jsonText(shortened(page)));
    const text = jsonText(page);
    if (seen.has(text)) {
      tally.note(TWICE, row);
      continue;
    }
    seen.add(text);
    const run = readRun(page);
    if ("problem" in run) report(sink, row, run.problem);
    else collect(groups, { run, row, page, atMs: timeOf(page, { stamps, tally, row, options }) });
  }
  tally.report();
  reportZone(stamps, sink);
  for (const group of groups.values()) sink.loadTest(testOf(group));
  if (groups.size === 0)
    sink.issue(about("warning", "no-runs", "The file holds no run of the benchmark that could be read."));
}

const TWICE = {
  severity: "notice",
  code: "run-twice",
  column: null,
  message: "A run stands in the file twice, to the last digit; it counts once.",
} as const;

/** What a person is shown of a run: its figures, without the lists of every request. */
const shortened = (page: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(page).filter(([, value]) => !Array.isArray(value)));

function report(sink: Sink, row: number, { column, code, message }: Problem): void {
  sink.issue({ severity: "blocking", row, column, code, message });
}

type At = { readonly stamps: StampReader; readonly tally: Tally; readonly row: number; readonly options: ReadOptions };

const ODD_DATE = {
  severity: "warning",
  code: "date-unreadable",
  column: "date",
  message:
    "The run's date is not one that the benchmark writes, or lies before the year 2000 or ahead; the run counts without it.",
} as const;
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;

function timeOf(page: JsonObject, { stamps, tally, row, options }: At): number | null {
  const text = field(page, "date");
  if (text === null) return null;
  const iso = text.trim().replace(/^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/, "$1-$2-$3 $4:$5:$6");
  const atMs = stamps.read(iso);
  if (atMs > EARLIEST_MS && atMs < options.nowMs + MS_PER_DAY) return atMs;
  tally.note(ODD_DATE, row);
  return null;
}

type Collected = { readonly run: Run; readonly row: number; readonly page: JsonObject; readonly atMs: number | null };

function collect(groups: Map<string, Group>, { run, row, page, atMs }: Collected): void {
  const key = ["model_id", "backend", "endpoint_type", "gpu", "tp", "deployment", "label"]
    .map((name) => field(page, name) ?? "")
    .join("\u0000");
  const group = groups.get(key);
  if (group) {
    group.runs.push(run);
    if (atMs !== null && (group.atMs === null || atMs > group.atMs)) group.atMs = atMs;
  } else groups.set(key, { first: run, row, atMs, runs: [run] });
}

function testOf({ first, row, atMs, runs }: Group): LoadTest {
  const mixes = new Set(runs.map((run) => run.mix));
  return {
    row,
    tool: "vllm-bench",
    model: textOrNull(first.model),
    atMs,
    levels: runs.map((run) => run.level),
    objectives: [],
    isSingleStream: false,
    notes: [
      ...new Set(runs.flatMap((run) => run.notes)),
      ...(mixes.size > 1
        ? [
            `The levels have prompts and answers of different lengths (${[...mixes].join("; ")}): compare them with care.`,
          ]
        : []),
    ],
  };
}
