import type { Latency, LoadLevel, LoadTest } from "./load-test.ts";

/** A level on the curve of a rig and model. */
export type CurvePoint = {
  readonly concurrency: number;
  /** Requests that succeeded, a second. */
  readonly requestsPerSecond: number;
  readonly inputTokensPerSecond: number | null;
  readonly outputTokensPerSecond: number | null;
  readonly duration: Latency | null;
  readonly firstToken: Latency | null;
  /** 0 to 1; null where the tool does not count failures. */
  readonly failedShare: number | null;
};

/** Levels that say how a server did with several requests at once, in order of them. Speeds of one stream are no points. */
export function curveOf(levels: readonly LoadLevel[]): CurvePoint[] {
  return levels.flatMap(pointOf).sort((a, b) => a.concurrency - b.concurrency);
}

function pointOf(level: LoadLevel): CurvePoint[] {
  const { concurrency, requests, failed, requestsPerSecond } = level;
  if (concurrency === null || requestsPerSecond === null || level.concurrencyIs === "single-stream") return [];
  const failedShare = failed === null || requests === null || requests === 0 ? null : failed / requests;
  return [
    {
      concurrency,
      requestsPerSecond: requestsPerSecond * (1 - (failedShare ?? 0)),
      inputTokensPerSecond: level.prefillTokensPerSecond,
      outputTokensPerSecond: level.decodeTokensPerSecond,
      duration: level.duration,
      firstToken: level.firstToken,
      failedShare,
    },
  ];
}

/** The levels of several tests of one rig and model: of those of the same concurrency the latest test's counts. */
export function levelsOf(tests: readonly LoadTest[]): LoadLevel[] {
  const byLoad = new Map<string, LoadLevel>();
  const singles: LoadLevel[] = [];
  for (const test of [...tests].sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0))) {
    for (const level of test.levels) {
      const load = level.configuredConcurrency ?? level.concurrency;
      if (level.concurrencyIs === "single-stream" || load === null) singles.push(level);
      else byLoad.set(String(Math.round(load * 100)), level);
    }
  }
  return [...byLoad.values(), ...singles];
}
