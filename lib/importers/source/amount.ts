import { add, type Decimal, normalise, parseDecimal, ZERO } from "../../core/decimal.ts";

const SAFE_DIGITS = 15;
const MAX_DIGITS = 80;

/**
 * Reads a plain or scientific decimal exactly, as `parseDecimal` does, on the path a million rows take:
 * zeros at the end of a fraction (OpenAI writes 30 places) are dropped as text, not by dividing.
 * @returns null when the text is not such a number.
 */
export function readAmount(text: string): Decimal | null {
  const first = text.charCodeAt(0);
  const isSigned = first === 45 || first === 43;
  const start = isSigned ? 1 : 0;
  const point = text.indexOf(".");
  let end = text.length;
  if (point >= 0) while (text.charCodeAt(end - 1) === 48) end -= 1;
  let value = 0;
  let digits = 0;
  for (let position = start; position < end; position += 1) {
    const code = text.charCodeAt(position) - 48;
    if (code >= 0 && code <= 9) {
      value = value * 10 + code;
      digits += 1;
    } else if (position !== point) return readSlowly(text); // blanks, an exponent, or not a number
  }
  if (digits === 0 || digits > SAFE_DIGITS) return readSlowly(text);
  if (value === 0) return ZERO;
  return { units: BigInt(first === 45 ? -value : value), scale: point >= 0 && end > point ? end - 1 - point : 0 };
}

/** Beyond 15 digits, with an exponent or blanks: exact as well, only slower. */
function readSlowly(text: string): Decimal | null {
  const source = text.trim();
  // `1.5000` to any number of zeros is within the limit on digits when `1.5` is.
  const isPlain = source.includes(".") && !/[eE]/.test(source);
  return parseDecimal(isPlain && source.length > MAX_DIGITS ? source.replace(/0+$/, "") : source);
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
