import type { Day } from "../core/calendar.ts";
import type { ChargeKind, IdleBearer, RigKind, SplitBy } from "../core/rig/terms.ts";
import { type Database, oneRow, run, sql } from "./sql.ts";

/** What a rig is, apart from its dated terms. Amounts are decimal text. */
export type RigWrite = {
  readonly name: string;
  readonly hardware: string;
  readonly kind: RigKind;
  readonly catalogueId: string | null;
  readonly zone: string;
  readonly currency: string;
  readonly inService: Day;
  readonly ownerTeamId: number | null;
  readonly idleBearer: IdleBearer;
  readonly splitBy: SplitBy;
  readonly serves: readonly string[];
  readonly replaces: string | null;
  readonly gridZone: string | null;
};

/** @returns null when the slug is taken. */
export async function insertRig(database: Database, rig: RigWrite & { slug: string }): Promise<number | null> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO rig (slug, name, hardware, kind, catalogue_id, zone, currency, in_service, owner_team_id, idle_bearer, split_by, serves, replaces, grid_zone)
        VALUES (${rig.slug}, ${rig.name}, ${rig.hardware}, ${rig.kind}, ${rig.catalogueId}, ${rig.zone}, ${rig.currency}, ${rig.inService}::date, ${rig.ownerTeamId}::int, ${rig.idleBearer}, ${rig.splitBy}, ${rig.serves}::text[], ${rig.replaces}, ${rig.gridZone})
        ON CONFLICT (slug) DO NOTHING RETURNING id`,
  );
  return row?.id ?? null;
}

export async function updateRig(database: Database, id: number, rig: RigWrite): Promise<void> {
  await run(
    database,
    sql`UPDATE rig SET name = ${rig.name}, hardware = ${rig.hardware}, kind = ${rig.kind}, catalogue_id = ${rig.catalogueId}, zone = ${rig.zone}, currency = ${rig.currency}, in_service = ${rig.inService}::date,
          owner_team_id = ${rig.ownerTeamId}::int, idle_bearer = ${rig.idleBearer}, split_by = ${rig.splitBy}, serves = ${rig.serves}::text[], replaces = ${rig.replaces}, grid_zone = ${rig.gridZone} WHERE id = ${id}`,
  );
}

export type AssetWrite = {
  readonly name: string;
  readonly price: string;
  readonly salvage: string;
  readonly inService: Day;
  readonly months: number;
};
export async function insertAsset(database: Database, rigId: number, asset: AssetWrite): Promise<number> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO rig_asset (rig_id, name, price, salvage, in_service, months)
        VALUES (${rigId}, ${asset.name}, ${asset.price}::numeric, ${asset.salvage}::numeric, ${asset.inService}::date, ${asset.months}) RETURNING id`,
  );
  return row?.id ?? 0;
}
/** @returns false when the rig has no such asset. */
export async function updateAsset(
  database: Database,
  rigId: number,
  asset: AssetWrite & { id: number },
): Promise<boolean> {
  const changed = await run(
    database,
    sql`UPDATE rig_asset SET name = ${asset.name}, price = ${asset.price}::numeric, salvage = ${asset.salvage}::numeric, in_service = ${asset.inService}::date, months = ${asset.months}
        WHERE id = ${asset.id} AND rig_id = ${rigId}`,
  );
  return changed > 0;
}
/** @returns false when the rig has no such asset, or it is disposed of already. */
export async function disposeAsset(
  database: Database,
  rigId: number,
  { id, on }: { id: number; on: Day },
): Promise<boolean> {
  const changed = await run(
    database,
    sql`UPDATE rig_asset SET disposed_on = ${on}::date WHERE id = ${id} AND rig_id = ${rigId} AND disposed_on IS NULL`,
  );
  return changed > 0;
}

