import { z } from "zod";
import { decimalText } from "./statement.ts";

const maybeDecimal = decimalText.nullable();

/** What of a difference a reason stands for; `suggested`: found, and nobody has confirmed it. */
export const reasonWire = z.object({
  id: z.number().nullable(),
  code: z.string(),
  amount: decimalText,
  text: z.string(),
  state: z.enum(["suggested", "confirmed", "written-off"]),
  by: z.string().nullable(),
  at: z.string().nullable(),
});

export const reconciledAccount = z.object({
  provider: z.string(),
  /** Null where no file names it. */
  account: z.string().nullable(),
  currency: z.string(),
  /** Null where there is no such file; a dash, never zero. */
  usageTimesPrice: maybeDecimal,
  usageLabel: z.string().nullable(),
  costExport: maybeDecimal,
  invoice: maybeDecimal,
  invoices: z.array(z.string()),
  /** The last known of the three less the first. With `rest` the reasons sum to it. */
  difference: maybeDecimal,
  rest: decimalText,
  /** Of the month itself, in `ledgerCurrency`; converted where the account is billed in another. */
  ledger: decimalText,
  ledgerCurrency: z.string(),
  state: z.enum(["unreconciled", "suggested", "matched", "explained", "written-off"]),
  reasons: z.array(reasonWire),
  notes: z.array(z.string()),
});
export type ReconciledAccountWire = z.infer<typeof reconciledAccount>;

export const reconciliation = z.object({
  month: z.string(),
  currency: z.string(),
  accounts: z.array(reconciledAccount),
  /** accounts + late + rigs = ledger, billed, in the reporting currency. */
  parts: z.object({ accounts: decimalText, late: decimalText, rigs: decimalText, ledger: decimalText }),
});
export type Reconciliation = z.infer<typeof reconciliation>;

export const expectedFile = z.object({
  kind: z.enum(["file", "invoice", "power"]),
  label: z.string(),
  provider: z.string(),
  account: z.string().nullable(),
  /** Of the newest file of the month, if any came. */
  importId: z.number().nullable(),
  receivedAt: z.string().nullable(),
  /** "it came on the 2nd to 4th of the next month before". */
  usually: z.string().nullable(),
  isExpected: z.boolean(),
  state: z.enum(["posted", "waiting", "incomplete", "missing"]),
  /** Days of the month with data; null for documents. */
  days: z.string().nullable(),
  /** Days of the month nothing speaks for, 1 to 31. */
  missingDays: z.array(z.number()).nullable(),
  text: z.string(),
});
export type ExpectedFileWire = z.infer<typeof expectedFile>;

export const closeStep = z.object({
  id: z.enum(["files", "accounts", "meters", "teams"]),
  name: z.string(),
  isDone: z.boolean(),
  text: z.string(),
});
export type CloseStep = z.infer<typeof closeStep>;

/** What closing freezes, or froze. */
export const frozen = z.object({
  total: decimalText,
  billed: decimalText,
  currency: z.string(),
  unconverted: z.array(z.object({ currency: z.string(), amount: decimalText })),
  entries: z.number(),
  prices: z.number(),
  rules: z.number(),
  rates: z.number(),
  rateCurrencies: z.array(z.string()),
  rigs: z.number(),
});
export type Frozen = z.infer<typeof frozen>;

export const lateLine = z.object({
  at: z.string(),
  entry: z.string(),
  entries: z.number(),
  postedTo: z.string(),
  provider: z.string(),
  what: z.string(),
  importId: z.number().nullable(),
  bearer: z.string(),
  bearerName: z.string(),
  currency: z.string(),
  amount: decimalText,
});
export type LateLine = z.infer<typeof lateLine>;

export const closedMonth = z.object({
  month: z.string(),
  state: z.enum(["closed", "reopened"]),
  /** Every closing and reopening, oldest first. */
  events: z.array(z.object({ action: z.enum(["closed", "reopened"]), at: z.string(), by: z.string() })),
  by: z.string(),
  total: maybeDecimal,
  currency: z.string(),
  hash: z.string().nullable(),
  lateLines: z.number(),
  corrections: decimalText,
});
export type ClosedMonth = z.infer<typeof closedMonth>;

export const signedClosing = z.object({
  at: z.string(),
  by: z.string(),
  note: z.string(),
  reason: z.string(),
  hash: z.string(),
  frozen,
  steps: z.array(closeStep),
});
export type SignedClosing = z.infer<typeof signedClosing>;

export const monthClose = z.object({
  month: z.string(),
  state: z.enum(["no-data", "provisional", "closed", "reopened"]),
  currency: z.string(),
  zone: z.string(),
  previousMonth: z.string(),
  previousState: z.enum(["no-data", "provisional", "closed", "reopened"]),
  nextMonth: z.string(),
  /** Of the month before, same view; null when nothing is known of it. */
  previousTotal: maybeDecimal,
  /** Why it cannot be closed at all; null when it can. */
  whyNot: z.string().nullable(),
  mayClose: z.boolean(),
  steps: z.array(closeStep),
  files: z.array(expectedFile),
  learnedFrom: z.array(z.string()),
  reconciliation,
  /** What closing would freeze; of a closed month, what it froze is in `signed`. */
  freezes: frozen,
  signed: signedClosing.nullable(),
  /** Why it is open again. */
  reopened: z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable(),
  late: z.object({ lines: z.array(lateLine), sum: decimalText, months: z.array(z.string()) }),
  closedMonths: z.array(closedMonth),
  asOf: z.string(),
  lastEntry: z.string().nullable(),
});
export type MonthClose = z.infer<typeof monthClose>;

/** The hash of a closed month as signed and as its figures give it now. */
export const hashCheck = z.object({ month: z.string(), signed: z.string(), now: z.string(), holds: z.boolean() });
export type HashCheck = z.infer<typeof hashCheck>;

const words = z.string().trim().max(4000);
export const monthParams = z.object({ month: z.string() });
export const closeBody = z.object({ note: words.default(""), reason: words.default("") });
export const reopenBody = z.object({ reason: words.min(1, "Write why the month is reopened.") });

/** `confirm`: a reason as suggested; `own`: in own words, for an amount; `write-off`: what is left, with a note. */
export const reasonBody = z.object({
  act: z.enum(["confirm", "own", "write-off"]),
  provider: z.string(),
  account: z.string().nullable().default(null),
  currency: z.string(),
  code: z.string().optional(),
  amount: decimalText.optional(),
  text: words.default(""),
});
export type ReasonBody = z.infer<typeof reasonBody>;
