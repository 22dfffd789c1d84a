import type { z } from "zod";
import type { BookRow, PriceHistory, PricesPage, pricesQuery } from "../api/wire/prices.ts";
import type { Principal } from "../auth/principal.ts";
import { type Day, dayInZone, lastDay } from "../core/calendar.ts";
import { compare, decimal, divide, format, formatFixed, multiply, subtract } from "../core/decimal.ts";
import { catalogueModels } from "../core/price/catalogue.ts";
import { CATALOGUE, listPrice } from "../core/price/list-price.ts";
import { bookKey, type OwnPrice, type Price, type PriceBook } from "../core/price/price-book.ts";
import { priceThroughTime } from "../core/price/through-time.ts";
import { TOKEN_KINDS } from "../core/usage-line.ts";
import { pool } from "../db/client.ts";
import { readOrganisation } from "../db/organisation.ts";
import { type ModelMonth, modelsOfMonth, readOwnPrices } from "../db/prices.ts";
import { textsOf } from "./own-prices.ts";
import { loadPriceBook } from "./price-book.ts";
import { tokensOf, unpricedModels, withFirstDays } from "./prices.ts";
import { loadStatement, stateOf } from "./statement/load.ts";

const ROWS_SHOWN = 100;
const HUNDRED = decimal(100);

type Listed = {
  readonly provider: string;
  readonly model: string;
  readonly name: string;
  readonly rows: readonly ModelMonth[];
};

/** The price book of a month with what it lacks: the models used, the organisation's own, or the whole catalogue. */
export async function pricesOfMonth(query: z.input<typeof pricesQuery>, principal: Principal): Promise<PricesPage> {
  const statement = await loadStatement({ ...(query.month && { month: query.month }) }, principal);
  const { month, today, previousMonth } = statement;
  const day = lastDay(month) < today ? lastDay(month) : today;
  const [book, own, rows, unpriced] = await Promise.all([
    loadPriceBook(pool),
    readOwnPrices(pool),
    modelsOfMonth(pool, month),
    unpricedModels(month).then((models) => withFirstDays(month, models)),
  ]);
  const used = usedModels(rows);
  const inForce = own.filter((price) => price.from <= day && (price.to === null || day <= price.to));
  const ownOnes = ownModels(own, used);
  const listed = found({ used, own: ownOnes, all: allModels(used) }[query.show ?? "used"], query.find);
  return {
    month,
    state: stateOf(statement, month),
    previousMonth,
    previousState: stateOf(statement, previousMonth),
    currency: statement.organisation.currency,
    day,
    catalogue: { name: CATALOGUE.replace("@pydantic/", ""), models: catalogueModels().length },
    own: { inForce: inForce.length, nextEnd: nextEnd(inForce) },
    book: listed.slice(0, ROWS_SHOWN).map((one) => bookRow(book, one, day)),
    bookSize: listed.length,
    usedModels: used.length,
    ownModels: ownOnes.length,
    unpriced,
  };
}

function nextEnd(inForce: readonly OwnPrice[]): PricesPage["own"]["nextEnd"] {
  const ends = inForce.flatMap(({ source, to }) => (to ? [{ source, to }] : []));
  return ends.sort((a, b) => (a.to < b.to ? -1 : 1))[0] ?? null;
}

const nameOf = ({ provider, model }: { provider: string; model: string }): string => {
  const key = bookKey({ provider, model });
  names ??= new Map(catalogueModels().map((each) => [bookKey(each), each.name]));
  return names.get(key) ?? model;
};
let names: Map<string, string> | undefined;

/** A model of the month once, under the name most of its tokens came with; most tokens first. */
function usedModels(rows: readonly ModelMonth[]): Listed[] {
  const models = new Map<string, ModelMonth[]>();
  for (const row of rows) models.set(bookKey(row), [...(models.get(bookKey(row)) ?? []), row]);
  const listed = [...models.values()].flatMap((ofModel) => {
    const [first] = ofModel;
    return first ? [{ provider: first.provider, model: first.model, name: nameOf(first), rows: ofModel }] : [];
  });
  return listed.sort((a, b) => compare(tokensOf(b.rows), tokensOf(a.rows)));
}

