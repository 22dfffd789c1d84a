import type { Day } from "../calendar.ts";
import { absolute, add, compare, type Decimal, format, isZero, negate, subtract, sum, ZERO } from "../decimal.ts";
import { count, moneyText, plural } from "../display.ts";
import { dayShort } from "../display-dates.ts";
import { modelKey } from "../price/model-name.ts";
import type { Candidate } from "./choose-reasons.ts";
import type { ExportFigure } from "./export-figure.ts";
import { type FoundReason, MATCHED_WITHIN } from "./facts.ts";
import type { UsageFigure } from "./usage-figure.ts";

const NAMED = 3;

export const listed = (names: readonly string[]): string =>
  names.length <= NAMED ? names.join(", ") : `${names.slice(0, NAMED).join(", ")} and ${names.length - NAMED} more`;

/** Why a provider's cost may differ from its usage at prices: amounts are what the cost is above the usage. */
export function usageCandidates(usage: UsageFigure, cost: ExportFigure): Candidate[] {
  return [
    ...unpricedModels(usage, cost),
    ...specialPrices(usage, cost),
    ...categories(cost),
    ...notTokens(cost),
    ...missingDays(usage, cost),
    ...cachedTokens(usage, cost),
    ...lateLines(cost),
  ].filter((candidate) => !isZero(candidate.amount));
}

function unpricedModels(usage: UsageFigure, cost: ExportFigure): Candidate[] {
  return usage.unpriced.flatMap(({ model, tokens }) => {
    const billed = cost.byModel.get(modelKey(model));
    if (billed === undefined) return [];
    // A model priced on some days only: what is worked out of it is not part of the gap.
    const amount = subtract(billed, usage.byModel.get(modelKey(model)) ?? ZERO);
    const text = `${model} has no price, so its ${count(format(tokens))} tokens cannot be worked out; ${moneyText(billed)} is billed for it.`;
    return [{ code: "unpriced" as const, amount, text, group: `model ${modelKey(model)}` }];
  });
}

function specialPrices(usage: UsageFigure, cost: ExportFigure): Candidate[] {
  return usage.special.flatMap(({ model, words, tokens }) => {
    const key = modelKey(model);
    const billed = cost.byModel.get(key);
    const worked = usage.byModel.get(key);
    if (billed === undefined || worked === undefined) return [];
    const text = `${count(format(tokens))} tokens of ${model} are ${words}, which has its own price; the list price here is the standard one.`;
    return [{ code: "tier" as const, amount: subtract(billed, worked), text, group: `model ${key}` }];
  });
}

const CATEGORIES = [
  ["tax", "tax", "Tax is in the cost export; it is no usage."],
  ["credit", "credit", "Credits are netted in the cost export; usage does not know of them."],
  ["purchase", "prepaid", "A purchase in the cost export; it is not the month's usage."],
  ["adjustment", "other", "Adjustments in the cost export, which no usage stands for."],
] as const;

function categories(cost: ExportFigure): Candidate[] {
  return CATEGORIES.flatMap(([category, code, words]) => {
    const amount = cost.byCategory.get(category);
    return amount === undefined ? [] : [{ code, amount, text: `${words} ${moneyText(amount)}.`, group: category }];
  });
}

function notTokens({ notTokens: other }: ExportFigure): Candidate[] {
  if (other === null) return [];
  const text = `${moneyText(other.amount)} is not billed by tokens: ${listed(other.services)}.`;
  return [{ code: "not-tokens", amount: other.amount, text, group: "not-tokens" }];
}

function missingDays(usage: UsageFigure, cost: ExportFigure): Candidate[] {
  const found: Candidate[] = [];
  const unbilled = [...usage.byDay]
    .filter(([day, amount]) => !cost.days.has(day) && !isZero(amount))
    .map(([day]) => day);
  if (unbilled.length > 0 && cost.days.size > 0) {
    const amount = negate(sum(unbilled.map((day) => usage.byDay.get(day) ?? ZERO)));
    const text = `The cost export has no line on ${dayList(unbilled)}, the usage comes to ${moneyText(negate(amount))} there.`;
    found.push({ code: "missing-day", amount, text, group: "unbilled days" });
  }
  const unused = [...cost.byDay]
    .filter(([day, amount]) => !usage.byDay.has(day) && !isZero(amount))
    .map(([day]) => day);
  if (unused.length > 0 && usage.byDay.size > 0) {
    const amount = sum(unused.map((day) => cost.byDay.get(day) ?? ZERO));
    const text = `The usage file has nothing on ${dayList(unused)}; ${moneyText(amount)} is billed there.`;
    found.push({ code: "missing-day", amount, text, group: "unused days" });
  }
  return found;
}

