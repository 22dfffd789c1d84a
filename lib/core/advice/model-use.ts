/** What advice reads from a team's use of a model: its price class, and the tokens a rig would have to work on. */
import { lastDay } from "../calendar.ts";
import { add, type Decimal, decimal, divide, multiply, sum, ZERO } from "../decimal.ts";
import { listPrice } from "../price/list-price.ts";
import type { AdviceInput, ModelUse } from "./advice.ts";
import { blendedPrice, classOfPrice, type PriceClass, priceClass } from "./price-class.ts";

const MILLION = decimal(1_000_000);
/** Cache reads are left out of a rig's work: a local server keeps its own prefixes. */
const WORK_KINDS = ["input", "cacheWrite5m", "cacheWrite1h", "output"] as const;

const perDollar = (input: AdviceInput): Decimal | null => (input.currency === "USD" ? decimal(1) : input.perDollar);

/** By the list price at the month's end; without one, by what was paid per token. */
export function classOfUse(use: ModelUse, input: AdviceInput): PriceClass {
  const listed = priceClass({ provider: use.provider, model: use.model, day: lastDay(input.month) });
  if (listed !== "unknown") return listed;
  const rate = perDollar(input);
  const tokens = sum(Object.values(use.tokens ?? {}));
  if (!rate || tokens.units <= 0n || use.cost.units <= 0n) return "unknown";
  return classOfPrice(divide(multiply(use.cost, MILLION), multiply(tokens, rate)));
}

export type Work = {
  /** Tokens of the days at hand. */
  readonly tokens: Decimal;
  /** Some exports give no counts: those were reckoned from cost and list price, half input and half output. */
  readonly isEstimated: boolean;
};

/** @returns null when neither the export nor a list price tells how much work it is. */
function workOfUse(use: ModelUse, input: AdviceInput): Work | null {
  if (use.tokens) return { tokens: sum(WORK_KINDS.map((kind) => use.tokens?.[kind] ?? ZERO)), isEstimated: false };
  const price = listPrice({ provider: use.provider, model: use.model, day: lastDay(input.month) });
  const blended = price && blendedPrice(price);
  const rate = perDollar(input);
  if (!blended || blended.units <= 0n || !rate) return null;
  return { tokens: divide(multiply(use.cost, MILLION), multiply(blended, rate), { scale: 0 }), isEstimated: true };
}

/** The uses of mid-range and frontier models whose work can be reckoned, and that work together. */
export function replaceable(uses: readonly ModelUse[], input: AdviceInput): Work & { readonly uses: ModelUse[] } {
  const found: ModelUse[] = [];
  let tokens = ZERO;
  let isEstimated = false;
  for (const use of uses) {
    const classed = classOfUse(use, input);
    const work = classed === "mid-range" || classed === "frontier" ? workOfUse(use, input) : null;
    if (!work || use.cost.units <= 0n) continue;
    found.push(use);
    tokens = add(tokens, work.tokens);
    isEstimated ||= work.isEstimated;
  }
  return { uses: found, tokens, isEstimated };
}
