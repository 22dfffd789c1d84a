import type { z } from "zod";
import type { newPriceBody, OwnPriceWire } from "../api/wire/prices.ts";
import { AppError } from "../core/app-error.ts";
import { type Day, parseDay } from "../core/calendar.ts";
import { format, isNegative, parseDecimal } from "../core/decimal.ts";
import { modelKey, providerKey } from "../core/price/model-name.ts";
import { TOKEN_KINDS, type TokenKind } from "../core/usage-line.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { insertOwnPrice, type NewOwnPrice, type OwnPriceRow, readOwnPrices, withdrawOwnPrice } from "../db/prices.ts";
import { inTransaction } from "../db/transaction.ts";
import { settleAll } from "./settle.ts";
import { reachOfPrice } from "./settle-reach.ts";

export type NewPrice = z.input<typeof newPriceBody>;

export const priceToWire = (price: OwnPriceRow): OwnPriceWire => ({
  id: price.id,
  provider: price.provider,
  model: price.model,
  from: price.from,
  to: price.to,
  currency: price.currency,
  perMillion: textsOf(price.perMillion),
  source: price.source,
  note: price.note,
  createdBy: price.createdBy,
});

export const textsOf = (perMillion: OwnPriceRow["perMillion"]): Partial<Record<TokenKind, string>> =>
  Object.fromEntries(
    TOKEN_KINDS.flatMap((kind) => {
      const value = perMillion[kind];
      return value ? [[kind, format(value)]] : [];
    }),
  );

/** The organisation's own prices, not withdrawn, by model and first day. */
export async function listOwnPrices(): Promise<OwnPriceWire[]> {
  return (await readOwnPrices(pool)).map(priceToWire);
}

/**
 * Adds a dated price. It wins over the catalogue from its first day on; open months are rated anew in the same
 * transaction by correction entries. A price never changes a closed month.
 * @throws AppError invalid-input naming the field
 */
export async function addPrice(body: NewPrice, by: string): Promise<{ price: OwnPriceWire; moved: number }> {
  const checked = checkedPrice(body, by);
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const id = await insertOwnPrice(client, checked);
    const moved = await settleAll(client, { reach: reachOfPrice(checked.provider) });
    const price = (await readOwnPrices(client)).find((each) => each.id === id);
    if (!price) throw new Error("The price just written was not read back");
    const what = `added a price of ${checked.model} from ${checked.from}, ${checked.source}`;
    await audit(client, { who: by, what, details: { ...priceToWire(price), moved } });
    return { price: priceToWire(price), moved };
  });
}

/**
 * Ends a price after the day `on`, or withdraws it whole where no day is given. The old row stays for the entries it
 * explains; one that ends is written anew with its last day.
 * @throws AppError not-found, invalid-input
 */
export async function endPrice({
  id,
  on,
  by,
}: {
  id: number;
  on?: string | null;
  by: string;
}): Promise<{ moved: number }> {
  const last = on ? dayOf(on, "on") : null;
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const price = (await readOwnPrices(client)).find((each) => each.id === id);
    if (!price || !(await withdrawOwnPrice(client, id)))
      throw new AppError("not-found", `There is no price with the id ${id} in force.`);
    if (last && last < price.from)
      throw refused("on", `The price begins on ${price.from}. To take it back whole, end it without a day.`);
    if (last && price.to && last > price.to) throw refused("on", `The price ends on ${price.to} already.`);
    if (last) await insertOwnPrice(client, { ...price, perMillion: textsOf(price.perMillion), to: last });
    const moved = await settleAll(client, { reach: reachOfPrice(price.provider) });
    const what = last
      ? `ended the price of ${price.model} after ${last}`
      : `withdrew the price of ${price.model} from ${price.from}`;
    await audit(client, { who: by, what, details: { ...priceToWire(price), moved } });
    return { moved };
  });
}

function checkedPrice(body: NewPrice, by: string): NewOwnPrice {
  const provider = providerKey(body.provider);
  if (provider === "") throw refused("provider", "Say whose model it is, such as anthropic.");
  const model = body.model.trim();
  if (modelKey(model) === "") throw refused("model", "Name the model as the exports do, such as claude-sonnet-4-6.");
  const from = dayOf(body.from, "from");
  const to = body.to ? dayOf(body.to, "to") : null;
  if (to && to < from) throw refused("to", `The price would end (${to}) before it begins (${from}).`);
  const source = body.source.trim();
  if (source === "") throw refused("source", "Say where the price is from, such as the agreement’s number.");
  const currency = (body.currency ?? "USD").trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) throw refused("currency", "Write the currency as three letters, such as USD.");
  return {
    provider,
    model,
    from,
    to,
    currency,
    perMillion: checkedKinds(body.perMillion),
    source,
    note: body.note ?? "",
    createdBy: by,
  };
}

/** Prices have at most this many decimals: a cent of a cent of a cent per million tokens. */
const MAX_PRICE_PLACES = 12;

function checkedKinds(given: NewPrice["perMillion"]): NewOwnPrice["perMillion"] {
  const kinds: Partial<Record<TokenKind, string>> = {};
  for (const kind of TOKEN_KINDS) {
    const text = given[kind]?.trim() ?? "";
    if (text === "") continue;
    const value = parseDecimal(text);
    if (!value || isNegative(value) || value.scale > MAX_PRICE_PLACES)
      throw refused(
        `perMillion.${kind}`,
        `“${text}” is not a price. Write a number such as 2.76, per 1,000,000 tokens.`,
      );
    kinds[kind] = format(value);
  }
  if (Object.keys(kinds).length === 0)
    throw refused("perMillion", "A price needs at least one kind of tokens, such as input and output.");
  return kinds;
}

function dayOf(text: string, field: string): Day {
  const day = parseDay(text.trim());
  if (!day) throw refused(field, `“${text}” is not a day. Write it as 2026-05-01.`);
  return day;
}

const refused = (field: string, message: string): AppError => new AppError("invalid-input", message, { field });
