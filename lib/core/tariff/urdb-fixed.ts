import { type Decimal, decimal, divide, isZero, ZERO } from "../decimal.ts";
import { numberOf } from "./json-fields.ts";

/** A rate of the database, or a part of one, as read: what its fields hold is not known yet. */
export type Rate = Readonly<Record<string, unknown>>;

export type UrdbFixed = {
  readonly monthly: Decimal;
  readonly daily: Decimal;
  readonly leftOut: readonly string[];
};

const MONTHS_PER_YEAR = decimal(12);

const amount = (rate: Rate, field: string): Decimal =>
  numberOf(rate[field], field, { missing: ZERO, mayBeNegative: true });

/** Fixed charges: by month, day or year; the older `fixedmonthlycharge` where the newer one is absent. */
export function urdbFixed(rate: Rate): UrdbFixed {
  const isOld = rate.fixedchargefirstmeter === undefined;
  const first = amount(rate, isOld ? "fixedmonthlycharge" : "fixedchargefirstmeter");
  const units = String(isOld ? "$/month" : (rate.fixedchargeunits ?? "$/month"))
    .replaceAll(" ", "")
    .toLowerCase();
  const leftOut = OTHERS.flatMap(({ field, says }) => {
    const value = amount(rate, field);
    return isZero(value) ? [] : [says(String(rate[field]))];
  });
  switch (units) {
    case "$/month":
      return { monthly: first, daily: ZERO, leftOut };
    case "$/day":
      return { monthly: ZERO, daily: first, leftOut };
    case "$/year":
      return { monthly: divide(first, MONTHS_PER_YEAR), daily: ZERO, leftOut };
    default: {
      const unknown = `The fixed charge of ${rate.fixedchargefirstmeter} ${rate.fixedchargeunits} is not kept: its unit is not known.`;
      return { monthly: ZERO, daily: ZERO, leftOut: isZero(first) ? leftOut : [unknown, ...leftOut] };
    }
  }
}

const OTHERS: readonly { field: string; says: (value: string) => string }[] = [
  { field: "fixedchargeeaaddl", says: (value) => `The fixed charge of ${value} for each further meter is not kept.` },
  { field: "mincharge", says: (value) => `The least that is charged, ${value}, is not kept.` },
  { field: "minmonthlycharge", says: (value) => `The least that is charged a month, ${value}, is not kept.` },
  { field: "annualmincharge", says: (value) => `The least that is charged a year, ${value}, is not kept.` },
];
