import { type Latency, type LoadLevel, latencyOrNull, levelOf } from "../../core/capacity/load-test.ts";
import type { JsonObject } from "../source/json.ts";
import { isFirstToken, msFactor, NOTES, pauseNote, requestsNote, tokenMetric } from "../source/k6-metrics.ts";
import { measuredIn } from "../source/measured-number.ts";
import type { Metric, Summary } from "./metrics.ts";

export type Read = { readonly level: LoadLevel; readonly notes: readonly string[] };

/** The one level of a summary; null when it holds neither requests nor iterations. */
export function readLevel(summary: Summary): Read | null {
  const { metrics } = summary;
  const notes: string[] = [];
  const http = metrics.get("http_reqs");
  const counted = http ?? metrics.get("iterations");
  if (!counted) return null;
  const count = measuredIn(counted.values, "count");
  const rate = measuredIn(counted.values, "rate");
  const iterations = countOf(metrics.get("iterations"));
  // Without a request k6 writes times of 0.
  const duration = count === 0 ? null : latencyIn(metrics.get(http ? "http_req_duration" : "iteration_duration"));
  if (!http)
    notes.push("The test made no HTTP requests that k6 counts: its iterations are taken as requests, pauses included.");
  const seconds = summary.seconds ?? (count !== null && rate !== null && rate > 0 ? count / rate : null);
  const tokens = tokensOf(metrics, { iterations, notes });
  const level = levelOf({
    configured: usersOf(metrics),
    requests: count,
    iterations,
    failed: failedOf(metrics, count),
    seconds,
    requestsPerSecond: rate,
    ...tokens,
    duration,
    firstToken: firstTokenOf(metrics),
  });
  const more = http ? requestsNote(count, iterations) : null;
  if (more) notes.push(more);
  const pause = http ? pauseOf(metrics, count, iterations) : null;
  if (pause) notes.push(pause);
  notes.push(...checksNote(metrics.get("checks")), ...droppedNote(metrics));
  if (tokens.inputTokens === null && tokens.outputTokens === null) notes.push(NOTES.noTokens);
  notes.push(NOTES.oneLevel);
  return { level, notes };
}

const countOf = (metric: Metric | undefined): number | null => (metric ? measuredIn(metric.values, "count") : null);

/** Most users at once: those allotted, else those seen. */
function usersOf(metrics: Summary["metrics"]): number | null {
  const users = metrics.get("vus_max") ?? metrics.get("vus");
  const most = users ? measuredIn(users.values, "max", "value") : null;
  return most === null || most <= 0 ? null : most;
}

/** The metric counts failures as its successes: `passes` (or `matches`) are the requests that FAILED. */
function failedOf(metrics: Summary["metrics"], requests: number | null): number | null {
  const failed = metrics.get("http_req_failed");
  if (!failed) return null;
  const passes = measuredIn(failed.values, "passes", "matches");
  const rate = measuredIn(failed.values, "rate", "value");
  return passes ?? (rate === null || requests === null ? null : Math.round(rate * requests));
}

const NONE: Latency = { mean: null, p50: null, p90: null, p95: null, p99: null };

function latencyIn(metric: Metric | undefined, factor = 1): Latency | null {
  if (!metric) return null;
  // A trend without values is written as zeros.
  if (measuredIn(metric.values, "count") === 0) return null;
  const read = (...names: readonly string[]) => {
    const value = measuredIn(metric.values, ...names);
    return value === null ? null : value * factor;
  };
  return latencyOrNull({
    ...NONE,
    mean: read("avg"),
    p50: read("med", "p(50)", "p50"),
    p90: read("p(90)", "p90"),
    p95: read("p(95)", "p95"),
    p99: read("p(99)", "p99"),
  });
}

function firstTokenOf(metrics: Summary["metrics"]): Latency | null {
  const found = [...metrics].find(([name, { values }]) => isFirstToken(name) && "avg" in values);
  return found ? latencyIn(found[1], msFactor(found[0])) : null;
}

type Tokens = { readonly inputTokens: number | null; readonly outputTokens: number | null };

function tokensOf(
  metrics: Summary["metrics"],
  { iterations, notes }: { iterations: number | null; notes: string[] },
): Tokens {
  const found: Record<"input" | "output", number | null> = { input: null, output: null };
  for (const [name, { values }] of metrics) {
    const kind = tokenMetric(name);
    if (kind === null) continue;
    const total = totalOf(values, iterations);
    if (total === null) continue;
    if (kind === "unclear") {
      notes.push(`${name} counts tokens without saying whether of prompts or answers; it is not used for a rate.`);
    } else if (found[kind] === null) {
      found[kind] = total.tokens;
      if (total.isReckoned)
        notes.push(`${name} is a mean of each request; its total was reckoned from ${iterations} iterations.`);
    }
  }
  return { inputTokens: found.input, outputTokens: found.output };
}

/** A counter's count; of a trend its mean times how many it had, or one an iteration. */
function totalOf(values: JsonObject, iterations: number | null): { tokens: number; isReckoned: boolean } | null {
  const mean = measuredIn(values, "avg");
  const count = measuredIn(values, "count");
  if (mean === null) return count === null ? null : { tokens: count, isReckoned: false };
  const times = count ?? iterations;
  return times === null ? null : { tokens: Math.round(mean * times), isReckoned: count === null };
}

function pauseOf(metrics: Summary["metrics"], requests: number | null, iterations: number | null): string | null {
  const iterationMs = latencyIn(metrics.get("iteration_duration"))?.mean ?? null;
  const requestMs = latencyIn(metrics.get("http_req_duration"))?.mean ?? null;
  if (iterationMs === null || requestMs === null || !requests || !iterations) return null;
  return pauseNote({ iterationMs, requestMs, perIteration: Math.round(requests / iterations) });
}

function checksNote(checks: Metric | undefined): string[] {
  if (!checks) return [];
  const passes = measuredIn(checks.values, "passes", "matches");
  const fails = measuredIn(checks.values, "fails");
  const total = measuredIn(checks.values, "total") ?? (passes === null || fails === null ? null : passes + fails);
  if (passes === null || total === null || passes >= total) return [];
  return [
    `${total - passes} of ${total} checks did not hold. A check may be about time only: failed requests are counted apart.`,
  ];
}

function droppedNote(metrics: Summary["metrics"]): string[] {
  const dropped = countOf(metrics.get("dropped_iterations"));
  return dropped
    ? [
        `${dropped} iterations were not started, as no user was free: the server was given less than the test asked for.`,
      ]
    : [];
}
