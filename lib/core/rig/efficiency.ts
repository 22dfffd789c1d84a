import { add, compare, type Decimal, decimal, divide, isZero, multiply, subtract } from "../decimal.ts";

const MILLION = decimal(1_000_000);
const HUNDRED = decimal(100);
const THOUSAND = decimal(1000);
const PLACES = 12;

/** A month of a rig as its cost per token is reckoned from. */
export type EfficiencyInput = {
  readonly cost: Decimal;
  /** What of it was energy; the rest is fixed, whatever the use. */
  readonly energyCost: Decimal;
  readonly wallKwh: Decimal | null;
  readonly tokens: Decimal | null;
  /** Percent of its hours the rig worked; null: no file tells. */
  readonly busyPercent: Decimal | null;
  readonly targetPercent: Decimal;
  /** Watts at the wall without and with work; null: not measured apart. */
  readonly idleWatts: Decimal | null;
  readonly busyWatts: Decimal | null;
  readonly hours: Decimal;
};

export type Efficiency = {
  readonly costPerMillion: Decimal | null;
  readonly whPerMillion: Decimal | null;
  readonly targetCostPerMillion: Decimal | null;
  readonly targetWhPerMillion: Decimal | null;
};

const per = (value: Decimal, tokens: Decimal): Decimal =>
  divide(multiply(value, MILLION), tokens, { scale: PLACES, rounding: "half-up" });

/**
 * Money and watt-hours per million tokens: as the month was, and as it would be at the target use. At the target the
 * tokens grow with the use, the fixed cost stays, and energy is (idle watts x idle time + busy watts x busy time) at the
 * month's mean price; without idle and busy watts it grows with the use, which is too much. Source: power-formats.md E1.
 */
export function efficiencyOf(input: EfficiencyInput): Efficiency {
  const { cost, tokens, wallKwh } = input;
  if (tokens === null || isZero(tokens)) return NOTHING;
  const today = {
    costPerMillion: per(cost, tokens),
    whPerMillion: wallKwh === null ? null : per(multiply(wallKwh, THOUSAND), tokens),
  };
  const target = atTarget(input, tokens);
  return { ...today, ...target };
}

const NOTHING: Efficiency = {
  costPerMillion: null,
  whPerMillion: null,
  targetCostPerMillion: null,
  targetWhPerMillion: null,
};

function atTarget(
  input: EfficiencyInput,
  tokens: Decimal,
): Pick<Efficiency, "targetCostPerMillion" | "targetWhPerMillion"> {
  const { busyPercent, targetPercent, cost, energyCost, wallKwh } = input;
  const unknown = { targetCostPerMillion: null, targetWhPerMillion: null };
  if (busyPercent === null || isZero(busyPercent) || compare(busyPercent, targetPercent) > 0) return unknown;
  const served = divide(multiply(tokens, targetPercent), busyPercent, { scale: PLACES, rounding: "half-up" });
  const fixed = subtract(cost, energyCost);
  if (wallKwh === null || isZero(wallKwh)) return { targetCostPerMillion: per(cost, served), targetWhPerMillion: null };
  const kwh = kwhAt(input, wallKwh, busyPercent);
  const energy = divide(multiply(energyCost, kwh), wallKwh, { scale: PLACES, rounding: "half-up" });
  return {
    targetCostPerMillion: per(add(fixed, energy), served),
    targetWhPerMillion: per(multiply(kwh, THOUSAND), served),
  };
}

function kwhAt(
  { idleWatts, busyWatts, targetPercent, hours }: EfficiencyInput,
  wallKwh: Decimal,
  busyPercent: Decimal,
): Decimal {
  if (idleWatts === null || busyWatts === null)
    return divide(multiply(wallKwh, targetPercent), busyPercent, { scale: PLACES, rounding: "half-up" });
  const busy = multiply(busyWatts, targetPercent);
  const idle = multiply(idleWatts, subtract(HUNDRED, targetPercent));
  return divide(multiply(add(busy, idle), hours), multiply(HUNDRED, THOUSAND), { scale: PLACES, rounding: "half-up" });
}
