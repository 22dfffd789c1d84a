import { add, compare, type Decimal, decimal, divide, multiply, subtract, ZERO } from "../decimal.ts";
import { moneyText, percentText } from "../display.ts";
import { monthName } from "../display-dates.ts";
import { type Advice, type AdviceInput, atPace, type RigUse, text } from "./advice.ts";

const HUNDRED = decimal(100);

/**
 * A rig whose use is below the threshold. What can be saved is the idle share of what stops with the rig: energy at least
 * (low), with labour (middle), with hosting (high). Depreciation is paid either way and is never counted as a saving.
 */
export function rigUnderUsed(rig: RigUse, input: AdviceInput): Advice | null {
  const { rigUnderUsedPercent, adviceMinimum } = input.thresholds;
  if (!rig.usedPercent || compare(rig.usedPercent, rigUnderUsedPercent) >= 0) return null;
  const pace = { days: input.daysElapsed, daysInMonth: input.daysInMonth };
  const idleCost = atPace(rig.idleCost, pace);
  if (compare(idleCost, adviceMinimum) < 0) return null;
  const idleShare = subtract(HUNDRED, rig.usedPercent);
  const idleOf = (part: Decimal | null): Decimal =>
    part ? divide(multiply(atPace(part, pace), idleShare), HUNDRED) : ZERO;
  const [energy, labour, hosting, sunk] = [
    idleOf(rig.parts.energy),
    idleOf(rig.parts.labour),
    idleOf(rig.parts.hosting),
    idleOf(rig.parts.depreciation),
  ];
  const middle = add(energy, labour);
  const unknown = Object.entries(rig.parts)
    .filter(([, value]) => value === null)
    .map(([name]) => name);
  return {
    id: `rig-under-used:${rig.slug}`,
    rule: "rig-under-used",
    title: `Fill ${rig.name}, or switch it off: ${percentText(rig.usedPercent)} % of it is used`,
    team: null,
    savingMonthly: text(middle),
    range: { low: text(energy), high: text(add(middle, hosting)) },
    working: [
      { label: "Idle", amount: text(idleCost), text: `${percentText(idleShare)} % of ${rig.name}'s month` },
      { label: "of it energy", amount: text(energy), text: "stops when the rig is off" },
      { label: "of it labour", amount: text(labour), text: "stops when nobody has to keep it running" },
      { label: "of it hosting", amount: text(hosting), text: "stops only when the place is given up" },
      { label: "of it hardware", amount: text(sunk), text: "already paid: saved by no change, except a sale" },
    ],
    basis:
      `${rig.name}'s cost of ${monthName(input.month)}; used and idle by the teams' shares.` +
      (unknown.length > 0 ? ` Not entered: ${unknown.join(", ")}.` : ""),
    confidence: unknown.length > 0 || input.daysElapsed < input.daysInMonth ? "low" : "fair",
    effort: "medium",
    isReversible: true,
    wrongIf: [
      "The idle hours are kept on purpose, as a reserve or for a quick answer.",
      "Work from the cloud can move here: filling the rig saves more than switching it off.",
      `The shares of ${rig.name} are out of date; they decide what counts as used.`,
      `${rig.name} would have to stay on for other work (${moneyText(energy)} of energy is then not saved).`,
    ],
  };
}
