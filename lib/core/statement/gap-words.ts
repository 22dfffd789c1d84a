import { add, compare, type Decimal, decimal, isZero, sum, ZERO } from "../decimal.ts";
import { count, moneyText, plural, tokenPlaces, tokensInMillions } from "../display.ts";
import { providerName } from "./names.ts";

/** What a month's figures lack or rest on, in words short enough to stand beside them. */
export type GapWords = {
  readonly kind: "estimated" | "unpriced" | "scope";
  readonly what: string;
  readonly text: string;
};

const NAMED = 3;
const listed = (names: readonly string[]): string =>
  names.length <= NAMED + 1
    ? names.join(", ")
    : `${names.slice(0, NAMED).join(", ")} and ${count(names.length - NAMED)} more`;

export type EstimatedMoney = { readonly provider: string; readonly amount: Decimal };

/** Money nobody billed, by provider; null where there is none. */
export function estimatedWords(money: readonly EstimatedMoney[], currency: string): GapWords | null {
  const whole = sum(money.map((one) => one.amount));
  if (isZero(whole)) return null;
  const byProvider = new Map<string, Decimal>();
  for (const { provider, amount } of money) byProvider.set(provider, add(byProvider.get(provider) ?? ZERO, amount));
  const parts = [...byProvider]
    .sort(([, a], [, b]) => compare(b, a))
    .map(([provider, amount]) => `${providerName(provider)} ${moneyText(amount)}`);
  return {
    kind: "estimated",
    what: `≈ ${moneyText(whole)} ${currency}`,
    text: `Of the total, ≈ ${moneyText(whole)} ${currency} is estimated, nobody billed it: ${listed(parts)}.`,
  };
}

export type UnpricedTokens = { readonly model: string; readonly tokens: string };

/** Models with tokens and no price; null where every model has one. */
export function unpricedWords(models: readonly UnpricedTokens[]): GapWords | null {
  if (models.length === 0) return null;
  const sorted = [...models].sort((a, b) => compare(decimal(b.tokens), decimal(a.tokens)));
  const parts = sorted.map(
    ({ model, tokens }) => `${model} (${tokensInMillions(tokens, tokenPlaces([tokens]))} M tokens)`,
  );
  return {
    kind: "unpriced",
    what: plural(models.length, "model"),
    text: `${plural(models.length, "model has", "models have")} no price: ${listed(parts)}.`,
  };
}

export type OutOfScope = {
  readonly label: string;
  readonly outside: readonly { service: string; lines: number; currency: string; amount: string }[];
};

/** What of a broad bill is no AI and so in no total; null where there is nothing of it. */
export function scopeWords({ label, outside }: OutOfScope): GapWords | null {
  if (outside.length === 0) return null;
  const lines = outside.reduce((total, one) => total + one.lines, 0);
  const money = new Map<string, Decimal>();
  for (const { currency, amount } of outside) money.set(currency, add(money.get(currency) ?? ZERO, decimal(amount)));
  const amounts = [...money].map(([currency, amount]) => `${moneyText(amount)} ${currency}`).join(" and ");
  const services = [...new Set(outside.map((one) => one.service))];
  return {
    kind: "scope",
    what: `${amounts} of ${label}`,
    text: `${label}: ${plural(lines, "line")}, ${amounts}, out of scope (${listed(services)}).`,
  };
}
