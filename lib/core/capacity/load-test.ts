/** Quantiles of a time in ms, as far as the tool gives them. */
export type Latency = {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
};

/** One load level of a test: how the server did under it. Rates are measurements; null is "the tool does not say". */
export type LoadLevel = {
  /** What tells it from the others of its test ("pp512 @ d4096", "16 users"); null where its concurrency does. */
  readonly label: string | null;
  /**
   * Requests at once: as configured where that was reached (within 5 %) or nothing else is known, else as achieved.
   * Null: unlimited, and how many is not said.
   */
  readonly concurrency: number | null;
  readonly concurrencyIs: "configured" | "achieved" | "unlimited" | "single-stream";
  /** Users or slots that were asked for. */
  readonly configuredConcurrency: number | null;
  /** Requests in the server on average, by Little's law: rate x mean duration. */
  readonly achievedConcurrency: number | null;
  /** Requests that ended, failed ones included. */
  readonly requests: number | null;
  /** Passes of the test's script, where it has one: of several requests each, or fewer than the requests of setup. */
  readonly iterations: number | null;
  readonly failed: number | null;
  readonly seconds: number | null;
  readonly requestsPerSecond: number | null;
  /** Tokens of the whole level, where counted. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly prefillTokensPerSecond: number | null;
  readonly decodeTokensPerSecond: number | null;
  /** `apart`: prefill and decode were each measured alone; `together`: what was served of both at once. */
  readonly ratesAre: "apart" | "together";
  readonly duration: Latency | null;
  readonly firstToken: Latency | null;
};

export type LoadTool = "k6" | "vllm-bench" | "llama-bench" | "tokenwatt";

/** What one file of a load tool says of one model. */
export type LoadTest = {
  readonly row: number;
  readonly tool: LoadTool;
  readonly model: string | null;
  /** UTC ms; null where the file has no time. */
  readonly atMs: number | null;
  readonly levels: readonly LoadLevel[];
  /** Objectives the test itself set, by its own words, and whether they were met. */
  readonly objectives: readonly { readonly text: string; readonly isMet: boolean }[];
  /** Speed of one stream only: says nothing of what a server can serve at once. */
  readonly isSingleStream: boolean;
  readonly notes: readonly string[];
};

/** What a load tool counted at one level; the rest of a `LoadLevel` follows from it. */
export type MeasuredLevel = {
  readonly label?: string | null;
  readonly configured: number | null;
  readonly requests: number | null;
  readonly iterations?: number | null;
  readonly failed: number | null;
  readonly seconds: number | null;
  /** The tool's own rate; by requests and seconds when absent. */
  readonly requestsPerSecond?: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly duration: Latency | null;
  readonly firstToken: Latency | null;
};

const per = (count: number | null, seconds: number | null): number | null =>
  count === null || seconds === null || seconds <= 0 ? null : count / seconds;

/** Little's law within this share of what was configured is the configured load. */
const REACHED = 0.05;

/** A level of requests sent at once, with its rates and Little's law (L = rate x mean duration). */
export function levelOf(measured: MeasuredLevel): LoadLevel {
  const { configured, requests, failed, seconds, inputTokens, outputTokens, duration, firstToken } = measured;
  const rate = measured.requestsPerSecond ?? per(requests, seconds);
  const mean = duration?.mean ?? null;
  const achieved = rate === null || mean === null || rate <= 0 ? null : (rate * mean) / 1000;
  const isAchieved = achieved !== null && (configured === null || Math.abs(achieved / configured - 1) > REACHED);
  return {
    label: measured.label ?? null,
    concurrency: isAchieved ? achieved : configured,
    concurrencyIs: isAchieved ? "achieved" : configured !== null ? "configured" : "unlimited",
    configuredConcurrency: configured,
    achievedConcurrency: achieved,
    requests,
    iterations: measured.iterations ?? null,
    failed,
    seconds,
    requestsPerSecond: rate,
    inputTokens,
    outputTokens,
    prefillTokensPerSecond: per(inputTokens, seconds),
    decodeTokensPerSecond: per(outputTokens, seconds),
    ratesAre: "together",
    duration,
    firstToken,
  };
}

/** Null when no quantile is known. */
export function latencyOrNull(latency: Latency): Latency | null {
  return Object.values(latency).every((each) => each === null) ? null : latency;
}
