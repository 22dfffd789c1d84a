import { z } from "zod";
import { decimalText } from "./statement.ts";

/** Decimal text per 1,000,000 tokens; a kind that is absent has no price, which is not zero. */
const perMillionWire = z.object({
  input: decimalText.optional(),
  cacheRead: decimalText.optional(),
  cacheWrite5m: decimalText.optional(),
  cacheWrite1h: decimalText.optional(),
  output: decimalText.optional(),
});
export type PerMillionWire = z.infer<typeof perMillionWire>;

export const ownPriceWire = z.object({
  id: z.number().int(),
  provider: z.string(),
  model: z.string(),
  from: z.string(),
  /** Inclusive; null = until another. */
  to: z.string().nullable(),
  currency: z.string(),
  perMillion: perMillionWire,
  source: z.string(),
  note: z.string(),
  createdBy: z.string(),
});
export type OwnPriceWire = z.infer<typeof ownPriceWire>;

export const newPriceBody = z.object({
  provider: z.string().max(80),
  model: z.string().max(200),
  from: z.string(),
  to: z.string().nullable().default(null),
  currency: z.string().default("USD"),
  perMillion: z.object({
    input: z.string().max(40).optional(),
    cacheRead: z.string().max(40).optional(),
    cacheWrite5m: z.string().max(40).optional(),
    cacheWrite1h: z.string().max(40).optional(),
    output: z.string().max(40).optional(),
  }),
  source: z.string().max(200),
  note: z.string().max(500).default(""),
});

export const newRateBody = z.object({
  day: z.string(),
  from: z.string(),
  to: z.string().optional(),
  rate: z.string().max(60),
  note: z.string().max(500).optional(),
});

export const scopeBody = z.object({
  provider: z.string().trim().min(1).max(80),
  format: z.string().trim().min(1).max(80),
  scope: z.enum(["ai-and-gpu", "everything"]),
  services: z.array(z.string().trim().min(1).max(200)).max(200).default([]),
});

/** A model with tokens and no price: what was billed for it counts in full, but cannot be checked. */
export const unpricedModel = z.object({
  provider: z.string(),
  model: z.string(),
  tokens: decimalText,
  teams: z.array(z.object({ bearer: z.string(), name: z.string() })),
  /** Each currency's billed money of those tokens; none where nobody billed them. */
  billed: z.array(z.object({ currency: z.string(), amount: decimalText })),
  firstSeen: z.string(),
  /** Set when a price holds for part of the month only. */
  days: z.number().int(),
});
export type UnpricedModel = z.infer<typeof unpricedModel>;

/** Which models the price book shows. */
export const bookShow = z.enum(["used", "own", "all"]);
export type BookShow = z.infer<typeof bookShow>;
export const pricesQuery = z.object({
  month: z.string().optional(),
  show: bookShow.default("used"),
  find: z.string().max(100).optional(),
});

const bookRow = z.object({
  provider: z.string(),
  /** As exports or the catalogue name it: what history and forms ask for. */
  model: z.string(),
  name: z.string(),
  /** Null: no price on that day. */
  price: z
    .object({
      currency: z.string(),
      perMillion: perMillionWire,
      from: z.string().nullable(),
      to: z.string().nullable(),
      source: z.string(),
      isOwn: z.boolean(),
      /** Long requests or some hours cost otherwise. */
      isBaseOnly: z.boolean(),
    })
    .nullable(),
  /** An own price against the list, percent, the least and the most over its kinds; null where they cannot be compared. */
  offList: z.object({ least: decimalText, most: decimalText }).nullable(),
  usedBy: z.array(z.object({ bearer: z.string(), name: z.string() })),
  tokens: decimalText.nullable(),
});
export type BookRow = z.infer<typeof bookRow>;

export const pricesPage = z.object({
  month: z.string(),
  state: z.string(),
  previousMonth: z.string(),
  previousState: z.string(),
  currency: z.string(),
  /** The day the prices hold on: the month's last, or today. */
  day: z.string(),
  catalogue: z.object({ name: z.string(), models: z.number().int() }),
  own: z.object({
    inForce: z.number().int(),
    /** The next to end, if any does. */
    nextEnd: z.object({ source: z.string(), to: z.string() }).nullable(),
  }),
  book: z.array(bookRow),
  /** Rows there are; `book` holds the first of them. */
  bookSize: z.number().int(),
  usedModels: z.number().int(),
  ownModels: z.number().int(),
  unpriced: z.array(unpricedModel),
});
export type PricesPage = z.infer<typeof pricesPage>;

export const priceHistoryQuery = z.object({ provider: z.string().max(80), model: z.string().max(200) });
export const priceHistory = z.object({
  provider: z.string(),
  model: z.string(),
  today: z.string(),
  pieces: z.array(
    z.object({
      from: z.string().nullable(),
      to: z.string().nullable(),
      when: z.enum(["past", "now", "future"]),
      price: z
        .object({
          currency: z.string(),
          perMillion: perMillionWire,
          source: z.string(),
          /** Set for an own price: what ends it. */
          ownId: z.number().int().nullable(),
          by: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
});
export type PriceHistory = z.infer<typeof priceHistory>;

/** What a month's foreign money was converted at, and what waits for a rate. */
export const ratesMonth = z.object({
  month: z.string(),
  currency: z.string(),
  rows: z.array(
    z.object({
      currency: z.string(),
      /** The latest rate used, else the one that would be; null = none known on the month's last day. */
      rate: z.object({ rate: decimalText, day: z.string(), text: z.string() }).nullable(),
      /** How many different rates the month's entries used. */
      ratesUsed: z.number().int(),
      usedFor: z.array(z.string()),
      original: decimalText.nullable(),
      converted: decimalText.nullable(),
      /** In no total: no rate on or within a week before its day. */
      waiting: decimalText.nullable(),
    }),
  ),
  /** The newest published day, if any was read. */
  latestEcb: z.string().nullable(),
});
export type RatesMonth = z.infer<typeof ratesMonth>;

export const scopesMonth = z.object({
  sources: z.array(
    z.object({
      provider: z.string(),
      format: z.string(),
      label: z.string(),
      scope: z.enum(["ai-and-gpu", "everything"]),
      services: z.array(z.string()),
      isDefault: z.boolean(),
      changedBy: z.string().nullable(),
      outside: z.array(
        z.object({ service: z.string(), lines: z.number().int(), currency: z.string(), amount: decimalText }),
      ),
    }),
  ),
});
export type ScopesMonth = z.infer<typeof scopesMonth>;
