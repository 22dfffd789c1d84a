import type { Day } from "../core/calendar.ts";
import { type Decimal, decimal, format, round } from "../core/decimal.ts";
import { RATE_SCALE, type RateRow } from "../core/fx/rates.ts";
import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

export type StoredRate = Omit<RateRow, "rate"> & {
  /** Decimal text. */
  readonly rate: string;
  readonly note: string;
  readonly createdBy: string;
  readonly createdAt: Date;
};

const RATE: SqlQuery = sql`id, day, currency, quote, trim_scale(rate)::text AS rate, source, import_id AS "importId", note, created_by AS "createdBy", created_at AS "createdAt"`;

/**
 * Rates in force for converting into `quote`: of every currency, or of those named, with what crosses them through EUR.
 * The history of a central bank is some hundred thousand rows; name the currencies where they are known.
 */
export async function readRatesInto(
  database: Database,
  { quote, currencies }: { quote: string; currencies?: readonly string[] | undefined },
): Promise<RateRow[]> {
  const named = currencies ? [...new Set([...currencies, quote, "EUR"])] : null;
  const rows = await rowsOf<Omit<RateRow, "rate"> & { rate: string }>(
    database,
    sql`SELECT id, day, currency, quote, rate::text AS rate, source, import_id AS "importId" FROM fx_rate
        WHERE ended_at IS NULL AND (${named}::text[] IS NULL OR (currency = ANY(${named}::text[]) AND quote = ANY(${named}::text[])))`,
  );
  return rows.map((row) => ({ ...row, rate: decimal(row.rate) }));
}

export type RateFilter = {
  readonly currency?: string | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly limit: number;
};

/** Rates in force, newest day first. `currency` finds either side of a pair. */
export async function listStoredRates(database: Database, filter: RateFilter): Promise<StoredRate[]> {
  const { currency = null, from = null, to = null, limit } = filter;
  return rowsOf<StoredRate>(
    database,
    sql`SELECT ${RATE} FROM fx_rate WHERE ended_at IS NULL AND (${currency}::text IS NULL OR ${currency} IN (currency, quote))
          AND (${from}::date IS NULL OR day >= ${from}::date) AND (${to}::date IS NULL OR day <= ${to}::date)
        ORDER BY day DESC, currency, quote, id LIMIT ${limit}`,
  );
}

export async function readStoredRate(database: Database, id: number): Promise<StoredRate | null> {
  return oneRow<StoredRate>(database, sql`SELECT ${RATE} FROM fx_rate WHERE id = ${id}`);
}

export type NewRate = {
  readonly day: Day;
  readonly currency: string;
  readonly quote: string;
  /** Decimal text, at most 15 places. */
  readonly rate: string;
};

export type RatesWritten = { readonly added: number; readonly changed: number; readonly unchanged: number };

/**
 * Writes rates of one source; the same day and pair again is left alone where it says the same, else the old one is
 * withdrawn and the new one holds. Rates of files are apart: each belongs to its import.
 */
export async function writeRates(
  database: Database,
  rates: readonly NewRate[],
  { source, by, note = "" }: { source: "entered" | "ECB"; by: string; note?: string },
): Promise<RatesWritten> {
  await run(database, sql`DROP TABLE IF EXISTS pg_temp.given_rate`);
  await run(
    database,
    sql`CREATE TEMP TABLE given_rate (day date, currency text, quote text, rate numeric(28,15), old_id int, is_same boolean) ON COMMIT DROP`,
  );
  await run(
    database,
    sql`INSERT INTO pg_temp.given_rate SELECT g.day, g.currency, g.quote, g.rate, r.id, r.rate = g.rate
        FROM unnest(${rates.map((each) => each.day)}::date[], ${rates.map((each) => each.currency)}::text[], ${rates.map((each) => each.quote)}::text[], ${rates.map((each) => each.rate)}::numeric[]) AS g(day, currency, quote, rate)
        LEFT JOIN fx_rate r ON r.day = g.day AND r.currency = g.currency AND r.quote = g.quote AND r.source = ${source} AND r.import_id IS NULL AND r.ended_at IS NULL`,
  );
  const changed = await run(
    database,
    sql`UPDATE fx_rate SET ended_at = now() WHERE id IN (SELECT old_id FROM pg_temp.given_rate WHERE NOT is_same)`,
  );
  const written = await run(
    database,
    sql`INSERT INTO fx_rate (day, currency, quote, rate, source, note, created_by)
        SELECT day, currency, quote, rate, ${source}, ${note}, ${by} FROM pg_temp.given_rate WHERE is_same IS NOT TRUE ORDER BY day, currency, quote`,
  );
  return { added: written - changed, changed, unchanged: rates.length - written };
}

