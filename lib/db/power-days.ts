import { type Decimal, decimal } from "../core/decimal.ts";
import type { PowerScope } from "../core/energy/series.ts";
import { type Database, rowsOf, sql } from "./sql.ts";

/** What is billed of a rig on one day of a zone, in one scope. Microjoules as measured. */
export type RigDayRow = {
  readonly day: string;
  readonly scope: PowerScope;
  readonly microjoules: Decimal;
  readonly coveredMs: number;
};

/** The days of a rig in [fromMs, toMs), oldest first: a year in some hundred rows. */
export async function readRigDays(
  database: Database,
  { rigId, fromMs, toMs, zone }: { rigId: number; fromMs: number; toMs: number; zone: string },
): Promise<RigDayRow[]> {
  const rows = await rowsOf<{ day: string; scope: PowerScope; microjoules: string; coveredMs: string }>(
    database,
    sql`SELECT (at AT TIME ZONE ${zone})::date::text AS day, scope, sum(microjoules)::text AS microjoules, sum(covered_ms)::text AS "coveredMs"
        FROM rig_quarter WHERE rig_id = ${rigId} AND at >= ${new Date(fromMs)} AND at < ${new Date(toMs)} GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  return rows.map(({ day, scope, microjoules, coveredMs }) => ({
    ...{ day, scope },
    microjoules: decimal(microjoules),
    coveredMs: Number(coveredMs),
  }));
}
