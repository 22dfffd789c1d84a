import { type Day, daysInMonth, firstDay, lastDay, type Month } from "../calendar.ts";
import { type Decimal, decimal, divide, isZero, multiply, STORED_SCALE } from "../decimal.ts";
import type { RigCharge } from "./terms.ts";

const HOURS_A_DAY = decimal(24);

export type ChargeOfMonth = {
  readonly charge: RigCharge;
  readonly day: Day;
  readonly days: number;
  readonly amount: Decimal;
};

/**
 * What a charge comes to in a month: a month's amount, or a rate times its hours (every hour: 24 a day), by the days it
 * holds. Rounded at 12 places. Null when it does not hold in the month.
 */
export function chargeOfMonth(charge: RigCharge, month: Month, retiredOn: Day | null = null): ChargeOfMonth | null {
  const from = later(charge.from, firstDay(month));
  const to = [charge.to, retiredOn].reduce<Day>((end, each) => (each && each < end ? each : end), lastDay(month));
  if (to < from) return null;
  const days = Number(to.slice(8)) - Number(from.slice(8)) + 1;
  const { amount } = charge;
  const isAlwaysOn = amount.per === "hour" && amount.hours === null;
  const whole =
    amount.per === "month"
      ? amount.amount
      : multiply(amount.rate, amount.hours ?? multiply(HOURS_A_DAY, decimal(daysInMonth(month))));
  const isWhole = days === daysInMonth(month);
  const dividend = isWhole ? whole : multiply(whole, decimal(days));
  const divisor = isWhole ? decimal(1) : decimal(daysInMonth(month));
  const cost = divide(dividend, divisor, { scale: STORED_SCALE, rounding: "half-up" });
  return isZero(cost) && !isAlwaysOn && isZero(whole) ? null : { charge, day: from, days, amount: cost };
}

const later = (a: Day, b: Day): Day => (a > b ? a : b);
