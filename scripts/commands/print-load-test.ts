import type { Latency, LoadLevel, LoadTest } from "../../lib/core/capacity/load-test.ts";

/** What a load test says, for people: a line a level, then the test's own objectives and what to know of it. */
export function printLoadTest(test: LoadTest): void {
  const at = test.atMs === null ? "" : ` of ${new Date(test.atMs).toISOString()}`;
  console.log(`  load test by ${test.tool}${at}: ${test.model ?? "model not named"}`);
  for (const level of test.levels) console.log(`    ${levelText(level)}`);
  for (const { text, isMet } of test.objectives) console.log(`    objective ${isMet ? "met" : "missed"}: ${text}`);
  for (const note of test.notes) console.log(`    ${note}`);
}

function levelText(level: LoadLevel): string {
  const { requests, failed, requestsPerSecond, prefillTokensPerSecond, decodeTokensPerSecond, duration, firstToken } =
    level;
  return [
    loadText(level),
    requests === null ? null : `${requests} requests${failed === null ? "" : `, ${failed} failed`}`,
    requestsPerSecond === null ? null : `${measured(requestsPerSecond)} requests/s`,
    prefillTokensPerSecond === null ? null : `prefill ${measured(prefillTokensPerSecond)} tokens/s`,
    decodeTokensPerSecond === null ? null : `decode ${measured(decodeTokensPerSecond)} tokens/s`,
    duration === null ? null : `took ${latencyText(duration)}`,
    firstToken === null ? null : `first token ${latencyText(firstToken)}`,
  ]
    .filter((part) => part !== null)
    .join("; ");
}

function loadText({ label, concurrency, concurrencyIs, configuredConcurrency }: LoadLevel): string {
  switch (concurrencyIs) {
    case "single-stream":
      return `${label ?? "one stream"}, one stream`;
    case "unlimited":
      return label ?? "no limit on requests at once";
    case "achieved":
      return `${measured(concurrency ?? 0)} at once${configuredConcurrency === null ? "" : ` of ${configuredConcurrency} users`}`;
    case "configured":
      return `${measured(concurrency ?? 0)} at once`;
    default:
      return concurrencyIs satisfies never;
  }
}

const QUANTILES = [
  ["mean", "mean"],
  ["p50", "half within"],
  ["p95", "95 of 100 within"],
  ["p99", "99 of 100 within"],
] as const;

const latencyText = (latency: Latency): string =>
  QUANTILES.flatMap(([key, words]) => {
    const ms = latency[key];
    return ms === null ? [] : [`${words} ${measured(ms)} ms`];
  }).join(", ");

/** Measurements with three digits that tell. */
const measured = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
