/**
 * Exact decimals: an integer count of units and a scale. `12.50` is `{ units: 1250n, scale: 2 }`.
 * Nothing here rounds unless the caller names the rounding; nothing passes through a float.
 */
export type Decimal = { readonly units: bigint; readonly scale: number };

export type Rounding = "half-even" | "half-up" | "down";

/** Decimal places of every stored amount: NUMERIC(28,12). */
export const STORED_SCALE = 12;
/** Bounds on what a file may claim, so that `1e999999` cannot ask for a million digits. */
const MAX_EXPONENT = 60;
const MAX_DIGITS = 80;

export const ZERO: Decimal = { units: 0n, scale: 0 };

const POWERS: bigint[] = Array.from({ length: 128 }, (_, power) => 10n ** BigInt(power));
function powerOfTen(power: number): bigint {
  return POWERS[power] ?? 10n ** BigInt(power);
}

const PLAIN = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads a plain or scientific decimal (`-12.5`, `.5`, `1.81E-8`) exactly.
 * Thousands separators, currency signs and decimal commas are the importer's to remove, by its stated format.
 * @returns null when the text is not such a number, or is beyond 80 digits.
 */
export function parseDecimal(text: string): Decimal | null {
  const match = PLAIN.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponentText] = match;
  if (whole.length + fraction.length === 0 || whole.length + fraction.length > MAX_DIGITS) return null;
  const exponent = exponentText === undefined ? 0 : Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return null;
  let units = BigInt(whole + fraction);
  let scale = fraction.length - exponent;
  if (scale < 0) {
    units *= powerOfTen(-scale);
    scale = 0;
  }
  return normalise({ units: sign === "-" ? -units : units, scale });
}

/** As `parseDecimal`, for text the caller wrote or already checked. @throws RangeError on anything else. */
export function decimal(text: string | number | bigint): Decimal {
  if (typeof text === "bigint") return { units: text, scale: 0 };
  if (typeof text === "number" && !Number.isSafeInteger(text)) {
    throw new RangeError(`decimal(${text}) would pass a float; give the text instead`);
  }
  const parsed = parseDecimal(String(text));
  if (!parsed) throw new RangeError(`"${text}" is not a decimal number`);
  return parsed;
}

/** The same value with no trailing zeros in its scale. */
export function normalise(value: Decimal): Decimal {
  let { units, scale } = value;
  if (units === 0n) return ZERO;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return scale === value.scale ? value : { units, scale };
}

function unitsAt(value: Decimal, scale: number): bigint {
  return scale === value.scale ? value.units : value.units * powerOfTen(scale - value.scale);
}

export function add(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale };
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

export const negate = (value: Decimal): Decimal => ({ units: -value.units, scale: value.scale });
export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, negate(b));
export const multiply = (a: Decimal, b: Decimal): Decimal =>
  normalise({ units: a.units * b.units, scale: a.scale + b.scale });
export const absolute = (value: Decimal): Decimal => (value.units < 0n ? negate(value) : value);
export const isZero = (value: Decimal): boolean => value.units === 0n;
export const isNegative = (value: Decimal): boolean => value.units < 0n;

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = add(total, value);
  return total;
}

/** Negative, zero or positive as `a` is below, at or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = unitsAt(a, scale) - unitsAt(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
export const equals = (a: Decimal, b: Decimal): boolean => compare(a, b) === 0;

function divideUnits(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor;
  const remainder = dividend % divisor;
  if (remainder === 0n || rounding === "down") return quotient;
  const away = dividend < 0n !== divisor < 0n ? -1n : 1n;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  const size = divisor < 0n ? -divisor : divisor;
  if (twice > size || (twice === size && (rounding === "half-up" || quotient % 2n !== 0n))) return quotient + away;
  return quotient;
}

/** The quotient at `scale` places. @throws RangeError when dividing by zero. */
export function divide(
  dividend: Decimal,
  divisor: Decimal,
  { scale = STORED_SCALE, rounding = "half-even" }: { scale?: number; rounding?: Rounding } = {},
): Decimal {
  if (divisor.units === 0n) throw new RangeError("Division by zero");
  const shift = scale + divisor.scale - dividend.scale;
  const top = shift >= 0 ? dividend.units * powerOfTen(shift) : dividend.units;
  const bottom = shift >= 0 ? divisor.units : divisor.units * powerOfTen(-shift);
  return { units: divideUnits(top, bottom, rounding), scale };
}

/** The value at exactly `scale` places, zeros kept. */
export function round(value: Decimal, scale: number, rounding: Rounding = "half-even"): Decimal {
  if (value.scale <= scale) return { units: unitsAt(value, scale), scale };
  return { units: divideUnits(value.units, powerOfTen(value.scale - scale), rounding), scale };
}

/** Plain text, no exponent, no trailing zeros: what crosses every boundary. */
export function format(value: Decimal): string {
  return formatAtScale(normalise(value));
}

/** Plain text at a fixed number of places; rounds half-even. */
export function formatFixed(value: Decimal, places: number, rounding: Rounding = "half-even"): string {
  return formatAtScale(round(value, places, rounding));
}

function formatAtScale({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}

/**
 * Splits `whole` by `weights` at `scale` places so that the parts sum to `whole` exactly
 * (largest remainder; ties go to the earlier part). Zero weights get nothing; all-zero weights are an error.
 * @throws RangeError on negative or all-zero weights, or when `whole` has more places than `scale`.
 */
export function allocate(whole: Decimal, weights: readonly Decimal[], scale: number = STORED_SCALE): Decimal[] {
  const trimmed = normalise(whole);
  if (trimmed.scale > scale) throw new RangeError(`${format(whole)} has more than ${scale} places; round it first`);
  const common = weights.reduce((most, weight) => Math.max(most, weight.scale), 0);
  const shares = weights.map((weight) => unitsAt(weight, common));
  if (shares.some((share) => share < 0n)) throw new RangeError("A weight is negative");
  const total = shares.reduce((running, share) => running + share, 0n);
  if (total === 0n) throw new RangeError("Nothing to split by: every weight is zero");
  const units = unitsAt(trimmed, scale);
  const sign = units < 0n ? -1n : 1n;
  const size = units * sign;
  const parts = shares.map((share, index) => ({ index, units: (size * share) / total, left: (size * share) % total }));
  let rest = size - parts.reduce((running, part) => running + part.units, 0n);
  for (const part of [...parts].sort((a, b) => (a.left === b.left ? a.index - b.index : a.left > b.left ? -1 : 1))) {
    if (rest === 0n) break;
    part.units += 1n;
    rest -= 1n;
  }
  return parts.map((part) => ({ units: part.units * sign, scale }));
}
