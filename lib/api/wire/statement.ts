import { z } from "zod";

/** Exact decimal as plain text. Null where nothing is known: never 0 for unknown. */
export const decimalText = z.string().regex(/^-?\d+(\.\d+)?$/);
const maybeDecimal = decimalText.nullable();

export const costView = z.enum(["effective", "billed"]);
export const monthView = z.enum(["billed", "used"]);
export const costClass = z.enum(["cloud", "rig", "shared"]);
export const rigUse = z.enum(["used", "idle"]);
export type CostView = z.infer<typeof costView>;
export type MonthView = z.infer<typeof monthView>;

/** Which month, in which views: the part of the address every statement shares. */
export const statementQuery = z.object({
  month: z.string().optional(),
  cost: costView.optional(),
  monthBy: monthView.optional(),
});

/** Which entries of the ledger a figure is the sum of. Every figure on a page carries one: it is its way down. */
export const figureFilter = z.object({
  month: z.string(),
  cost: costView.default("effective"),
  monthBy: monthView.default("billed"),
  /** Team slug, or the two bearers that are not teams. */
  bearer: z.string().optional(),
  class: costClass.optional(),
  provider: z.string().optional(),
  /** A model as entries name it; several names of one model, a line each. Empty: entries without a model. */
  model: z.string().optional(),
  service: z.string().optional(),
  rig: z.string().optional(),
  /** Of rigs: what was used, or what nobody used, whoever carries it. */
  use: rigUse.optional(),
  kind: z.string().optional(),
  category: z.string().optional(),
  basis: z.string().optional(),
  key: z.string().optional(),
  day: z.string().optional(),
  /** The number of the rule that decided, any version of it; `none` where no rule did. */
  rule: z.string().optional(),
});
export type FigureFilter = z.infer<typeof figureFilter>;

/** An amount of one month against the month before. */
export const figure = z.object({
  amount: decimalText,
  previous: maybeDecimal,
  change: maybeDecimal,
  /** One decimal, percent; null when the month before is zero or unknown. */
  changePercent: maybeDecimal,
  /** Percent of the whole, one decimal; null when the whole is zero. */
  share: maybeDecimal,
  /** Of the amount, what nobody billed: a gateway's sum, or usage at a list price. Null when no part is estimated. */
  estimated: maybeDecimal,
  filter: figureFilter,
});
export type Figure = z.infer<typeof figure>;

const classSplit = z.object({ cloud: decimalText, rig: decimalText, shared: decimalText });

export const bridgePart = z.object({
  id: z.enum([
    "volume",
    "mix",
    "price",
    "usage-without-tokens",
    "one-off",
    "rig-hardware",
    "energy",
    "hosting",
    "labour",
    "shared",
    "unassigned",
    "idle",
  ]),
  label: z.string(),
  note: z.string(),
  amount: decimalText,
  /** Percent of the earlier month's total, one decimal. */
  percent: maybeDecimal,
});
export const bridge = z.object({
  from: z.object({ month: z.string(), amount: decimalText }),
  to: z.object({ month: z.string(), amount: decimalText }),
  parts: z.array(bridgePart),
  method: z.string(),
});
export type Bridge = z.infer<typeof bridge>;

export const advice = z.object({
  id: z.string(),
  rule: z.enum([
    "stay-in-cloud",
    "evaluate-hardware",
    "budget-tier-is-cheap",
    "rig-under-used",
    "unassigned-spend",
    "unpriced-model",
  ]),
  title: z.string(),
  team: z.string().nullable(),
  /** What it saves in a month; null when it saves nothing by itself (it informs). */
  savingMonthly: maybeDecimal,
  range: z.object({ low: decimalText, high: decimalText }).nullable(),
  working: z.array(z.object({ label: z.string(), amount: maybeDecimal, text: z.string() })),
  basis: z.string(),
  confidence: z.enum(["low", "fair", "high"]),
  effort: z.enum(["low", "medium", "high"]),
  isReversible: z.boolean(),
  wrongIf: z.array(z.string()),
});
export type Advice = z.infer<typeof advice>;

/** What a month's figures lack or rest on, in words: said beside them on every page, in the mail and in the report. */
export const gap = z.object({
  kind: z.enum(["estimated", "unpriced", "scope"]),
  /** How much of it, short: "2 models", "AWS". */
  what: z.string(),
  text: z.string(),
});
export type Gap = z.infer<typeof gap>;

export const historyMonth = z.object({
  month: z.string(),
  hasData: z.boolean(),
  /** Last day any cloud line speaks for; the month is unfinished when it is before the last day. */
  daysCovered: z.number().int(),
  daysInMonth: z.number().int(),
  isFinished: z.boolean(),
  cloud: decimalText,
  rig: decimalText,
  shared: decimalText,
  total: decimalText,
  /** Of the total, what nobody billed; null when no part is estimated. */
  estimated: maybeDecimal,
});
export type HistoryMonth = z.infer<typeof historyMonth>;

