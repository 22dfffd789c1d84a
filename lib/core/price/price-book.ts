/**
 * What a model costs on a day: the organisation's own dated price where there is one, else the public catalogue's.
 * No price is null, never zero.
 */
import type { Day } from "../calendar.ts";
import { add, type Decimal, multiply, ZERO } from "../decimal.ts";
import { TOKEN_KINDS, type TokenKind } from "../usage-line.ts";
import { type ListPrice, listPrice } from "./list-price.ts";
import { modelKey, providerKey, snapshotOf } from "./model-name.ts";

export type PerMillion = Readonly<Partial<Record<TokenKind, Decimal>>>;

/** A price as it holds on one day, in `currency` per 1,000,000 tokens; a kind without a price is absent, which is not zero. */
export type Price = {
  readonly currency: string;
  readonly perMillion: PerMillion;
  /** First day it holds; null = the catalogue knows no earlier price. */
  readonly from: Day | null;
  readonly source: string;
  /** Names what it came from for good: `own:12`, or `catalogue`. */
  readonly ref: string;
  /** Long requests or some hours cost otherwise, which is left out here. */
  readonly isBaseOnly: boolean;
};

/** A price the organisation entered; see `own_price`. Days are inclusive. */
export type OwnPrice = {
  readonly id: number;
  readonly provider: string;
  readonly model: string;
  readonly from: Day;
  readonly to: Day | null;
  readonly currency: string;
  readonly perMillion: PerMillion;
  readonly source: string;
};

export type PricedOn = { readonly provider: string; readonly model: string; readonly day: Day };
export type PriceBook = {
  priceOf(of: PricedOn): Price | null;
  /** The organisation's own prices of a model, not withdrawn; earliest first. */
  ownOf(of: { provider: string; model: string }): readonly OwnPrice[];
};

type Catalogue = (of: PricedOn) => ListPrice | null;

/** @param own not withdrawn; among equals the one with the higher id was created later */
export function priceBook(own: readonly OwnPrice[], catalogue: Catalogue = listPrice): PriceBook {
  const byModel = new Map<string, OwnPrice[]>();
  for (const price of own) {
    const key = bookKey(price);
    byModel.set(key, [...(byModel.get(key) ?? []), price]);
  }
  for (const prices of byModel.values()) prices.sort(latestFirst);
  return {
    priceOf(of) {
      const list = catalogue(of);
      const mine = byModel.get(bookKey(of))?.find((price) => holds(price, of));
      if (mine) return joined(mine, list);
      return list && fromList(list);
    },
    ownOf: (of) => [...(byModel.get(bookKey(of)) ?? [])].reverse(),
  };
}

/** What two spellings of one provider's model share. */
export const bookKey = ({ provider, model }: { provider: string; model: string }): string =>
  `${providerKey(provider)}\u0000${modelKey(model)}`;

const latestFirst = (a: OwnPrice, b: OwnPrice): number => (a.from === b.from ? b.id - a.id : a.from < b.from ? 1 : -1);

/** A price entered for one snapshot (`gpt-4o-2024-05-13`) says nothing of another; one without a day holds for all. */
function holds(price: OwnPrice, { model, day }: PricedOn): boolean {
  if (day < price.from || (price.to !== null && day > price.to)) return false;
  const entered = snapshotOf(price.model);
  const asked = snapshotOf(model);
  return entered === null || asked === null || entered === asked;
}

const fromList = ({ currency, perMillion, from, source, isBaseOnly }: ListPrice): Price => ({
  currency,
  perMillion,
  from,
  source,
  ref: "catalogue",
  isBaseOnly,
});

/** Kinds an own price does not name are the catalogue's, in the same currency only. */
function joined(own: OwnPrice, list: ListPrice | null): Price {
  const fill = list?.currency === own.currency ? list : null;
  const filled = TOKEN_KINDS.filter((kind) => !own.perMillion[kind] && fill?.perMillion[kind]);
  return {
    currency: own.currency,
    perMillion: fill && filled.length > 0 ? { ...fill.perMillion, ...own.perMillion } : own.perMillion,
    from: own.from,
    source: fill && filled.length > 0 ? `${own.source}; ${filled.join(", ")}: ${fill.source}` : own.source,
    ref: `own:${own.id}`,
    isBaseOnly: fill !== null && filled.length > 0 && fill.isBaseOnly,
  };
}

/**
 * Tokens by kind at a price, exact, in its currency: sum of tokens x price / 1,000,000.
 * @returns the cost of the kinds that have a price, and the kinds with tokens that have none.
 */
export function costAt(tokens: PerMillion, price: Pick<Price, "perMillion">): { cost: Decimal; unpriced: TokenKind[] } {
  let cost = ZERO;
  const unpriced: TokenKind[] = [];
  for (const kind of TOKEN_KINDS) {
    const count = tokens[kind];
    if (!count || count.units === 0n) continue;
    const rate = price.perMillion[kind];
    if (rate) cost = add(cost, multiply(multiply(count, rate), { units: 1n, scale: 6 }));
    else unpriced.push(kind);
  }
  return { cost, unpriced };
}
