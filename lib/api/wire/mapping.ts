import { z } from "zod";
import { decimalText } from "./statement.ts";

/** A mapping as JSON; `checkMapping` in lib/core says what is wrong with it, in sentences. */
export const mappingBody = z.object({ mapping: z.record(z.string(), z.unknown()) });

/** What a person maps the columns of: the header, the first rows, and what the columns probably are. */
export const mappingStart = z.object({
  importId: z.number().int(),
  fileName: z.string(),
  header: z.array(z.string()),
  /** First data rows: number and cells. */
  rows: z.array(z.object({ row: z.number().int(), cells: z.array(z.string()) })),
  /** Part of a `TableMapping`. */
  suggestion: z.record(z.string(), z.unknown()),
  /** Part of an `EnergyMapping`; null where no column can be a time or a reading. */
  energySuggestion: z.record(z.string(), z.unknown()).nullable(),
  /** What the table rather is. */
  kind: z.enum(["cost", "energy"]),
  /** Other files of this header that wait too: the mapping reads them all. */
  alike: z.array(z.object({ id: z.number().int(), fileName: z.string() })),
});
export type MappingStart = z.infer<typeof mappingStart>;

/** The first rows as a mapping reads them. `problem` says what the mapping lacks; then nothing was read. */
export const mappingPreview = z.object({
  problem: z.string().nullable(),
  rowsRead: z.number().int(),
  lines: z.array(
    z.object({
      row: z.number().int(),
      day: z.string(),
      provider: z.string(),
      account: z.string().nullable(),
      what: z.string(),
      who: z.string(),
      kind: z.string(),
      tokens: decimalText.nullable(),
      amount: decimalText.nullable(),
      currency: z.string(),
    }),
  ),
  issues: z.array(
    z.object({
      severity: z.enum(["blocking", "warning", "notice"]),
      row: z.number().int().nullable(),
      column: z.string().nullable(),
      message: z.string(),
    }),
  ),
  totals: z.array(z.object({ currency: z.string(), amount: decimalText })),
  /** Of a table of power or energy: what its first rows come to. Null: it is one of costs, or holds no reading. */
  energy: z
    .object({
      kWh: decimalText.nullable(),
      coverage: decimalText,
      gapCount: z.number().int(),
      series: z.array(
        z.object({
          device: z.string(),
          scope: z.string(),
          kind: z.string(),
          kWh: decimalText.nullable(),
          coverage: decimalText,
          readings: z.number().int(),
          from: z.string(),
          to: z.string(),
          isBilled: z.boolean(),
        }),
      ),
    })
    .nullable(),
});
export type MappingPreview = z.infer<typeof mappingPreview>;

export const savedMapping = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Who bills; of power and energy where it was measured: wall, server, gpu. */
  provider: z.string(),
  basis: z.string(),
  /** Columns the mapping reads, as the header names them. */
  columns: z.array(z.string()),
  /** The mapping itself, as `--map FILE.json` takes it. */
  spec: z.record(z.string(), z.unknown()),
  by: z.string(),
  createdAt: z.string(),
  imports: z.number().int(),
});
export type SavedMapping = z.infer<typeof savedMapping>;
