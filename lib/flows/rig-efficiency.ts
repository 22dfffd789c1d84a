import type { RigEfficiency } from "../api/wire/rig-pages.ts";
import { type Day, lastDay, type Month } from "../core/calendar.ts";
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  format,
  formatFixed,
  isZero,
  multiply,
  sum,
  ZERO,
} from "../core/decimal.ts";
import { costAt, type PriceBook } from "../core/price/price-book.ts";
import { efficiencyOf } from "../core/rig/efficiency.ts";
import type { RigRow } from "../db/rigs.ts";
import type { RigMonthFacts } from "./rig-month-input.ts";

const MILLION = decimal(1_000_000);
const HOUR_MS = 3_600_000;

/** Watts at the wall in hours without and with work; null where the month does not tell them apart. */
export type WorkWatts = { readonly idle: Decimal | null; readonly busy: Decimal | null };

/** Shares of an hour below which a rig counts as idle in it, and above which as busy. */
const IDLE_BELOW = 0.02;
const BUSY_ABOVE = 0.5;

/** Mean watts of hours the rig did nothing in, and of hours it worked more than half of: by its usage. */
export function workWatts({ quarters, use }: RigMonthFacts, wall: readonly Decimal[]): WorkWatts {
  if (use.busyByHour.size === 0) return { idle: null, busy: null };
  const sums = { idle: { energy: ZERO, ms: 0 }, busy: { energy: ZERO, ms: 0 } };
  for (const [index, quarter] of quarters.entries()) {
    const hourMs = Math.floor(quarter.atMs / HOUR_MS) * HOUR_MS;
    const share = (use.busyByHour.get(hourMs) ?? 0) / HOUR_MS;
    const kind = share <= IDLE_BELOW ? sums.idle : share >= BUSY_ABOVE ? sums.busy : null;
    const energy = wall[index];
    if (!kind || !energy) continue;
    kind.energy = add(kind.energy, energy);
    kind.ms += quarter.coveredMs;
  }
  const watts = ({ energy, ms }: { energy: Decimal; ms: number }) =>
    ms < HOUR_MS ? null : divide(energy, decimal(ms * 1000), { scale: 3, rounding: "half-up" });
  return { idle: watts(sums.idle), busy: watts(sums.busy) };
}

/** Tokens of the month by kind; null when no file tells of any. */
export function tokensOf({
  use,
}: RigMonthFacts): { input: Decimal; cacheRead: Decimal; output: Decimal; all: Decimal } | null {
  const input = sum(use.counted.map((each) => each.input));
  const cacheRead = sum(use.counted.map((each) => each.cacheRead));
  const output = sum(use.counted.map((each) => each.output));
  const all = sum([input, cacheRead, output]);
  return isZero(all) ? null : { input, cacheRead, output, all };
}

export type EfficiencyGiven = {
  readonly rig: RigRow;
  readonly month: Month;
  readonly currency: string;
  readonly facts: RigMonthFacts;
  readonly cost: Decimal;
  readonly energyCost: Decimal;
  readonly wallKwh: Decimal | null;
  readonly busyPercent: Decimal | null;
  readonly watts: WorkWatts;
  readonly hours: Decimal;
  readonly book: PriceBook;
};

/** What a million tokens cost on the rig, today and at its target, beside the cloud model they replace. */
export function rigEfficiencyOf(given: EfficiencyGiven): RigEfficiency {
  const { rig, facts, cost, energyCost, wallKwh, busyPercent, watts, hours } = given;
  const tokens = tokensOf(facts);
  const { targetPercent } = rig;
  const found = efficiencyOf({
    ...{ cost, energyCost, wallKwh, busyPercent, targetPercent, hours },
    tokens: tokens?.all ?? null,
    idleWatts: watts.idle,
    busyWatts: watts.busy,
  });
  const cloud = cloudOf(given, tokens);
  const text = (value: Decimal | null) => (value === null ? null : format(value));
  const requests = facts.use.counted.reduce((total, each) => total + each.requests, 0);
  return {
    tokens: tokens ? format(tokens.all) : null,
    requests: facts.use.counted.length === 0 ? null : String(Math.round(requests)),
    whPerMillion: text(found.whPerMillion),
    costPerMillion: text(found.costPerMillion),
    target: {
      percent: format(targetPercent),
      costPerMillion: text(found.targetCostPerMillion),
      whPerMillion: text(found.targetWhPerMillion),
    },
    cloud: cloud && { ...cloud, costPerMillion: text(cloud.costPerMillion) },
    verdict: verdictOf({
      today: found.costPerMillion,
      target: found.targetCostPerMillion,
      cloud: cloud?.costPerMillion ?? null,
      busyPercent,
      targetPercent,
    }),
  };
}

type Cloud = { model: string; costPerMillion: Decimal | null; source: string; why: string | null };

function cloudOf({ rig, month, currency, book }: EfficiencyGiven, tokens: ReturnType<typeof tokensOf>): Cloud | null {
  if (rig.replaces === null) return null;
  const [provider = "", ...rest] = rig.replaces.split("/");
  const model = rest.join("/");
  const unknown = (why: string): Cloud => ({ model, costPerMillion: null, source: "", why });
  const day: Day = lastDay(month);
  const price = book.priceOf({ provider, model, day });
  if (!price) return unknown(`No price of ${rig.replaces} is known.`);
  if (price.currency !== currency) return unknown(`Its price is in ${price.currency}.`);
  if (!tokens) return unknown("No tokens were counted this month.");
  const { cost, unpriced } = costAt({ input: tokens.input, cacheRead: tokens.cacheRead, output: tokens.output }, price);
  if (unpriced.length > 0) return unknown(`Its price names nothing for ${unpriced.join(" and ")} tokens.`);
  const costPerMillion = divide(multiply(cost, MILLION), tokens.all, { scale: 12, rounding: "half-up" });
  return { model, costPerMillion, source: price.source, why: null };
}

function verdictOf({
  today,
  target,
  cloud,
  busyPercent,
  targetPercent,
}: {
  today: Decimal | null;
  target: Decimal | null;
  cloud: Decimal | null;
  busyPercent: Decimal | null;
  targetPercent: Decimal;
}): string {
  if (today === null) return "No file tells how many tokens it served, so no cost per token is known";
  if (cloud === null) return "No cloud model is named that it replaces";
  if (compare(today, cloud) <= 0) return "Cheaper than the cloud at today\u2019s use";
  if (target === null || busyPercent === null) return "Dearer than the cloud at today\u2019s use";
  if (compare(target, cloud) > 0) return `Dearer than the cloud, also at ${formatFixed(targetPercent, 0)} % use`;
  return `Dearer than the cloud today, cheaper at ${formatFixed(targetPercent, 0)} % use`;
}
