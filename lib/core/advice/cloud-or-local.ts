/** The three rules that weigh a team's cloud bill against a rig. Thresholds and figures: lib/core/reference. */
import { compare, type Decimal, decimal, format, isZero, multiply, subtract, sum, ZERO } from "../decimal.ts";
import { fixed, moneyText, tokensInMillions } from "../display.ts";
import { monthName } from "../display-dates.ts";
import { paybackMonths } from "../reference/local-cost.ts";
import {
  type Advice,
  type AdviceInput,
  atPace,
  type ModelUse,
  type TeamUse,
  text,
  type WorkingStep,
} from "./advice.ts";
import { HYBRID_SHARE, type LocalOption, rigsFor, TOKENS_PER_RIG_MONTH } from "./local-option.ts";
import { classOfUse, replaceable } from "./model-use.ts";

const isMonthUnfinished = (input: AdviceInput): boolean => input.daysCovered < input.daysInMonth;
const monthly = (amount: Decimal, input: AdviceInput): Decimal =>
  atPace(amount, { days: input.daysCovered, daysInMonth: input.daysInMonth });

function billBasis(input: AdviceInput): string {
  const pace = isMonthUnfinished(input)
    ? ` ${input.daysCovered} of ${input.daysInMonth} days are in; the month is taken at their pace.`
    : "";
  return `The cloud cost of ${monthName(input.month)} and the published comparisons on the reference page.${pace}`;
}

const modelNames = (uses: readonly ModelUse[]): string => {
  const names = [...new Set(uses.map((use) => use.model))];
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
};

/** Cloud fits a small bill: informs, so that nobody buys a rig for it. */
export function stayInCloud(team: TeamUse, input: AdviceInput, local: LocalOption | null): Advice | null {
  const spend = monthly(team.cloudCost, input);
  const { stayInCloudMonthly } = input.thresholds;
  if (team.isOnRig || spend.units <= 0n || compare(spend, stayInCloudMonthly) >= 0) return null;
  const working: WorkingStep[] = [
    { label: "Cloud", amount: text(spend), text: `${team.name} in ${monthName(input.month)}` },
  ];
  if (local) {
    working.push({
      label: "A rig of its own",
      amount: text(local.dearest),
      text: `${local.words.hardware}; ${local.words.electricity}; labour ${local.words.labour}`,
    });
  }
  return {
    id: `stay-in-cloud:${team.slug}`,
    rule: "stay-in-cloud",
    title: `Keep ${team.name} in the cloud`,
    team: team.slug,
    savingMonthly: null,
    range: null,
    working,
    basis: `${billBasis(input)} Below ${moneyText(stayInCloudMonthly)} a month the cloud fits; the threshold is a setting.`,
    confidence: isMonthUnfinished(input) ? "fair" : "high",
    effort: "low",
    isReversible: true,
    wrongIf: [
      `${team.name}'s bill passes ${moneyText(stayInCloudMonthly)} a month and stays there.`,
      "The work must not leave the house: privacy decides before price does.",
    ],
  };
}

function hardwareWorking(facts: {
  spend: Decimal;
  moved: Decimal;
  rigs: Decimal;
  tokens: Decimal;
  isEstimated: boolean;
  uses: readonly ModelUse[];
  local: LocalOption;
}): WorkingStep[] {
  const { rigs, local } = facts;
  const less = (amount: Decimal) => text(multiply(multiply(amount, rigs), decimal(-1)));
  const rigWord = format(rigs) === "1" ? "one rig" : `${format(rigs)} rigs`;
  const estimated = facts.isEstimated ? "; where exports give no counts, from cost and list price" : "";
  const capacity = tokensInMillions(TOKENS_PER_RIG_MONTH, 0);
  return [
    {
      label: "Cloud it could replace",
      amount: text(facts.spend),
      text: `${modelNames(facts.uses)}: mid-range or frontier price, work that an 8B to 70B model may do`,
    },
    { label: "Moved to the rig", amount: text(facts.moved), text: "75 % of it, as published hybrids move 70 to 80 %" },
    {
      label: "Rigs needed",
      amount: null,
      text: `${rigWord} for ${tokensInMillions(facts.tokens, 0)} M tokens a month at ${capacity} M each${estimated}`,
    },
    { label: "Hardware", amount: less(local.hardwareHigh), text: local.words.hardware },
    { label: "Electricity", amount: less(local.electricityHigh), text: local.words.electricity },
    { label: "Operations labour", amount: less(local.labour), text: local.words.labour },
  ];
}

/**
 * Above the threshold for work a local model can do: look at hardware.
 * saving = share moved x bill - rigs x (hardware + electricity + labour), at the dearest rig and 75 %;
 * the range runs from 70 % on the dearest to 80 % on the cheapest.
 */
