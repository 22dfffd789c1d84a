import { z } from "zod";
import { importSummary } from "./records.ts";
import { rigSettings, rigTermsWire } from "./rigs.ts";
import { decimalText, figure, figureFilter } from "./statement.ts";

const partFigures = z.object({
  depreciation: figure.nullable(),
  rent: figure.nullable(),
  energy: figure.nullable(),
  grid: figure.nullable(),
  hosting: figure.nullable(),
  maintenance: figure.nullable(),
  licences: figure.nullable(),
  labour: figure.nullable(),
});

/** What the rig's work cost per million tokens, at the month's use and at the target, against the cloud model it replaces. */
export const rigEfficiency = z.object({
  /** Tokens served, cache reads included; null: no file tells. */
  tokens: decimalText.nullable(),
  requests: decimalText.nullable(),
  whPerMillion: decimalText.nullable(),
  costPerMillion: decimalText.nullable(),
  /** At the target use, the same fixed cost, energy by idle and busy watts: an estimate; null: not known. */
  target: z.object({
    percent: decimalText,
    costPerMillion: decimalText.nullable(),
    whPerMillion: decimalText.nullable(),
  }),
  /** The same mix of tokens at the list price of the model it replaces. */
  cloud: z
    .object({
      model: z.string(),
      costPerMillion: decimalText.nullable(),
      source: z.string(),
      why: z.string().nullable(),
    })
    .nullable(),
  verdict: z.string(),
});
export type RigEfficiency = z.infer<typeof rigEfficiency>;

export const rigRow = z.object({
  slug: z.string(),
  name: z.string(),
  hardware: z.string(),
  kind: z.enum(["owned", "leased", "rented"]),
  zone: z.string(),
  month: figure,
  used: figure,
  /** What nobody used: the Idle line, and what of it a team carries. */
  idle: figure,
  /** At the wall; null: nothing was measured. */
  energyKwh: decimalText.nullable(),
  coveragePercent: decimalText.nullable(),
  measuredHours: decimalText,
  monthHours: decimalText,
  /** Of the month's cost what was used. */
  usedPercent: decimalText,
  /** Of the month's hours those it worked, by its usage; null: no file tells. */
  busyPercent: decimalText.nullable(),
  energyIsInRent: z.boolean(),
  parts: partFigures,
  efficiency: rigEfficiency,
});
export type RigRowWire = z.infer<typeof rigRow>;

export const rigsPage = z.object({
  month: z.string(),
  previousMonth: z.string(),
  currency: z.string(),
  months: z.array(z.string()),
  state: z.string(),
  asOf: z.string(),
  total: figure,
  used: figure,
  idle: figure,
  idlePercent: decimalText.nullable(),
  energyKwh: decimalText,
  measuredHours: decimalText,
  rigHours: decimalText,
  tokens: decimalText.nullable(),
  costPerMillion: decimalText.nullable(),
  /** Each part over all rigs; null: no rig has it. */
  parts: partFigures,
  rigs: z.array(rigRow),
});
export type RigsPage = z.infer<typeof rigsPage>;

const watts = decimalText.nullable();

export const rigMonth = rigRow.extend({
  monthName: z.string(),
  previousMonth: z.string(),
  currency: z.string(),
  months: z.array(z.string()),
  state: z.string(),
  asOf: z.string(),
  settings: rigSettings,
  terms: rigTermsWire,
  /** What each part rests on, in words. */
  partNotes: z.record(z.string(), z.string()),
  /** As measured, before the terms to the wall; null: nothing was measured. */
  measuredKwh: decimalText.nullable(),
  /** The terms from measured to wall at the month's end; null: as measured. */
  wall: z
    .object({ from: z.string(), factor: decimalText, baseWatts: decimalText, pue: decimalText, note: z.string() })
    .nullable(),
  /** kWh at the wall for which no price is known. */
  unpricedKwh: decimalText,
  /** Hourly means of what is billed, at the wall; watts null where nothing was measured. */
  power: z.array(
    z.object({
      hour: z.string(),
      watts,
      coveredSeconds: z.number(),
      /** Mean of what was stated for time of the hour without a reading; null: nothing was. */
      statedWatts: watts,
      statedSeconds: z.number(),
    }),
  ),
  /** Twelve months up to this one, from the rig's first on; measured time only. */
  powerMonths: z.array(
    z.object({
      month: z.string(),
      kWh: decimalText.nullable(),
      watts,
      measuredHours: decimalText,
      hours: decimalText,
    }),
  ),
  /** Mean watts by weekday (0 = Monday) and hour in the rig's zone; null where never measured. */
  week: z.array(z.array(watts)),
  /** Percent of the time busy by weekday and hour in the rig's zone; null: no file tells. */
  busyWeek: z.array(z.array(decimalText.nullable())).nullable(),
  idleWatts: watts,
  busyWatts: watts,
  gaps: z.array(z.object({ from: z.string(), to: z.string(), hours: decimalText })),
  /** What a person stated for time without a reading: estimated, in no measured figure. */
  fills: z.array(
    z.object({
      id: z.number().int(),
      from: z.string(),
      to: z.string(),
      rule: z.enum(["off", "idle", "hour-of-week"]),
      kWh: decimalText,
      hours: decimalText,
      note: z.string(),
      by: z.string(),
    }),
  ),
  /** Every series that was measured, also those inside a wider one. */
  series: z.array(
    z.object({
      device: z.string(),
      scope: z.string(),
      kind: z.string(),
      kWh: decimalText,
      coveragePercent: decimalText,
    }),
  ),
  /** Which scopes are billed in this month. */
  billedScopes: z.array(z.string()),
  split: z.object({
    by: z.enum(["shares", "gpu-seconds", "tokens", "requests"]),
    /** What decides, in a sentence each. */
    working: z.array(z.string()),
    files: z.array(z.object({ importId: z.number().int(), fileName: z.string() })),
  }),
  users: z.array(
    z.object({
      slug: z.string().nullable(),
      name: z.string(),
      /** Part of the month's cost. */
      sharePercent: decimalText,
      amount: decimalText,
      /** Of it what nobody used and the team carries. */
      idleAmount: decimalText.nullable(),
      tokens: decimalText.nullable(),
      requests: decimalText.nullable(),
      filter: figureFilter,
    }),
  ),
  capacity: z.array(
    z.object({
      model: z.string().nullable(),
      curve: z.array(
        z.object({
          concurrency: z.number(),
          requestsPerSecond: z.number(),
          outputTokensPerSecond: z.number().nullable(),
          latencyMs: z.number().nullable(),
          /** Within the objective; null: not judged. */
          isMet: z.boolean().nullable(),
        }),
      ),
      /** Requests at once within the objective; null: not known, and `text` says why. */
      at: z.number().nullable(),
      text: z.string(),
      prefillTokensPerSecond: z.number().nullable(),
      decodeTokensPerSecond: z.number().nullable(),
      tests: z.array(
        z.object({ importId: z.number().int(), fileName: z.string(), at: z.string().nullable(), tool: z.string() }),
      ),
    }),
  ),
  carbon: z
    .object({
      /** Null: the grid zone is not entered or nothing is known of it. */
      kilograms: decimalText.nullable(),
      gramsPerMillion: decimalText.nullable(),
      isEstimated: z.boolean(),
      text: z.string(),
      teams: z.array(z.object({ slug: z.string().nullable(), name: z.string(), kilograms: decimalText })),
    })
    .nullable(),
  imports: z.array(importSummary),
});
export type RigMonth = z.infer<typeof rigMonth>;
