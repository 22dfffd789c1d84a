import { decimal, multiply, parseDecimal, round } from "../../core/decimal.ts";

/** Milliwatts in one of a unit of power, and millijoules or microjoules in one of a unit of energy: all whole numbers. */
export const MILLIWATTS_PER = { W: 1_000, kW: 1_000_000 } as const;
export const MILLIJOULES_PER = { Wh: 3_600_000, kWh: 3_600_000_000, wattMinute: 60_000, J: 1_000 } as const;
export const MICROJOULES_PER = { Wh: 3_600_000_000 } as const;

const SAFE_DIGITS = 15;

/**
 * The number a text writes, times a whole `factor`, as a whole number: half up (away from zero), once, from the decimal
 * text and never through a float product. @returns NaN when the text is no number, ±Infinity beyond 2^53
 */
export function scaledInteger(text: string, factor: number): number {
  const isSigned = text.charCodeAt(0) === 45;
  let value = 0;
  let digits = 0;
  let divisor = 0;
  for (let at = isSigned ? 1 : 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at) - 48;
    if (code >= 0 && code <= 9) {
      value = value * 10 + code;
      digits += 1;
      divisor *= 10;
    } else if (code === -2 && divisor === 0) divisor = 1;
    else return scaledSlowly(text, factor);
  }
  if (digits === 0) return Number.NaN;
  let times = factor;
  for (; divisor >= 10 && times % 10 === 0; divisor /= 10) times /= 10;
  const product = value * times;
  if (digits > SAFE_DIGITS || product > Number.MAX_SAFE_INTEGER) return scaledSlowly(text, factor);
  const rest = divisor > 1 ? product % divisor : 0;
  const whole = divisor > 1 ? (product - rest) / divisor + (rest * 2 >= divisor ? 1 : 0) : product;
  return isSigned && whole > 0 ? -whole : whole;
}

/** Many digits, an exponent, a plus sign or blanks: exact as well, only slower. */
function scaledSlowly(text: string, factor: number): number {
  const value = parseDecimal(text);
  if (value === null) return Number.NaN;
  const whole = Number(round(multiply(value, decimal(factor)), 0, "half-up").units);
  return Number.isSafeInteger(whole) ? whole : whole < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
