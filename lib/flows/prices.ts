import type { UnpricedModel } from "../api/wire/prices.ts";
import { addDays, type Day, daysInMonth, firstDay, type Month } from "../core/calendar.ts";
import { add, type Decimal, decimal, format, isZero, sum } from "../core/decimal.ts";
import type { Price, PriceBook, PricedOn } from "../core/price/price-book.ts";
import { pool } from "../db/client.ts";
import { firstDaysOf, firstMonthsOf, type ModelMonth, modelOnDays, modelsOfMonth } from "../db/prices.ts";
import { loadPriceBook } from "./price-book.ts";

/**
 * Models with tokens in a month that have no price on the day, most tokens first. What was billed for them counts in
 * full; it cannot be checked, and a change in it cannot be told apart into price and volume.
 */
export async function unpricedModels(month: Month): Promise<UnpricedModel[]> {
  const [rows, book] = await Promise.all([modelsOfMonth(pool, month), loadPriceBook(pool)]);
  const found: { rows: readonly ModelMonth[]; days: number }[] = [];
  for (const ofModel of byModel(rows)) {
    const [first] = ofModel;
    if (!first || isZero(tokensOf(ofModel))) continue;
    const days = daysWithout(book, first, month);
    if (days.length === 0) continue;
    const isWhole = days.length === daysInMonth(month);
    const kept = isWhole
      ? ofModel
      : await modelOnDays(pool, { month, provider: first.provider, model: first.model, days });
    if (kept.length > 0) found.push({ rows: kept, days: days.length });
  }
  const seen = await firstSeen(found.flatMap(({ rows: [first] }) => (first ? [first] : [])));
  return found.flatMap(({ rows: ofModel, days }) => summed(ofModel, { days, seen }));
}

/** What a model costs on a day, own or catalogue. */
export async function priceOn(of: PricedOn): Promise<Price | null> {
  return (await loadPriceBook(pool)).priceOf(of);
}

const keyOf = ({ provider, model }: { provider: string; model: string }): string => `${provider}\u0000${model}`;

function byModel(rows: readonly ModelMonth[]): readonly ModelMonth[][] {
  const models = new Map<string, ModelMonth[]>();
  for (const row of rows) models.set(keyOf(row), [...(models.get(keyOf(row)) ?? []), row]);
  return [...models.values()];
}

function daysWithout(book: PriceBook, { provider, model }: { provider: string; model: string }, month: Month): Day[] {
  // The catalogue's prices begin and do not end: with none of one's own, the first day speaks for the month.
  const isCatalogueOnly = book.ownOf({ provider, model }).length === 0;
  if (isCatalogueOnly && book.priceOf({ provider, model, day: firstDay(month) }) !== null) return [];
  const days = Array.from({ length: daysInMonth(month) }, (_, index) => addDays(firstDay(month), index));
  return days.filter((day) => book.priceOf({ provider, model, day }) === null);
}

async function firstSeen(models: readonly { provider: string; model: string }[]): Promise<ReadonlyMap<string, string>> {
  if (models.length === 0) return new Map();
  const months = await firstMonthsOf(pool, models);
  return new Map(months.map((each) => [keyOf(each), each.month]));
}

/** The same, with the day for models that are new in the month: read from its entries, so only where it is shown. */
export async function withFirstDays(month: Month, models: readonly UnpricedModel[]): Promise<UnpricedModel[]> {
  const isNew = models.filter((each) => each.firstSeen === month);
  const days = isNew.length === 0 ? [] : await firstDaysOf(pool, month, isNew);
  const dayOf = new Map(days.map((each) => [keyOf(each), each.day]));
  return models.map((each) => ({ ...each, firstSeen: dayOf.get(keyOf(each)) ?? each.firstSeen }));
}

/** Tokens as far as the exports count them. */
export const tokensOf = (rows: readonly ModelMonth[]): Decimal => sum(rows.map((row) => decimal(row.tokens ?? "0")));

/** Team first, then what belongs to nobody; a model whose tokens all went back again is none. */
function summed(
  rows: readonly ModelMonth[],
  { days, seen }: { days: number; seen: ReadonlyMap<string, string> },
): UnpricedModel[] {
  const [first] = rows;
  const tokens = tokensOf(rows);
  if (!first || isZero(tokens)) return [];
  const teams = new Map(rows.map((row) => [row.bearer, row.name]));
  const billed = new Map<string, Decimal>();
  for (const row of rows) {
    if (row.basis !== "billed") continue;
    billed.set(row.currency, add(billed.get(row.currency) ?? decimal(0), decimal(row.billed)));
  }
  return [
    {
      provider: first.provider,
      model: first.model,
      tokens: format(tokens),
      teams: [...teams].map(([bearer, name]) => ({ bearer, name })),
      billed: [...billed].map(([currency, amount]) => ({ currency, amount: format(amount) })),
      firstSeen: seen.get(keyOf(first)) ?? "",
      days,
    },
  ];
}
