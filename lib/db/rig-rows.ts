import type { Day } from "../core/calendar.ts";
import { type Decimal, decimal, format, isZero } from "../core/decimal.ts";
import type {
  ChargeKind,
  IdleBearer,
  RigAsset,
  RigCharge,
  RigKind,
  RigShares,
  RigTariff,
  RigTerms,
  SplitBy,
  WallTerms,
} from "../core/rig/terms.ts";
import { flatTariff } from "../core/tariff/tariff.ts";
import { type SqlQuery, sql } from "./sql.ts";
import { type RawTariffJson, TARIFF_JSON, tariffOfJson } from "./tariff-rows.ts";

export type RigTeam = { readonly teamId: number; readonly slug: string; readonly name: string };
export type RigLatency = { readonly ms: number; readonly of: "duration" | "first-token"; readonly quantile: number };

export type RigRow = {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly hardware: string;
  /** Entry of the hardware catalogue it was made from. */
  readonly catalogueId: string | null;
  readonly zone: string;
  readonly currency: string;
  readonly terms: RigTerms;
  readonly owner: { readonly id: number; readonly slug: string; readonly name: string } | null;
  /** Every team that has or had a share of it. */
  readonly teams: readonly RigTeam[];
  /** Hosts and models by which other files' local usage is known to be this rig's. */
  readonly serves: readonly string[];
  /** The cloud model its work would go to, `provider/model`. */
  readonly replaces: string | null;
  readonly targetPercent: Decimal;
  readonly gridZone: string | null;
  readonly prefillWeight: Decimal | null;
  readonly decodeWeight: Decimal | null;
  /** The latency objective its capacity is read at. */
  readonly latency: RigLatency | null;
};

/** A rig as the query answers: json_agg writes amounts as text, days as text. */
export type RawRig = {
  id: number;
  slug: string;
  name: string;
  hardware: string;
  catalogueId: string | null;
  zone: string;
  currency: string;
  kind: RigKind;
  inService: Day;
  retiredOn: Day | null;
  splitBy: SplitBy;
  idleBearer: IdleBearer;
  owner: { id: number; slug: string; name: string } | null;
  serves: string[];
  replaces: string | null;
  targetPercent: string;
  gridZone: string | null;
  prefillWeight: string | null;
  decodeWeight: string | null;
  latencyMs: number | null;
  latencyOf: RigLatency["of"];
  latencyQuantile: number;
  assets: RawAsset[];
  charges: RawCharge[];
  tariffs: RawTariff[];
  walls: RawWall[];
  shares: { from: Day; teamId: number; slug: string; name: string; percent: string }[];
};
type RawAsset = {
  id: number;
  name: string;
  price: string;
  salvage: string;
  inService: Day;
  months: number;
  disposedOn: Day | null;
};
type RawCharge = {
  id: number;
  kind: ChargeKind;
  from: Day;
  to: Day | null;
  monthly: string | null;
  hourly: string | null;
  hours: string | null;
  covers: string;
};
/** One of the two: a price per kWh, or a tariff. */
type RawTariff = { from: Day; perKwh: string | null; tariff: RawTariffJson | null };
type RawWall = { from: Day; factor: string; baseWatts: string; pue: string; note: string };

/** One row a rig with all its dated terms, oldest first. `g` is the rig. */
export const SELECT_RIG: SqlQuery = sql`SELECT g.id, g.slug, g.name, g.hardware, g.catalogue_id AS "catalogueId", g.zone, g.currency, g.kind, g.in_service::text AS "inService", g.retired_on::text AS "retiredOn",
  g.split_by AS "splitBy", g.idle_bearer AS "idleBearer", g.serves, g.replaces, g.target_percent::text AS "targetPercent", g.grid_zone AS "gridZone", g.prefill_weight::text AS "prefillWeight", g.decode_weight::text AS "decodeWeight",
  g.latency_ms AS "latencyMs", g.latency_of AS "latencyOf", g.latency_quantile AS "latencyQuantile",
  (SELECT json_build_object('id', t.id, 'slug', t.slug, 'name', t.name) FROM team t WHERE t.id = g.owner_team_id) AS owner,
  (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name, 'price', a.price::text, 'salvage', a.salvage::text, 'inService', a.in_service::text, 'months', a.months, 'disposedOn', a.disposed_on::text) ORDER BY a.in_service, a.id), '[]') FROM rig_asset a WHERE a.rig_id = g.id) AS assets,
  (SELECT coalesce(json_agg(json_build_object('id', c.id, 'kind', c.kind, 'from', c.from_day::text, 'to', c.to_day::text, 'monthly', c.monthly::text, 'hourly', c.hourly::text, 'hours', c.hours::text, 'covers', c.covers) ORDER BY c.from_day, c.id), '[]') FROM rig_charge c WHERE c.rig_id = g.id) AS charges,
  (SELECT coalesce(json_agg(json_build_object('from', p.from_day::text, 'perKwh', p.per_kwh::text, 'tariff', (SELECT ${TARIFF_JSON} FROM tariff n WHERE n.id = p.tariff_id)) ORDER BY p.from_day), '[]') FROM rig_tariff p WHERE p.rig_id = g.id) AS tariffs,
  (SELECT coalesce(json_agg(json_build_object('from', w.from_day::text, 'factor', w.factor::text, 'baseWatts', w.base_watts::text, 'pue', w.pue::text, 'note', w.note) ORDER BY w.from_day), '[]') FROM rig_wall w WHERE w.rig_id = g.id) AS walls,
  (SELECT coalesce(json_agg(json_build_object('from', s.from_day::text, 'teamId', t.id, 'slug', t.slug, 'name', t.name, 'percent', s.percent::text) ORDER BY s.from_day, s.percent DESC, t.id), '[]') FROM rig_share s JOIN team t ON t.id = s.team_id WHERE s.rig_id = g.id) AS shares
  FROM rig g`;

