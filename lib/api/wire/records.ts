import { z } from "zod";
import { rigFile } from "./rig-file.ts";
import { decimalText, unassignedKey } from "./statement.ts";

export const issueWire = z.object({
  id: z.number().int().optional(),
  severity: z.enum(["blocking", "warning", "notice"]),
  row: z.number().int().nullable(),
  column: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  /** Set when a person left this row out by name. */
  leftOutBy: z.string().nullable().optional(),
});

export const importState = z.enum([
  "receiving",
  "parsing",
  "needs-you",
  "ready",
  "posting",
  "posted",
  "superseded",
  "undone",
  "discarded",
  "failed",
]);

export const importSummary = z.object({
  id: z.number().int(),
  fileName: z.string(),
  state: importState,
  bytes: z.number().int(),
  format: z.string().nullable(),
  label: z.string().nullable(),
  lines: z.number().int(),
  totals: z.array(z.object({ currency: z.string(), amount: decimalText })),
  energyKwh: decimalText.nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  createdAt: z.string(),
  postedAt: z.string().nullable(),
  by: z.string().nullable(),
  /** One sentence: where it stands or what it waits for. */
  message: z.string(),
  rowsRead: z.number().int(),
  /** A table in no known format: a person has to say which column is what. */
  needsMapping: z.boolean(),
});
export type ImportSummary = z.infer<typeof importSummary>;

/** A key that no rule catches, with the team it probably is: a suggestion, and why. */
export const unassignedImportKey = unassignedKey.extend({
  suggested: z.object({ team: z.string(), name: z.string(), because: z.string() }).nullable(),
  /** The rule that would catch exactly this: field to value. */
  match: z.record(z.string(), z.string()),
});

const currencyTotal = z.object({ currency: z.string(), amount: decimalText });

/** What a bill holds beside its own money, each list empty where it holds none. */
const besideTheMoney = z.object({
  /** Money of lines on another basis: it explains, and is in no total. */
  otherTotals: z.array(currencyTotal.extend({ basis: z.string() })),
  /** Where a broad bill tells AI from the rest. */
  scopes: z.array(
    z.object({
      scope: z.enum(["ai", "gpu", "other", "included"]),
      lines: z.number().int(),
      totals: z.array(currencyTotal),
    }),
  ),
  invoices: z.array(
    z.object({
      kind: z.string(),
      provider: z.string(),
      number: z.string(),
      issued: z.string(),
      month: z.string(),
      currency: z.string(),
      subtotal: decimalText.nullable(),
      tax: decimalText.nullable(),
      total: decimalText,
      amountDue: decimalText.nullable(),
      isPrepaid: z.boolean(),
    }),
  ),
  requests: decimalText.nullable(),
  /** When the provider made the file, where it says so. */
  exportedAt: z.string().nullable(),
});

export const importPreview = importSummary.extend({
  sha256: z.string(),
  basis: z.string().nullable(),
  account: z.string().nullable(),
  grouping: z.array(z.string()),
  rig: z.string().nullable(),
  zone: z.string().nullable(),
  effectiveTotals: z.array(z.object({ currency: z.string(), amount: decimalText })).nullable(),
  statedTotals: z.array(
    z.object({
      row: z.number().int(),
      currency: z.string(),
      stated: decimalText,
      asRead: decimalText,
      difference: decimalText,
    }),
  ),
  tokens: z.record(z.string(), decimalText).nullable(),
  coverage: decimalText.nullable(),
  gaps: z.array(z.object({ device: z.string(), from: z.string(), to: z.string(), seconds: z.number() })),
  /** Who the lines would go to, largest first. */
  attribution: z.array(
    z.object({
      keyKind: z.string(),
      key: z.string(),
      goesTo: z.string(),
      teamSlug: z.string().nullable(),
      because: z.string(),
      lines: z.number().int(),
      currency: z.string(),
      amount: decimalText,
    }),
  ),
  unassigned: z.array(unassignedImportKey),
  issues: z.array(issueWire),
  issueCounts: z.object({ blocking: z.number().int(), warning: z.number().int(), notice: z.number().int() }),
  replaces: z.array(
    z.object({
      importId: z.number().int(),
      fileName: z.string(),
      from: z.string(),
      to: z.string(),
      reverses: decimalText,
      currency: z.string(),
    }),
  ),
  /** What stands aside, explains or is explained, in sentences: nothing to choose. */
  standing: z.array(
    z.object({ kind: z.string(), importId: z.number().int(), fileName: z.string(), message: z.string() }),
  ),
  overlaps: z.array(
    z.object({
      importId: z.number().int(),
      fileName: z.string(),
      from: z.string(),
      to: z.string(),
      message: z.string(),
    }),
  ),
  effect: z.array(
    z.object({ month: z.string(), currency: z.string(), before: decimalText, after: decimalText, change: decimalText }),
  ),
  canPost: z.boolean(),
  /** Said beside a disabled button. */
  whyNot: z.string().nullable(),
  ...besideTheMoney.shape,
  ...rigFile.shape,
});
export type ImportPreview = z.infer<typeof importPreview>;

