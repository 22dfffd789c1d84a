/** What a model cost, costs and will cost: one piece of time for each price, in order. */
import { addDays, type Day } from "../calendar.ts";
import { listPriceStarts } from "./list-price.ts";
import type { Price, PriceBook } from "./price-book.ts";

export type PricePiece = {
  /** Null = as far back as anything is known. */
  readonly from: Day | null;
  /** Inclusive; null = until another. */
  readonly to: Day | null;
  /** Null: no price is known for these days. */
  readonly price: Price | null;
};

/** @param today the catalogue is asked for a model as it names it on this day */
export function priceThroughTime(
  book: PriceBook,
  { provider, model, today }: { provider: string; model: string; today: Day },
): PricePiece[] {
  const starts = new Set<Day>(listPriceStarts({ provider, model, day: today }));
  for (const own of book.ownOf({ provider, model })) {
    starts.add(own.from);
    if (own.to) starts.add(addDays(own.to, 1));
  }
  const edges = [...starts].sort();
  const before = edges[0] ? addDays(edges[0], -1) : null;
  const pieces: PricePiece[] = [
    { from: null, to: before, price: book.priceOf({ provider, model, day: before ?? today }) },
    ...edges.map((from, index) => {
      const next = edges[index + 1];
      return { from, to: next ? addDays(next, -1) : null, price: book.priceOf({ provider, model, day: from }) };
    }),
  ];
  return joined(pieces).filter((piece, index) => index > 0 || piece.price !== null || pieces.length === 1);
}

/** Two neighbours of one price are one piece. */
function joined(pieces: readonly PricePiece[]): PricePiece[] {
  const all: PricePiece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last && last.price?.ref === piece.price?.ref && last.price?.from === piece.price?.from)
      all[all.length - 1] = { ...last, to: piece.to };
    else all.push(piece);
  }
  return all;
}
