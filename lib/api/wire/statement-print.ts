import { z } from "zod";
import { decimalText, teamMonth } from "./statement.ts";

/** A team's month as it is printed: the figures, and what they rest on. */
export const statementPrint = z.object({
  month: teamMonth,
  /** "2026-05-SUPPORT" */
  number: z.string(),
  /** Set when the month is closed: by whom, when, and the hash that was signed. */
  closing: z.object({ at: z.string().nullable(), by: z.string().nullable(), hash: z.string().nullable() }).nullable(),
  files: z.array(
    z.object({
      importId: z.number().int(),
      fileName: z.string(),
      postedAt: z.string().nullable(),
      sha256: z.string(),
      amount: decimalText,
    }),
  ),
  /** Cost that no file brings: schedules of rigs, shared costs. */
  withoutFile: z.array(z.object({ label: z.string(), amount: decimalText })),
  /** What was written when the month was closed or reopened. */
  notes: z.array(z.object({ by: z.string(), at: z.string(), text: z.string() })),
  /** What is not known of this month, each a sentence. */
  gaps: z.array(z.string()),
});
export type StatementPrint = z.infer<typeof statementPrint>;
