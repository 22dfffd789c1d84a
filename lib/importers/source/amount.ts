import { add, type Decimal, normalise, parseDecimal, ZERO } from "../../core/decimal.ts";

const SAFE_DIGITS = 15;
const MAX_DIGITS = 80;

/**
 * Reads a plain or scientific decimal exactly, as `parseDecimal` does, on the path a million rows take:
 * zeros at the end of a fraction (OpenAI writes 30 places) are dropped as text, not by dividing.
 * @returns null when the text is not such a number.
 */
export function readAmount(text: string): Decimal | null {
  const source = text.trim();
  const length = source.length;
  let position = 0;
  const first = source.charCodeAt(0);
  if (first === 45 || first === 43) position = 1;
  const start = position;
  let point = -1;
  let lastDigit = -1;
  for (; position < length; position += 1) {
    const code = source.charCodeAt(position);
    if (code === 46 && point < 0) point = position;
    else if (code >= 48 && code <= 57) {
      if (code !== 48 || point < 0) lastDigit = position;
    } else return parseDecimal(source); // an exponent, or not a number
  }
  const digitCount = length - start - (point < 0 ? 0 : 1);
  if (digitCount <= 0 || digitCount > MAX_DIGITS) return null;
  const isFraction = point >= 0 && lastDigit > point;
  const whole = source.slice(start, point < 0 ? length : point);
  const digits = isFraction ? whole + source.slice(point + 1, lastDigit + 1) : whole;
  const units = digits.length <= SAFE_DIGITS ? BigInt(Number(digits)) : BigInt(digits);
  if (units === 0n) return ZERO;
  return { units: first === 45 ? -units : units, scale: isFraction ? lastDigit - point : 0 };
}

/** Cents as dollars: the same digits, two places further right. Exact. */
export const centsToUnits = (cents: Decimal): Decimal => normalise({ units: cents.units, scale: cents.scale + 2 });

/** A running sum that aligns scales once at the end instead of at every row. */
export class AmountSum {
  readonly #byScale: (bigint | undefined)[] = [];

  add(amount: Decimal): void {
    this.#byScale[amount.scale] = (this.#byScale[amount.scale] ?? 0n) + amount.units;
  }

  total(): Decimal {
    let total = ZERO;
    this.#byScale.forEach((units, scale) => {
      if (units !== undefined) total = add(total, { units, scale });
    });
    return normalise(total);
  }
}

/** One `AmountSum` per currency. */
export class MoneySums {
  readonly #sums = new Map<string, AmountSum>();

  add(currency: string, amount: Decimal): void {
    let sum = this.#sums.get(currency);
    if (!sum) {
      sum = new AmountSum();
      this.#sums.set(currency, sum);
    }
    sum.add(amount);
  }

  currencies(): string[] {
    return [...this.#sums.keys()].sort();
  }

  total(currency: string): Decimal {
    return this.#sums.get(currency)?.total() ?? ZERO;
  }
}
