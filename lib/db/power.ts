import type { PoolClient } from "pg";
import { copyRows } from "./import-writes.ts";
import { type Database, rowsOf, run, sql } from "./sql.ts";

/** Days (UTC) and devices an import brings samples for. */
export async function powerDaysOfImport(
  database: Database,
  importId: number,
): Promise<{ device: string; from: string; to: string }[]> {
  return rowsOf(
    database,
    sql`SELECT device, min(day)::text AS "from", max(day)::text AS "to" FROM power_block WHERE import_id = ${importId} GROUP BY device ORDER BY device`,
  );
}
export async function setPowerPosted(
  database: Database,
  { importId, isPosted }: { importId: number; isPosted: boolean },
): Promise<void> {
  await run(database, sql`UPDATE power_block SET is_posted = ${isPosted} WHERE import_id = ${importId}`);
}
/** Posted blocks of one device and day, in the order of import. */
export async function readPowerBlocks(
  database: Database,
  { rigId, device, day }: { rigId: number; device: string; day: string },
): Promise<{ importId: number; packed: Buffer }[]> {
  return rowsOf(
    database,
    sql`SELECT import_id AS "importId", packed FROM power_block WHERE rig_id = ${rigId} AND device = ${device} AND day = ${day}::date AND is_posted ORDER BY import_id, id`,
  );
}
export async function daysWithPower(
  database: Database,
  { rigId, device }: { rigId: number; device: string },
): Promise<string[]> {
  const rows = await rowsOf<{ day: string }>(
    database,
    sql`SELECT DISTINCT day::text AS day FROM power_block WHERE rig_id = ${rigId} AND device = ${device} AND is_posted ORDER BY 1`,
  );
  return rows.map((row) => row.day);
}
export async function readStepCounts(
  database: Database,
  { rigId, device }: { rigId: number; device: string },
): Promise<Record<string, number>[]> {
  const rows = await rowsOf<{ steps: Record<string, number> }>(
    database,
    sql`SELECT steps FROM power_day WHERE rig_id = ${rigId} AND device = ${device}`,
  );
  return rows.map((row) => row.steps);
}
export async function writeStepCounts(
  database: Database,
  { rigId, device, day, steps }: { rigId: number; device: string; day: string; steps: Record<string, number> | null },
): Promise<void> {
  await run(database, sql`DELETE FROM power_day WHERE rig_id = ${rigId} AND device = ${device} AND day = ${day}::date`);
  if (steps)
    await run(
      database,
      sql`INSERT INTO power_day (rig_id, device, day, steps) VALUES (${rigId}, ${device}, ${day}::date, ${JSON.stringify(steps)}::jsonb)`,
    );
}

export type EnergyHourRow = {
  readonly hourMs: number;
  readonly microjoules: string;
  readonly coveredMs: number;
  readonly peakMilliwatts: number;
};

/** Replaces the hours in [fromMs, toMs) of a device. */
export async function replaceEnergyHours(
  client: PoolClient,
  {
    rigId,
    device,
    fromMs,
    toMs,
    hours,
  }: { rigId: number; device: string; fromMs: number; toMs: number; hours: readonly EnergyHourRow[] },
): Promise<void> {
  await run(
    client,
    sql`DELETE FROM energy_hour WHERE rig_id = ${rigId} AND device = ${device} AND hour >= ${new Date(fromMs)} AND hour < ${new Date(toMs)}`,
  );
  const columns = ["rig_id", "device", "hour", "microjoules", "covered_ms", "peak_milliwatts"];
  await copyRows(
    client,
    { table: "energy_hour", columns },
    hours.map((hour) => [
      rigId,
      device,
      new Date(hour.hourMs).toISOString(),
      hour.microjoules,
      hour.coveredMs,
      hour.peakMilliwatts,
    ]),
  );
}

/** Hours of all devices of a rig in [fromMs, toMs), summed over devices; covered is the mean over devices. */
export async function readEnergyHours(
  database: Database,
  { rigId, fromMs, toMs }: { rigId: number; fromMs: number; toMs: number },
): Promise<(EnergyHourRow & { devices: number })[]> {
  const rows = await rowsOf<{ hour: Date; microjoules: string; coveredMs: number; peak: number; devices: number }>(
    database,
    sql`SELECT hour, sum(microjoules)::text AS microjoules, round(sum(covered_ms)::numeric / (SELECT greatest(count(DISTINCT device), 1) FROM energy_hour WHERE rig_id = ${rigId} AND hour >= ${new Date(fromMs)} AND hour < ${new Date(toMs)}))::int AS "coveredMs", max(peak_milliwatts) AS peak, count(*)::int AS devices
        FROM energy_hour WHERE rig_id = ${rigId} AND hour >= ${new Date(fromMs)} AND hour < ${new Date(toMs)} GROUP BY hour ORDER BY hour`,
  );
  return rows.map((row) => ({
    hourMs: row.hour.getTime(),
    microjoules: row.microjoules,
    coveredMs: row.coveredMs,
    peakMilliwatts: row.peak,
    devices: row.devices,
  }));
}

/** Measured time of each rig in [fromMs, toMs), the mean over its devices; rigs without a reading are left out. */
export async function readCoveredMs(
  database: Database,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<{ rigId: number; coveredMs: string }[]> {
  return rowsOf(
    database,
    sql`SELECT rig_id AS "rigId", round(sum(covered_ms)::numeric / count(DISTINCT device))::text AS "coveredMs" FROM energy_hour
        WHERE hour >= ${new Date(fromMs)} AND hour < ${new Date(toMs)} GROUP BY rig_id`,
  );
}
