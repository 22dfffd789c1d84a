import { type Latency, type LoadLevel, latencyOrNull, levelOf } from "../../core/capacity/load-test.ts";
import type { JsonObject } from "../source/json.ts";
import { measuredIn } from "../source/measured-number.ts";
import { field } from "../source/pages.ts";

export type Problem = { readonly column: string; readonly code: string; readonly message: string };
export type Run = {
  readonly model: string | null;
  readonly level: LoadLevel;
  /** Mean tokens in and out of a request, in words. */
  readonly mix: string;
  readonly notes: readonly string[];
};

/** One run of the benchmark: requests at one rate or concurrency. */
export function readRun(page: JsonObject): Run | { readonly problem: Problem } {
  const completed = measuredIn(page, "completed");
  const seconds = measuredIn(page, "duration");
  if (completed === null) return missing("completed", "how many requests were served");
  if (seconds === null || seconds === 0) return missing("duration", "how long the run took");
  const planned = measuredIn(page, "num_prompts");
  const failed = measuredIn(page, "failed") ?? (planned === null ? null : Math.max(planned - completed, 0));
  const inputTokens = measuredIn(page, "total_input_tokens");
  const outputTokens = measuredIn(page, "total_output_tokens");
  const configured = measuredIn(page, "max_concurrency");
  const level = levelOf({
    label: labelOf(page, configured),
    configured: configured === 0 ? null : configured,
    requests: completed + (failed ?? 0),
    failed,
    seconds,
    // Its throughput is of requests that succeeded; a level's rate is of all that ended.
    requestsPerSecond: (completed + (failed ?? 0)) / seconds,
    inputTokens,
    outputTokens,
    // Without a request that was served the benchmark writes times of 0.
    duration: completed === 0 ? null : latencyOf(page, "e2el"),
    firstToken: completed === 0 ? null : latencyOf(page, "ttft"),
  });
  return {
    model: field(page, "model_id") ?? field(page, "model"),
    level,
    mix: mixOf({ completed, inputTokens, outputTokens }),
    notes: [...notesOf(page, level)],
  };
}

const missing = (column: string, what: string) => ({
  problem: {
    column,
    code: "figure-missing",
    message: `The run does not say ${what} (${column}), so it gives no rate. Run the benchmark again with --save-result, or leave it out.`,
  },
});

const latencyOf = (page: JsonObject, name: string): Latency | null =>
  latencyOrNull({
    mean: measuredIn(page, `mean_${name}_ms`),
    p50: measuredIn(page, `median_${name}_ms`, `p50_${name}_ms`),
    p90: measuredIn(page, `p90_${name}_ms`),
    p95: measuredIn(page, `p95_${name}_ms`),
    p99: measuredIn(page, `p99_${name}_ms`),
  });

function labelOf(page: JsonObject, configured: number | null): string {
  const rate = field(page, "request_rate");
  const perSecond = rate === null || /^inf/i.test(rate) ? "all at once" : `${rate} requests/s`;
  return configured === null ? perSecond : `${configured} at once, ${perSecond}`;
}

type Served = { readonly completed: number; readonly inputTokens: number | null; readonly outputTokens: number | null };

function mixOf({ completed, inputTokens, outputTokens }: Served): string {
  const mean = (tokens: number | null) =>
    tokens === null || completed === 0 ? "?" : String(Math.round(tokens / completed / 50) * 50);
  return `about ${mean(inputTokens)} in, ${mean(outputTokens)} out`;
}

/** How far the benchmark's own throughput may lie from its tokens and duration: it rounds, and no more. */
const NOISE = 0.01;

function* notesOf(page: JsonObject, level: LoadLevel): Generator<string> {
  const stated = measuredIn(page, "output_throughput");
  const reckoned = level.decodeTokensPerSecond;
  if (stated !== null && reckoned !== null && Math.abs(stated - reckoned) > reckoned * NOISE)
    yield `The run's own output throughput is ${stated}, and its tokens and duration give ${reckoned}; the latter counts.`;
  const goodput = measuredIn(page, "request_goodput", "request_goodput:");
  if (goodput !== null) yield `${goodput} requests a second met the benchmark's own objectives (goodput).`;
  if (level.failed) yield `${level.failed} of ${level.requests} requests failed.`;
  if (level.duration === null)
    yield "The run gives no end-to-end times; add --percentile-metrics ttft,tpot,itl,e2el to get them.";
  if (level.concurrency === null)
    yield "The run had no limit on requests at once (--max-concurrency): it tells the highest throughput, and not how many are served within an objective.";
}