export type ChargeWrite = {
  readonly kind: ChargeKind;
  readonly from: Day;
  readonly to: Day | null;
  /** A month's amount, or a rate per hour for so many hours a month (null: every hour). */
  readonly monthly: string | null;
  readonly hourly: string | null;
  readonly hours: string | null;
  readonly covers: string;
};
export async function insertCharge(database: Database, rigId: number, charge: ChargeWrite): Promise<number> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO rig_charge (rig_id, kind, from_day, to_day, monthly, hourly, hours, covers)
        VALUES (${rigId}, ${charge.kind}, ${charge.from}::date, ${charge.to}::date, ${charge.monthly}::numeric, ${charge.hourly}::numeric, ${charge.hours}::numeric, ${charge.covers}) RETURNING id`,
  );
  return row?.id ?? 0;
}
/** Charges that began with the rig's service move with it: each of `from` to the same of `to`. */
export async function moveCharges(
  database: Database,
  rigId: number,
  { from, to }: { from: readonly [Day, Day]; to: readonly [Day, Day] },
): Promise<void> {
  await run(
    database,
    sql`UPDATE rig_charge SET from_day = CASE WHEN kind = 'rent' THEN ${to[0]}::date ELSE ${to[1]}::date END
        WHERE rig_id = ${rigId} AND from_day = CASE WHEN kind = 'rent' THEN ${from[0]}::date ELSE ${from[1]}::date END`,
  );
}
/** The last day it counts. @returns false when the rig has no such charge. */
export async function endCharge(
  database: Database,
  rigId: number,
  { id, to }: { id: number; to: Day },
): Promise<boolean> {
  return (
    (await run(database, sql`UPDATE rig_charge SET to_day = ${to}::date WHERE id = ${id} AND rig_id = ${rigId}`)) > 0
  );
}
/** Takes away a charge that never counted in a month that is signed. @returns false when the rig has no such charge. */
export async function deleteCharge(database: Database, rigId: number, id: number): Promise<boolean> {
  return (await run(database, sql`DELETE FROM rig_charge WHERE id = ${id} AND rig_id = ${rigId}`)) > 0;
}

/** The price per kWh from a day on; that day's is replaced. */
export async function setPricePerKwh(
  database: Database,
  rigId: number,
  { from, perKwh }: { from: Day; perKwh: string },
): Promise<void> {
  await run(
    database,
    sql`INSERT INTO rig_tariff (rig_id, from_day, per_kwh) VALUES (${rigId}, ${from}::date, ${perKwh}::numeric)
        ON CONFLICT (rig_id, from_day) DO UPDATE SET per_kwh = excluded.per_kwh, tariff_id = NULL`,
  );
}
/** Takes away what prices its energy from this day on. */
export async function deleteTariffFrom(database: Database, rigId: number, from: Day): Promise<void> {
  await run(database, sql`DELETE FROM rig_tariff WHERE rig_id = ${rigId} AND from_day = ${from}::date`);
}

export type WallWrite = {
  readonly from: Day;
  readonly factor: string;
  readonly baseWatts: string;
  readonly pue: string;
  readonly note: string;
};
/** From measured to wall from a day on; that day's is replaced. */
export async function setWall(database: Database, rigId: number, wall: WallWrite): Promise<void> {
  await run(
    database,
    sql`INSERT INTO rig_wall (rig_id, from_day, factor, base_watts, pue, note)
        VALUES (${rigId}, ${wall.from}::date, ${wall.factor}::numeric, ${wall.baseWatts}::numeric, ${wall.pue}::numeric, ${wall.note})
        ON CONFLICT (rig_id, from_day) DO UPDATE SET factor = excluded.factor, base_watts = excluded.base_watts, pue = excluded.pue, note = excluded.note`,
  );
}

export type ShareWrite = { readonly teamId: number; readonly percent: string };
/** The shares from a day on; that day's are replaced. No shares at all end every team's: they are written as 0 %. */
export async function setShares(
  database: Database,
  rigId: number,
  { from, shares }: { from: Day; shares: readonly ShareWrite[] },
): Promise<void> {
  await run(database, sql`DELETE FROM rig_share WHERE rig_id = ${rigId} AND from_day = ${from}::date`);
  for (const share of shares)
    await run(
      database,
      sql`INSERT INTO rig_share (rig_id, from_day, team_id, percent) VALUES (${rigId}, ${from}::date, ${share.teamId}, ${share.percent}::numeric)`,
    );
  if (shares.length === 0)
    await run(
      database,
      sql`INSERT INTO rig_share (rig_id, from_day, team_id, percent) SELECT DISTINCT rig_id, ${from}::date, team_id, 0 FROM rig_share WHERE rig_id = ${rigId} AND from_day < ${from}::date`,
    );
}
