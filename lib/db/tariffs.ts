import type { PoolClient } from "pg";
import { AppError } from "../core/app-error.ts";
import type { Day } from "../core/calendar.ts";
import { format } from "../core/decimal.ts";
import type { NamedTariff } from "../core/rig/terms.ts";
import type { TimedPrice } from "../core/tariff/price-file.ts";
import type { TariffTerms } from "../core/tariff/tariff.ts";
import { tariffJson } from "../core/tariff/terms-json.ts";
import { type CopyCell, copyRows } from "./import-writes.ts";
import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";
import { type RawTariffJson, TARIFF_JSON, tariffOfJson } from "./tariff-rows.ts";

export type TariffRow = {
  readonly tariff: NamedTariff & { readonly id: number };
  readonly createdBy: string;
  /** Who entered each version, in the order of the tariff's versions. */
  readonly enteredBy: readonly string[];
  /** Which rigs it prices, from which day on. */
  readonly rigs: readonly { readonly id: number; readonly slug: string; readonly name: string; readonly from: Day }[];
  /** Prices by time, where it has any. */
  readonly prices: { readonly count: number; readonly fromAt: Date; readonly lastAt: Date } | null;
};

type RawTariff = Omit<TariffRow, "tariff" | "prices"> & {
  tariff: RawTariffJson;
  count: number;
  fromAt: Date | null;
  lastAt: Date | null;
};

const SELECT: SqlQuery = sql`SELECT ${TARIFF_JSON} AS tariff, n.created_by AS "createdBy",
  (SELECT coalesce(json_agg(v.created_by ORDER BY v.from_day), '[]') FROM tariff_version v WHERE v.tariff_id = n.id) AS "enteredBy",
  (SELECT coalesce(json_agg(json_build_object('id', g.id, 'slug', g.slug, 'name', g.name, 'from', r.from_day::text) ORDER BY g.id, r.from_day), '[]') FROM rig_tariff r JOIN rig g ON g.id = r.rig_id WHERE r.tariff_id = n.id) AS rigs,
  p.count, p."fromAt", p."lastAt"
  FROM tariff n LEFT JOIN LATERAL (SELECT count(*)::int AS count, min(at) AS "fromAt", max(at) AS "lastAt" FROM tariff_price WHERE tariff_id = n.id) p ON true`;

function rowOf({ tariff, createdBy, enteredBy, rigs, count, fromAt, lastAt }: RawTariff): TariffRow {
  const prices = fromAt && lastAt ? { count, fromAt, lastAt } : null;
  return { tariff: { ...tariffOfJson(tariff), id: tariff.id }, createdBy, enteredBy, rigs, prices };
}

export async function readTariffs(database: Database): Promise<TariffRow[]> {
  return (await rowsOf<RawTariff>(database, sql`${SELECT} ORDER BY lower(n.name), n.id`)).map(rowOf);
}

/** By name in any case. @throws AppError not-found naming the tariffs there are */
export async function findTariff(database: Database, name: string): Promise<TariffRow> {
  const raw = await oneRow<RawTariff>(
    database,
    sql`${SELECT} WHERE lower(n.name) = lower(${name.trim()}) ORDER BY n.id LIMIT 1`,
  );
  if (raw) return rowOf(raw);
  const names = (await readTariffs(database)).map(({ tariff }) => tariff.name);
  const known = names.length > 0 ? `The tariffs are ${names.join(", ")}.` : "No tariff is entered yet.";
  throw new AppError("not-found", `There is no tariff “${name}”. ${known}`);
}
/** @throws AppError not-found */
export async function readTariff(database: Database, id: number): Promise<TariffRow> {
  const raw = await oneRow<RawTariff>(database, sql`${SELECT} WHERE n.id = ${id}`);
  if (!raw) throw new AppError("not-found", `There is no tariff with the id ${id}.`);
  return rowOf(raw);
}

