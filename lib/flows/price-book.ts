import { type PriceBook, priceBook } from "../core/price/price-book.ts";
import { readOwnPrices } from "../db/prices.ts";
import type { Database } from "../db/sql.ts";

/** The organisation's own prices over the catalogue, as they stand in this transaction. */
export async function loadPriceBook(database: Database): Promise<PriceBook> {
  return priceBook(await readOwnPrices(database));
}
