import { add, type Decimal, equals, isNegative, subtract, sum, ZERO } from "../../core/decimal.ts";
import type { TokenKind } from "../../core/usage-line.ts";
import { readAmount } from "./amount.ts";
import { asText, type JsonObject } from "./json.ts";
import type { TokenCount } from "./usage-rows.ts";

type Bucket = { readonly kind: TokenKind; readonly isPart: boolean };

/** What a key of `usage_details` counts. `isPart`: may be inside `input` or `output`. Null: no tokens (images, seconds). */
export function bucketOf(key: string): Bucket | null {
  const name = key.toLowerCase();
  if (/^(?:input|input_tokens|prompt_tokens|prompttokens|inputtokens|prompt)$/.test(name))
    return { kind: "input", isPart: false };
  if (/^(?:output|output_tokens|completion_tokens|completiontokens|outputtokens|completion)$/.test(name)) {
    return { kind: "output", isPart: false };
  }
  if (/cache.*(?:creation|write)|cache_?write/.test(name)) {
    return { kind: /1_?h|_60m/.test(name) ? "cacheWrite1h" : "cacheWrite5m", isPart: true };
  }
  if (/cache/.test(name)) return { kind: "cacheRead", isPart: true };
  if (/image|second|minute|character|request|search|page/.test(name)) return null;
  if (/^(?:output|completion)|reasoning|prediction|thought/.test(name)) return { kind: "output", isPart: true };
  if (/^(?:input|prompt)/.test(name)) return { kind: "input", isPart: true };
  return null;
}

const isTotal = (key: string): boolean => /^total(?:_?tokens)?$/i.test(key);

export type UsageDetails = {
  readonly tokens: readonly TokenCount[];
  readonly unknown: readonly string[];
  readonly unreadable: string | null;
};

const KINDS: readonly TokenKind[] = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output"];

/**
 * Disjoint buckets of a `usage_details` map. Its keys are disjoint when all but `total` sum to it; when only `input` and
 * `output` do, the others are inside them (cached input inside `input`, reasoning inside `output`).
 */
export function readUsageDetails(details: JsonObject): UsageDetails {
  const counts: { key: string; bucket: Bucket; count: Decimal }[] = [];
  const unknown: string[] = [];
  let total: Decimal | null = null;
  for (const [key, value] of Object.entries(details)) {
    const text = asText(value);
    // Older exports keep the unit and the costs in the same map.
    if (value === null || text === "" || /^unit$|cost/i.test(key)) continue;
    if (text === null) return { tokens: [], unknown, unreadable: key };
    const count = readAmount(text);
    if (!count || isNegative(count)) return { tokens: [], unknown, unreadable: key };
    const bucket = bucketOf(key);
    if (isTotal(key)) total = count;
    else if (bucket) counts.push({ key, bucket, count });
    else if (count.units !== 0n) unknown.push(key);
  }
  const whole = sum(counts.filter(({ bucket }) => !bucket.isPart).map(({ count }) => count));
  const all = sum(counts.map(({ count }) => count));
  const isNested = total !== null && equals(whole, total) && !equals(all, total);
  return { tokens: KINDS.map((kind) => [kind, tokensOf(kind, counts, isNested)]), unknown, unreadable: null };
}

type Counts = readonly { bucket: Bucket; count: Decimal }[];

function tokensOf(kind: TokenKind, counts: Counts, isNested: boolean): Decimal | null {
  const own = counts.filter(({ bucket }) => bucket.kind === kind && !(isNested && bucket.isPart && isPlain(kind)));
  if (own.length === 0) return null;
  const value = own.reduce((running, { count }) => add(running, count), ZERO);
  if (kind !== "input" || !isNested) return value;
  const cached = counts.filter(({ bucket }) => bucket.kind.startsWith("cache")).map(({ count }) => count);
  const rest = subtract(value, sum(cached));
  return isNegative(rest) ? value : rest;
}

const isPlain = (kind: TokenKind): boolean => kind === "input" || kind === "output";

/**
 * The cost of a `cost_details` map: its `total`, else the sum of the others.
 * @returns null when there is none, undefined when a cost is no amount
 */
export function readCostDetails(details: JsonObject): Decimal | null | undefined {
  const costs: Decimal[] = [];
  for (const [key, value] of Object.entries(details)) {
    const text = asText(value);
    if (text === null || text === "") continue;
    const cost = readAmount(text);
    if (!cost) return undefined;
    if (isTotal(key)) return cost;
    costs.push(cost);
  }
  return costs.length === 0 ? null : sum(costs);
}
