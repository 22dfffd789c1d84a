import type { Day } from "../calendar.ts";
import { add, type Decimal, isZero, multiply, subtract, sum, ZERO } from "../decimal.ts";
import { modelKey } from "../price/model-name.ts";
import type { PriceBook } from "../price/price-book.ts";
import type { TokenKind } from "../usage-line.ts";
import type { UsageCell } from "./facts.ts";

/** What an account's usage comes to at its prices, and what of it could not be worked out. */
export type UsageFigure = {
  /** Null where nothing of the usage has a price. */
  readonly total: Decimal | null;
  readonly currency: string;
  readonly label: string;
  /** Priced by us from tokens, or stated by the file. */
  readonly isPricedHere: boolean;
  readonly byDay: ReadonlyMap<Day, Decimal>;
  /** By normal form of the model's name. */
  readonly byModel: ReadonlyMap<string, Decimal>;
  /** What tokens read from a cache would cost more if they were billed as fresh input. */
  readonly cachedByDay: ReadonlyMap<Day, Decimal>;
  readonly unpriced: readonly { readonly model: string; readonly tokens: Decimal }[];
  /** Tokens in a tier or context that has its own price: the list price here is the base one. */
  readonly special: readonly { readonly model: string; readonly words: string; readonly tokens: Decimal }[];
};

const MILLIONTH: Decimal = { units: 1n, scale: 6 };
export const bump = <Key>(sums: Map<Key, Decimal>, key: Key, amount: Decimal): void => {
  sums.set(key, add(sums.get(key) ?? ZERO, amount));
};

/** Parts of one feed (`openai-usage/completions`, `openai-usage/images`) belong together. */
const stemOf = (cell: UsageCell): string => cell.family.split("/")[0] ?? cell.family;

/**
 * Feeds of the same usage, apart by what they are. Each part of a feed stands in the one grouping that counts most: parts
 * have columns of their own (completions a tier, embeddings none), so they need not agree in it.
 */
export function feedsOf(cells: readonly UsageCell[]): readonly (readonly UsageCell[])[] {
  const feeds = Map.groupBy(cells, (cell) => `${cell.basis}\u0000${stemOf(cell)}`);
  return [...feeds.values()].map((feed) =>
    [...Map.groupBy(feed, (cell) => cell.family).values()].flatMap((part) => mostTokens(part)),
  );
}

function mostTokens(part: readonly UsageCell[]): readonly UsageCell[] {
  let best: readonly UsageCell[] = [];
  for (const grouped of Map.groupBy(part, (cell) => cell.grouping).values())
    if (best.length === 0 || isMore(tokensOf(grouped), tokensOf(best))) best = grouped;
  return best;
}

function rankOf({ basis, format, provider }: UsageCell): number {
  if (basis === "quantity") return format.startsWith(provider) ? 0 : 2;
  return basis === "rated" ? 1 : 3;
}

const tokensOf = (cells: readonly UsageCell[]): Decimal => sum(cells.flatMap((cell) => cell.tokens ?? []));

/**
 * Of several feeds that tell the same usage, the one that counts: the provider's own usage, else what it rated, else
 * another's count of tokens, else an estimate; among equals the one with most tokens. Never their sum.
 */
export function chosenFeed(cells: readonly UsageCell[]): readonly UsageCell[] {
  let best: { feed: readonly UsageCell[]; rank: number; tokens: Decimal } | null = null;
  for (const feed of feedsOf(cells)) {
    const first = feed[0];
    if (!first) continue;
    const mine = { feed, rank: rankOf(first), tokens: tokensOf(feed) };
    const isBetter =
      best === null || mine.rank < best.rank || (mine.rank === best.rank && isMore(mine.tokens, best.tokens));
    if (isBetter) best = mine;
  }
  return best?.feed ?? [];
}

const isMore = (a: Decimal, b: Decimal): boolean => subtract(a, b).units > 0n;

const tokenKindOf = (cell: UsageCell): TokenKind | null => (cell.costKind === "other" ? null : cell.costKind);

type Working = {
  byDay: Map<Day, Decimal>;
  byModel: Map<string, Decimal>;
  cachedByDay: Map<Day, Decimal>;
  unpriced: Map<string, Decimal>;
  special: Map<string, { model: string; words: string; tokens: Decimal }>;
  currencies: Set<string>;
};

/** @param cells one feed. @returns null without any; prices of two currencies are not added: then `total` is null */
export function usageFigure(cells: readonly UsageCell[], prices: PriceBook): UsageFigure | null {
  const first = cells[0];
  if (!first) return null;
  const working: Working = {
    byDay: new Map(),
    byModel: new Map(),
    cachedByDay: new Map(),
    unpriced: new Map(),
    special: new Map(),
    currencies: new Set(),
  };
  const isPricedHere = first.basis === "quantity";
  for (const cell of cells) {
    noteSpecial(working, cell);
    if (isPricedHere) priceCell(working, cell, prices);
    else count(working, cell, { amount: cell.billed, currency: cell.currency });
  }
  const [currency, another] = [...working.currencies];
  return {
    total: currency === undefined || another !== undefined ? null : sum(working.byDay.values()),
    currency: currency ?? first.currency,
    label: first.label,
    isPricedHere,
    byDay: working.byDay,
    byModel: working.byModel,
    cachedByDay: working.cachedByDay,
    unpriced: [...working.unpriced].map(([model, tokens]) => ({ model, tokens })),
    special: [...working.special.values()],
  };
}

function count(working: Working, cell: UsageCell, { amount, currency }: { amount: Decimal; currency: string }): void {
  working.currencies.add(currency);
  bump(working.byDay, cell.day, amount);
  bump(working.byModel, modelKey(cell.model), amount);
}

function priceCell(working: Working, cell: UsageCell, prices: PriceBook): void {
  const kind = tokenKindOf(cell);
  if (kind === null || cell.tokens === null || isZero(cell.tokens)) return;
  const price =
    cell.model === "" ? null : prices.priceOf({ provider: cell.provider, model: cell.model, day: cell.day });
  const rate = price?.perMillion[kind];
  if (!price || !rate) {
    bump(working.unpriced, cell.model || "Usage without a model", cell.tokens);
    return;
  }
  const cost = (perMillion: Decimal) => multiply(multiply(cell.tokens ?? ZERO, perMillion), MILLIONTH);
  count(working, cell, { amount: cost(rate), currency: price.currency });
  const fresh = price.perMillion.input;
  if (kind === "cacheRead" && fresh) bump(working.cachedByDay, cell.day, cost(subtract(fresh, rate)));
}

function noteSpecial(working: Working, cell: UsageCell): void {
  const words = [cell.tier, cell.context].filter((word) => word !== "").join(", ");
  if (words === "" || cell.tokens === null) return;
  const key = `${modelKey(cell.model)}\u0000${words}`;
  const known = working.special.get(key);
  working.special.set(key, {
    model: cell.model,
    words,
    tokens: add(known?.tokens ?? ZERO, cell.tokens),
  });
}
