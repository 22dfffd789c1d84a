/**
 * How figures are written for people, on pages and in mails alike: one place, so that a mail and a page can never
 * round the same number differently. Text in, text out; half-even rounding, thousands commas, a true minus sign.
 */
import type { Day, Month } from "./calendar.ts";
import { absolute, type Decimal, decimal, divide, formatFixed, isNegative, isZero, round } from "./decimal.ts";

const MINUS = "\u2212";
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const toDecimal = (value: Decimal | string): Decimal => (typeof value === "string" ? decimal(value) : value);

function grouped(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

/** `1234.5` as `1,234.50`; below zero `−1,234.50`. */
export function amountText(value: Decimal | string, places = 2): string {
  const exact = round(toDecimal(value), places);
  const text = grouped(formatFixed(absolute(exact), places));
  return isNegative(exact) ? `${MINUS}${text}` : text;
}

/** A change: `+3,625.67`, `−386.98`, `0.00`. */
export function changeText(value: Decimal | string, places = 2): string {
  const exact = round(toDecimal(value), places);
  return isZero(exact) || isNegative(exact) ? amountText(exact, places) : `+${amountText(exact, places)}`;
}

const SIGNS: Readonly<Record<string, string>> = { USD: "$", EUR: "€", GBP: "£" };
/** `$42,765.02`; currencies without a common sign are written `SEK 42,765.02`. */
export function moneyText(value: Decimal | string, currency: string): string {
  const exact = round(toDecimal(value), 2);
  const sign = SIGNS[currency] ?? `${currency} `;
  return `${isNegative(exact) ? MINUS : ""}${sign}${amountText(absolute(exact))}`;
}

/** `9.3 %`; the sign is the caller's to say in words or by `changeText`. */
export const percentText = (value: Decimal | string, places = 1): string => `${amountText(value, places)} %`;

/** Tokens in words of three or four digits: `2,914 M`, `18.2 k`, `640`. */
export function tokensText(value: Decimal | string): string {
  const exact = toDecimal(value);
  const size = absolute(exact);
  const units = round(size, 0).units;
  if (units >= 100_000_000n) return `${amountText(divide(exact, decimal(1_000_000), { scale: 0 }), 0)} M`;
  if (units >= 1_000_000n) return `${amountText(divide(exact, decimal(1_000_000), { scale: 1 }), 1)} M`;
  if (units >= 1_000n) return `${amountText(divide(exact, decimal(1_000), { scale: 1 }), 1)} k`;
  return amountText(exact, 0);
}

/** `May` of `2026-05`. */
export const monthNameOf = (month: Month | string): string => MONTHS[Number(month.slice(5, 7)) - 1] ?? month;
/** `May 2026` of `2026-05`. */
export const monthText = (month: Month | string): string => `${monthNameOf(month)} ${month.slice(0, 4)}`;
/** `14 May 2026` of `2026-05-14`. */
export const dayText = (day: Day | string): string => `${Number(day.slice(8, 10))} ${monthText(day)}`;