export const postImportBody = z.object({ replace: z.boolean().default(false) });
/** What posting everything that was ready came to. */
export const postedReady = z.object({
  posted: z.array(z.number().int()),
  refused: z.array(z.object({ id: z.number().int(), fileName: z.string(), message: z.string() })),
});
export type PostedReady = z.infer<typeof postedReady>;
export const leaveOutBody = z.object({ issueIds: z.array(z.number().int()).min(1).max(10_000) });

export const teamWire = z.object({
  slug: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  costCentre: z.string().nullable(),
});
export const newTeamBody = z.object({
  name: z.string().trim().min(1).max(120),
  slug: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .optional(),
  owner: z.string().nullable().default(null),
  costCentre: z.string().nullable().default(null),
});

export const digestSubscription = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.string(),
  teams: z.array(z.string()),
  cadence: z.enum(["monthly", "weekly"]),
  dayOfMonth: z.number().int(),
  weekday: z.number().int(),
  hour: z.number().int(),
  zone: z.string(),
  isActive: z.boolean(),
  lastSent: z.string().nullable(),
  next: z.string().nullable(),
});
export const newSubscriptionBody = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email(),
  teams: z.array(z.string()).default([]),
  cadence: z.enum(["monthly", "weekly"]),
  dayOfMonth: z.number().int().min(1).max(28).default(5),
  weekday: z.number().int().min(0).max(6).default(0),
  hour: z.number().int().min(0).max(23).default(8),
  zone: z.string(),
});
export const changeSubscriptionBody = z.object({
  name: z.string().trim().min(1).max(120).optional(),
  email: z.email().optional(),
  teams: z.array(z.string()).optional(),
  cadence: z.enum(["monthly", "weekly"]).optional(),
  dayOfMonth: z.number().int().min(1).max(28).optional(),
  weekday: z.number().int().min(0).max(6).optional(),
  hour: z.number().int().min(0).max(23).optional(),
  zone: z.string().optional(),
  isActive: z.boolean().optional(),
});
export const digestsPage = z.object({
  subscriptions: z.array(digestSubscription),
  deliveries: z.array(
    z.object({
      id: z.number().int(),
      at: z.string(),
      to: z.string(),
      period: z.string(),
      subject: z.string(),
      result: z.string(),
    }),
  ),
  mail: z.object({ isConfigured: z.boolean(), text: z.string() }),
});
export type DigestsPage = z.infer<typeof digestsPage>;
export const digestPreview = z.object({ subject: z.string(), html: z.string(), text: z.string() });
export type DigestPreview = z.infer<typeof digestPreview>;

export const settingsPage = z.object({
  organisation: z.object({ name: z.string(), currency: z.string(), zone: z.string(), isDemo: z.boolean() }),
  thresholds: z.record(z.string(), decimalText),
  people: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(["admin", "finance", "lead"]),
      teams: z.array(z.string()),
      isDisabled: z.boolean(),
      lastSeen: z.string().nullable(),
    }),
  ),
  teams: z.array(teamWire),
  audit: z.array(z.object({ at: z.string(), who: z.string(), what: z.string() })),
});
export type SettingsPage = z.infer<typeof settingsPage>;
export const newPersonBody = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email(),
  role: z.enum(["admin", "finance", "lead"]),
  teams: z.array(z.string()).default([]),
  password: z.string().min(12).max(200),
});
export const changePersonBody = z.object({
  role: z.enum(["admin", "finance", "lead"]).optional(),
  teams: z.array(z.string()).optional(),
  isDisabled: z.boolean().optional(),
});
export const settingsBody = z.object({
  name: z.string().min(1).optional(),
  currency: z.string().length(3).optional(),
  zone: z.string().optional(),
  thresholds: z.record(z.string(), decimalText).optional(),
});
export const setupBody = z.object({
  token: z.string(),
  name: z.string().trim().min(1),
  email: z.email(),
  password: z.string().min(12).max(200),
  organisation: z.string().trim().min(1),
  currency: z.string().length(3),
  zone: z.string(),
  start: z.enum(["demo", "upload"]),
});