const maybe = (text: string | null): Decimal | null => (text === null ? null : decimal(text));

export function rigOfRow(raw: RawRig): RigRow {
  const { id, slug, name, hardware, catalogueId, zone, currency, owner, serves, replaces, gridZone } = raw;
  const { latencyMs, latencyOf, latencyQuantile } = raw;
  return {
    ...{ id, slug, name, hardware, catalogueId, zone, currency, owner, serves, replaces, gridZone },
    terms: termsOf(raw),
    teams: [...new Map(raw.shares.map(({ teamId, slug, name }) => [teamId, { teamId, slug, name }])).values()],
    targetPercent: decimal(raw.targetPercent),
    prefillWeight: maybe(raw.prefillWeight),
    decodeWeight: maybe(raw.decodeWeight),
    latency: latencyMs === null ? null : { ms: latencyMs, of: latencyOf, quantile: latencyQuantile },
  };
}

function termsOf(raw: RawRig): RigTerms {
  const { kind, currency, zone, inService, retiredOn, splitBy, idleBearer } = raw;
  return {
    ...{ kind, currency, zone, inService, retiredOn, splitBy, idleBearer },
    ownerTeamId: raw.owner?.id ?? null,
    assets: raw.assets.map(assetOf),
    charges: raw.charges.map(chargeOf),
    tariffs: raw.tariffs.map((tariff) => tariffOf(raw, tariff)).filter((tariff) => tariff !== null),
    walls: raw.walls.map(wallOf),
    shares: sharesOf(raw.shares),
  };
}

const assetOf = ({ price, salvage, ...asset }: RawAsset): RigAsset => ({
  ...asset,
  price: decimal(price),
  salvage: decimal(salvage),
});

const chargeOf = ({ monthly, hourly, hours, ...charge }: RawCharge): RigCharge => ({
  ...charge,
  // The table's check holds: exactly one of the two is given.
  amount:
    monthly === null
      ? { per: "hour", rate: decimal(hourly ?? "0"), hours: maybe(hours) }
      : { per: "month", amount: decimal(monthly) },
});

function tariffOf({ currency, zone }: RawRig, { from, perKwh, tariff }: RawTariff): RigTariff | null {
  if (tariff) return { from, tariff: tariffOfJson(tariff) };
  if (perKwh === null) return null;
  const price = decimal(perKwh);
  const versions = [{ from, terms: flatTariff(price), note: "" }];
  const name = `${format(price)} per kWh`;
  return { from, tariff: { id: null, name, currency, zone, source: "entered on the rig", versions } };
}

const wallOf = ({ factor, baseWatts, pue, ...wall }: RawWall): WallTerms => ({
  ...wall,
  factor: decimal(factor),
  baseWatts: decimal(baseWatts),
  pue: decimal(pue),
});

/** By day; a team written with 0 % has none from that day on, so that a day can end every share. */
function sharesOf(rows: RawRig["shares"]): RigShares[] {
  const days = [...new Set(rows.map((row) => row.from))];
  return days.map((from) => ({
    from,
    shares: rows
      .filter((row) => row.from === from)
      .map(({ teamId, percent }) => ({ teamId, percent: decimal(percent) }))
      .filter((share) => !isZero(share.percent)),
  }));
}
