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

/** What entries of a month, as used, say of a model. */
export type ModelMonth = {
  readonly provider: string;
  readonly model: string;
  /** Team slug, `unassigned` or `idle`. */
  readonly bearer: string;
  readonly name: string;
  readonly currency: string;
  readonly basis: string;
  /** Null where no export counts them. */
  readonly tokens: string | null;
  readonly billed: string;
};

/** Every model of a month, by bearer; rigs' own models apart. */
export async function modelsOfMonth(database: Database, month: string): Promise<ModelMonth[]> {
  return rowsOf<ModelMonth>(
    database,
    sql`SELECT r.provider, r.model, coalesce(t.slug, r.bearer) AS bearer, coalesce(t.name, initcap(r.bearer)) AS name, r.currency, r.basis, (sum(r.tokens) FILTER (WHERE r.has_tokens))::text AS tokens, sum(r.billed)::text AS billed
        FROM rollup r LEFT JOIN team t ON t.id = r.team_id
        WHERE r.used_month = ${month} AND r.model <> '' AND r.class <> 'rig'
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(r.entries) <> 0 ORDER BY sum(r.tokens) DESC, 1, 2, 4`,
  );
}

/** The same on some days only, of the entries that stand. */
export async function modelOnDays(
  database: Database,
  { month, provider, model, days }: { month: string; provider: string; model: string; days: readonly Day[] },
): Promise<ModelMonth[]> {
  return rowsOf<ModelMonth>(
    database,
    sql`SELECT e.provider, e.model, coalesce(t.slug, e.bearer) AS bearer, coalesce(t.name, initcap(e.bearer)) AS name, e.currency, e.basis, sum(e.tokens)::text AS tokens, sum(e.billed)::text AS billed
        FROM ledger_entry e LEFT JOIN team t ON t.id = e.team_id
        WHERE e.used_month = ${month} AND e.provider = ${provider} AND e.model = ${model} AND e.class <> 'rig' AND e.day = ANY(${days}::date[])
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(CASE WHEN e.corrects IS NULL THEN 1 ELSE -1 END) <> 0 ORDER BY 4`,
  );
}

/** The first month each model was used in, by provider and model. */
export async function firstMonthsOf(
  database: Database,
  models: readonly { provider: string; model: string }[],
): Promise<{ provider: string; model: string; month: string }[]> {
  return rowsOf(
    database,
    sql`SELECT provider, model, min(used_month) AS month FROM rollup WHERE has_tokens AND (provider, model) IN (SELECT * FROM unnest(${models.map((each) => each.provider)}::text[], ${models.map((each) => each.model)}::text[])) GROUP BY 1, 2`,
  );
}

/** The first day in a month each model was used on. */
export async function firstDaysOf(
  database: Database,
  month: string,
  models: readonly { provider: string; model: string }[],
): Promise<{ provider: string; model: string; day: Day }[]> {
  return rowsOf(
    database,
    sql`SELECT provider, model, min(day) AS day FROM ledger_entry WHERE used_month = ${month} AND tokens IS NOT NULL AND (provider, model) IN (SELECT * FROM unnest(${models.map((each) => each.provider)}::text[], ${models.map((each) => each.model)}::text[])) GROUP BY 1, 2`,
  );
}
