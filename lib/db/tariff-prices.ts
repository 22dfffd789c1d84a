import { decimal } from "../core/decimal.ts";
import type { TimedPrice } from "../core/tariff/price-file.ts";
import { type Database, rowsOf, sql } from "./sql.ts";

/** Prices of a dynamic tariff that hold somewhere in [fromMs, toMs), in time order: one that is open may have begun long before. */
export async function readTariffPrices(
  database: Database,
  { tariffId, fromMs, toMs }: { tariffId: number; fromMs: number; toMs: number },
): Promise<TimedPrice[]> {
  const rows = await rowsOf<{ at: Date; until: Date | null; price: string }>(
    database,
    sql`SELECT at, until, price::text FROM tariff_price WHERE tariff_id = ${tariffId} AND at < ${new Date(toMs)}
          AND (until IS NULL OR until > ${new Date(fromMs)}) ORDER BY at`,
  );
  return rows.map(({ at, until, price }) => ({
    fromMs: at.getTime(),
    toMs: until?.getTime() ?? null,
    price: decimal(price),
  }));
}
