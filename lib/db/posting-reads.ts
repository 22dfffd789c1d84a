import { type Database, rowsOf, sql } from "./sql.ts";

/** What has to be known of an import's lines before they are posted; each query is skipped where nothing needs it. */
export type LineTraits = {
  readonly hasQuantities: boolean;
  readonly scopes: readonly string[];
  readonly currencies: readonly string[];
};

export async function lineTraits(database: Database, importId: number): Promise<LineTraits> {
  const rows = await rowsOf<{ isQuantity: boolean; scope: string; currency: string }>(
    database,
    sql`SELECT DISTINCT basis = 'quantity' AS "isQuantity", scope, currency FROM import_line WHERE import_id = ${importId}`,
  );
  return {
    hasQuantities: rows.some((row) => row.isQuantity),
    scopes: [...new Set(rows.map((row) => row.scope))].filter((scope) => scope !== ""),
    currencies: [...new Set(rows.filter((row) => !row.isQuantity).map((row) => row.currency))],
  };
}

/** Services of an import by provider and scope. */
export async function scopedServices(
  database: Database,
  importId: number,
): Promise<{ provider: string; service: string; scope: string }[]> {
  return rowsOf(
    database,
    sql`SELECT DISTINCT k.provider, l.service, l.scope FROM import_line l JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
        WHERE l.import_id = ${importId} AND l.scope <> ''`,
  );
}

/** Days on which each key has tokens without money. */
export async function quantityDays(
  database: Database,
  importId: number,
): Promise<{ keyNo: number; provider: string; model: string; day: string }[]> {
  return rowsOf(
    database,
    sql`SELECT DISTINCT l.key_no AS "keyNo", k.provider, k.model, l.day::text AS day FROM import_line l JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no
        WHERE l.import_id = ${importId} AND l.basis = 'quantity' AND l.scope <> 'included' AND l.tokens IS NOT NULL AND k.model IS NOT NULL ORDER BY 1, 4`,
  );
}

/** Days on which an import has lines of a currency. */
export async function currencyDays(
  database: Database,
  { importId, except }: { importId: number; except: string },
): Promise<{ currency: string; day: string }[]> {
  return rowsOf(
    database,
    sql`SELECT DISTINCT currency, day::text AS day FROM import_line WHERE import_id = ${importId} AND currency <> ${except} AND basis <> 'quantity'`,
  );
}

export type UsageLineRow = {
  readonly importId: number;
  readonly keyNo: number;
  readonly day: string;
  readonly costKind: string;
  readonly basis: string;
  readonly tokens: string | null;
  readonly billed: string;
  readonly currency: string;
};

/** Usage of some imports inside some days, summed by key, day and kind: what splits billed money. */
export async function usageLines(
  database: Database,
  { importIds, from, to }: { importIds: readonly number[]; from: string; to: string },
): Promise<UsageLineRow[]> {
  return rowsOf(
    database,
    sql`SELECT import_id AS "importId", key_no AS "keyNo", day::text AS day, cost_kind AS "costKind", basis, sum(tokens)::text AS tokens, sum(billed)::text AS billed, currency
        FROM import_line WHERE import_id = ANY(${[...importIds]}::int[]) AND day BETWEEN ${from}::date AND ${to}::date AND basis IN ('quantity', 'rated', 'estimated')
        GROUP BY 1, 2, 3, 4, 5, 8`,
  );
}

/** Posted imports whose files name a currency other than `currency`, by their own totals. */
export async function importsInOtherCurrencies(database: Database, currency: string): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    database,
    sql`SELECT id FROM import i WHERE i.state IN ('posted', 'superseded') AND i.yields = 'cost' AND EXISTS (
          SELECT 1 FROM jsonb_array_elements(coalesce(i.summary -> 'totals', '[]'::jsonb) || coalesce(i.summary -> 'otherTotals', '[]'::jsonb)) AS total
          WHERE total ->> 'currency' <> ${currency})`,
  );
  return rows.map((row) => row.id);
}
