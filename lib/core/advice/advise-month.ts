import { compare, type Decimal, decimal, sum, ZERO } from "../decimal.ts";
import { type Advice, type AdviceInput, type AdviceRule, text } from "./advice.ts";
import { budgetTierIsCheap, evaluateHardware, stayInCloud } from "./cloud-or-local.ts";
import { unassignedSpend, unpricedModel } from "./ledger-gaps.ts";
import { localOption } from "./local-option.ts";
import { rigUnderUsed } from "./rig-under-used.ts";

/** At most so many recommendations of one rule: the rest repeats them. */
const MOST_PER_RULE = 20;

export type MonthAdvice = {
  /** Largest saving first, then what informs: gaps in the ledger before confirmations that nothing need change. */
  readonly advice: Advice[];
  /** Decimal text, a month: what they save together without counting a dollar twice; null when nothing saves. */
  readonly together: string | null;
};

const ORDER: Readonly<Record<AdviceRule, number>> = {
  "evaluate-hardware": 0,
  "rig-under-used": 0,
  "unassigned-spend": 1,
  "unpriced-model": 2,
  "stay-in-cloud": 3,
  "budget-tier-is-cheap": 4,
};

const savingOf = (advice: Advice): Decimal => (advice.savingMonthly === null ? ZERO : decimal(advice.savingMonthly));

/** What to change in a month, and what it would save. Pure; every figure carries its working. */
export function adviseMonth(input: AdviceInput): MonthAdvice {
  const local = localOption(input);
  const found = [
    ...input.teams.map((team) => evaluateHardware(team, input, local)),
    ...input.rigs.map((rig) => rigUnderUsed(rig, input)),
    unassignedSpend(input),
    ...input.unpriced.slice(0, MOST_PER_RULE).map((entry) => unpricedModel(entry, input)),
    ...input.teams.map((team) => stayInCloud(team, input, local)),
    ...input.teams.map((team) => budgetTierIsCheap(team, input, local)),
  ].filter((entry) => entry !== null);
  const advice = found.sort((a, b) => compare(savingOf(b), savingOf(a)) || ORDER[a.rule] - ORDER[b.rule]);
  return { advice, together: together(advice) };
}

/**
 * Savings on a bill that two recommendations both claim are counted once. Teams' bills do not overlap, nor do rigs. But
 * buying a rig while another is switched off for want of work contradicts itself, so of those two kinds the larger counts.
 */
function together(advice: readonly Advice[]): string | null {
  const of = (rule: AdviceRule) => sum(advice.filter((entry) => entry.rule === rule).map(savingOf));
  const buy = of("evaluate-hardware");
  const switchOff = of("rig-under-used");
  const total = compare(buy, switchOff) >= 0 ? buy : switchOff;
  return total.units > 0n ? text(total) : null;
}
