import { z } from "zod";
import { decimalText } from "./statement.ts";

const maybe = decimalText.nullable();
const rate = z.number().nullable();

/** What a file says of a rig: power by series, use by model and key, levels of load tests. */
export const rigFile = z.object({
  /** Power, use or a load test: such a file is posted to a rig, and read again with another. */
  isOfRig: z.boolean(),
  rigSlug: z.string().nullable(),
  gapCount: z.number().int(),
  series: z.array(
    z.object({
      device: z.string(),
      scope: z.string(),
      kind: z.string(),
      /** Null: its readings cover no time. */
      kWh: maybe,
      /** Share of the time from first to last, 0 to 1. */
      coverage: decimalText,
      readings: z.number().int(),
      gapCount: z.number().int(),
      from: z.string(),
      to: z.string(),
      /** False: measured, and inside another series or beside a more trusted one. */
      isBilled: z.boolean(),
    }),
  ),
  /** Null where the file tells of no use; null tokens are not told, never zero. */
  localUse: z
    .object({
      requests: maybe,
      failed: z.number().int().nullable(),
      endpoints: z.array(z.string()),
      isEstimated: z.boolean(),
      /** By model and who asked, most output first. */
      uses: z.array(
        z.object({
          model: z.string().nullable(),
          /** Team, project, key or user as the file names it; null: it names nobody. */
          key: z.string().nullable(),
          requests: maybe,
          input: maybe,
          cacheRead: maybe,
          output: maybe,
        }),
      ),
    })
    .nullable(),
  loadTests: z.array(
    z.object({
      tool: z.string(),
      model: z.string().nullable(),
      isSingleStream: z.boolean(),
      notes: z.array(z.string()),
      objectives: z.array(z.object({ text: z.string(), isMet: z.boolean() })),
      levels: z.array(
        z.object({
          label: z.string().nullable(),
          concurrency: rate,
          requests: rate,
          failed: rate,
          requestsPerSecond: rate,
          outputTokensPerSecond: rate,
          durationP95Ms: rate,
          firstTokenP95Ms: rate,
        }),
      ),
    }),
  ),
});
export type RigFile = z.infer<typeof rigFile>;

export const readAgainBody = z.object({
  rig: z.string().trim().min(1).max(200).nullable().default(null),
  zone: z.string().trim().min(1).max(100).nullable().default(null),
});
