import { compare, type Decimal, decimal, format, ZERO } from "../decimal.ts";
import { amountOf, type Fields, fieldsOf, listOf, numberOf, refused, textOf } from "./json-fields.ts";
import type { EnergyPrice, Schedule, TariffTerms, Tier } from "./tariff.ts";

const MOST_PERIODS = 100;
const MOST_TIERS = 50;
const NAME_LENGTH = 80;
const HOURS = 24;
const MONTHS = 12;
const HUNDRED = decimal(100);
const WINDOWS = [15, 30, 60] as const;

/**
 * Terms as JSON, decimals as text: `{energy, fixedMonthly, fixedDaily, demand, taxPercent}`; all but `energy` may be
 * left out. `energy` is `{kind: "flat", perKwh}`, `{kind: "tiers", tiers: [{upToKwh, perKwh}]}`, `{kind: "time-of-use",
 * periods: [{name, perKwh | tiers}], weekday, weekend}` or `{kind: "dynamic", addPerKwh}`; a schedule is twelve months
 * of 24 hours, or 24 hours for every month, each the number of a period from 0.
 * @throws AppError invalid-input naming the field and what to write
 */
export function tariffTerms(json: unknown): TariffTerms {
  const fields = fieldsOf(json, "", ["energy", "fixedMonthly", "fixedDaily", "demand", "taxPercent"]);
  const taxPercent = amountOf(fields.taxPercent, "taxPercent");
  if (compare(taxPercent, HUNDRED) > 0) throw refused("taxPercent", "Write percent from 0 to 100, such as 25.");
  return {
    energy: energyOf(fields.energy),
    fixedMonthly: amountOf(fields.fixedMonthly, "fixedMonthly"),
    fixedDaily: amountOf(fields.fixedDaily, "fixedDaily"),
    demand: demandOf(fields.demand),
    taxPercent,
  };
}

function energyOf(value: unknown): EnergyPrice {
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  switch (kind) {
    case "flat": {
      const { perKwh } = fieldsOf(value, "energy", ["kind", "perKwh"]);
      return { kind: "tiers", tiers: [{ upToKwh: null, perKwh: priceOf(perKwh, "energy.perKwh") }] };
    }
    case "tiers": {
      const { tiers } = fieldsOf(value, "energy", ["kind", "tiers"]);
      return { kind, tiers: tiersOf(tiers, "energy.tiers") };
    }
    case "time-of-use":
      return timeOfUse(fieldsOf(value, "energy", ["kind", "periods", "weekday", "weekend"]));
    case "dynamic": {
      const { addPerKwh } = fieldsOf(value, "energy", ["kind", "addPerKwh"]);
      return { kind, addPerKwh: numberOf(addPerKwh, "energy.addPerKwh", { missing: ZERO, mayBeNegative: true }) };
    }
    default:
      throw refused("energy", "Say how energy is priced: give a kind of flat, tiers, time-of-use or dynamic.");
  }
}

/** A price may be below zero: such hours exist. */
const priceOf = (value: unknown, field: string): Decimal => numberOf(value, field, { mayBeNegative: true });

function tiersOf(value: unknown, field: string): Tier[] {
  const list = listOf(value, field, { most: MOST_TIERS });
  let before = ZERO;
  return list.map((each, index): Tier => {
    const at = `${field}[${index}]`;
    const { upToKwh, perKwh } = fieldsOf(each, at, ["upToKwh", "perKwh"]);
    const price = priceOf(perKwh, `${at}.perKwh`);
    if (index === list.length - 1) {
      if (upToKwh !== undefined && upToKwh !== null)
        throw refused(
          `${at}.upToKwh`,
          "The last tier has no end: leave upToKwh out, and add a tier for what is beyond.",
        );
      return { upToKwh: null, perKwh: price };
    }
    const edge = numberOf(upToKwh, `${at}.upToKwh`);
    if (compare(edge, before) <= 0)
      throw refused(`${at}.upToKwh`, `Tiers go upwards: write more than ${format(before)} kWh.`);
    before = edge;
    return { upToKwh: edge, perKwh: price };
  });
}

