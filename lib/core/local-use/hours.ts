import { add, type Decimal } from "../decimal.ts";
import type { Keys } from "../usage-line.ts";
import { BusyHours } from "./busy-time.ts";
import type { LocalUse } from "./local-use.ts";
import { type HourPart, hourParts, splitByLength, splitCount } from "./split-at-hours.ts";

/** What one model did for one who asked in one UTC hour. Null: no use of the hour says it, which is not 0. */
export type HourlyUse = {
  /** First millisecond of the UTC hour. */
  readonly hourMs: number;
  readonly model: string | null;
  readonly endpoint: string | null;
  readonly keys: Keys;
  readonly requests: number | null;
  readonly failed: number | null;
  readonly input: Decimal | null;
  readonly cacheRead: Decimal | null;
  readonly output: Decimal | null;
  /** The requests' own times summed, ms: GPU-seconds by who asked. Overlapping requests count each. */
  readonly requestMs: number | null;
  readonly prefillMs: number | null;
  readonly decodeMs: number | null;
  /** Successful requests whose tokens the source does not say: the sums above lack them. */
  readonly requestsWithoutTokens: number;
  /** Some of the tokens were reckoned from rates. */
  readonly isEstimated: boolean;
};

export type HourlyUses = {
  /** By hour, then in order of first appearance. Figures sum to those of the uses, to the last digit. */
  readonly uses: readonly HourlyUse[];
  /** How long the server worked in each hour, ms by the hour's first millisecond: time under several requests counts once. */
  readonly busyMs: ReadonlyMap<number, number>;
};

type Sums = { -readonly [Key in keyof HourlyUse]: HourlyUse[Key] };

/**
 * What a server did, by UTC hour, model, endpoint and who asked. A request or window over an hour's edge is split by
 * time in whole tokens, requests and milliseconds (largest remainder). Give the uses of one server: `busyMs` is of them all.
 */
export function hourlyUse(uses: Iterable<LocalUse>): HourlyUses {
  const sums = new Map<string, Sums>();
  const busy = new BusyHours();
  const named = new KeyNames();
  for (const use of uses) {
    const parts = hourParts(use.fromMs, use.toMs);
    const split = splitOf(use, parts);
    const name = `${JSON.stringify([use.model, use.endpoint])}${named.of(use.keys)}`;
    parts.forEach((part, at) => {
      const key = `${part.hourMs} ${name}`;
      let sum = sums.get(key);
      if (!sum) {
        sum = nothingIn(part.hourMs, use);
        sums.set(key, sum);
      }
      addPart(sum, split, at);
    });
    addBusy(busy, use, { parts, busyMs: split.requestMs });
  }
  return { uses: [...sums.values()].sort((a, b) => a.hourMs - b.hourMs), busyMs: busy.byHour() };
}

type Split = {
  readonly [Key in "requests" | "failed" | "requestMs" | "prefillMs" | "decodeMs" | "withoutTokens"]: readonly (
    | number
    | null
  )[];
} & {
  readonly [Key in "input" | "cacheRead" | "output"]: readonly (Decimal | null)[];
} & { readonly isEstimated: boolean };

function splitOf(use: LocalUse, parts: readonly HourPart[]): Split {
  const isWithoutTokens = use.input === null && use.output === null && use.requests !== null;
  return {
    requests: splitCount(use.requests, parts),
    failed: splitCount(use.failed, parts),
    requestMs: splitCount(use.busyMs, parts),
    prefillMs: splitCount(use.prefillMs, parts),
    decodeMs: splitCount(use.decodeMs, parts),
    withoutTokens: splitCount(isWithoutTokens ? Math.max(0, (use.requests ?? 0) - (use.failed ?? 0)) : 0, parts),
    input: splitByLength(use.input, parts),
    cacheRead: splitByLength(use.cacheRead, parts),
    output: splitByLength(use.output, parts),
    isEstimated: use.isEstimated === true,
  };
}

const nothingIn = (hourMs: number, { model, endpoint, keys }: LocalUse): Sums => ({
  hourMs,
  model,
  endpoint,
  keys,
  requests: null,
  failed: null,
  input: null,
  cacheRead: null,
  output: null,
  requestMs: null,
  prefillMs: null,
  decodeMs: null,
  requestsWithoutTokens: 0,
  isEstimated: false,
});

function addPart(sum: Sums, split: Split, at: number): void {
  sum.requests = plus(sum.requests, split.requests[at]);
  sum.failed = plus(sum.failed, split.failed[at]);
  sum.input = plusTokens(sum.input, split.input[at]);
  sum.cacheRead = plusTokens(sum.cacheRead, split.cacheRead[at]);
  sum.output = plusTokens(sum.output, split.output[at]);
  sum.requestMs = plus(sum.requestMs, split.requestMs[at]);
  sum.prefillMs = plus(sum.prefillMs, split.prefillMs[at]);
  sum.decodeMs = plus(sum.decodeMs, split.decodeMs[at]);
  sum.requestsWithoutTokens += split.withoutTokens[at] ?? 0;
  sum.isEstimated ||= split.isEstimated;
}

const plus = (sum: number | null, part: number | null | undefined): number | null =>
  part === null || part === undefined ? sum : (sum ?? 0) + part;

function plusTokens(sum: Decimal | null, part: Decimal | null | undefined): Decimal | null {
  if (part === null || part === undefined) return sum;
  return sum === null ? part : add(sum, part);
}

function addBusy(
  busy: BusyHours,
  use: LocalUse,
  { parts, busyMs }: { parts: readonly HourPart[]; busyMs: readonly (number | null)[] },
): void {
  if (use.busyMs === null) return;
  // Of a request only the end may be known; its own time then says when it began.
  if (use.requests === 1) {
    const fromMs = use.toMs > use.fromMs ? use.fromMs : use.toMs - use.busyMs;
    busy.addRequest({ fromMs, toMs: use.toMs, busyMs: use.busyMs });
    return;
  }
  parts.forEach((part, at) => {
    busy.addPart({ ...part, busyMs: busyMs[at] ?? 0 });
  });
}

/** One text for equal keys, whatever the order of their tags. A million uses share a few hundred objects. */
class KeyNames {
  readonly #names = new WeakMap<Keys, string>();

  of(keys: Keys): string {
    let name = this.#names.get(keys);
    if (name === undefined) {
      const tags = Object.entries(keys.tags).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      const { project, projectName, workspace, apiKey, apiKeyName, user } = keys;
      name = JSON.stringify([project, projectName, workspace, apiKey, apiKeyName, user, tags]);
      this.#names.set(keys, name);
    }
    return name;
  }
}
