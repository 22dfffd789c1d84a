import { type Decimal, decimal, divide, multiply } from "../core/decimal.ts";
import type { TokenKind } from "../core/usage-line.ts";

/** Dollars per 1,000,000 tokens that the demo's providers bill. */
export type Prices = Readonly<Partial<Record<TokenKind, Decimal>>>;

const of = (prices: Readonly<Partial<Record<TokenKind, string>>>): Prices =>
  Object.fromEntries(Object.entries(prices).map(([kind, price]) => [kind, decimal(price)]));

export const PRICES: Readonly<Record<string, Prices>> = {
  "gpt-4.1-2025-04-14": of({ input: "2.00", cacheRead: "0.50", output: "8.00" }),
  "gpt-4.1-mini-2025-04-14": of({ input: "0.40", cacheRead: "0.10", output: "1.60" }),
  "gpt-4.1-nano-2025-04-14": of({ input: "0.10", cacheRead: "0.025", output: "0.40" }),
  "gpt-5-mini-2025-08-07": of({ input: "0.25", cacheRead: "0.025", output: "2.00" }),
  "o3-2025-04-16": of({ input: "2.00", cacheRead: "0.50", output: "8.00" }),
  "gpt-5.5-2026-04-23": of({ input: "5.00", cacheRead: "0.50", output: "30.00" }),
  "text-embedding-3-large": of({ input: "0.13" }),
  "Claude Sonnet 4.5": of({ input: "3.00", cacheRead: "0.30", cacheWrite5m: "3.75", output: "15.00" }),
  "Claude Sonnet 4.6": of({ input: "3.00", cacheRead: "0.30", cacheWrite5m: "3.75", output: "15.00" }),
  "Claude Haiku 4.5": of({ input: "1.00", cacheRead: "0.10", cacheWrite5m: "1.25", output: "5.00" }),
  "Claude Opus 4.1": of({ input: "15.00", cacheRead: "1.50", cacheWrite5m: "18.75", output: "75.00" }),
  "Claude Opus 4.7": of({ input: "5.00", cacheRead: "0.50", cacheWrite5m: "6.25", output: "25.00" }),
  "gemini-2.5-pro": of({ input: "1.25", cacheRead: "0.125", output: "10.00" }),
  "deepseek-v4-flash": of({ input: "0.14", cacheRead: "0.0028", output: "0.28" }),
  "mistral-large-latest": of({ input: "2.00", output: "6.00" }),
  "gemini-2.5-flash": of({ input: "0.30", cacheRead: "0.03", output: "2.50" }),
};

const MILLION = decimal(1_000_000);
/** Tokens at a price per 1M, exact. */
export const costOf = (tokens: bigint, perMillion: Decimal): Decimal =>
  divide(multiply({ units: tokens, scale: 0 }, perMillion), MILLION, { scale: 12 });
