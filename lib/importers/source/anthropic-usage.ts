import { isZero } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { type Count, type RowBase, yieldByKind } from "./count-columns.ts";
import { keysWith } from "./keys.ts";

/** What decides a price beside model and token kind; a tag is there only where it is not the standard one. */
export function anthropicTags(of: {
  readonly tier: string;
  readonly context: string;
  readonly geo: string;
  readonly speed: string;
}): Record<string, string> {
  const tier = of.tier.toLowerCase();
  const context = longContext(of.context);
  const geo = of.geo.toLowerCase();
  const speed = of.speed.toLowerCase();
  return {
    ...(/^(?:|standard|message|default)$/.test(tier) ? {} : { tier }),
    ...(context === "" ? {} : { context }),
    ...(/^(?:|global|not_available|n\/a)$/.test(geo) ? {} : { "inference geo": geo }),
    ...(/^(?:|standard|normal)$/.test(speed) ? {} : { speed }),
  };
}

/** `0-200k` and `≤ 200k` are the ordinary window; `> 200k` is the API's `200k-1M`. */
function longContext(text: string): string {
  const plain = text.replaceAll(/\s/g, "").toLowerCase();
  if (/^(?:|0-200k|≤200k|<=200k|<200k|not_available|n\/a)$/.test(plain)) return "";
  return /^(?:200k-1m|[>≥]=?200k)$/.test(plain) ? "200k-1M" : text;
}

export function anthropicKeys(of: {
  readonly workspace: string;
  readonly apiKey: string;
  readonly apiKeyName: string;
  readonly user: string;
  readonly tags: Readonly<Record<string, string>>;
}): Keys {
  return keysWith({
    workspace: textOrNull(of.workspace),
    apiKey: textOrNull(of.apiKey),
    apiKeyName: textOrNull(of.apiKeyName),
    user: textOrNull(of.user),
    ...(Object.keys(of.tags).length > 0 ? { tags: of.tags } : {}),
  });
}

/** Anthropic's disjoint token buckets and its web searches. */
export type AnthropicCounts = {
  readonly input: Count;
  readonly write5m: Count;
  readonly write1h: Count;
  readonly read: Count;
  readonly output: Count;
  readonly searches: Count;
};

export function yieldAnthropic(sink: Sink, base: RowBase, counts: AnthropicCounts): void {
  yieldByKind(sink, base, {
    counts: [
      { kind: "input", count: counts.input },
      { kind: "cacheWrite5m", count: counts.write5m },
      { kind: "cacheWrite1h", count: counts.write1h },
      { kind: "cacheRead", count: counts.read },
      { kind: "output", count: counts.output },
    ],
    requests: null,
    billed: null,
  });
  if (counts.searches && !isZero(counts.searches)) {
    const searching = { ...base, service: "Claude API, web searches" };
    yieldByKind(sink, searching, { counts: [], requests: counts.searches, billed: null });
  }
}
