import { type Day, type Month, monthOf } from "../calendar.ts";
import {
  allocate,
  compare,
  type Decimal,
  decimal,
  divide,
  isZero,
  multiply,
  STORED_SCALE,
  subtract,
  sum,
  ZERO,
} from "../decimal.ts";
import { roundForPosting } from "../money.ts";
import { type Asset, depreciationOf } from "./depreciation.ts";

export type RigPart = "depreciation" | "energy" | "hosting" | "labour";
export const RIG_PARTS: readonly RigPart[] = ["depreciation", "energy", "hosting", "labour"];

/** What a rig costs, in its own currency. Null: not entered, so nothing is counted and the page says so. */
export type RigTerms = {
  readonly asset: Asset;
  readonly hostingMonthly: Decimal | null;
  readonly operationsHours: Decimal | null;
  readonly operationsRate: Decimal | null;
  readonly tariffPerKwh: Decimal | null;
  /** Wall energy over measured energy, applied after integration. */
  readonly wallFactor: Decimal;
};

/** Energy measured on one day of the month, in microjoules. */
export type DayEnergy = { readonly day: Day; readonly microjoules: Decimal };

export type BearerShare = { readonly teamId: number; readonly percent: Decimal };

export type RigMonthEntry = {
  readonly part: RigPart;
  /** Null: idle, what no team's share covers. */
  readonly teamId: number | null;
  readonly day: Day;
  readonly amount: Decimal;
};

const MICROJOULES_PER_KWH = decimal(3_600_000_000_000);
const HUNDRED = decimal(100);

/** kWh at the wall: measured energy x factor, 9 places. */
export function wallKwh(microjoules: Decimal, wallFactor: Decimal): Decimal {
  return divide(multiply(microjoules, wallFactor), MICROJOULES_PER_KWH, { scale: 9, rounding: "half-up" });
}

/** Measured energy in kWh, 9 places. */
export const measuredKwh = (microjoules: Decimal): Decimal => wallKwh(microjoules, decimal(1));

/** Each part of a rig's month; null where what it needs was not entered. Depreciation + energy + hosting + labour. */
export function rigMonthParts(
  terms: RigTerms,
  month: Month,
  energy: readonly DayEnergy[],
): Record<RigPart, Decimal | null> {
  const isInService = month >= monthOf(terms.asset.inService);
  const joules = sum(energy.map((each) => each.microjoules));
  const labour =
    terms.operationsHours && terms.operationsRate ? multiply(terms.operationsHours, terms.operationsRate) : null;
  return {
    depreciation: isInService ? depreciationOf(terms.asset, month) : ZERO,
    energy: terms.tariffPerKwh
      ? energyCost(joules, terms.wallFactor, terms.tariffPerKwh)
      : isZero(joules)
        ? ZERO
        : null,
    hosting: isInService ? forPosting(terms.hostingMonthly) : ZERO,
    labour: isInService ? forPosting(labour) : ZERO,
  };
}

const forPosting = (value: Decimal | null): Decimal | null => (value ? roundForPosting(value) : null);

/** Wall kWh x price per kWh, rounded once, at 12 places. */
export function energyCost(microjoules: Decimal, wallFactor: Decimal, tariffPerKwh: Decimal): Decimal {
  const dividend = multiply(multiply(microjoules, wallFactor), tariffPerKwh);
  return divide(dividend, MICROJOULES_PER_KWH, { scale: STORED_SCALE, rounding: "half-up" });
}

/**
 * A rig's month as ledger entries: each part split to the teams by their shares, what is left of 100 % idle; energy
 * further by day, by what was measured. Every part's entries sum to it exactly (largest remainder).
 */
export function rigMonthEntries({
  terms,
  month,
  energy,
  shares,
}: {
  terms: RigTerms;
  month: Month;
  energy: readonly DayEnergy[];
  shares: readonly BearerShare[];
}): RigMonthEntry[] {
  const parts = rigMonthParts(terms, month, energy);
  const bearers = [
    ...shares.map((share) => ({ teamId: share.teamId as number | null, percent: share.percent })),
    idle(shares),
  ];
  const borne = bearers.filter((bearer) => !isZero(bearer.percent));
  const firstDay = `${month}-01` as Day; // a month's first day is a day
  const day = monthOf(terms.asset.inService) === month ? terms.asset.inService : firstDay;
  const measured = energy.filter((each) => !isZero(each.microjoules));
  return RIG_PARTS.flatMap((part) => {
    const whole = parts[part];
    if (!whole || isZero(whole)) return [];
    const split = allocate(
      whole,
      borne.map((bearer) => bearer.percent),
    );
    return split.flatMap((amount, index): RigMonthEntry[] => {
      const teamId = borne[index]?.teamId ?? null;
      if (part !== "energy") return [{ part, teamId, day, amount }];
      const byDay = allocate(
        amount,
        measured.map((each) => each.microjoules),
      );
      return byDay.map((dayAmount, at) => ({ part, teamId, day: measured[at]?.day ?? day, amount: dayAmount }));
    });
  });
}

function idle(shares: readonly BearerShare[]): { teamId: null; percent: Decimal } {
  const used = sum(shares.map((share) => share.percent));
  if (compare(used, HUNDRED) > 0) throw new RangeError("The shares of a rig exceed 100 %");
  return { teamId: null, percent: subtract(HUNDRED, used) };
}