function timeOfUse(fields: Fields): EnergyPrice {
  const list = listOf(fields.periods, "energy.periods", { most: MOST_PERIODS });
  const periods = list.map((each, index) => {
    const at = `energy.periods[${index}]`;
    const period = fieldsOf(each, at, ["name", "perKwh", "tiers"]);
    const name = textOf(period.name, `${at}.name`, { missing: `Period ${index + 1}`, most: NAME_LENGTH });
    if (period.tiers !== undefined && period.perKwh !== undefined) throw refused(at, "Give perKwh or tiers, not both.");
    const tiers =
      period.tiers === undefined
        ? [{ upToKwh: null, perKwh: priceOf(period.perKwh, `${at}.perKwh`) }]
        : tiersOf(period.tiers, `${at}.tiers`);
    return { name, tiers };
  });
  const twice = periods.find((period, index) => periods.findIndex((each) => each.name === period.name) !== index);
  if (twice) throw refused("energy.periods", `Two periods are called “${twice.name}”. Give each its own name.`);
  const weekday = scheduleOf(fields.weekday, "energy.weekday", periods.length);
  const weekend = fields.weekend === undefined ? weekday : scheduleOf(fields.weekend, "energy.weekend", periods.length);
  return { kind: "time-of-use", periods, weekday, weekend };
}

function scheduleOf(value: unknown, field: string, periods: number): Schedule {
  if (Array.isArray(value) && value.length === HOURS && value.every((hour) => !Array.isArray(hour))) {
    const hours = hoursOf(value, field, periods);
    return Array.from({ length: MONTHS }, () => hours);
  }
  const months = listOf(value, field, { least: MONTHS, most: MONTHS });
  return months.map((hours, index) => hoursOf(hours, `${field}[${index}]`, periods));
}

function hoursOf(value: unknown, field: string, periods: number): number[] {
  return listOf(value, field, { least: HOURS, most: HOURS }).map((each, hour) => {
    if (typeof each === "number" && Number.isInteger(each) && each >= 0 && each < periods) return each;
    throw refused(`${field}[${hour}]`, `Write the number of a period, 0 to ${periods - 1}.`);
  });
}

function demandOf(value: unknown): TariffTerms["demand"] {
  if (value === undefined || value === null) return null;
  const { perKw, windowMinutes } = fieldsOf(value, "demand", ["perKw", "windowMinutes"]);
  const window = WINDOWS.find((each) => each === windowMinutes);
  if (!window) throw refused("demand.windowMinutes", "Write the minutes power is averaged over: 15, 30 or 60.");
  return { perKw: numberOf(perKw, "demand.perKw"), windowMinutes: window };
}

/** The same terms as `tariffTerms` reads. */
export function tariffJson(terms: TariffTerms) {
  return {
    energy: energyJson(terms.energy),
    fixedMonthly: format(terms.fixedMonthly),
    fixedDaily: format(terms.fixedDaily),
    demand: terms.demand && { perKw: format(terms.demand.perKw), windowMinutes: terms.demand.windowMinutes },
    taxPercent: format(terms.taxPercent),
  };
}

function energyJson(energy: EnergyPrice) {
  switch (energy.kind) {
    case "tiers":
      return { kind: energy.kind, tiers: energy.tiers.map(tierJson) };
    case "time-of-use":
      return {
        kind: energy.kind,
        periods: energy.periods.map(({ name, tiers }) => ({ name, tiers: tiers.map(tierJson) })),
        weekday: energy.weekday.map((hours) => [...hours]),
        weekend: energy.weekend.map((hours) => [...hours]),
      };
    case "dynamic":
      return { kind: energy.kind, addPerKwh: format(energy.addPerKwh) };
    default:
      return energy satisfies never;
  }
}

const tierJson = ({ upToKwh, perKwh }: Tier) => ({ upToKwh: upToKwh && format(upToKwh), perKwh: format(perKwh) });