/** Cost that no rule catches, by the narrowest name its file gives: what a person assigns. */
export const unassignedKey = z.object({
  keyKind: z.string(),
  key: z.string(),
  known: z.string(),
  provider: z.string(),
  lines: z.number().int(),
  currency: z.string(),
  amount: decimalText,
});
export type UnassignedKey = z.infer<typeof unassignedKey>;

const head = z.object({
  organisation: z.string(),
  month: z.string(),
  previousMonth: z.string(),
  state: z.enum(["provisional", "closed", "reopened", "no-data"]),
  previousState: z.enum(["provisional", "closed", "reopened", "no-data"]),
  /** The day it was signed, while it is closed. */
  closedOn: z.string().nullable(),
  isDemo: z.boolean(),
  currency: z.string(),
  zone: z.string(),
  cost: costView,
  monthBy: monthView,
  asOf: z.string(),
  lastEntry: z.string().nullable(),
  /** Months that have any entry, oldest first: the month picker. */
  months: z.array(z.string()),
  /** When both are reached a change is coloured. */
  changeThreshold: z.object({ percent: decimalText, amount: decimalText }),
});

const sources = z.array(
  z.object({
    provider: z.string(),
    account: z.string().nullable(),
    format: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    daysCovered: z.number().int(),
    daysInMonth: z.number().int(),
    lastImport: z.object({ id: z.number().int(), fileName: z.string(), postedAt: z.string() }).nullable(),
  }),
);
const metered = z
  .object({ measuredHours: decimalText, rigHours: decimalText, percent: maybeDecimal, note: z.string() })
  .nullable();

export const overview = head.extend({
  /** False for a lead, who sees the own teams only: no unassigned, no idle, no ledger total. */
  isWhole: z.boolean(),
  total: figure,
  classes: z.array(figure.extend({ class: costClass })),
  teams: z.array(
    figure.extend({ slug: z.string(), name: z.string(), split: classSplit, history: z.array(maybeDecimal) }),
  ),
  unassigned: figure.extend({
    keys: z.number().int(),
    list: z.array(unassignedKey),
    split: classSplit,
    history: z.array(maybeDecimal),
  }),
  idle: figure.extend({ rigs: z.number().int(), split: classSplit, history: z.array(maybeDecimal) }),
  identity: z.object({
    teams: decimalText,
    unassigned: decimalText,
    idle: decimalText,
    cloud: decimalText,
    rigs: decimalText,
    shared: decimalText,
    ledger: decimalText,
    holds: z.boolean(),
  }),
  history: z.array(historyMonth),
  sources,
  metered,
  unconverted: z.array(z.object({ currency: z.string(), amount: decimalText })),
  gaps: z.array(gap),
  bridge: bridge.nullable(),
  advice: z.array(advice),
  adviceTogether: maybeDecimal,
});
export type Overview = z.infer<typeof overview>;

export const costTreeRow = figure.extend({
  depth: z.number().int(),
  label: z.string(),
  /** provider id, `rig:SLUG`, `class:cloud` ...: what gives it its colour; null for a plain row. */
  identity: z.string().nullable(),
  basis: z.string().nullable(),
  note: z.string().nullable(),
});

export const modelRow = z.object({
  model: z.string(),
  provider: z.string(),
  /** Tokens, exact; null when the exports do not say. */
  input: maybeDecimal,
  cacheRead: maybeDecimal,
  cacheWrite: maybeDecimal,
  output: maybeDecimal,
  tokens: maybeDecimal,
  /** Null where tokens are known and no bill or price names the model: what they cost is not known. */
  cost: maybeDecimal,
  /** Of the cost, what nobody billed; null when no part is estimated. */
  estimated: maybeDecimal,
  /** Reporting currency per 1M tokens, three decimals; null without tokens, with the reason in `missing`. */
  unitCost: maybeDecimal,
  previousUnitCost: maybeDecimal,
  unitChangePercent: maybeDecimal,
  missing: z.string().nullable(),
  isPriced: z.boolean(),
  filter: figureFilter,
});

export const teamMonth = head.extend({
  team: z.object({
    slug: z.string(),
    name: z.string(),
    owner: z.string().nullable(),
    costCentre: z.string().nullable(),
  }),
  total: figure,
  split: classSplit,
  tokens: z.object({
    total: maybeDecimal,
    unitCost: maybeDecimal,
    previousUnitCost: maybeDecimal,
    changePercent: maybeDecimal,
    coveredCost: decimalText,
    note: z.string(),
  }),
  withoutOneOff: figure.nullable(),
  tree: z.array(costTreeRow),
  models: z.array(modelRow),
  keys: z.array(figure.extend({ key: z.string(), keyKind: z.string(), provider: z.string(), because: z.string() })),
  rigs: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      amount: decimalText,
      sharePercent: decimalText,
      monthTotal: decimalText,
      teams: z.array(
        z.object({ slug: z.string().nullable(), name: z.string(), sharePercent: decimalText, amount: decimalText }),
      ),
    }),
  ),
  history: z.array(historyMonth),
  bridge: bridge.nullable(),
  advice: z.array(advice),
  unconverted: z.array(z.object({ currency: z.string(), amount: decimalText })),
});
export type TeamMonth = z.infer<typeof teamMonth>;
