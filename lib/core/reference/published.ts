/**
 * The inputs and the printed results of two published comparisons, as they state them. Only data: what follows from it is
 * computed in figures.ts.
 *   A: "Running LLMs Locally vs Cloud API: A Practical Cost Comparison for Developers in 2026"
 *   B: "Cloud AI vs Local LLM for Coding: A Complete Cost Breakdown in 2026" (12 May 2026)
 * Money in US dollars, prices per 1,000,000 tokens or per kWh, power in watts.
 */
import { type Decimal, decimal } from "../decimal.ts";

export const COMPARISON_A = {
  title: "Running LLMs Locally vs Cloud API: A Practical Cost Comparison for Developers in 2026",
  requestsPerDay: decimal(10_000),
  inputTokensPerRequest: decimal(1_000),
  outputTokensPerRequest: decimal(500),
  days: decimal(30),
  model: "gpt-4o, as the source estimates it for 2026",
  inputPerMillion: decimal("5.00"),
  outputPerMillion: decimal("15.00"),
  rig: "2x RTX 4090 PC",
  price: decimal(5_500),
  months: decimal(24),
  watts: decimal(800),
  hoursPerDay: decimal(12),
  perKwh: decimal("0.15"),
} as const;

export type PublishedModel = {
  readonly name: string;
  readonly inputPerMillion: Decimal;
  readonly outputPerMillion: Decimal;
  /** Printed cost of 50M tokens a month, half in and half out; null where it only names the price. */
  readonly published: Decimal | null;
};

const model = (name: string, input: string, output: string, published: string | null): PublishedModel => ({
  name,
  inputPerMillion: decimal(input),
  outputPerMillion: decimal(output),
  published: published === null ? null : decimal(published),
});

export const MODELS_B: readonly PublishedModel[] = [
  model("DeepSeek V4 Flash", "0.14", "0.28", "10"),
  model("Llama 4 Scout", "0.10", "0.22", "8"),
  model("Gemini 2.5 Flash", "0.15", "0.60", "19"),
  model("GPT-4.1", "2.00", "8.00", "250"),
  model("Claude Sonnet 4.6", "3.00", "15.00", "450"),
  model("Claude Opus 4.7", "5.00", "25.00", "750"),
  model("GPT-4.1 nano", "0.10", "0.40", null),
  model("GPT-5.5", "5.00", "30.00", null),
];

export type PublishedRig = {
  readonly name: string;
  readonly vramGb: number;
  readonly priceLow: Decimal;
  readonly priceHigh: Decimal;
  readonly watts: Decimal;
  /** Printed electricity a month, claimed for 8 hours a day. */
  readonly published: Decimal;
  readonly runs: string;
};

const rig = (
  name: string,
  vramGb: number,
  [priceLow, priceHigh]: readonly [number, number],
  watts: number,
  published: number,
  runs: string,
): PublishedRig => ({
  name,
  vramGb,
  priceLow: decimal(priceLow),
  priceHigh: decimal(priceHigh),
  watts: decimal(watts),
  published: decimal(published),
  runs,
});

export const TWO_RTX_4090 = rig("2x RTX 4090", 48, [3_200, 4_000], 900, 100, "30-70B quantised");
export const RIGS_B: readonly PublishedRig[] = [
  rig("RTX 4090", 24, [1_600, 2_000], 450, 50, "7-13B quantised"),
  TWO_RTX_4090,
  rig("A100 80GB", 80, [15_000, 20_000], 300, 35, "70B full precision"),
  rig("H100 80GB", 80, [25_000, 35_000], 700, 80, "70-200B+"),
];

export const RENTED_B: readonly { name: string; lowPerHour: Decimal; highPerHour: Decimal }[] = [
  { name: "A100", lowPerHour: decimal(2), highPerHour: decimal(4) },
  { name: "H100", lowPerHour: decimal(4), highPerHour: decimal(8) },
];

export const COMPARISON_B = {
  title: "Cloud AI vs Local LLM for Coding: A Complete Cost Breakdown in 2026",
  tokensMonthly: decimal(50_000_000),
  days: decimal(30),
  perKwh: decimal("0.15"),
  claimedHoursPerDay: decimal(8),
  alwaysOnHoursPerDay: decimal(24),
  breakEven: {
    price: decimal(4_000),
    months: decimal(24),
    electricity: decimal(100),
    tokensMonthly: decimal(100_000_000),
  },
  rentedPublished: { low: decimal(1_500), high: decimal(6_000) },
  hybrid: {
    localLow: decimal("0.7"),
    localHigh: decimal("0.8"),
    savingLow: decimal("0.5"),
    savingHigh: decimal("0.7"),
  },
} as const;

/** Of the second comparison: its models that a month of local electricity and hardware does not undercut. */
export const BUDGET_TIER: readonly string[] = ["DeepSeek V4 Flash", "Llama 4 Scout", "GPT-4.1 nano"];

/** What the first comparison sets side by side beyond money, in our words. */
export const COMPARISON_ROWS: readonly { aspect: string; cloud: string; local: string }[] = [
  {
    aspect: "Pricing",
    cloud: "By the token; nothing when nothing is asked.",
    local: "Hardware first, then electricity and somebody's time, used or not.",
  },
  { aspect: "Set-up", cloud: "Minutes: a key.", local: "Days: hardware, drivers, a server, a model that fits." },
  {
    aspect: "Privacy",
    cloud: "Prompts leave the house; contracts govern what happens to them.",
    local: "Prompts stay in the house: HIPAA, GDPR and internal work are simpler to answer for.",
  },
  {
    aspect: "Scalability",
    cloud: "Grows with demand, within rate limits.",
    local: "Bounded by the rig; above its capacity requests wait or overflow to the cloud.",
  },
  {
    aspect: "Maintenance",
    cloud: "The provider's.",
    local: "The owner's: driver crashes, overheating, updates, spikes.",
  },
  {
    aspect: "Best for",
    cloud: "Spiky or unpredictable traffic, the hardest reasoning, little engineering time, bills under 500 a month.",
    local: "Large steady volumes, strict privacy, offline or edge work.",
  },
];
