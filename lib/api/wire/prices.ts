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
