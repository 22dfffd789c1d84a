import { z } from "zod";
import { decimalText, figureFilter } from "./statement.ts";

/** What of a figure is asked: the amount itself, its change on the month before, its percent, its tokens, or its unit
 * cost; of a month, which sources speak for it and how many rig hours were measured; and what rigs drew at the wall. */
export const figureAspect = z.enum([
  "amount",
  "previous",
  "change",
  "share",
  "tokens",
  "unit-cost",
  "bridge",
  "sources",
  "metered",
  "energy",
]);
export const explainQuery = figureFilter.extend({
  aspect: figureAspect.default("amount"),
  /** For aspect bridge: the part. For aspect energy: `per-million`, watt-hours per 1M tokens. */
  part: z.string().optional(),
  after: z.string().optional(),
});
export type ExplainQuery = z.infer<typeof explainQuery>;

export const ledgerEntry = z.object({
  id: z.string(),
  day: z.string(),
  billedMonth: z.string(),
  bearer: z.string(),
  bearerName: z.string(),
  class: z.string(),
  provider: z.string(),
  account: z.string().nullable(),
  model: z.string().nullable(),
  service: z.string(),
  rig: z.string().nullable(),
  kind: z.string(),
  category: z.string(),
  basis: z.string(),
  currency: z.string(),
  amount: decimalText,
  billed: decimalText,
  effective: decimalText,
  tokens: decimalText.nullable(),
  /** How the amount was worked out, where it is not the file's own: price, division by usage, exchange rate. */
  working: z.array(z.string()),
  keys: z.array(z.object({ name: z.string(), value: z.string() })),
  because: z.string(),
  postedAt: z.string(),
  importId: z.number().int().nullable(),
  fileName: z.string().nullable(),
  rows: z.string().nullable(),
  corrects: z.string().nullable(),
  correctedBy: z.string().nullable(),
});
export type LedgerEntryWire = z.infer<typeof ledgerEntry>;

export const sourceRows = z.object({
  importId: z.number().int(),
  fileName: z.string(),
  importedAt: z.string(),
  by: z.string().nullable(),
  sha256: z.string(),
  /** Shown rows of the file, header first; the entry's own rows are marked. */
  rows: z.array(z.object({ row: z.number().int(), text: z.string(), isTheOne: z.boolean() })),
  rowCount: z.number().int(),
});
export type SourceRows = z.infer<typeof sourceRows>;

export const explanation = z.object({
  title: z.string(),
  figure: decimalText.nullable(),
  unit: z.string(),
  /** Why there is no figure, when there is none. */
  missing: z.string().nullable(),
  /** The sum or ratio in words and numbers, in order; the last line is the result. */
  working: z.array(z.object({ label: z.string(), value: z.string(), filter: figureFilter.nullable() })),
  entryCount: z.number().int(),
  entries: z.array(ledgerEntry),
  restAmount: decimalText,
  nextAfter: z.string().nullable(),
  files: z.array(sourceRows),
  rules: z.array(z.object({ id: z.string(), text: z.string() })),
  /** Entry sum against the figure, said in a sentence. */
  check: z.object({ holds: z.boolean(), text: z.string() }),
});
export type Explanation = z.infer<typeof explanation>;

export const linesQuery = figureFilter.extend({
  by: z.string().default("bearer"),
  after: z.string().optional(),
  entry: z.string().optional(),
});
export const linesPage = z.object({
  month: z.string(),
  currency: z.string(),
  by: z.array(z.string()),
  groups: z.array(
    z.object({
      keys: z.array(z.string()),
      label: z.string(),
      basis: z.string(),
      entries: z.number().int(),
      tokens: decimalText.nullable(),
      amount: decimalText,
      /** Of the amount, what nobody billed; null when no part is estimated. */
      estimated: decimalText.nullable(),
      share: decimalText.nullable(),
      filter: figureFilter,
    }),
  ),
  entries: z.array(ledgerEntry),
  entryCount: z.number().int(),
  total: decimalText,
  estimated: decimalText.nullable(),
  tokens: decimalText.nullable(),
  nextAfter: z.string().nullable(),
  /** The same total as the overview computes it, when no filter narrows it. */
  overviewTotal: decimalText.nullable(),
});
export type LinesPage = z.infer<typeof linesPage>;
