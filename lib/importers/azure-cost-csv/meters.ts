import { type Decimal, decimal, multiply } from "../../core/decimal.ts";
import type { CostKind } from "../../core/usage-line.ts";
import { readAmount } from "../source/amount.ts";

export type MeterUsage = {
  /** A guess at the model from the meter's abbreviations; the meter itself is in the line's service. */
  readonly model: string | null;
  readonly kind: CostKind;
  readonly tags: Readonly<Record<string, string>>;
};

const NONE: MeterUsage = { model: null, kind: "other", tags: {} };

const MEANINGS: Readonly<
  Record<string, { readonly part: "kind" | "tier" | "routing" | "context" | "rest"; readonly is: string }>
> = {
  inp: { part: "kind", is: "input" },
  inpt: { part: "kind", is: "input" },
  input: { part: "kind", is: "input" },
  prompt: { part: "kind", is: "input" },
  out: { part: "kind", is: "output" },
  outp: { part: "kind", is: "output" },
  outpt: { part: "kind", is: "output" },
  output: { part: "kind", is: "output" },
  opt: { part: "kind", is: "output" },
  completion: { part: "kind", is: "output" },
  cached: { part: "kind", is: "cacheRead" },
  cache: { part: "kind", is: "cacheRead" },
  cchd: { part: "kind", is: "cacheRead" },
  cd: { part: "kind", is: "cacheRead" },
  write: { part: "kind", is: "cacheWrite5m" },
  wrt: { part: "kind", is: "cacheWrite5m" },
  batch: { part: "tier", is: "batch" },
  bat: { part: "tier", is: "batch" },
  flex: { part: "tier", is: "flex" },
  priority: { part: "tier", is: "priority" },
  prty: { part: "tier", is: "priority" },
  pp: { part: "tier", is: "priority" },
  glbl: { part: "routing", is: "global" },
  gl: { part: "routing", is: "global" },
  global: { part: "routing", is: "global" },
  dzone: { part: "routing", is: "data zone" },
  dzn: { part: "routing", is: "data zone" },
  dz: { part: "routing", is: "data zone" },
  datazone: { part: "routing", is: "data zone" },
  longco: { part: "context", is: "long" },
  ...Object.fromEntries(
    "shortco regnl rgnl regional reg tokens token 1k 1m 1000 txt text aud audio img image vid video ft training hosting hosted grdr grader provisioned ptu managed units unit"
      .split(" ")
      .map((word) => [word, { part: "rest", is: "" }] as const),
  ),
};

const WORDS = new Map(Object.entries(MEANINGS));

/**
 * What a meter of Azure OpenAI or a Foundry model counts: `gpt 4o 1120 cached Inp glbl Tokens`, `5.5 ShortCo opt Dz 1M Tokens`.
 * Best effort: meters abbreviate freely, and what is not understood costs what it costs, without a kind.
 */
export function readMeter(meter: string): MeterUsage {
  const words = meter.split(/[\s_-]+/).filter((word) => word !== "");
  const understood = words.map((word) => WORDS.get(word.toLowerCase()));
  const firstKnown = understood.findIndex((word) => word !== undefined);
  const of = (part: string) => understood.flatMap((word) => (word?.part === part ? [word.is] : []));
  const kinds = of("kind");
  if (firstKnown < 1 || kinds.length === 0) return NONE;
  const name = words.slice(0, firstKnown).join("-").toLowerCase();
  const [tier, routing, context] = [of("tier")[0], of("routing")[0], of("context")[0]];
  return {
    model: /^\d/.test(name) ? `gpt-${name}` : name,
    kind: kindOf(kinds),
    tags: { ...(tier ? { tier } : {}), ...(routing ? { routing } : {}), ...(context ? { context } : {}) },
  };
}

/** "cached Inp" is read from the cache, "cache write Inp" is written to it. */
function kindOf(kinds: readonly string[]): CostKind {
  if (kinds.includes("cacheWrite5m")) return "cacheWrite5m";
  if (kinds.includes("cacheRead")) return "cacheRead";
  return kinds.includes("output") ? "output" : "input";
}

const UNIT = /^(\d+)?\s*([KMB])?(?:\s*tokens?)?$/i;
const SIZES: Readonly<Record<string, Decimal>> = {
  k: decimal(1000),
  m: decimal(1_000_000),
  b: decimal(1_000_000_000),
};

/**
 * How many tokens one unit of the quantity is (`1K`, `1M`, `1M Tokens`, `1000`); null when the unit does not say. A bare `1` says
 * nothing where the meter's name has a size of its own.
 */
export function tokensPerUnit(unit: string, meter: string): Decimal | null {
  const match = UNIT.exec(unit.trim());
  if (!match || (match[1] === undefined && match[2] === undefined)) return null;
  const count = readAmount(match[1] ?? "1");
  if (!count) return null;
  const size = match[2] ? SIZES[match[2].toLowerCase()] : undefined;
  if (size) return multiply(count, size);
  return match[1] === "1" && /\b1[KM]\b/i.test(meter) ? null : count;
}