export function evaluateHardware(team: TeamUse, input: AdviceInput, local: LocalOption | null): Advice | null {
  const { uses, tokens: work, isEstimated } = replaceable(team.models, input);
  const spend = monthly(sum(uses.map((use) => use.cost)), input);
  const { evaluateHardwareMonthly, adviceMinimum } = input.thresholds;
  if (!local || compare(spend, evaluateHardwareMonthly) <= 0) return null;
  const tokens = multiply(monthly(work, input), HYBRID_SHARE.high);
  const rigs = rigsFor(tokens);
  const saving = (share: Decimal, cost: Decimal) => subtract(multiply(spend, share), multiply(rigs, cost));
  const middle = saving(HYBRID_SHARE.middle, local.dearest);
  const isWorthIt = compare(middle, adviceMinimum) >= 0;
  const moved = multiply(spend, HYBRID_SHARE.middle);
  const running = multiply(rigs, subtract(local.dearest, local.hardwareHigh));
  const payback = paybackMonths({ price: multiply(rigs, local.price), cloudMonthly: moved, runningMonthly: running });
  const before = sum(uses.map((use) => use.previousCost ?? ZERO));
  const wasAbove = compare(before, evaluateHardwareMonthly) > 0;
  return {
    id: `evaluate-hardware:${team.slug}`,
    rule: "evaluate-hardware",
    title: isWorthIt ? `Evaluate a rig for ${team.name}` : `A rig would not pay for ${team.name} yet`,
    team: team.slug,
    savingMonthly: isWorthIt ? text(middle) : null,
    range: {
      low: text(saving(HYBRID_SHARE.low, local.dearest)),
      high: text(saving(HYBRID_SHARE.high, local.cheapest)),
    },
    working: [
      ...hardwareWorking({ spend, moved, rigs, tokens, isEstimated, uses, local }),
      {
        label: isWorthIt ? "Saves a month" : "Left over",
        amount: text(middle),
        text: "before what a change of quality costs",
      },
      {
        label: "Payback",
        amount: null,
        text: payback
          ? `${fixed(payback, 1)} months on ${moneyText(multiply(rigs, local.price))}`
          : "it never pays back",
      },
    ],
    basis: `${billBasis(input)} Above ${moneyText(evaluateHardwareMonthly)} a month of such work, hardware is worth a look.`,
    confidence: wasAbove && !isEstimated && !isMonthUnfinished(input) ? "fair" : "low",
    effort: "high",
    isReversible: false,
    wrongIf: evaluateWrongIf(team, input),
  };
}

function evaluateWrongIf(team: TeamUse, input: AdviceInput): string[] {
  const idle = input.rigs.find((rig) => rig.idleCost.units > 0n);
  return [
    ...(idle ? [`${idle.name} still has idle time: fill that first, it costs nothing more to buy.`] : []),
    "A local model does not answer well enough; compare it on your own work before buying.",
    "The requests come in spikes: what the rig cannot serve at once goes back to the cloud.",
    `The price of these models falls, or ${team.name} needs the hardest reasoning for most of it.`,
    ...(input.labourMonthlyPerRig ? [] : ["Somebody's hours for drivers, updates and failures are not counted yet."]),
  ];
}

/** Budget-tier models: a rig costs more than the tokens it would replace. Informs. */
export function budgetTierIsCheap(team: TeamUse, input: AdviceInput, local: LocalOption | null): Advice | null {
  const uses = team.models.filter((use) => use.cost.units > 0n && classOfUse(use, input) === "budget");
  const spend = monthly(sum(uses.map((use) => use.cost)), input);
  if (!local || isZero(spend) || compare(spend, local.dearest) >= 0) return null;
  const running = subtract(local.dearest, local.hardwareHigh);
  const payback = paybackMonths({ price: local.price, cloudMonthly: spend, runningMonthly: running });
  return {
    id: `budget-tier-is-cheap:${team.slug}`,
    rule: "budget-tier-is-cheap",
    title: `Leave ${modelNames(uses)} in the cloud for ${team.name}`,
    team: team.slug,
    savingMonthly: null,
    range: null,
    working: [
      { label: "Cloud, budget tier", amount: text(spend), text: `${modelNames(uses)} in ${monthName(input.month)}` },
      { label: "Electricity of a rig", amount: text(local.electricityHigh), text: local.words.electricity },
      { label: "Operations labour", amount: text(local.labour), text: local.words.labour },
      { label: "Hardware", amount: text(local.hardwareHigh), text: local.words.hardware },
      {
        label: "Payback",
        amount: null,
        text: payback
          ? `${fixed(payback, 1)} months, longer than the 24 the hardware is counted for`
          : "never: running the rig costs more than these tokens",
      },
    ],
    basis: `${billBasis(input)} Budget tier: a list price below 0.66 dollars per 1M tokens, half in and half out.`,
    confidence: "high",
    effort: "low",
    isReversible: true,
    wrongIf: [
      `The bill for these models passes ${moneyText(local.dearest)} a month.`,
      "A rig that is already paid for stands idle: then only its electricity counts.",
    ],
  };
}
