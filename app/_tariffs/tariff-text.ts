import type { TariffTermsWire, TariffWire } from "../../lib/api/wire/tariffs.ts";
import { plural } from "../../lib/core/display.ts";
import { dayName } from "../../lib/core/display-dates.ts";

type Energy = TariffTermsWire["energy"];
type Version = TariffWire["versions"][number];

/** The version that holds on a day; null before the first. */
export const versionOn = (tariff: TariffWire, day: string): Version | null =>
  tariff.versions.findLast((version) => version.from <= day) ?? null;

export function energyText(energy: Energy): string {
  switch (energy.kind) {
    case "tiers":
      return tiersText(energy.tiers);
    case "time-of-use":
      return energy.periods.map(({ name, tiers }) => `${name} ${tiersText(tiers)}`).join(", ");
    case "dynamic":
      return energy.addPerKwh === "0" ? "by time" : `by time, and ${energy.addPerKwh}`;
    default:
      return energy satisfies never;
  }
}

const tiersText = (tiers: readonly { upToKwh: string | null; perKwh: string }[]): string =>
  tiers.map(({ upToKwh, perKwh }) => (upToKwh === null ? perKwh : `${perKwh} to ${upToKwh} kWh, then`)).join(" ");

/** Fixed charges, demand and tax; empty where there are none. */
export function besideText({ fixedMonthly, fixedDaily, demand, taxPercent }: TariffTermsWire): string {
  const parts = [
    fixedMonthly === "0" ? "" : `${fixedMonthly} a month`,
    fixedDaily === "0" ? "" : `${fixedDaily} a day`,
    demand === null ? "" : `${demand.perKw} a kW of ${demand.windowMinutes} min`,
    taxPercent === "0" ? "" : `tax ${taxPercent} %`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** What is older than any reading is said to hold since ever. */
const SINCE_EVER = "2000-01-01";
export const sinceText = (from: string): string => (from <= SINCE_EVER ? "since ever" : dayName(from));

export const pricesText = (prices: NonNullable<TariffWire["prices"]>): string =>
  `${plural(prices.count, "price")} by time, ${dayName(prices.from.slice(0, 10))} to ${dayName(prices.last.slice(0, 10))}`;

/** Months that share the same hours, in the order they first come. */
export function seasonsOf(schedules: {
  weekday: readonly (readonly number[])[];
  weekend: readonly (readonly number[])[];
}): { months: number[]; weekday: readonly number[]; weekend: readonly number[] }[] {
  const seasons = new Map<string, { months: number[]; weekday: readonly number[]; weekend: readonly number[] }>();
  for (let month = 0; month < 12; month += 1) {
    const weekday = schedules.weekday[month] ?? [];
    const weekend = schedules.weekend[month] ?? [];
    const key = `${weekday.join()} ${weekend.join()}`;
    const season = seasons.get(key) ?? { months: [], weekday, weekend };
    season.months.push(month);
    seasons.set(key, season);
  }
  return [...seasons.values()];
}

export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** `Nov to Mar`, `Jun, Aug`, `All year`. */
export function monthsText(months: readonly number[]): string {
  if (months.length === 12) return "All year";
  const has = new Set(months);
  const start = months.find((month) => !has.has((month + 11) % 12)) ?? 0;
  const run = months.map((_, index) => (start + index) % 12);
  if (run.every((month) => has.has(month)) && run.length > 2)
    return `${MONTHS[run[0] ?? 0]} to ${MONTHS[run.at(-1) ?? 0]}`;
  return months.map((month) => MONTHS[month]).join(", ");
}
