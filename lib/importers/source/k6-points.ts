import { type Latency, type LoadLevel, levelOf } from "../../core/capacity/load-test.ts";
import { isFirstToken, msFactor, quantileOf, tokenMetric } from "./k6-metrics.ts";

/** What one second of a test holds. A request belongs to the second it ended in. */
type Second = {
  users: number | null;
  requests: number;
  failed: number | null;
  iterations: number;
  iterationMs: number;
  inputTokens: number | null;
  outputTokens: number | null;
  durations: number[];
  firstTokens: number[];
};

type Role =
  | "users"
  | "allotted"
  | "requests"
  | "failed"
  | "duration"
  | "iterations"
  | "iteration"
  | "first-token"
  | "input"
  | "output"
  | "none";

/** Load held this long is a level; shorter is a ramp. */
const LEAST_LEVEL_SECONDS = 5;
/** One held load over this share of the test is the whole test: what is left is its end. */
const WHOLE_SHARE = 0.8;
/** Times kept to find quantiles; a test of more is told by its means. */
const MOST_TIMES = 5_000_000;

/** Collects a test's points second by second; memory grows with its length and requests, not with its metrics. */
export class K6Points {
  readonly #seconds = new Map<number, Second>();
  readonly #roles = new Map<string, Role>();
  readonly unclear = new Set<string>();
  #allotted: number | null = null;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #times = 0;
  hasHttp = false;

  /** What a metric is used for; "none" for most, so that their points need no reading. */
  roleOf(metric: string): Role {
    let role = this.#roles.get(metric);
    if (role === undefined) {
      role = roleByName(metric);
      if (tokenMetric(metric) === "unclear") this.unclear.add(metric);
      this.#roles.set(metric, role);
    }
    return role;
  }

