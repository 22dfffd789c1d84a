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
  const hours = new UseHours();
  for (const use of uses) hours.add(use);
  return hours.result();
}

/** As `hourlyUse`, use by use: memory grows with hours, models and keys, not with requests. */
export class UseHours {
  readonly #sums = new Map<string, Sums>();
  readonly #busy = new BusyHours();
  readonly #names = new AskedNames();

  add(use: LocalUse): void {
    const parts = hourParts(use.fromMs, use.toMs);
    const figures = splitOf(use, parts);
    const name = this.#names.of(use);
    parts.forEach(({ hourMs }, at) => {
      const key = `${hourMs} ${name}`;
      let sum = this.#sums.get(key);
      if (!sum) {
        sum = nothingIn(hourMs, use);
        this.#sums.set(key, sum);
      }
      const part = figures[at];
      if (part) addPart(sum, part);
    });
    addBusy(this.#busy, use, { parts, busyMs: figures.map(({ busyMs }) => busyMs) });
  }

  result(): HourlyUses {
    const uses = [...this.#sums.values()].sort((a, b) => a.hourMs - b.hourMs);
    return { uses, busyMs: this.#busy.byHour() };
  }
}

/** What of a use falls into one hour. */
type Figures = Pick<
  LocalUse,
  "requests" | "failed" | "input" | "cacheRead" | "output" | "busyMs" | "prefillMs" | "decodeMs" | "isEstimated"
> & { readonly withoutTokens: number };

function splitOf(use: LocalUse, parts: readonly HourPart[]): Figures[] {
  const isWithoutTokens = use.input === null && use.output === null && use.requests !== null;
  const withoutTokens = isWithoutTokens ? Math.max(0, (use.requests ?? 0) - (use.failed ?? 0)) : 0;
  if (parts.length === 1) return [{ ...use, withoutTokens }];
  const split = {
    requests: splitCount(use.requests, parts),
    failed: splitCount(use.failed, parts),
    busyMs: splitCount(use.busyMs, parts),
    prefillMs: splitCount(use.prefillMs, parts),
    decodeMs: splitCount(use.decodeMs, parts),
    withoutTokens: splitCount(withoutTokens, parts),
    input: splitByLength(use.input, parts),
    cacheRead: splitByLength(use.cacheRead, parts),
    output: splitByLength(use.output, parts),
  };
  return parts.map((_, at) => ({
    requests: split.requests[at] ?? null,
    failed: split.failed[at] ?? null,
    busyMs: split.busyMs[at] ?? null,
    prefillMs: split.prefillMs[at] ?? null,
    decodeMs: split.decodeMs[at] ?? null,
    withoutTokens: split.withoutTokens[at] ?? 0,
    input: split.input[at] ?? null,
    cacheRead: split.cacheRead[at] ?? null,
    output: split.output[at] ?? null,
    isEstimated: use.isEstimated === true,
  }));
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

function addPart(sum: Sums, part: Figures): void {
  sum.requests = plus(sum.requests, part.requests);
  sum.failed = plus(sum.failed, part.failed);
  sum.input = plusTokens(sum.input, part.input);
  sum.cacheRead = plusTokens(sum.cacheRead, part.cacheRead);
  sum.output = plusTokens(sum.output, part.output);
  sum.requestMs = plus(sum.requestMs, part.busyMs);
  sum.prefillMs = plus(sum.prefillMs, part.prefillMs);
  sum.decodeMs = plus(sum.decodeMs, part.decodeMs);
  sum.requestsWithoutTokens += part.withoutTokens;
  sum.isEstimated ||= part.isEstimated === true;
}

const plus = (sum: number | null, part: number | null): number | null => (part === null ? sum : (sum ?? 0) + part);

function plusTokens(sum: Decimal | null, part: Decimal | null): Decimal | null {
  if (part === null) return sum;
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

/** One text for equal models, servers and keys, whatever the order of tags. A million uses share a few hundred keys. */
class AskedNames {
  readonly #keys = new WeakMap<Keys, string>();
  #last: { readonly use: LocalUse; readonly name: string } | null = null;

  of(use: LocalUse): string {
    const last = this.#last;
    if (last && last.use.keys === use.keys && last.use.model === use.model && last.use.endpoint === use.endpoint)
      return last.name;
    const name = JSON.stringify([use.model, use.endpoint, this.#keysOf(use.keys)]);
    this.#last = { use, name };
    return name;
  }

  #keysOf(keys: Keys): string {
    let name = this.#keys.get(keys);
    if (name === undefined) {
      const tags = Object.entries(keys.tags).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      const { project, projectName, workspace, apiKey, apiKeyName, user } = keys;
      name = JSON.stringify([project, projectName, workspace, apiKey, apiKeyName, user, tags]);
      this.#keys.set(keys, name);
    }
    return name;
  }
}
