/**
 * What a rig and a cloud bill cost in a month, and when one pays for the other. The same functions serve advice, the
 * reference page and its tests. Exact decimals; quotients at 12 places, half-even.
 */
import { add, compare, type Decimal, decimal, divide, multiply, subtract } from "../decimal.ts";

const MILLION = decimal(1_000_000);
const THOUSAND = decimal(1_000);

/** Tokens of a steady stream of equal requests in `days` days. */
export function tokensMonthly(stream: { requestsPerDay: Decimal; tokensPerRequest: Decimal; days: Decimal }): Decimal {
  return multiply(multiply(stream.requestsPerDay, stream.tokensPerRequest), stream.days);
}

/** Tokens x price per 1,000,000, for input and output. Any span: a day's tokens give a day's cost. */
export function cloudCost(usage: {
  inputTokens: Decimal;
  outputTokens: Decimal;
  inputPerMillion: Decimal;
  outputPerMillion: Decimal;
}): Decimal {
  const total = add(
    multiply(usage.inputTokens, usage.inputPerMillion),
    multiply(usage.outputTokens, usage.outputPerMillion),
  );
  return divide(total, MILLION);
}

/** Straight line: (price - salvage) / months. @throws RangeError when months is zero */
export function hardwareMonthly({
  price,
  salvage,
  months,
}: {
  price: Decimal;
  salvage: Decimal;
  months: Decimal;
}): Decimal {
  return divide(subtract(price, salvage), months);
}

/** Watts at the wall / 1000 x hours a day x days x price per kWh. */
export function electricityMonthly(draw: {
  watts: Decimal;
  hoursPerDay: Decimal;
  days: Decimal;
  perKwh: Decimal;
}): Decimal {
  const kwh = divide(multiply(multiply(draw.watts, draw.hoursPerDay), draw.days), THOUSAND);
  return multiply(kwh, draw.perKwh);
}

/** A GPU rented by the hour: rate x hours x days; no capital, no electricity. */
export function rentedMonthly(rent: { perHour: Decimal; hoursPerDay: Decimal; days: Decimal }): Decimal {
  return multiply(multiply(rent.perHour, rent.hoursPerDay), rent.days);
}

/**
 * Months until the price is earned back: price / (cloud replaced - running cost).
 * @returns null when the rig costs as much to run as it replaces, or more: it never pays back.
 */
export function paybackMonths(rig: { price: Decimal; cloudMonthly: Decimal; runningMonthly: Decimal }): Decimal | null {
  const saving = subtract(rig.cloudMonthly, rig.runningMonthly);
  return saving.units <= 0n ? null : divide(rig.price, saving);
}

/**
 * The cloud bill from which a hybrid saves at least `savingShare` of it, when `localShare` of the bill moves to a rig
 * with the fixed monthly cost `localMonthly`: localMonthly / (localShare - savingShare).
 * @returns null when no bill is large enough, because the share moved is not above the saving asked for.
 */
export function billForHybridSaving(hybrid: {
  localMonthly: Decimal;
  localShare: Decimal;
  savingShare: Decimal;
}): Decimal | null {
  if (compare(hybrid.localShare, hybrid.savingShare) <= 0) return null;
  return divide(hybrid.localMonthly, subtract(hybrid.localShare, hybrid.savingShare));
}
