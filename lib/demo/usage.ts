/** How many tokens a stream uses on a day: growth of 4 % a month, quieter weekends, noise. Counts, so floats may shape them. */
import {
  addDays,
  addMonths,
  type Day,
  daysInMonth,
  firstDay,
  lastDay,
  type Month,
  startOfDayMs,
} from "../core/calendar.ts";
import { format } from "../core/decimal.ts";
import { TOKEN_KINDS, type TokenKind } from "../core/usage-line.ts";
import { MONTHS, type Stream } from "./company.ts";
import { PRICES, type Prices } from "./prices.ts";
import { seededRandom } from "./random.ts";

const GROWTH = 1.04;
/** Monday to Sunday; the mean of a week is 1. */
const WEEK = [1.2, 1.24, 1.26, 1.22, 1.14, 0.5, 0.44];

export const weekdayOf = (day: Day): number => (new Date(startOfDayMs(day)).getUTCDay() + 6) % 7;

export type DemoMonth = { readonly index: number; readonly month: Month; readonly days: readonly Day[] };

/** The 14 months up to `lastMonth`; the last one runs to the day before `today`. */
export function demoMonths(lastMonth: Month, today: Day): DemoMonth[] {
  return Array.from({ length: MONTHS }, (_, index) => {
    const month = addMonths(lastMonth, index - MONTHS + 1);
    const days: Day[] = [];
    for (let day = firstDay(month); day <= lastDay(month) && day < today; day = addDays(day, 1)) days.push(day);
    return { index, month, days };
  });
}

export function pricesOf(model: string): Prices {
  const prices = PRICES[model];
  if (!prices) throw new RangeError(`The demo has no price for ${model}`);
  return prices;
}

/** How much a thing costing `dollars` a month at the start is used on `day`, in dollars; 0 outside its months. */
export function dayWeight(name: string, { index, month }: DemoMonth, day: Day, level = 1): number {
  const monthly = seededRandom(`${name} ${index}`)();
  const daily = seededRandom(`${name} ${day}`)();
  const noise = (0.95 + monthly * 0.1) * (0.85 + daily * 0.3);
  return (GROWTH ** index * level * noise * (WEEK[weekdayOf(day)] ?? 1)) / daysInMonth(month);
}

/** Tokens by kind that a stream uses on a day; null when it is not in use. */
export function tokensOn(stream: Stream, at: DemoMonth, day: Day): Partial<Record<TokenKind, bigint>> | null {
  if (at.index < (stream.from ?? 0) || at.index > (stream.to ?? MONTHS)) return null;
  const prices = pricesOf(stream.model);
  const kinds = TOKEN_KINDS.filter((kind) => stream.mix[kind] !== undefined);
  // Only the size of the stream comes from this float; what is billed is whole tokens times an exact price.
  const unit = kinds.reduce(
    (sum, kind) => sum + (stream.mix[kind] ?? 0) * Number(format(prices[kind] ?? { units: 0n, scale: 0 })),
    0,
  );
  const weight = dayWeight(`${stream.place} ${stream.model}`, at, day, stream.level?.(at.index));
  const base = (stream.dollars * weight * 1_000_000) / unit;
  return Object.fromEntries(
    kinds.map((kind) => {
      const drift = 0.96 + seededRandom(`${stream.place} ${stream.model} ${kind} ${day}`)() * 0.08;
      return [kind, BigInt(Math.round(base * (stream.mix[kind] ?? 0) * drift))];
    }),
  );
}