/** Withdraws an entered or published rate; entries it converted stay explained by it. @returns false when none is in force. */
export async function withdrawRate(database: Database, id: number): Promise<boolean> {
  return (
    (await run(
      database,
      sql`UPDATE fx_rate SET ended_at = now() WHERE id = ${id} AND ended_at IS NULL AND import_id IS NULL`,
    )) === 1
  );
}

/** Keeps the rates a file states; they hold for its own lines only. */
export async function insertFileRates(
  database: Database,
  importId: number,
  rates: readonly { readonly day: Day; readonly from: string; readonly to: string; readonly rate: Decimal }[],
): Promise<void> {
  for (const { day, from, to, rate } of rates) {
    await run(
      database,
      sql`INSERT INTO fx_rate (day, currency, quote, rate, source, import_id, created_by)
          VALUES (${day}::date, ${from}, ${to}, ${format(round(rate, RATE_SCALE))}::numeric, 'file', ${importId}, 'the file')`,
    );
  }
}

export type ConvertedSum = {
  readonly currency: string;
  readonly rate: string;
  readonly day: Day;
  readonly text: string;
  /** A model's provider, or a rig by name. */
  readonly usedFor: string;
  readonly original: string;
  readonly converted: string;
};

/** What of a month was converted, by rate and by what it is for. Effective cost. */
export async function convertedInMonth(
  database: Database,
  { month, currency }: { month: string; currency: string },
): Promise<ConvertedSum[]> {
  return rowsOf<ConvertedSum>(
    database,
    sql`SELECT e.original_currency AS currency, e.working ->> 'rate' AS rate, e.working ->> 'rateDay' AS day, coalesce(e.working ->> 'rateSource', '') AS text, coalesce(g.name, e.provider) AS "usedFor",
          sum(e.original_effective)::text AS original, sum(e.effective)::text AS converted
        FROM ledger_entry e LEFT JOIN rig g ON g.id = e.rig_id
        WHERE e.billed_month = ${month} AND e.currency = ${currency} AND e.original_currency IS NOT NULL AND e.original_currency <> e.currency
        GROUP BY 1, 2, 3, 4, 5 HAVING sum(CASE WHEN e.corrects IS NULL THEN 1 ELSE -1 END) <> 0 ORDER BY 1, 3 DESC`,
  );
}

/** What of a month waits in its own currency, by what it is for. Effective cost. */
export async function waitingInMonth(
  database: Database,
  { month, currency }: { month: string; currency: string },
): Promise<{ currency: string; usedFor: string; amount: string }[]> {
  return rowsOf(
    database,
    sql`SELECT r.currency, coalesce(g.name, r.provider) AS "usedFor", sum(r.effective)::text AS amount FROM rollup r LEFT JOIN rig g ON g.id = r.rig_id
        WHERE r.billed_month = ${month} AND r.currency <> ${currency} GROUP BY 1, 2 HAVING sum(r.effective) <> 0 OR sum(r.billed) <> 0 ORDER BY 1`,
  );
}

/** The newest day a bank's rates were read for. */
export async function latestPublished(database: Database): Promise<Day | null> {
  const row = await oneRow<{ day: Day | null }>(
    database,
    sql`SELECT max(day) AS day FROM fx_rate WHERE source = 'ECB' AND ended_at IS NULL`,
  );
  return row?.day ?? null;
}
