import { absolute, compare, type Decimal, decimal, divide, formatFixed, isZero, multiply, round } from "./decimal.ts";

/** The one module that writes numbers for people: page, mail, chart and command line say them alike. */

export const MINUS = "\u2212";
/** What stands where nothing is known. Always beside its reason; never 0, never blank. */
export const DASH = "\u2014";

const SYMBOLS: Readonly<Record<string, string>> = {
  USD: "$",
  EUR: "\u20ac",
  GBP: "\u00a3",
  JPY: "\u00a5",
  INR: "\u20b9",
};
const MILLION = decimal(1_000_000);
const THOUSAND = decimal(1_000);

type Amount = string | Decimal;
const read = (value: Amount): Decimal => (typeof value === "string" ? decimal(value) : value);

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A number at fixed places, grouped by thousands, with a true minus. A value that rounds to zero has no sign. */
export function fixed(value: Amount, places: number, { signed = false }: { signed?: boolean } = {}): string {
  const rounded = round(read(value), places);
  const text = formatFixed(absolute(rounded), places);
  const [whole = "0", fraction] = text.split(".");
  const size = fraction === undefined ? group(whole) : `${group(whole)}.${fraction}`;
  if (isZero(rounded)) return size;
  return rounded.units < 0n ? `${MINUS}${size}` : signed ? `+${size}` : size;
}

/** Money to the cent in two pieces, because cents are set quieter: `{ whole: "11,349", cents: ".18" }`. */
export type MoneyPieces = { readonly whole: string; readonly cents: string };

/** @param signed a plus before a rise, as a change is written. */
export function moneyPieces(value: Amount, { signed = false }: { signed?: boolean } = {}): MoneyPieces {
  const text = fixed(value, 2, { signed });
  return { whole: text.slice(0, -3), cents: text.slice(-3) };
}

/** Money without its currency, two decimals: `11,349.18`. */
export const moneyText = (value: Amount): string => fixed(value, 2);

/** What stands before an amount in a headline: a symbol where the currency has its own, else the code and a space. */
export const currencyMark = (currency: string): string => SYMBOLS[currency] ?? `${currency}\u00a0`;

/** A headline amount with its currency: `$42,765.02`, `\u2212$318.40`, `CHF 12.00`. */
export function headline(value: Amount, currency: string): string {
  const text = fixed(value, 2);
  return text.startsWith(MINUS)
    ? `${MINUS}${currencyMark(currency)}${text.slice(1)}`
    : `${currencyMark(currency)}${text}`;
}

export type Direction = "up" | "down" | "flat";

/** Which way a figure moved, judged at what is shown: a change below half a cent is flat. */
export function direction(change: Amount, places = 2): Direction {
  const rounded = round(read(change), places);
  return rounded.units > 0n ? "up" : rounded.units < 0n ? "down" : "flat";
}

export const arrowOf = (way: Direction): string => (way === "up" ? "\u25b2" : way === "down" ? "\u25bc" : "");

/** A change as text, arrow included: `\u25b2 +752.71`. */
export function changeText(change: Amount): string {
  const arrow = arrowOf(direction(change));
  const text = fixed(change, 2, { signed: true });
  return arrow === "" ? text : `${arrow} ${text}`;
}

/** Is a change large enough to be coloured: both limits reached. Limits come from the settings. */
export function isLargeChange(
  { change, changePercent }: { change: string | null; changePercent: string | null },
  threshold: { percent: string; amount: string },
): boolean {
  if (change === null) return false;
  if (compare(absolute(decimal(change)), decimal(threshold.amount)) < 0) return false;
  // No percent means the month before was zero: any percentage limit is passed.
  return changePercent === null || compare(absolute(decimal(changePercent)), decimal(threshold.percent)) >= 0;
}

/** Percent, one decimal, without the unit (it is in the header): `9.3`. */
export const percentText = (value: Amount): string => fixed(value, 1);
/** A change in percent with its sign: `+18.0`. */
export const percentChangeText = (value: Amount): string => fixed(value, 1, { signed: true });

/** Share of a whole in percent at `places`; null when the whole is zero. */
export function shareOf(part: Amount, whole: Amount, places = 1): string | null {
  const total = read(whole);
  if (isZero(total)) return null;
  return formatFixed(divide(multiply(read(part), decimal(100)), total, { scale: places }), places);
}

/**
 * How many places a column of token counts in millions needs, so that its points stand in line:
 * none when every figure is 10 M or more, one above 0.1 M, three when something smaller would vanish.
 */
export function tokenPlaces(values: readonly (string | null)[]): 0 | 1 | 3 {
  let places: 0 | 1 | 3 = 0;
  for (const value of values) {
    if (value === null || isZero(decimal(value))) continue;
    const size = absolute(decimal(value));
    if (compare(size, decimal(100_000)) < 0) return 3;
    if (compare(size, decimal(10_000_000)) < 0) places = 1;
  }
  return places;
}

/** Tokens in millions: `498`, `12.4`. */
export const tokensInMillions = (tokens: Amount, places: number): string =>
  fixed(divide(read(tokens), MILLION, { scale: places }), places);

/** Exact count with separators: tokens in the drawer, rows, entries. */
export function count(value: Amount | number): string {
  const text = typeof value === "number" ? String(value) : value;
  const exact = read(text);
  return fixed(exact, exact.scale === 0 ? 0 : Math.min(exact.scale, 3));
}

/** Reporting currency per 1M tokens, three decimals. */
export const unitCostText = (value: Amount): string => fixed(value, 3);
/** kWh, two decimals, without the unit. */
export const energyText = (kwh: Amount): string => fixed(kwh, 2);
/** Watts, no decimals, without the unit. */
export const powerText = (watts: Amount): string => fixed(watts, 0);
/** Hours: whole, without the unit. */
export const hoursText = (hours: Amount): string => fixed(hours, 0);
/** A measurement such as a rate or a latency: whole from 100 on, else as many digits as tell. */
export function measureText(value: number): string {
  const places = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  const shortest = String(Number(value.toFixed(places)));
  return fixed(shortest, (shortest.split(".")[1] ?? "").length);
}

const BYTE_UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;
/** File sizes in decimal units: `4.1 MB`. */
export function bytesText(bytes: number): string {
  let unit = 0;
  let scaled = decimal(bytes);
  while (unit < BYTE_UNITS.length - 1 && compare(scaled, THOUSAND) >= 0) {
    scaled = divide(scaled, THOUSAND);
    unit += 1;
  }
  const places = unit === 0 || compare(scaled, decimal(100)) >= 0 ? 0 : 1;
  return `${fixed(scaled, places)} ${BYTE_UNITS[unit]}`;
}

/** Do the parts, each as shown to the cent, sum to the whole as shown? If not, the page says that cents are rounded. */
export function sumsAsShown(parts: readonly Amount[], whole: Amount): boolean {
  const cents = parts.reduce((running, part) => running + round(read(part), 2).units, 0n);
  return cents === round(read(whole), 2).units;
}

/** "1 key", "4 keys". */
export const plural = (many: number, one: string, several = `${one}s`): string =>
  `${count(many)} ${many === 1 ? one : several}`;
