import { type Decimal, multiply, parseDecimal, round } from "../../core/decimal.ts";

/** Units of power, as whole milliwatts: the number times 10 to this power. */
const POWER_EXPONENTS = { W: 3, kW: 6, mW: 0, uW: -3 } as const;
/** Units of energy in millijoules: a factor and a power of ten. 1 kWh is 3.6 million joules. */
const ENERGY_FACTORS = {
  J: { times: 1n, exponent: 3 },
  kJ: { times: 1n, exponent: 6 },
  mJ: { times: 1n, exponent: 0 },
  uJ: { times: 1n, exponent: -3 },
  mWh: { times: 36n, exponent: 2 },
  Wh: { times: 36n, exponent: 5 },
  kWh: { times: 36n, exponent: 8 },
} as const;

export type PowerUnit = keyof typeof POWER_EXPONENTS;
export type EnergyUnit = keyof typeof ENERGY_FACTORS;

/** Whole milliwatts of a decimal text, half up, exact before that; NaN when it is no number. */
export const milliwattsOf = (text: string, unit: PowerUnit): number =>
  whole(text, { times: 1n, exponent: POWER_EXPONENTS[unit] });

/** Whole millijoules, as `milliwattsOf`; infinite when beyond what an integer holds (2.5 million kWh). */
export const millijoulesOf = (text: string, unit: EnergyUnit): number => whole(text, ENERGY_FACTORS[unit]);

export function microjoulesOf(text: string, unit: EnergyUnit): number {
  const { times, exponent } = ENERGY_FACTORS[unit];
  return whole(text, { times, exponent: exponent + 3 });
}

type Factor = { readonly times: bigint; readonly exponent: number };

const SAFE_DIGITS = 15;

function whole(text: string, factor: Factor): number {
  const plain = wholeOfPlain(text, factor);
  return Number.isNaN(plain) ? wholeOfAny(text, factor) : plain;
}

/** What a million rows write: few digits and no exponent. Integers all the way; NaN for the rest. */
function wholeOfPlain(text: string, { times, exponent }: Factor): number {
  let end = text.length;
  const point = text.indexOf(".");
  if (point >= 0) while (end > point + 1 && text.charCodeAt(end - 1) === 48) end -= 1;
  let value = 0;
  for (let at = 0; at < end; at += 1) {
    if (at === point) continue;
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  const places = exponent - (point < 0 ? 0 : end - 1 - point);
  if (end === 0 || end > SAFE_DIGITS || point === 0 || Math.abs(places) > SAFE_DIGITS) return Number.NaN;
  const scaled = value * Number(times);
  if (!Number.isSafeInteger(scaled)) return Number.NaN;
  const result = places >= 0 ? scaled * 10 ** places : halfUp(scaled, 10 ** -places);
  return Number.isSafeInteger(result) ? result : Number.NaN;
}

/** The quotient of two integers, half up; the remainder is exact, so nothing is lost on the way. */
function halfUp(dividend: number, divisor: number): number {
  const rest = dividend % divisor;
  return (dividend - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
}

function wholeOfAny(text: string, { times, exponent }: Factor): number {
  const value = parseDecimal(text);
  if (!value) return Number.NaN;
  const scaled = multiply(value, powerOfTen(exponent, times));
  const { units } = round(scaled, 0, "half-up");
  const number = Number(units);
  return Number.isSafeInteger(number) ? number : number < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const powerOfTen = (exponent: number, times: bigint): Decimal =>
  exponent >= 0 ? { units: times * 10n ** BigInt(exponent), scale: 0 } : { units: times, scale: -exponent };
