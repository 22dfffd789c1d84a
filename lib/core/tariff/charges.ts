import { addDays, type Day, daysInMonth, firstDay, type Month } from "../calendar.ts";
import {
  allocate,
  compare,
  type Decimal,
  decimal,
  divide,
  format,
  isZero,
  multiply,
  STORED_SCALE,
} from "../decimal.ts";
import { roundForPosting } from "../money.ts";
import type { NamedTariff } from "../rig/terms.ts";
import { type DemandWindow, demandWindows } from "./demand.ts";
import type { LocalTime } from "./local-clock.ts";
import { taxFactor } from "./price-per-kwh.ts";
import type { QuarterUse } from "./quarter-use.ts";
import { type TariffVersion, versionOn } from "./versions.ts";

/** What a tariff costs beside its kWh, by the day it falls on. */
export type TariffCharge = { readonly day: Day; readonly amount: Decimal; readonly what: string };

/**
 * Fixed charges of every day of the month on which a version holds. A monthly one is spread over the days of the month
 * to the last stored digit (a whole month sums to it exactly), so that a version of half the month costs half.
 */
export function fixedCharges(tariff: NamedTariff, month: Month): TariffCharge[] {
  const spread = new Map<TariffVersion, readonly Decimal[]>();
  return daysOf(month).flatMap((day, index) => {
    const version = versionOn(tariff, day);
    if (!version) return [];
    const { terms } = version;
    const charges: TariffCharge[] = [];
    if (!isZero(terms.fixedMonthly)) {
      const byDay = spread.get(version) ?? monthlyByDay(version, month);
      spread.set(version, byDay);
      const what = `${tariff.name}: fixed ${format(terms.fixedMonthly)} a month, 1 of ${byDay.length} days`;
      charges.push({ day, amount: byDay[index] ?? decimal(0), what });
    }
    if (!isZero(terms.fixedDaily)) {
      const amount = roundForPosting(multiply(terms.fixedDaily, taxFactor(terms)));
      charges.push({ day, amount, what: `${tariff.name}: fixed ${format(terms.fixedDaily)} a day` });
    }
    return charges;
  });
}

function monthlyByDay({ terms }: TariffVersion, month: Month): Decimal[] {
  const whole = roundForPosting(multiply(terms.fixedMonthly, taxFactor(terms)));
  return allocate(whole, Array<Decimal>(daysInMonth(month)).fill(decimal(1)));
}

const daysOf = (month: Month): Day[] =>
  Array.from({ length: daysInMonth(month) }, (_, index) => addDays(firstDay(month), index));

/**
 * The demand charge of each version that has one: its price x the highest mean kW of any window inside the days it
 * holds, for its share of the month's days, on the day of that window.
 */
export function demandCharges({
  tariff,
  month,
  use,
  clock,
  dayOf,
  isWhole,
}: {
  tariff: NamedTariff;
  month: Month;
  use: readonly QuarterUse[];
  /** The tariff's own clock. */
  clock: (atMs: number) => LocalTime;
  /** The organisation's day of an instant. */
  dayOf: (atMs: number) => Day;
  isWhole: boolean;
}): TariffCharge[] {
  const days = daysOf(month);
  return tariff.versions.flatMap((version) => {
    const { demand } = version.terms;
    if (!demand || isZero(demand.perKw)) return [];
    const held = days.filter((day) => versionOn(tariff, day) === version).length;
    const own = use.filter((each) => versionOn(tariff, clock(each.atMs).day) === version);
    const peak = highest(demandWindows({ use: own, windowMinutes: demand.windowMinutes, clock }));
    if (!peak || held === 0) return [];
    const amount = demandAmount({ version, perKw: demand.perKw, peak, held, of: days.length });
    const kw = format(divide(peak.microjoules, milliwattsToKw(peak.coveredMs), { scale: 3 }));
    const share = held === days.length ? "" : `, for ${held} of ${days.length} days`;
    const what = `${tariff.name}: demand ${format(demand.perKw)} a kW x ${kw} kW, the highest ${demand.windowMinutes} minutes${isWhole ? "" : " so far"}${share}`;
    return [{ day: dayOf(peak.atMs), amount, what }];
  });
}

/** Microjoules a millisecond are milliwatts. */
const milliwattsToKw = (coveredMs: number): Decimal => decimal(BigInt(coveredMs) * 1_000_000n);

function demandAmount(charge: {
  version: TariffVersion;
  perKw: Decimal;
  peak: DemandWindow;
  held: number;
  of: number;
}): Decimal {
  const { version, perKw, peak, held, of } = charge;
  const dividend = multiply(multiply(multiply(perKw, taxFactor(version.terms)), peak.microjoules), decimal(held));
  const divisor = multiply(milliwattsToKw(peak.coveredMs), decimal(of));
  return divide(dividend, divisor, { scale: STORED_SCALE, rounding: "half-up" });
}

function highest(windows: readonly DemandWindow[]): DemandWindow | null {
  let best: DemandWindow | null = null;
  for (const each of windows) if (!best || isHigher(each, best)) best = each;
  return best;
}
const isHigher = (one: DemandWindow, other: DemandWindow): boolean =>
  compare(multiply(one.microjoules, decimal(other.coveredMs)), multiply(other.microjoules, decimal(one.coveredMs))) > 0;
