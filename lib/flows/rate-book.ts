import { type RateBook, rateBook } from "../core/fx/rates.ts";
import { readRatesInto } from "../db/rates.ts";
import type { Database } from "../db/sql.ts";

/**
 * What converts into `quote`, as it stands in this transaction. Name the currencies where they are known: the whole
 * history of a central bank is some hundred thousand rates.
 */
export async function loadRates(
  database: Database,
  { quote, currencies }: { quote: string; currencies?: readonly string[] },
): Promise<RateBook> {
  return rateBook(await readRatesInto(database, { quote, currencies }), quote);
}
