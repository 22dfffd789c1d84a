import type { Month } from "../calendar.ts";
import { type Decimal, divide, format, multiply, round, STORED_SCALE } from "../decimal.ts";
import type { TokenKind } from "../usage-line.ts";

export type AdviceRule =
  | "stay-in-cloud"
  | "evaluate-hardware"
  | "budget-tier-is-cheap"
  | "rig-under-used"
  | "unassigned-spend"
  | "unpriced-model";

export type WorkingStep = {
  readonly label: string;
  /** Reporting currency, decimal text; null where the step is not an amount of money. */
  readonly amount: string | null;
  readonly text: string;
};

/** A recommendation with its evidence. Amounts are decimal text in the reporting currency, a month. */
export type Advice = {
  readonly id: string;
  readonly rule: AdviceRule;
  readonly title: string;
  readonly team: string | null;
  /** Null when it saves nothing by itself: it informs. */
  readonly savingMonthly: string | null;
  readonly range: { readonly low: string; readonly high: string } | null;
  readonly working: WorkingStep[];
  /** What the figures rest on, in a sentence. */
  readonly basis: string;
  readonly confidence: "low" | "fair" | "high";
  readonly effort: "low" | "medium" | "high";
  readonly isReversible: boolean;
  readonly wrongIf: string[];
};

export type ModelUse = {
  readonly provider: string;
  readonly model: string;
  readonly cost: Decimal;
  /** Null when the team did not use it in the month before, or that month has no data. */
  readonly previousCost: Decimal | null;
  /** Null when the exports give no counts. */
  readonly tokens: Readonly<Partial<Record<TokenKind, Decimal>>> | null;
};

export type TeamUse = {
  readonly slug: string;
  readonly name: string;
  readonly cloudCost: Decimal;
  readonly previousCloudCost: Decimal | null;
  /** Does the team already have a share of a rig. */
  readonly isOnRig: boolean;
  readonly models: readonly ModelUse[];
};

export type RigUse = {
  readonly slug: string;
  readonly name: string;
  readonly hardware: string;
  /** Null where a part is not entered or not measured. */
  readonly parts: Readonly<Record<"depreciation" | "energy" | "hosting" | "labour", Decimal | null>>;
  /** Share of the month's cost that teams use, percent; null when unknown. */
  readonly usedPercent: Decimal | null;
  readonly idleCost: Decimal;
};

export type AdviceThresholds = {
  /** Below this much cloud spend a month the cloud fits: 500 in the published comparison. */
  readonly stayInCloudMonthly: Decimal;
  /** Above this much replaceable spend a month, look at hardware: 1,000 there. */
  readonly evaluateHardwareMonthly: Decimal;
  readonly rigUnderUsedPercent: Decimal;
  /** Savings below this are not proposed. */
  readonly adviceMinimum: Decimal;
};

export type AdviceInput = {
  readonly month: Month;
  readonly currency: string;
  /** Reporting currency for 1 US dollar, in which hardware and list prices are; null = no rate, nothing converted. */
  readonly perDollar: Decimal | null;
  readonly daysInMonth: number;
  /** Days of the month that cloud exports speak for. */
  readonly daysCovered: number;
  /** Days of the month that rig costs are accrued for. */
  readonly daysElapsed: number;
  readonly thresholds: AdviceThresholds;
  readonly teams: readonly TeamUse[];
  readonly rigs: readonly RigUse[];
  readonly unassigned: {
    readonly amount: Decimal;
    readonly previous: Decimal | null;
    readonly keys: readonly { keyKind: string; key: string; provider: string; amount: Decimal }[];
  };
  readonly unpriced: readonly { provider: string; model: string; tokens: Decimal; teams: readonly string[] }[];
  /** Electricity price in the reporting currency; null = not known, the published 0.15 dollars is used and said. */
  readonly tariffPerKwh: Decimal | null;
  /** Operations labour of one rig in a month, from the rigs the organisation has; null = not known, not counted, said. */
  readonly labourMonthlyPerRig: Decimal | null;
};

/** Decimal text as it is stored: 12 places at most. */
export const text = (value: Decimal): string => format(round(value, STORED_SCALE));

/** What an amount of `days` days comes to in the whole month at the same pace. Unchanged when the month is complete. */
export function atPace(amount: Decimal, { days, daysInMonth }: { days: number; daysInMonth: number }): Decimal {
  if (days <= 0 || days >= daysInMonth) return amount;
  const whole = multiply(amount, { units: BigInt(daysInMonth), scale: 0 });
  return divide(whole, { units: BigInt(days), scale: 0 });
}