  get firstMs(): number | null {
    return Number.isFinite(this.#firstMs) ? this.#firstMs : null;
  }
  /** More requests than are kept apart: their quantiles are not known. */
  get isBeyondTimes(): boolean {
    return this.#times > MOST_TIMES;
  }

  add(metric: string, atMs: number, value: number): void {
    const role = this.roleOf(metric);
    if (role === "none") return;
    const second = this.#second(atMs);
    switch (role) {
      case "users":
        second.users = Math.max(second.users ?? 0, value);
        break;
      case "allotted":
        this.#allotted = Math.max(this.#allotted ?? 0, value);
        break;
      case "requests":
        second.requests += value;
        this.hasHttp = true;
        break;
      case "failed":
        second.failed = (second.failed ?? 0) + (value > 0 ? 1 : 0);
        break;
      case "duration":
        this.#began(atMs - value);
        this.#time(second.durations, value);
        break;
      case "first-token":
        this.#time(second.firstTokens, value * msFactor(metric));
        break;
      case "iterations":
        second.iterations += value;
        break;
      case "iteration":
        this.#began(atMs - value);
        second.iterationMs += value;
        break;
      case "input":
        second.inputTokens = (second.inputTokens ?? 0) + value;
        break;
      case "output":
        second.outputTokens = (second.outputTokens ?? 0) + value;
        break;
      default:
        role satisfies never;
    }
  }

  #time(times: number[], value: number): void {
    this.#times += 1;
    if (this.#times <= MOST_TIMES) times.push(value);
  }

  #began(ms: number): void {
    if (ms < this.#firstMs) this.#firstMs = ms;
  }

  #second(atMs: number): Second {
    this.#began(atMs);
    if (atMs > this.#lastMs) this.#lastMs = atMs;
    const no = Math.floor(atMs / 1000);
    let second = this.#seconds.get(no);
    if (!second) {
      second = {
        users: null,
        requests: 0,
        failed: null,
        iterations: 0,
        iterationMs: 0,
        inputTokens: null,
        outputTokens: null,
        durations: [],
        firstTokens: [],
      };
      this.#seconds.set(no, second);
    }
    return second;
  }

  /** The levels the number of users was held at, or the whole test as one. */
  levels(): { readonly levels: LoadLevel[]; readonly iterationMs: number | null; readonly rampRequests: number } {
    const all = [...this.#seconds].sort(([a], [b]) => a - b);
    const total = merged(all.map(([, second]) => second));
    const iterationMs = total.iterations > 0 && total.iterationMs > 0 ? total.iterationMs / total.iterations : null;
    const held = heldLoads(all);
    const [only] = held;
    const span = (all.at(-1)?.[0] ?? 0) - (all[0]?.[0] ?? 0) + 1;
    const isWhole = !only || (held.length === 1 && only.seconds.length >= span * WHOLE_SHARE);
    if (isWhole) {
      const seconds = (this.#lastMs - this.#firstMs) / 1000;
      const most = all.reduce<number | null>((users, [, second]) => maxOf(users, second.users), null);
      return {
        levels: [this.#level(total, { users: most ?? this.#allotted, seconds, label: null })],
        iterationMs,
        rampRequests: 0,
      };
    }
    const levels = held.map(({ users, seconds }) => {
      const part = merged(seconds);
      return this.#level(part, { users, seconds: seconds.length, label: `${users} users` });
    });
    const within = held.reduce((sum, { seconds }) => sum + merged(seconds).requests, 0);
    return { levels, iterationMs, rampRequests: total.requests - within };
  }

  #level(
    sum: Second,
    { users, seconds, label }: { users: number | null; seconds: number; label: string | null },
  ): LoadLevel {
    const isKnown = !this.isBeyondTimes;
    return levelOf({
      label,
      configured: users === 0 ? null : users,
      requests: this.hasHttp ? sum.requests : sum.iterations,
      iterations: sum.iterations,
      failed: sum.failed,
      seconds: seconds > 0 ? seconds : null,
      inputTokens: sum.inputTokens,
      outputTokens: sum.outputTokens,
      duration: isKnown ? latencyOf(sum.durations) : null,
      firstToken: isKnown ? latencyOf(sum.firstTokens) : null,
    });
  }
}

function roleByName(metric: string): Role {
  switch (metric) {
    case "vus":
      return "users";
    case "vus_max":
      return "allotted";
    case "http_reqs":
      return "requests";
    case "http_req_failed":
      return "failed";
    case "http_req_duration":
      return "duration";
    case "iterations":
      return "iterations";
    case "iteration_duration":
      return "iteration";
    default: {
      if (isFirstToken(metric)) return "first-token";
      const tokens = tokenMetric(metric);
      return tokens === "input" || tokens === "output" ? tokens : "none";
    }
  }
}

const maxOf = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));

type Held = { readonly users: number; readonly seconds: Second[] };

/** Seconds in which the number of users stood still long enough, by that number. */
function heldLoads(all: readonly (readonly [number, Second])[]): Held[] {
  const byUsers = new Map<number, Second[]>();
  let run: { users: number; lastNo: number; seconds: Second[] } | null = null;
  const close = () => {
    if (run && run.users > 0 && run.seconds.length >= LEAST_LEVEL_SECONDS)
      byUsers.set(run.users, [...(byUsers.get(run.users) ?? []), ...run.seconds]);
    run = null;
  };
  for (const [no, second] of all) {
    // The gauge comes once a second; a second without it is like the one before, unless more are missing.
    const users: number | null = second.users ?? (run !== null && no - run.lastNo <= 2 ? run.users : null);
    if (run === null || users !== run.users || no - run.lastNo > 2) {
      close();
      if (users !== null) run = { users, lastNo: no, seconds: [second] };
      continue;
    }
    if (no - run.lastNo === 2) run.seconds.push(merged([]));
    run.seconds.push(second);
    run.lastNo = no;
  }
  close();
  return [...byUsers].map(([users, seconds]) => ({ users, seconds })).sort((a, b) => a.users - b.users);
}

function merged(seconds: readonly Second[]): Second {
  const sum = (of: (second: Second) => number) => seconds.reduce((total, second) => total + of(second), 0);
  const known = (of: (second: Second) => number | null) =>
    seconds.some((second) => of(second) !== null) ? sum((second) => of(second) ?? 0) : null;
  return {
    users: null,
    requests: sum((second) => second.requests),
    failed: known((second) => second.failed),
    iterations: sum((second) => second.iterations),
    iterationMs: sum((second) => second.iterationMs),
    inputTokens: known((second) => second.inputTokens),
    outputTokens: known((second) => second.outputTokens),
    durations: seconds.flatMap((second) => second.durations),
    firstTokens: seconds.flatMap((second) => second.firstTokens),
  };
}

export function latencyOf(times: readonly number[]): Latency | null {
  if (times.length === 0) return null;
  const sorted = Float64Array.from(times).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const at = (quantile: number) => quantileOf(sorted, quantile);
  return { mean, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}
