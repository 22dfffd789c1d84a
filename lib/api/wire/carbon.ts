import { z } from "zod";
import { decimalText } from "./statement.ts";

/** An own zone of the grid, with what is known of it. */
export const ownZoneWire = z.object({
  zone: z.string(),
  count: z.number().int(),
  estimated: z.number().int(),
  from: z.string(),
  /** Null: the last is open. */
  to: z.string().nullable(),
  latestGrams: decimalText,
  source: z.string(),
});

export const carbonPage = z.object({
  own: z.array(ownZoneWire),
  /** Means of countries, ISO 3166 alpha-3. */
  defaults: z.array(z.object({ zone: z.string(), name: z.string(), year: z.number().int(), grams: decimalText })),
  source: z.string(),
  rigs: z.array(z.object({ slug: z.string(), name: z.string(), zone: z.string().nullable() })),
});
export type CarbonPage = z.infer<typeof carbonPage>;

export const newIntensityBody = z.object({
  zone: z.string().trim().min(1).max(60),
  grams: z.string().max(40),
  from: z.string().max(10),
  /** The last day it holds; null: until another. */
  to: z.string().max(10).nullable().optional(),
  source: z.string().trim().max(300).default(""),
});
export type NewIntensityBody = z.input<typeof newIntensityBody>;

export const intensitiesWritten = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  /** What of the file was left out: a sentence each. */
  notes: z.array(z.string()),
});
export type IntensitiesWrittenWire = z.infer<typeof intensitiesWritten>;

const gramsWire = decimalText.nullable();

/** A rig's month in grams CO2e. Null: no zone is entered, or nothing is known of it. */
export const rigCarbon = z.object({
  month: z.string(),
  slug: z.string(),
  name: z.string(),
  zone: z.string().nullable(),
  grams: gramsWire,
  /** The part that rests on an estimated intensity or on stated energy. */
  estimatedGrams: decimalText,
  label: z.enum(["measured", "estimated", "partly-estimated"]).nullable(),
  /** kWh no intensity is known for. */
  unknownKwh: decimalText,
  sources: z.array(z.string()),
  /** By their share of the rig's energy in money; null where that money cannot say. */
  bearers: z.array(z.object({ slug: z.string(), name: z.string(), grams: decimalText })).nullable(),
  /** Tokens used of it, in and out; null where no file counts them. */
  tokens: decimalText.nullable(),
  gramsPerMillion: gramsWire,
});
export type RigCarbon = z.infer<typeof rigCarbon>;