export const dayList = (days: readonly Day[]): string => {
  const sorted = [...days].sort();
  return sorted.length <= NAMED
    ? sorted.map(dayShort).join(", ")
    : `${plural(sorted.length, "day")} from ${dayShort(sorted[0] ?? "")} to ${dayShort(sorted.at(-1) ?? "")}`;
};

/** Tokens read from a cache that were billed as fresh ones: on all days, or on the one day that stands out. */
function cachedTokens(usage: UsageFigure, cost: ExportFigure): Candidate[] {
  const whole = sum(usage.cachedByDay.values());
  const text = `Cached tokens billed as uncached: ${moneyText(whole)} more than at the cached price.`;
  const found: Candidate[] = [{ code: "cached", amount: whole, text, group: "cached" }];
  for (const [day, amount] of usage.cachedByDay) {
    const apart = subtract(cost.byDay.get(day) ?? ZERO, usage.byDay.get(day) ?? ZERO);
    const isTheDay = compare(absolute(subtract(apart, amount)), MATCHED_WITHIN) <= 0;
    if (isTheDay && compare(amount, MATCHED_WITHIN) > 0) {
      const words = `Cached tokens billed as uncached on ${dayShort(day)}: ${moneyText(amount)} more than at the cached price.`;
      found.unshift({ code: "cached", amount, text: words, group: "cached" });
    }
  }
  return found.slice(0, NAMED + 1);
}

export function lateLines({ late, lateLines: lines }: ExportFigure): Candidate[] {
  if (lines === 0) return [];
  const text = `${plural(lines, "line")} came late or ${lines === 1 ? "was" : "were"} corrected since the month was closed: ${moneyText(late)}.`;
  return [{ code: "late", amount: late, text, group: "late" }];
}

/** Days that differ, much more than the month does: the two are cut at another hour. */
const MANY_TIMES: Decimal = { units: 5n, scale: 0 };

/** The rest as a matter of the time zone, where the differences of the days cancel each other. */
export function zoneReason(
  rest: Decimal,
  { usage, cost }: { usage: UsageFigure; cost: ExportFigure },
): FoundReason | null {
  const days = [...new Set([...usage.byDay.keys(), ...cost.byDay.keys()])];
  const apart = days.map((day) => subtract(cost.byDay.get(day) ?? ZERO, usage.byDay.get(day) ?? ZERO));
  const off = apart.filter((amount) => compare(absolute(amount), MATCHED_WITHIN) > 0);
  const moved = sum(off.map(absolute));
  const net = absolute(sum(off));
  const cancels =
    compare(moved, scaled(net, MANY_TIMES)) >= 0 && compare(moved, scaled(absolute(rest), MANY_TIMES)) >= 0;
  const bothWays = off.some((amount) => amount.units > 0n) && off.some((amount) => amount.units < 0n);
  if (off.length * 2 < days.length || days.length < NAMED || !cancels || !bothWays) return null;
  const text = `Days are cut in another time zone: ${off.length} of ${days.length} days differ, by ${moneyText(moved)} in all, and cancel but for ${moneyText(rest)}.`;
  return { code: "zone", amount: rest, text };
}

const scaled = (value: Decimal, by: Decimal): Decimal => ({
  units: value.units * by.units,
  scale: value.scale + by.scale,
});

/** What is known of the usage that no amount can be put to. */
export function usageNotes(usage: UsageFigure, cost: ExportFigure | null): string[] {
  const mute = usage.unpriced.filter(({ model }) => cost?.byModel.get(modelKey(model)) === undefined);
  if (mute.length === 0) return [];
  const tokens = mute.reduce((all, each) => add(all, each.tokens), ZERO);
  return [
    `${listed(mute.map(({ model }) => model))} ${mute.length === 1 ? "has" : "have"} no price: ${count(format(tokens))} tokens are not in usage × price.`,
  ];
}
