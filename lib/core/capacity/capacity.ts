import { type CurvePoint, curveOf, levelsOf } from "./curve.ts";
import type { Latency, LoadLevel, LoadTest } from "./load-test.ts";

export const QUANTILES = [50, 90, 95, 99] as const;
export type Quantile = (typeof QUANTILES)[number];

/** "95 of 100 requests have their first token within 1,500 ms." */
export type Objective = {
  readonly latencyMs: number;
  readonly of: "duration" | "first-token";
  readonly quantile: Quantile;
};

/** Tokens a second of one kind while nothing else was served. */
export type RatesApart = { readonly prefill: number | null; readonly decode: number | null };

export type Capacity = {
  /** Null: no objective was set, so it is where the throughput ends. */
  readonly objective: Objective | null;
  readonly curve: readonly CurvePoint[];
  /** The level that is the capacity; null when it is not known, and `why` says why not. */
  readonly at: CurvePoint | null;
  /** True when a larger level was measured and did not meet the objective; else the capacity is this or more. */
  readonly isBounded: boolean;
  /** The quantile the objective was judged by: its own, or a higher one where the tests lack it. */
  readonly judgedBy: Quantile | null;
  /** Requests a second of one slot at that level: what Erlang's formulae call mu. */
  readonly requestsPerSecondPerSlot: number | null;
  readonly apart: RatesApart;
  /** Most requests a second of any level. */
  readonly peak: CurvePoint | null;
  readonly why: string | null;
};

/** A level where more than this share failed is no level that was served. */
const MOST_FAILED = 0.01;
/** Throughput has ended where more users bring less than this much more of the most that was reached. */
const NEAR_PEAK = 0.95;

/**
 * The largest load of a rig and model that meets the objective, by the levels of its tests (power-formats.md E3, C5). Without
 * an objective: the smallest load that reaches 95 % of the highest throughput.
 */
export function capacityOf(tests: readonly LoadTest[], objective: Objective | null): Capacity {
  const levels = levelsOf(tests);
  const curve = curveOf(levels);
  const peak = curve.reduce<CurvePoint | null>(
    (best, point) => (best === null || point.requestsPerSecond > best.requestsPerSecond ? point : best),
    null,
  );
  const base = { objective, curve, apart: ratesApart(levels), peak };
  const why = whyUnknown(tests, curve);
  if (why !== null || peak === null) return { ...base, ...UNKNOWN, why: why ?? NO_LEVELS };
  const found = objective === null ? saturation(curve, peak) : withinObjective(curve, objective);
  return {
    ...base,
    ...found,
    requestsPerSecondPerSlot: found.at === null ? null : found.at.requestsPerSecond / found.at.concurrency,
  };
}

const UNKNOWN = { at: null, isBounded: false, judgedBy: null, requestsPerSecondPerSlot: null } as const;
const NO_LEVELS = "No load test says how many requests this rig serves at once.";

function whyUnknown(tests: readonly LoadTest[], curve: readonly CurvePoint[]): string | null {
  if (tests.length === 0) return "No load test of this rig and model has been imported.";
  if (tests.every((test) => test.isSingleStream))
    return "The tests measured one stream only, which says nothing of what the server can serve at once. Run a load test with several users.";
  const [first] = curve;
  if (!first) return NO_LEVELS;
  if (curve.length < 2)
    return `Only one load was measured (${shown(first.concurrency)} at once): where the capacity ends takes at least two. Measure a smaller and a larger one.`;
  return null;
}

type Found = Pick<Capacity, "at" | "isBounded" | "judgedBy" | "why">;

function saturation(curve: readonly CurvePoint[], peak: CurvePoint): Found {
  const served = curve.filter((point) => (point.failedShare ?? 0) <= MOST_FAILED);
  const at = served.find((point) => point.requestsPerSecond >= peak.requestsPerSecond * NEAR_PEAK) ?? null;
  const isBounded = at !== null && at.concurrency < (curve.at(-1)?.concurrency ?? 0);
  const why = at === null ? "At the level of the highest throughput more than 1 % of the requests failed." : null;
  return { at, isBounded, judgedBy: null, why };
}

