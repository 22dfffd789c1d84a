import type { Day } from "../core/calendar.ts";
import { decimal } from "../core/decimal.ts";
import type { OwnPrice } from "../core/price/price-book.ts";
import { TOKEN_KINDS, type TokenKind } from "../core/usage-line.ts";
import { type Database, oneRow, rowsOf, run, sql } from "./sql.ts";

export type OwnPriceRow = OwnPrice & {
  readonly note: string;
  readonly createdBy: string;
  readonly createdAt: Date;
};

type RawPrice = Omit<OwnPriceRow, "perMillion"> & { readonly perMillion: Partial<Record<TokenKind, string>> };

const readPrice = ({ perMillion, ...rest }: RawPrice): OwnPriceRow => ({
  ...rest,
  perMillion: Object.fromEntries(
    TOKEN_KINDS.flatMap((kind) => {
      const text = perMillion[kind];
      return text === undefined ? [] : [[kind, decimal(text)]];
    }),
  ),
});

/** Own prices that were not withdrawn, by model and day. */
export async function readOwnPrices(database: Database): Promise<OwnPriceRow[]> {
  const rows = await rowsOf<RawPrice>(
    database,
    sql`SELECT id, provider, model, from_day AS "from", to_day AS "to", currency, per_million AS "perMillion", source, note, created_by AS "createdBy", created_at AS "createdAt"
        FROM own_price WHERE ended_at IS NULL ORDER BY provider, model, from_day, id`,
  );
  return rows.map(readPrice);
}

export type NewOwnPrice = {
  readonly provider: string;
  readonly model: string;
  readonly from: Day;
  readonly to: Day | null;
  readonly currency: string;
  /** Decimal text. */
  readonly perMillion: Readonly<Partial<Record<TokenKind, string>>>;
  readonly source: string;
  readonly note: string;
  readonly createdBy: string;
};

export async function insertOwnPrice(database: Database, price: NewOwnPrice): Promise<number> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO own_price (provider, model, from_day, to_day, currency, per_million, source, note, created_by)
        VALUES (${price.provider}, ${price.model}, ${price.from}::date, ${price.to}::date, ${price.currency}, ${JSON.stringify(price.perMillion)}::jsonb, ${price.source}, ${price.note}, ${price.createdBy}) RETURNING id`,
  );
  if (!row) throw new Error("INSERT ... RETURNING gave no row");
  return row.id;
}

/** Withdraws a price; entries that used it stay explained by it. @returns false when there is no such price in force. */
export async function withdrawOwnPrice(database: Database, id: number): Promise<boolean> {
  return (await run(database, sql`UPDATE own_price SET ended_at = now() WHERE id = ${id} AND ended_at IS NULL`)) === 1;
}
