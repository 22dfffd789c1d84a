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
  /** Requests at once: configured users, or by Little's law rate x mean duration. */
  readonly concurrency: number | null;
  readonly concurrencyIs: "configured" | "achieved" | "unlimited" | "single-stream";
  readonly requests: number;
  readonly failed: number;
  readonly seconds: number;
  readonly requestsPerSecond: number;
  /** Tokens of the whole test, where counted. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly prefillTokensPerSecond: number | null;
  readonly decodeTokensPerSecond: number | null;
  readonly duration: Latency | null;
  readonly firstToken: Latency | null;
};

/** What one file of a load tool says of one model. */
export type LoadTest = {
  readonly row: number;
  readonly tool: "k6" | "vllm-bench" | "llama-bench";
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
