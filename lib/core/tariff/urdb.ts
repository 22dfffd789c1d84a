/**
 * A rate of the OpenEI Utility Rate Database, as its API and its pages give it: `{items: [...]}`, or one rate. Prices are
 * dollars per kWh, `rate` + `adj`; schedules are twelve months of 24 local clock hours, each the index of a period.
 */
import { AppError } from "../app-error.ts";
import { type Day, utcDay } from "../calendar.ts";
import { type Decimal, ZERO } from "../decimal.ts";
import { numberOf, refused } from "./json-fields.ts";
import type { EnergyPrice, Schedule, TariffTerms } from "./tariff.ts";
import { urdbDemand } from "./urdb-demand.ts";
import { type Rate, urdbFixed } from "./urdb-fixed.ts";
import { namedPeriods, scheduleOf, structureOf, tiersOf } from "./urdb-structure.ts";

export type UrdbRate = {
  readonly label: string;
  readonly utility: string;
  readonly name: string;
  /** Where the utility states it. */
  readonly source: string;
  /** The days the rate holds, first and last; null where the rate does not say. */
  readonly from: Day | null;
  readonly to: Day | null;
  readonly terms: TariffTerms;
  /** What of the rate these terms do not hold, a sentence each. */
  readonly leftOut: readonly string[];
};

const MOST_RATES = 500;

/** Is this JSON one or more rates of the database? */
export const isUrdb = (json: unknown): boolean => {
  const [first] = ratesOf(json);
  return first !== undefined && ("energyratestructure" in first || "energyweekdayschedule" in first);
};

function ratesOf(json: unknown): Rate[] {
  if (typeof json !== "object" || json === null) return [];
  const items = Array.isArray(json) ? json : "items" in json && Array.isArray(json.items) ? json.items : [json];
  return items.filter((item): item is Rate => typeof item === "object" && item !== null && !Array.isArray(item));
}

/** @throws AppError invalid-input, naming the rate's field, where its energy prices cannot be kept as they are */
export function readUrdb(json: unknown): UrdbRate[] {
  const rates = ratesOf(json);
  if (rates.length === 0 || rates.length > MOST_RATES)
    throw refused("items", `The file holds ${rates.length} rates. Save one rate of the database, with all its fields.`);
  return rates.map(readRate);
}

function readRate(rate: Rate): UrdbRate {
  const fixed = urdbFixed(rate);
  const demand = urdbDemand(rate);
  const from = dayOf(rate.startdate, "startdate");
  const to = dayOf(rate.enddate, "enddate");
  return {
    label: textOf(rate.label),
    utility: textOf(rate.utility),
    name: textOf(rate.name),
    source: textOf(rate.source) || textOf(rate.uri),
    from,
    to,
    terms: {
      energy: energyOf(rate),
      fixedMonthly: fixed.monthly,
      fixedDaily: fixed.daily,
      demand: demand.terms,
      taxPercent: ZERO,
    },
    leftOut: [...fixed.leftOut, ...demand.leftOut],
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

const MS_PER_SECOND = 1000;
/** 1970 to 2199. */
const LATEST_SECOND = 7_258_118_399;

/** Epoch seconds, or the day the pages write; the day in UTC, as the database means it. */
function dayOf(value: unknown, field: string): Day | null {
  if (value === undefined || value === null || value === "") return null;
  const seconds = typeof value === "number" ? value : Number.NaN;
  if (Number.isFinite(seconds) && seconds >= 0 && seconds <= LATEST_SECOND) return utcDay(seconds * MS_PER_SECOND);
  const ms =
    typeof value === "string"
      ? Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value)
      : Number.NaN;
  if (Number.isNaN(ms)) throw refused(field, "This is not a time. The database writes seconds since 1970.");
  return utcDay(ms);
}

function energyOf(rate: Rate): EnergyPrice {
  const structure = structureOf(rate.energyratestructure, "energyratestructure");
  if (structure.length === 0)
    throw new AppError("invalid-input", "The rate holds no energy prices (energyratestructure). Enter them by hand.");
  const weekday = scheduleOrOnly(rate, "energyweekdayschedule", structure.length);
  const weekend = scheduleOrOnly(rate, "energyweekendschedule", structure.length);
  const used = [...new Set([...weekday.flat(), ...weekend.flat()])].sort((one, other) => one - other);
  const periods = used.map((index) => ({
    index,
    tiers: tiersOf(structure[index] ?? [], `energyratestructure[${index}]`, energyPrice),
  }));
  const [only] = periods;
  if (only && periods.length === 1) return { kind: "tiers", tiers: only.tiers };
  return {
    kind: "time-of-use",
    periods: namedPeriods(periods),
    weekday: renumbered(weekday, used),
    weekend: renumbered(weekend, used),
  };
}

/** Periods no hour uses are left out; the others move up. */
const renumbered = (schedule: Schedule, used: readonly number[]): Schedule =>
  schedule.map((hours) => hours.map((index) => used.indexOf(index)));

function scheduleOrOnly(rate: Rate, field: string, periods: number): Schedule {
  if (rate[field] === undefined && periods === 1) return Array.from({ length: 12 }, () => Array<number>(24).fill(0));
  return scheduleOf(rate[field], field, periods);
}

/** kWh of the month only: a tier by day, or by kW of demand, is another price. */
function energyPrice(tier: Rate, field: string): { upTo: Decimal | null } {
  const unit = typeof tier.unit === "string" ? tier.unit : "kWh";
  const upTo = tier.max === undefined || tier.max === null ? null : numberOf(tier.max, `${field}.max`);
  if (unit !== "kWh" && upTo !== null)
    throw refused(
      `${field}.unit`,
      `Tiers by “${unit}” cannot be kept: a tier is so many kWh of the month. Enter the price that holds for you by hand.`,
    );
  return { upTo };
}
