import { type Answer, ask, type Endpoint } from "./endpoint.ts";

export type Load = {
  /** Users at once, level after level. */
  readonly levels: readonly number[];
  /** How long users go on asking at each level; answers on their way are waited for. */
  readonly seconds: number;
  /** No more requests than this at each level. */
  readonly mostRequests: number;
};

type Quantiles = {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
};
export type LevelReport = {
  readonly concurrency: number;
  /** Such that requests / seconds is the sum of each user's own rate: the last answers end after the level does. */
  readonly seconds: number;
  readonly requests: number;
  readonly failed: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly durationMs: Quantiles | null;
  readonly firstTokenMs: Quantiles | null;
};

/** A refused connection fails at once: without a pause it would be tried thousands of times. */
const AFTER_FAILURE_MS = 250;

/** Holds one level: as many users as it says, each asking again when it was answered. */
export async function runLevel(endpoint: Endpoint, users: number, load: Omit<Load, "levels">): Promise<LevelReport> {
  const began = performance.now();
  const until = began + load.seconds * 1000;
  const answers: Answer[] = [];
  let perMs = 0;
  let asked = 0;
  const user = async (): Promise<void> => {
    let own = 0;
    while (performance.now() < until && asked < load.mostRequests) {
      asked += 1;
      own += 1;
      const answer = await ask(endpoint, `${users}-${asked}-${Math.random().toString(36).slice(2)}`);
      answers.push(answer);
      if (answer.isFailed) await new Promise((resolve) => setTimeout(resolve, AFTER_FAILURE_MS));
    }
    if (own > 0) perMs += own / (performance.now() - began);
  };
  await Promise.all(Array.from({ length: users }, user));
  return reportOf(users, answers, perMs > 0 ? answers.length / perMs / 1000 : 0);
}

function reportOf(users: number, answers: readonly Answer[], seconds: number): LevelReport {
  const served = answers.filter((answer) => !answer.isFailed);
  return {
    concurrency: users,
    seconds,
    requests: answers.length,
    failed: answers.length - served.length,
    inputTokens: totalOf(served.map((answer) => answer.inputTokens)),
    outputTokens: totalOf(served.map((answer) => answer.outputTokens)),
    durationMs: quantilesOf(served.map((answer) => answer.durationMs)),
    firstTokenMs: quantilesOf(served.flatMap(({ firstTokenMs }) => (firstTokenMs === null ? [] : [firstTokenMs]))),
  };
}

/** A total of which a part is not known is not known. */
function totalOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 || known.length < counts.length ? null : known.reduce((sum, count) => sum + count, 0);
}

export function quantilesOf(times: readonly number[]): Quantiles | null {
  if (times.length === 0) return null;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (quantile: number): number => {
    const place = quantile * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? 0;
    return low + ((sorted[Math.ceil(place)] ?? low) - low) * (place - Math.floor(place));
  };
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  return { mean, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}
