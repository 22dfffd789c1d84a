import type { RatesMonth } from "../api/wire/prices.ts";
import type { Principal } from "../auth/principal.ts";
import { lastDay } from "../core/calendar.ts";
import { decimal, format, sum } from "../core/decimal.ts";
import type { RateBook } from "../core/fx/rates.ts";
import { providerName } from "../core/statement/names.ts";
import { pool } from "../db/client.ts";
import { type ConvertedSum, convertedInMonth, latestPublished, waitingInMonth } from "../db/rates.ts";
import { loadRates } from "./rate-book.ts";
import { loadStatement } from "./statement/load.ts";

type Waiting = Awaited<ReturnType<typeof waitingInMonth>>;

/** Every foreign currency of a month: what it was converted at, what for, and what waits because no rate is known. */
export async function ratesOfMonth(query: { month?: string }, principal: Principal): Promise<RatesMonth> {
  const { month, organisation, today } = await loadStatement(query, principal);
  const { currency } = organisation;
  const [converted, waiting, latestEcb] = await Promise.all([
    convertedInMonth(pool, { month, currency }),
    waitingInMonth(pool, { month, currency }),
    latestPublished(pool),
  ]);
  const currencies = [...new Set([...converted, ...waiting].map((row) => row.currency))].sort();
  const rates = await loadRates(pool, { quote: currency, currencies });
  const last = lastDay(month) < today ? lastDay(month) : today;
  const of = (code: string) => ({
    converted: converted.filter((row) => row.currency === code),
    waiting: waiting.filter((row) => row.currency === code),
  });
  return {
    month,
    currency,
    rows: currencies.map((code) => rowOf(code, of(code), rates.rateFor({ from: code, day: last, importId: null }))),
    latestEcb,
  };
}

function rowOf(
  currency: string,
  { converted, waiting }: { converted: readonly ConvertedSum[]; waiting: Waiting },
  known: ReturnType<RateBook["rateFor"]>,
): RatesMonth["rows"][number] {
  // Sorted by day, latest first.
  const [latest] = converted;
  const ofMonth = known && { rate: format(known.rate), day: known.day, text: known.text };
  const total = (amounts: readonly string[]) => (amounts.length === 0 ? null : format(sum(amounts.map(decimal))));
  return {
    currency,
    rate: latest ? { rate: format(decimal(latest.rate)), day: latest.day, text: latest.text } : ofMonth,
    ratesUsed: new Set(converted.map((row) => `${row.rate} ${row.day}`)).size,
    usedFor: [...new Set([...converted, ...waiting].map((row) => providerName(row.usedFor)))],
    original: total(converted.map((row) => row.original)),
    converted: total(converted.map((row) => row.converted)),
    waiting: total(waiting.map((row) => row.amount)),
  };
}
