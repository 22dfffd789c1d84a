import { AppError } from "../core/app-error.ts";
import type { Day } from "../core/calendar.ts";
import { type Decimal, decimal } from "../core/decimal.ts";
import type { RigTerms } from "../core/rig/rig-month.ts";
import { ABOUT_MONTH } from "./live.ts";
import { type Database, oneRow, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

export type RigShareRow = {
  readonly teamId: number;
  readonly slug: string;
  readonly name: string;
  readonly percent: Decimal;
};
export type RigRow = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly hardware: string;
  readonly zone: string;
  readonly currency: string;
  readonly terms: RigTerms;
  readonly shares: readonly RigShareRow[];
};

type Raw = {
  id: number;
  slug: string;
  name: string;
  hardware: string;
  zone: string;
  currency: string;
  price: string;
  inService: Day;
  months: number;
  salvage: string;
  hosting: string | null;
  hours: string | null;
  rate: string | null;
  tariff: string | null;
  factor: string;
  shares: { teamId: number; slug: string; name: string; percent: string }[] | null;
};

const SELECT: SqlQuery = sql`SELECT g.id, g.slug, g.name, g.hardware, g.zone, g.currency, g.price::text, g.in_service::text AS "inService", g.months, g.salvage::text,
  g.hosting_monthly::text AS hosting, g.operations_hours::text AS hours, g.operations_rate::text AS rate, g.tariff_per_kwh::text AS tariff, g.wall_factor::text AS factor,
  (SELECT json_agg(json_build_object('teamId', t.id, 'slug', t.slug, 'name', t.name, 'percent', s.percent::text) ORDER BY s.percent DESC, t.id) FROM rig_share s JOIN team t ON t.id = s.team_id WHERE s.rig_id = g.id) AS shares
  FROM rig g`;

const maybe = (text: string | null): Decimal | null => (text === null ? null : decimal(text));

const fromRaw = (raw: Raw): RigRow => ({
  id: raw.id,
  slug: raw.slug,
  name: raw.name,
  hardware: raw.hardware,
  zone: raw.zone,
  currency: raw.currency,
  terms: {
    asset: { price: decimal(raw.price), salvage: decimal(raw.salvage), inService: raw.inService, months: raw.months },
    hostingMonthly: maybe(raw.hosting),
    operationsHours: maybe(raw.hours),
    operationsRate: maybe(raw.rate),
    tariffPerKwh: maybe(raw.tariff),
    wallFactor: decimal(raw.factor),
  },
  shares: (raw.shares ?? []).map((share) => ({ ...share, percent: decimal(share.percent) })),
});

export async function readRigs(database: Database): Promise<RigRow[]> {
  return (await rowsOf<Raw>(database, sql`${SELECT} ORDER BY g.id`)).map(fromRaw);
}
export async function readRig(database: Database, id: number): Promise<RigRow | null> {
  const raw = await oneRow<Raw>(database, sql`${SELECT} WHERE g.id = ${id}`);
  return raw ? fromRaw(raw) : null;
}
/** By slug, or by name in any case. @throws AppError not-found naming the rigs there are */
export async function findRig(database: Database, nameOrSlug: string): Promise<RigRow> {
  const raw = await oneRow<Raw>(
    database,
    sql`${SELECT} WHERE g.slug = lower(${nameOrSlug}) OR lower(g.name) = lower(${nameOrSlug}) LIMIT 1`,
  );
  if (raw) return fromRaw(raw);
  const names = (await readRigs(database)).map((rig) => rig.name);
  const known = names.length > 0 ? `The rigs are ${names.join(", ")}.` : "No rig is registered yet.";
  throw new AppError(
    "not-found",
    `There is no rig "${nameOrSlug}". ${known} Register it with \`tokenwatt rigs add\` or on the Rigs page.`,
  );
}

export type RigWrite = {
  readonly slug: string;
  readonly name: string;
  readonly hardware: string;
  readonly zone: string;
  readonly currency: string;
  readonly price: string;
  readonly inService: string;
  readonly months: number;
  readonly salvage: string;
  readonly hostingMonthly: string | null;
  readonly operationsHours: string | null;
  readonly operationsRate: string | null;
  readonly tariffPerKwh: string | null;
  readonly wallFactor: string;
};

/** @returns null when the slug is taken. */
export async function insertRig(database: Database, rig: RigWrite): Promise<number | null> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO rig (slug, name, hardware, zone, currency, price, in_service, months, salvage, hosting_monthly, operations_hours, operations_rate, tariff_per_kwh, wall_factor)
        VALUES (${rig.slug}, ${rig.name}, ${rig.hardware}, ${rig.zone}, ${rig.currency}, ${rig.price}::numeric, ${rig.inService}::date, ${rig.months}, ${rig.salvage}::numeric, ${rig.hostingMonthly}::numeric, ${rig.operationsHours}::numeric, ${rig.operationsRate}::numeric, ${rig.tariffPerKwh}::numeric, ${rig.wallFactor}::numeric)
        ON CONFLICT (slug) DO NOTHING RETURNING id`,
  );
  return row?.id ?? null;
}
export async function updateRig(database: Database, id: number, rig: Omit<RigWrite, "slug">): Promise<void> {
  await run(
    database,
    sql`UPDATE rig SET name = ${rig.name}, hardware = ${rig.hardware}, zone = ${rig.zone}, currency = ${rig.currency}, price = ${rig.price}::numeric, in_service = ${rig.inService}::date, months = ${rig.months}, salvage = ${rig.salvage}::numeric,
          hosting_monthly = ${rig.hostingMonthly}::numeric, operations_hours = ${rig.operationsHours}::numeric, operations_rate = ${rig.operationsRate}::numeric, tariff_per_kwh = ${rig.tariffPerKwh}::numeric, wall_factor = ${rig.wallFactor}::numeric WHERE id = ${id}`,
  );
}
export async function replaceRigShares(
  database: Database,
  rigId: number,
  shares: readonly { teamId: number; percent: string }[],
): Promise<void> {
  await run(database, sql`DELETE FROM rig_share WHERE rig_id = ${rigId}`);
  for (const share of shares) {
    await run(
      database,
      sql`INSERT INTO rig_share (rig_id, team_id, percent) VALUES (${rigId}, ${share.teamId}, ${share.percent}::numeric)`,
    );
  }
}

/** Live entries of a rig's part and month, as one text a set can be compared by. */
export async function liveRigEntries(
  database: Database,
  rigId: number,
): Promise<{ month: string; part: string; fingerprint: string }[]> {
  return rowsOf(
    database,
    sql`SELECT ${ABOUT_MONTH} AS month, e.rig_part AS part, string_agg(concat_ws('/', e.day, coalesce(e.team_id, 0), trim_scale(coalesce(e.original_billed, e.billed)), coalesce(e.original_currency, e.currency), e.rate_id), ' ' ORDER BY e.day, coalesce(e.team_id, 0), e.billed) AS fingerprint
        FROM ledger_entry e WHERE e.rig_id = ${rigId} AND e.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.corrects = e.id) GROUP BY 1, 2`,
  );
}

/** Energy of a rig by day of the organisation's zone, microjoules as text. */
export async function energyByDay(
  database: Database,
  { rigId, zone }: { rigId: number; zone: string },
): Promise<{ day: Day; microjoules: string }[]> {
  return rowsOf(
    database,
    sql`SELECT (hour AT TIME ZONE ${zone})::date::text AS day, sum(microjoules)::text AS microjoules FROM energy_hour WHERE rig_id = ${rigId} GROUP BY 1 ORDER BY 1`,
  );
}
