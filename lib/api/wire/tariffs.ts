import { z } from "zod";
import { decimalText } from "./statement.ts";

const tierWire = z.object({
  /** kWh of the month; null for the last. */
  upToKwh: decimalText.nullable(),
  perKwh: decimalText,
});
/** Twelve months of 24 local clock hours, each the number of a period. */
const scheduleWire = z.array(z.array(z.number().int()));

export const tariffTermsWire = z.object({
  energy: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("tiers"), tiers: z.array(tierWire) }),
    z.object({
      kind: z.literal("time-of-use"),
      periods: z.array(z.object({ name: z.string(), tiers: z.array(tierWire) })),
      weekday: scheduleWire,
      weekend: scheduleWire,
    }),
    z.object({ kind: z.literal("dynamic"), addPerKwh: decimalText }),
  ]),
  fixedMonthly: decimalText,
  fixedDaily: decimalText,
  demand: z
    .object({ perKw: decimalText, windowMinutes: z.union([z.literal(15), z.literal(30), z.literal(60)]) })
    .nullable(),
  taxPercent: decimalText,
});
export type TariffTermsWire = z.infer<typeof tariffTermsWire>;

export const tariffWire = z.object({
  id: z.number().int(),
  name: z.string(),
  currency: z.string(),
  zone: z.string(),
  source: z.string(),
  createdBy: z.string(),
  /** Oldest first; before the first nothing is known. */
  versions: z.array(z.object({ from: z.string(), terms: tariffTermsWire, note: z.string(), enteredBy: z.string() })),
  /** Which rigs it prices, from which day on. */
  rigs: z.array(z.object({ slug: z.string(), name: z.string(), from: z.string() })),
  /** Prices by time: how many, from the first to the beginning of the last. */
  prices: z.object({ count: z.number().int(), from: z.string(), last: z.string() }).nullable(),
});
export type TariffWire = z.infer<typeof tariffWire>;

export const tariffsPage = z.object({
  today: z.string(),
  currency: z.string(),
  zone: z.string(),
  /** The first day terms may change from; null: any. */
  openFrom: z.string().nullable(),
  tariffs: z.array(tariffWire),
  rigs: z.array(z.object({ slug: z.string(), name: z.string(), zone: z.string(), currency: z.string() })),
});
export type TariffsPage = z.infer<typeof tariffsPage>;

/** As lib/core/tariff/terms-json.ts reads them; it says what is wrong. */
const termsBody = z.record(z.string(), z.unknown());
const day = z.string().max(10);

export const newTariffBody = z.object({
  name: z.string().trim().min(1).max(80),
  /** The organisation's where left out, as is the zone. */
  currency: z.string().max(3).optional(),
  zone: z.string().max(60).optional(),
  source: z.string().trim().max(300).default(""),
  /** Since ever where left out. */
  from: day.optional(),
  terms: termsBody,
  note: z.string().trim().max(500).default(""),
});
export type NewTariffBody = z.input<typeof newTariffBody>;

export const newVersionBody = z.object({
  from: day,
  terms: termsBody,
  note: z.string().trim().max(500).default(""),
});
export type NewVersionBody = z.input<typeof newVersionBody>;

export const applyTariffBody = z.object({
  rig: z.string().trim().min(1).max(120),
  /** The day the rig's present tariff began where left out, else since ever. */
  from: day.optional(),
});

export const importTariffQuery = z.object({
  tariff: z.string().trim().min(1).max(80),
  name: z.string().trim().min(1).max(200).default("tariff.json"),
  from: day.optional(),
  price: z.enum(["inc-vat", "exc-vat"]).optional(),
  unit: z.enum(["kWh", "cent", "MWh"]).optional(),
  payment: z.string().trim().max(60).optional(),
  zone: z.string().max(60).optional(),
  currency: z.string().max(3).optional(),
});
export type ImportTariffQuery = z.input<typeof importTariffQuery>;

export const tariffChange = z.object({
  tariff: tariffWire,
  /** How many ledger entries the change wrote. */
  moved: z.number().int(),
});
export type TariffChange = z.infer<typeof tariffChange>;

export const tariffImport = tariffChange.extend({
  file: z.string(),
  kind: z.enum(["terms", "openei", "prices"]),
  /** What of the file is not kept, or was missing: a sentence each. */
  notes: z.array(z.string()),
  versions: z.number().int(),
  prices: z.object({ added: z.number().int(), changed: z.number().int(), unchanged: z.number().int() }).nullable(),
});
export type TariffImport = z.infer<typeof tariffImport>;
