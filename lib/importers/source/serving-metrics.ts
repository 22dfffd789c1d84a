import type { MetricSeries } from "./exposition.ts";

/** What a counter of a model server counts. Times are sums over finished requests; `started`: when its process began. */
export type ServingRole =
  | "prompt"
  | "cached"
  | "cachedPrompt"
  | "output"
  | "requests"
  | "failed"
  | "inference"
  | "prefill"
  | "decode"
  | "latency"
  | "started";

export type ServingMetric = {
  readonly role: ServingRole;
  /** Servers that count the prompt with what came from their cache; llama.cpp counts it without. */
  readonly promptHoldsCached: boolean;
  readonly model: string | null;
  readonly endpoint: string | null;
  /** The process: labels alike but for those that one process writes several of. */
  readonly process: string;
};

/**
 * By full name, since names begin alike (`vllm:iteration_tokens_total` is a histogram). `prefix_cache_hits` counts tokens;
 * the older `gpu_prefix_cache_hits` counts blocks and is not here.
 */
const ROLES: Readonly<Record<string, ServingRole>> = {
  "vllm:prompt_tokens_total": "prompt",
  "vllm:generation_tokens_total": "output",
  "vllm:request_success_total": "requests",
  "vllm:prefix_cache_hits_total": "cached",
  "vllm:prompt_tokens_cached_total": "cachedPrompt",
  "vllm:request_inference_time_seconds_sum": "inference",
  "vllm:request_prefill_time_seconds_sum": "prefill",
  "vllm:request_decode_time_seconds_sum": "decode",
  "vllm:e2e_request_latency_seconds_sum": "latency",
  "vllm:prompt_tokens_created": "started",
  "vllm:generation_tokens_created": "started",
  "sglang:prompt_tokens_total": "prompt",
  "sglang:generation_tokens_total": "output",
  "sglang:num_requests_total": "requests",
  "sglang:num_aborted_requests_total": "failed",
  "sglang:cached_tokens_total": "cached",
  "sglang:e2e_request_latency_seconds_sum": "latency",
  "sglang:prompt_tokens_created": "started",
  "llamacpp:prompt_tokens_total": "prompt",
  "llamacpp:prompt_seconds_total": "prefill",
  "llamacpp:tokens_predicted_total": "output",
  "llamacpp:tokens_predicted_seconds_total": "decode",
};

const FAILURES = /^(?:abort|error|cancel)/;
/** Labels of which one process writes several values. */
const WITHIN = new Set(["finished_reason", "reason", "status", "__name__"]);

/** What a series of a model server means; null for gauges, histograms and everything of others. */
export function servingMetric({ name, labels }: MetricSeries): ServingMetric | null {
  const named = name.replace(/^(vllm|sglang)_/, "$1:");
  const role = ROLES[named];
  if (!role) return null;
  const family = named.slice(0, named.indexOf(":"));
  const process = Object.entries(labels)
    .filter(([label]) => !WITHIN.has(label))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    role,
    promptHoldsCached: family !== "llamacpp",
    model: labels.model_name ?? labels.model ?? null,
    endpoint: labels.instance ?? null,
    process: JSON.stringify([family, process]),
  };
}

/** Is a counter of requests one of those that failed? Null: its labels do not say. */
export function isFailure(labels: Readonly<Record<string, string>>): boolean | null {
  const reason = labels.finished_reason;
  return reason === undefined ? null : FAILURES.test(reason.toLowerCase());
}

export const isSeconds = (role: ServingRole): boolean =>
  role === "inference" || role === "prefill" || role === "decode" || role === "latency" || role === "started";