function withinObjective(curve: readonly CurvePoint[], objective: Objective): Found {
  const judged = curve.map((point) => ({ point, latency: latencyAt(point, objective) }));
  const known = judged.filter((each) => each.latency !== null);
  const [first] = known;
  if (!first) return { ...UNKNOWN, why: `No test gives ${nameOf(objective)}. ${MEASURE[objective.of]}` };
  const meets = known.filter(
    ({ point, latency }) => (latency?.ms ?? 0) <= objective.latencyMs && (point.failedShare ?? 0) <= MOST_FAILED,
  );
  const best = meets.at(-1);
  if (!best)
    return {
      ...UNKNOWN,
      why: `No measured load met it: at the smallest, ${shown(first.point.concurrency)} at once, ${nameOf(objective)} was ${shown(first.latency?.ms ?? 0)} ms${(first.point.failedShare ?? 0) > MOST_FAILED ? ` and ${shown((first.point.failedShare ?? 0) * 100)} % failed` : ""}.`,
    };
  return {
    at: best.point,
    isBounded: known.some(({ point }) => point.concurrency > best.point.concurrency),
    judgedBy: best.latency?.quantile ?? null,
    why: null,
  };
}

/** A higher quantile within the objective proves a lower one: vLLM gives the 99th only unless it is asked. */
/** The latency of a level at the objective's quantile, or at the next higher one the tests give; null when none does. */
export function latencyAt(point: CurvePoint, objective: Objective): { ms: number; quantile: Quantile } | null {
  const latency = objective.of === "duration" ? point.duration : point.firstToken;
  if (latency === null) return null;
  for (const quantile of QUANTILES) {
    const ms = quantile < objective.quantile ? null : latency[keyOf(quantile)];
    if (ms !== null) return { ms, quantile };
  }
  return null;
}

function keyOf(quantile: Quantile): keyof Latency {
  switch (quantile) {
    case 50:
      return "p50";
    case 90:
      return "p90";
    case 95:
      return "p95";
    case 99:
      return "p99";
    default:
      return quantile satisfies never;
  }
}

const nameOf = ({ of, quantile }: Objective): string =>
  `the ${quantile}th percentile of ${of === "duration" ? "a request's duration" : "the time to the first token"}`;

const MEASURE = {
  duration: "vLLM's benchmark gives it with --percentile-metrics ttft,tpot,itl,e2el --metric-percentiles 50,95,99.",
  "first-token": "Measure with streaming (tokenwatt loadtest, or vLLM's benchmark): k6 cannot.",
} as const;

const shown = (value: number): string => String(Math.round(value * 10) / 10);

/** Speeds measured one kind at a time: llama-bench's, or one user's first token and what came after it. */
function ratesApart(levels: readonly LoadLevel[]): RatesApart {
  const prefill = steadiest(levels, "prefillTokensPerSecond", "inputTokens");
  const decode = steadiest(levels, "decodeTokensPerSecond", "outputTokens");
  const alone = levels.map(aloneRates).find((rates) => rates !== null);
  return { prefill: prefill ?? alone?.prefill ?? null, decode: decode ?? alone?.decode ?? null };
}

/** Of speeds measured apart that of the longest prompt or answer on an empty context, where it is steady; of equals the fastest. */
function steadiest(
  levels: readonly LoadLevel[],
  rate: "prefillTokensPerSecond" | "decodeTokensPerSecond",
  tokens: "inputTokens" | "outputTokens",
): number | null {
  const apart = levels.filter((level) => level.ratesAre === "apart" && level[rate] !== null);
  const empty = apart.filter((level) => !level.label?.includes("@ d"));
  const sorted = (empty.length > 0 ? empty : apart).toSorted(
    (a, b) => (b[tokens] ?? 0) - (a[tokens] ?? 0) || (b[rate] ?? 0) - (a[rate] ?? 0),
  );
  return sorted[0]?.[rate] ?? null;
}

/** One user at a time: until the first token the server reads the prompt, from then on it writes. */
function aloneRates(level: LoadLevel): { prefill: number; decode: number } | null {
  const { firstToken, duration, requests, failed, inputTokens, outputTokens } = level;
  if ((level.configuredConcurrency ?? level.concurrency ?? 2) > 1.01 || level.ratesAre === "apart") return null;
  const [first, whole] = [firstToken?.mean ?? null, duration?.mean ?? null];
  const served = (requests ?? 0) - (failed ?? 0);
  if (first === null || whole === null || served <= 0 || inputTokens === null || outputTokens === null) return null;
  const after = outputTokens / served - 1;
  if (first <= 0 || whole <= first || after <= 0) return null;
  return { prefill: inputTokens / served / (first / 1000), decode: after / ((whole - first) / 1000) };
}