export type TariffWrite = {
  readonly name: string;
  readonly currency: string;
  readonly zone: string;
  readonly source: string;
  readonly createdBy: string;
};
/** @returns null when a tariff has that name, in any case. */
export async function insertTariff(database: Database, tariff: TariffWrite): Promise<number | null> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO tariff (name, currency, zone, source, created_by)
        SELECT ${tariff.name}, ${tariff.currency}, ${tariff.zone}, ${tariff.source}, ${tariff.createdBy} WHERE NOT EXISTS (SELECT 1 FROM tariff WHERE lower(name) = lower(${tariff.name}))
        ON CONFLICT (name) DO NOTHING RETURNING id`,
  );
  return row?.id ?? null;
}

export type VersionWrite = {
  readonly from: Day;
  readonly terms: TariffTerms;
  readonly note: string;
  readonly createdBy: string;
};
/** The terms from a day on; those entered for the same day before are replaced. */
export async function writeVersion(database: Database, tariffId: number, version: VersionWrite): Promise<void> {
  await run(
    database,
    sql`INSERT INTO tariff_version (tariff_id, from_day, terms, note, created_by)
        VALUES (${tariffId}, ${version.from}::date, ${JSON.stringify(tariffJson(version.terms))}::jsonb, ${version.note}, ${version.createdBy})
        ON CONFLICT (tariff_id, from_day) DO UPDATE SET terms = excluded.terms, note = excluded.note, created_by = excluded.created_by, created_at = now()`,
  );
}

/** The tariff a rig is priced by from a day on; that day's price or tariff is replaced. */
export async function setRigTariff(
  database: Database,
  { rigId, from, tariffId }: { rigId: number; from: Day; tariffId: number },
): Promise<void> {
  await run(
    database,
    sql`INSERT INTO rig_tariff (rig_id, from_day, tariff_id) VALUES (${rigId}, ${from}::date, ${tariffId})
        ON CONFLICT (rig_id, from_day) DO UPDATE SET tariff_id = excluded.tariff_id, per_kwh = NULL`,
  );
}

export type PricesWritten = {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** From when on what was known before is now another price. */
  readonly firstChanged: Date | null;
};

/** Adds prices by time; a price of the same beginning takes the place of the one before. One transaction. */
export async function writePrices(
  client: PoolClient,
  tariffId: number,
  prices: readonly TimedPrice[],
): Promise<PricesWritten> {
  await run(client, sql`DROP TABLE IF EXISTS pg_temp.given_price`);
  await run(
    client,
    sql`CREATE TEMP TABLE given_price (at timestamptz(0) PRIMARY KEY, until timestamptz(0), price numeric(28,12)) ON COMMIT DROP`,
  );
  await copyRows(client, { table: "pg_temp.given_price", columns: ["at", "until", "price"] }, priceCells(prices));
  const changed = await oneRow<{ changed: number; first: Date | null }>(
    client,
    sql`SELECT count(*)::int AS changed, min(CASE WHEN p.price <> g.price THEN p.at ELSE least(p.until, g.until) END) AS first FROM tariff_price p JOIN pg_temp.given_price g ON g.at = p.at
        WHERE p.tariff_id = ${tariffId} AND (p.price, p.until) IS DISTINCT FROM (g.price, g.until)`,
  );
  const written = await run(
    client,
    sql`INSERT INTO tariff_price (tariff_id, at, until, price) SELECT ${tariffId}, g.at, g.until, g.price FROM pg_temp.given_price g
        ON CONFLICT (tariff_id, at) DO UPDATE SET price = excluded.price, until = excluded.until
        WHERE (tariff_price.price, tariff_price.until) IS DISTINCT FROM (excluded.price, excluded.until)`,
  );
  const replaced = changed?.changed ?? 0;
  return {
    added: written - replaced,
    changed: replaced,
    unchanged: prices.length - written,
    firstChanged: changed?.first ?? null,
  };
}

function* priceCells(prices: readonly TimedPrice[]): Generator<CopyCell[]> {
  for (const { fromMs, toMs, price } of prices)
    yield [new Date(fromMs).toISOString(), toMs === null ? null : new Date(toMs).toISOString(), format(price)];
}
