import { z } from "zod";
import { decimalText } from "./statement.ts";

const shareWire = z.object({ team: z.string(), percent: decimalText });
/** Divide by measured usage: of which feed (all that explain the provider when absent), of which provider's usage. */
const splitByWire = z.object({
  family: z.string().trim().min(1).max(80).optional(),
  provider: z.string().trim().min(1).max(80).optional(),
});

export const ruleWire = z.object({
  id: z.number().int(),
  number: z.number().int(),
  version: z.number().int(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  match: z.record(z.string(), z.string()),
  /** Empty where `splitBy` says how to divide. */
  shares: z.array(shareWire),
  splitBy: splitByWire.nullable(),
  note: z.string(),
  createdBy: z.string(),
});
export type RuleWire = z.infer<typeof ruleWire>;

/**
 * Keys of `match`: provider, account, project, workspace, key, user, model, tag:NAME. All given ones must match.
 * Either shares that sum to 100 % or `splitBy`.
 */
export const newRuleBody = z.object({
  match: z
    .record(z.string(), z.string().min(1))
    .refine((match) => Object.keys(match).length > 0, "A rule needs something to match."),
  shares: z.array(shareWire).max(200).default([]),
  splitBy: splitByWire.nullable().default(null),
  from: z.string().nullable().default(null),
  to: z.string().nullable().default(null),
  note: z.string().max(500).default(""),
});

/** What a rule would move before it is kept: each bearer's money of the open months, before and after. */
export const ruleTrial = z.object({
  entries: z.number().int(),
  moves: z.array(
    z.object({
      month: z.string(),
      /** Team slug, or `unassigned`. */
      bearer: z.string(),
      name: z.string(),
      currency: z.string(),
      before: decimalText,
      after: decimalText,
      change: decimalText,
    }),
  ),
});
export type RuleTrial = z.infer<typeof ruleTrial>;

/** What each rule in force caught in a month, with what no rule caught; the rows sum to `total`. */
export const rulesMonth = z.object({
  month: z.string(),
  currency: z.string(),
  rules: z.array(ruleWire.extend({ amount: decimalText, entries: z.number().int() })),
  /** Caught by rules or versions that are withdrawn now. */
  withdrawn: decimalText,
  unassigned: z.object({ amount: decimalText, keys: z.number().int() }),
  rigs: decimalText,
  total: decimalText,
  /** Of cloud and shared cost, what rules caught; null where there is none. */
  caughtPercent: decimalText.nullable(),
});
export type RulesMonth = z.infer<typeof rulesMonth>;
