import { AppError } from "./app-error.ts";
import { addDays, type Day } from "./calendar.ts";
import { compare, type Decimal, decimal, equals, sum } from "./decimal.ts";

/** What a rule may match on. `project` and `key` match the id or the name the file gives; `tag:NAME` one tag. */
export const MATCH_FIELDS = ["provider", "account", "project", "workspace", "key", "user", "model"] as const;

/** Divide by measured usage: of which feed (all that explain the provider when absent), and of which provider's usage. */
export type SplitBy = { readonly family?: string; readonly provider?: string };

export type AttributionRule = {
  readonly id: number;
  readonly number: number;
  readonly version: number;
  /** Inclusive; null = always. */
  readonly from: Day | null;
  readonly to: Day | null;
  readonly match: Readonly<Record<string, string>>;
  /** Empty where `splitBy` says how to divide. */
  readonly shares: readonly { readonly teamId: number; readonly percent: Decimal }[];
  readonly splitBy?: SplitBy | null;
};

/** Who-used-what of a line, as far as the file says. */
export type AttributionKey = {
  readonly provider: string;
  readonly account: string | null;
  readonly project: string | null;
  readonly projectName: string | null;
  readonly workspace: string | null;
  readonly apiKey: string | null;
  readonly apiKeyName: string | null;
  readonly user: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly model: string | null;
};

/** A stretch of days over which one rule (or none) decides. Null ends are open. */
export type Decision = { readonly from: Day | null; readonly to: Day | null; readonly rule: AttributionRule | null };

const HUNDRED = decimal(100);

/** @throws AppError invalid-input when the shares are not positive or do not sum to 100 %. */
export function checkShares(shares: readonly { readonly percent: Decimal }[]): void {
  if (shares.some((share) => compare(share.percent, decimal(0)) <= 0)) {
    throw new AppError("invalid-input", "Each team's share must be above 0 %.");
  }
  if (!equals(sum(shares.map((share) => share.percent)), HUNDRED)) {
    throw new AppError("invalid-input", "The shares of a rule must sum to 100 %.");
  }
}

function valuesFor(field: string, key: AttributionKey): readonly (string | null | undefined)[] {
  if (field.startsWith("tag:")) return [key.tags[field.slice(4).toLowerCase()]];
  switch (field) {
    case "provider":
      return [key.provider];
    case "account":
      return [key.account];
    case "project":
      return [key.project, key.projectName];
    case "workspace":
      return [key.workspace];
    case "key":
      return [key.apiKey, key.apiKeyName];
    case "user":
      return [key.user];
    case "model":
      return [key.model];
    default:
      return [];
  }
}

/** Case does not matter; `*` stands for any run of characters. */
function matchesText(pattern: string, value: string): boolean {
  if (!pattern.includes("*")) return pattern.toLowerCase() === value.toLowerCase();
  const escaped = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "is").test(value);
}

export function matches(rule: AttributionRule, key: AttributionKey): boolean {
  return Object.entries(rule.match).every(([field, pattern]) =>
    valuesFor(field, key).some((value) => value !== null && value !== undefined && matchesText(pattern, value)),
  );
}

/** The order in which rules are asked: more conditions first, then the lower number. */
export function inOrder(rules: readonly AttributionRule[]): AttributionRule[] {
  return [...rules].sort(
    (a, b) => Object.keys(b.match).length - Object.keys(a.match).length || a.number - b.number || b.version - a.version,
  );
}

const isInForce = (rule: AttributionRule, day: Day): boolean =>
  (rule.from === null || rule.from <= day) && (rule.to === null || day <= rule.to);

/**
 * Which rule decides for a key on which days: the first in order that matches and is in force, else none (Unassigned).
 * The stretches cover all days without overlap.
 */
export function decide(key: AttributionKey, ordered: readonly AttributionRule[]): Decision[] {
  const candidates = ordered.filter((rule) => matches(rule, key));
  const starts = new Set<Day>();
  for (const rule of candidates) {
    if (rule.from) starts.add(rule.from);
    if (rule.to) starts.add(addDays(rule.to, 1));
  }
  const edges = [...starts].sort();
  const first = edges[0];
  const probes: { from: Day | null; to: Day | null; at: Day | null }[] = [
    { from: null, to: first ? addDays(first, -1) : null, at: first ? addDays(first, -1) : null },
    ...edges.map((from, index) => {
      const next = edges[index + 1];
      return { from, to: next ? addDays(next, -1) : null, at: from };
    }),
  ];
  const decisions = probes.map(({ from, to, at }) => ({
    from,
    to,
    rule: candidates.find((rule) => at === null || isInForce(rule, at)) ?? null,
  }));
  return joinEqualNeighbours(decisions);
}

function joinEqualNeighbours(decisions: readonly Decision[]): Decision[] {
  const joined: Decision[] = [];
  for (const decision of decisions) {
    const previous = joined.at(-1);
    if (previous && previous.rule === decision.rule) {
      joined[joined.length - 1] = { ...previous, to: decision.to };
    } else joined.push(decision);
  }
  return joined;
}
