import { type Database, oneRow, rowsOf, sql } from "./sql.ts";

export type FillRule = "off" | "idle" | "hour-of-week";
/** What a person stated for time without a reading: milliwatts at the wall, one value or one for each hour of the week. */
export type EnergyFillRow = {
  readonly id: number;
  readonly rigId: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly rule: FillRule;
  readonly milliwatts: readonly number[];
  readonly note: string;
  readonly by: string;
  readonly createdAt: Date;
};

/** Statements of a rig that hold and touch [fromMs, toMs), oldest first. */
export async function readFills(
  database: Database,
  { rigId, fromMs, toMs }: { rigId: number; fromMs: number; toMs: number },
): Promise<EnergyFillRow[]> {
  const rows = await rowsOf<Omit<EnergyFillRow, "fromMs" | "toMs"> & { from: Date; to: Date }>(
    database,
    sql`SELECT id, rig_id AS "rigId", from_at AS "from", to_at AS "to", rule, milliwatts, note, created_by AS "by", created_at AS "createdAt" FROM energy_fill
        WHERE rig_id = ${rigId} AND ended_at IS NULL AND from_at < ${new Date(toMs)} AND to_at > ${new Date(fromMs)} ORDER BY id`,
  );
  return rows.map(({ from, to, ...row }) => ({ ...row, fromMs: from.getTime(), toMs: to.getTime() }));
}

export async function insertFill(database: Database, fill: Omit<EnergyFillRow, "id" | "createdAt">): Promise<number> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO energy_fill (rig_id, from_at, to_at, rule, milliwatts, note, created_by)
        VALUES (${fill.rigId}, ${new Date(fill.fromMs)}, ${new Date(fill.toMs)}, ${fill.rule}, ${JSON.stringify(fill.milliwatts)}::jsonb, ${fill.note}, ${fill.by}) RETURNING id`,
  );
  if (!row) throw new Error("The statement just written was not read back");
  return row.id;
}

/** @returns the rig whose statement ended, or null when there is none that holds. */
export async function endFill(database: Database, id: number): Promise<number | null> {
  const row = await oneRow<{ rigId: number }>(
    database,
    sql`UPDATE energy_fill SET ended_at = now() WHERE id = ${id} AND ended_at IS NULL RETURNING rig_id AS "rigId"`,
  );
  return row?.rigId ?? null;
}
