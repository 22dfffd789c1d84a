import { add, compare, type Decimal, subtract, sum, ZERO } from "../decimal.ts";

/** What one file says one key did in one hour of a rig. Tokens without those read from a cache; null: not said. */
export type UseOfHour = {
  readonly importId: number;
  /** Files of one format are one feed. */
  readonly feed: string;
  /** The server as the file names it; empty where it does not. */
  readonly endpoint: string;
  readonly hourMs: number;
  /** Null: keys that no rule knows. */
  readonly teamId: number | null;
  /** Does the file say who asked at all. */
  readonly namesWho: boolean;
  readonly model: string | null;
  readonly requests: number | null;
  readonly input: Decimal | null;
  readonly cacheRead: Decimal | null;
  readonly output: Decimal | null;
  readonly requestMs: number | null;
};

/** An hour of a file on the server's clock: offsets in the hour of its first and last use. */
export type SeenHour = {
  readonly importId: number;
  readonly endpoint: string;
  readonly hourMs: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly busyMs: number | null;
};

export type CountedUse = Pick<UseOfHour, "hourMs" | "teamId" | "model"> & {
  readonly requests: number;
  readonly input: Decimal;
  readonly cacheRead: Decimal;
  readonly output: Decimal;
  readonly requestMs: number;
  /** Counted by the server beyond what the files that say who tell of. */
  readonly isRest: boolean;
};

/**
 * What was used of a rig, each hour once. Files of one feed add where they tell of other servers or models, or their times
 * in the hour lie apart; where they overlap the one that tells of more of the hour counts, of two alike the later. Of several feeds in one hour the one that says most counts: who asked, then tokens, then
 * requests. What another feed counted beyond it in that hour is use by nobody known, never left out.
 */
export function countedUse(uses: readonly UseOfHour[], seen: readonly SeenHour[]): CountedUse[] {
  const standing = withoutRestated(uses, seen);
  const byHour = Map.groupBy(standing, (use) => use.hourMs);
  return [...byHour].sort(([a], [b]) => a - b).flatMap(([hourMs, ofHour]) => hourOf(hourMs, ofHour));
}

/** How long the rig was busy by hour, ms: the longest that any feed says; hours of which none says it are left out. */
export function busyByHour(uses: readonly UseOfHour[], seen: readonly SeenHour[]): Map<number, number> {
  const standing = new Set(withoutRestated(uses, seen).map(fileHour));
  const feeds = new Map(uses.map((use) => [use.importId, use.feed]));
  const sums = new Map<string, { hourMs: number; busyMs: number }>();
  for (const file of seen) {
    const { importId, hourMs, busyMs } = file;
    if (busyMs === null || !standing.has(fileHour(file))) continue;
    const key = `${feeds.get(importId)} ${hourMs}`;
    const sum = sums.get(key);
    if (sum) sum.busyMs += busyMs;
    else sums.set(key, { hourMs, busyMs });
  }
  const busy = new Map<number, number>();
  for (const { hourMs, busyMs } of sums.values()) {
    busy.set(hourMs, Math.min(3_600_000, Math.max(busy.get(hourMs) ?? 0, busyMs)));
  }
  return busy;
}

/** Uses of which no file of the same feed, server and model tells more in their hour. */
function withoutRestated(uses: readonly UseOfHour[], seen: readonly SeenHour[]): UseOfHour[] {
  const feeds = new Map(uses.map((use) => [use.importId, use.feed]));
  const said = Map.groupBy(uses, (use) => fileHour(use));
  const stretches = Map.groupBy(seen, ({ importId, endpoint, hourMs }) =>
    JSON.stringify([feeds.get(importId), endpoint, hourMs]),
  );
  const restated = new Set<UseOfHour>();
  for (const files of stretches.values()) {
    const standing: SeenHour[] = [];
    for (const file of [...files].sort(byLength)) {
      const over = standing.filter((other) => overlaps(other, file));
      const told = over.flatMap((other) => (said.get(fileHour(other)) ?? []).filter((use) => !restated.has(use)));
      const models = new Set(told.map((use) => use.model));
      for (const use of said.get(fileHour(file)) ?? []) if (models.has(use.model)) restated.add(use);
      standing.push(file);
    }
  }
  return uses.filter((use) => !restated.has(use));
}

const fileHour = ({ importId, endpoint, hourMs }: Pick<SeenHour, "importId" | "endpoint" | "hourMs">): string =>
  `${importId} ${hourMs} ${endpoint}`;

const byLength = (one: SeenHour, other: SeenHour): number =>
  other.lastMs - other.firstMs - (one.lastMs - one.firstMs) || other.importId - one.importId;

/** An instant lies in a stretch also at its edges: a chat exported again is the same chat. Stretches that only touch lie apart. */
function overlaps(one: SeenHour, other: SeenHour): boolean {
  if (one.firstMs === one.lastMs || other.firstMs === other.lastMs)
    return one.firstMs <= other.lastMs && other.firstMs <= one.lastMs;
  return one.firstMs < other.lastMs && other.firstMs < one.lastMs;
}

function hourOf(hourMs: number, uses: readonly UseOfHour[]): CountedUse[] {
  const feeds = [...Map.groupBy(uses, (use) => use.feed).values()].sort((a, b) => rank(a) - rank(b));
  const [best, ...others] = feeds;
  if (!best) return [];
  const counted = best.map((use): CountedUse => ({ ...counts(use), isRest: false }));
  const rest = others
    .map((feed) => restOf(hourMs, best, feed))
    .reduce((most, each) => (compare(tokensOf(each), tokensOf(most)) > 0 ? each : most), nothing(hourMs));
  return compare(tokensOf(rest), ZERO) > 0 ? [...counted, rest] : counted;
}

function rank(uses: readonly UseOfHour[]): number {
  if (uses.some((use) => use.namesWho)) return 0;
  return uses.some((use) => use.input !== null || use.output !== null) ? 1 : 2;
}

const counts = (use: UseOfHour): Omit<CountedUse, "isRest"> => ({
  hourMs: use.hourMs,
  teamId: use.teamId,
  model: use.model,
  requests: use.requests ?? 0,
  input: use.input ?? ZERO,
  cacheRead: use.cacheRead ?? ZERO,
  output: use.output ?? ZERO,
  requestMs: use.requestMs ?? 0,
});

const nothing = (hourMs: number): CountedUse => ({
  ...{ hourMs, teamId: null, model: null, requests: 0, requestMs: 0, isRest: true },
  ...{ input: ZERO, cacheRead: ZERO, output: ZERO },
});
const tokensOf = (use: CountedUse): Decimal => add(use.input, use.output);

function restOf(hourMs: number, best: readonly UseOfHour[], other: readonly UseOfHour[]): CountedUse {
  const beyond = (pick: (use: UseOfHour) => Decimal | null): Decimal => {
    const rest = subtract(sum(other.map((use) => pick(use) ?? ZERO)), sum(best.map((use) => pick(use) ?? ZERO)));
    return compare(rest, ZERO) > 0 ? rest : ZERO;
  };
  return { ...nothing(hourMs), input: beyond((use) => use.input), output: beyond((use) => use.output) };
}
