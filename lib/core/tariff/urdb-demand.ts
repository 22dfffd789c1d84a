import { add, type Decimal, equals, format, isNegative, isZero, ZERO } from "../decimal.ts";
import { refused } from "./json-fields.ts";
import type { TariffTerms } from "./tariff.ts";
import type { Rate } from "./urdb-fixed.ts";
import { scheduleOf, structureOf, tierPrice } from "./urdb-structure.ts";

type Demand = { readonly terms: TariffTerms["demand"]; readonly leftOut: readonly string[] };
/** One price of every kW, or why there is none such. */
type OnePrice = { readonly perKw: Decimal } | { readonly leftOut: string };

const NONE: OnePrice = { perKw: ZERO };

/**
 * Demand charges as far as the terms hold them: one price for the highest kW of the month. A price that differs by
 * month, time of use or kW is left out with a sentence, as are ratchets and charges of another kind.
 */
export function urdbDemand(rate: Rate): Demand {
  const both = [flatDemand(rate), timedDemand(rate)];
  const perKw = both.map((each) => ("perKw" in each ? each.perKw : ZERO)).reduce(add, ZERO);
  const leftOut = [
    ...both.flatMap((each) => ("leftOut" in each ? [each.leftOut] : [])),
    ...OTHERS.flatMap(({ field, says }) => (isNothing(rate[field]) ? [] : [says])),
  ];
  if (isZero(perKw)) return { terms: null, leftOut };
  if (isNegative(perKw))
    return { terms: null, leftOut: [...leftOut, "The demand charge is below zero and is not kept."] };
  const window = windowOf(rate.demandwindow);
  return { terms: { perKw, windowMinutes: window.minutes }, leftOut: [...leftOut, ...window.says] };
}

const OTHERS: readonly { field: string; says: string }[] = [
  { field: "coincidentratestructure", says: "Charges at the system’s own peak (coincident demand) are not kept." },
  { field: "demandratchetpercentage", says: "The ratchet, by which a past peak raises later months, is not kept." },
  { field: "demandreactivepowercharge", says: "The charge for reactive power is not kept." },
];

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || everyLeaf(value, (leaf) => Number(leaf) === 0);
const everyLeaf = (value: unknown, holds: (leaf: unknown) => boolean): boolean =>
  typeof value === "object" && value !== null
    ? Object.values(value).every((each) => everyLeaf(each, holds))
    : holds(value);

function windowOf(value: unknown): { minutes: 15 | 30 | 60; says: string[] } {
  if (value === undefined || value === null) return { minutes: 15, says: [] };
  const minutes = ([15, 30, 60] as const).find((each) => each === Number(value));
  if (minutes) return { minutes, says: [] };
  return { minutes: 15, says: [`Demand is averaged over ${String(value)} minutes there, and over 15 here.`] };
}

/** Of the month's highest kW, whenever it was. */
function flatDemand(rate: Rate): OnePrice {
  const structure = structureOf(rate.flatdemandstructure, "flatdemandstructure");
  if (structure.length === 0) return NONE;
  const months = rate.flatdemandmonths;
  if (!Array.isArray(months) && structure.length > 1)
    throw refused("flatdemandmonths", "This is not a list of twelve periods.");
  const used = Array.isArray(months) ? [...new Set(months.map(Number))] : [0];
  const unit = rate.flatdemandunit ?? rate.flatdemandunits;
  return onePrice({ structure, used, field: "flatdemandstructure", unit, what: "The demand charge by month" });
}

/** Of the highest kW within the hours of a period. */
function timedDemand(rate: Rate): OnePrice {
  const structure = structureOf(rate.demandratestructure, "demandratestructure");
  if (structure.length === 0) return NONE;
  const schedules = (["demandweekdayschedule", "demandweekendschedule"] as const).flatMap((field) =>
    rate[field] === undefined ? [] : scheduleOf(rate[field], field, structure.length).flat(),
  );
  const used = schedules.length === 0 ? structure.map((_, index) => index) : [...new Set(schedules)];
  const unit = rate.demandrateunit ?? rate.demandunits;
  return onePrice({ structure, used, field: "demandratestructure", unit, what: "The demand charge by time of use" });
}

function onePrice({
  structure,
  used,
  field,
  unit,
  what,
}: {
  structure: readonly (readonly Rate[])[];
  used: readonly number[];
  field: string;
  unit: unknown;
  what: string;
}): OnePrice {
  const prices = used.map((index) =>
    (structure[index] ?? []).map((tier, at) => tierPrice(tier, `${field}[${index}][${at}]`)),
  );
  const all = prices.flat();
  const [first = ZERO] = all;
  if (all.every(isZero)) return NONE;
  const named = [...new Set(all.map(format))].join(", ");
  if (typeof unit === "string" && !["kw", ""].includes(unit.toLowerCase()))
    return { leftOut: `${what} is not kept: it is per ${unit}, not per kW (${named}).` };
  const isOne = prices.every((tiers) => tiers.length === 1) && all.every((price) => equals(price, first));
  return isOne ? { perKw: first } : { leftOut: `${what} is not kept: it has several prices (${named} per kW).` };
}