function ownModels(own: readonly OwnPrice[], used: readonly Listed[]): Listed[] {
  const usedByKey = new Map(used.map((each) => [bookKey(each), each]));
  const models = new Map(own.map((price) => [bookKey(price), price]));
  return [...models].map(
    ([key, { provider, model }]) =>
      usedByKey.get(key) ?? { provider, model, name: nameOf({ provider, model }), rows: [] },
  );
}

function allModels(used: readonly Listed[]): Listed[] {
  const usedByKey = new Map(used.map((each) => [bookKey(each), each]));
  return catalogueModels().map((each) => ({ ...each, rows: usedByKey.get(bookKey(each))?.rows ?? [] }));
}

function found(listed: readonly Listed[], find: string | undefined): readonly Listed[] {
  const words =
    find
      ?.toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "") ?? [];
  return listed.filter(({ provider, model, name }) => {
    const text = `${provider} ${model} ${name}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function bookRow(book: PriceBook, { provider, model, name, rows }: Listed, day: Day): BookRow {
  const price = book.priceOf({ provider, model, day });
  const own = price?.ref.startsWith("own:")
    ? book.ownOf({ provider, model }).find((each) => `own:${each.id}` === price.ref)
    : null;
  const usedBy = new Map(rows.map((row) => [row.bearer, row.name]));
  return {
    provider,
    model,
    name,
    price: price && {
      currency: price.currency,
      perMillion: textsOf(price.perMillion),
      from: price.from,
      to: own?.to ?? null,
      source: price.source,
      isOwn: price.ref !== "catalogue",
      isBaseOnly: price.isBaseOnly,
    },
    offList: own && price ? offList(own, listPrice({ provider, model, day })) : null,
    usedBy: [...usedBy].map(([bearer, bearerName]) => ({ bearer, name: bearerName })),
    tokens: rows.every((row) => row.tokens === null) ? null : format(tokensOf(rows)),
  };
}

/** How far an own price is off the list's, over the kinds both name, in percent to one place. */
function offList(own: OwnPrice, list: Pick<Price, "currency" | "perMillion"> | null): BookRow["offList"] {
  if (list?.currency !== own.currency) return null;
  const changes = TOKEN_KINDS.flatMap((kind) => {
    const mine = own.perMillion[kind];
    const theirs = list.perMillion[kind];
    if (!mine || !theirs || theirs.units === 0n) return [];
    return [divide(multiply(subtract(mine, theirs), HUNDRED), theirs, { scale: 6 })];
  }).sort(compare);
  const [least] = changes;
  const most = changes.at(-1);
  return least && most ? { least: formatFixed(least, 1), most: formatFixed(most, 1) } : null;
}

/** What one model cost and will cost, piece by piece. */
export async function priceHistoryOf(
  { provider, model }: { provider: string; model: string },
  nowMs: number = Date.now(),
): Promise<PriceHistory> {
  const [book, own, organisation] = await Promise.all([
    loadPriceBook(pool),
    readOwnPrices(pool),
    readOrganisation(pool),
  ]);
  const today = dayInZone(nowMs, organisation.zone);
  return {
    provider,
    model,
    today,
    pieces: priceThroughTime(book, { provider, model, today }).map(({ from, to, price }) => {
      const row = own.find((each) => `own:${each.id}` === price?.ref);
      return {
        from,
        to,
        when: to !== null && to < today ? "past" : from !== null && from > today ? "future" : "now",
        price: price && {
          currency: price.currency,
          perMillion: textsOf(price.perMillion),
          source: price.source,
          ownId: row?.id ?? null,
          by: row?.createdBy ?? null,
        },
      };
    }),
  };
}
