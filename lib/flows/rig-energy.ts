import { type Month, monthBoundsMs } from "../core/calendar.ts";
import { type Decimal, sum } from "../core/decimal.ts";
import { wallIn } from "../core/rig/in-month.ts";
import { kwhOf, wallMicrojoules, wallOn } from "../core/rig/wall.ts";
import { localClock } from "../core/tariff/local-clock.ts";
import { type RigQuarterRow, readRigQuarters } from "../db/power.ts";
import type { RigRow } from "../db/rigs.ts";
import type { Database } from "../db/sql.ts";

export type RigEnergy = {
  /** What is billed, as measured. */
  readonly quarters: readonly RigQuarterRow[];
  readonly measuredKwh: Decimal;
  /** The same at the wall: factor, base load and pue of each day. */
  readonly wallKwh: Decimal;
  /** Microjoules at the wall of each of `quarters`. */
  readonly wall: readonly Decimal[];
  readonly coveredMs: number;
  /** Does what was measured differ from what is drawn at the wall. */
  readonly isConverted: boolean;
};

/** The energy of a rig's month, as measured and at the wall. */
export async function rigEnergy(
  database: Database,
  { rig, month, zone }: { rig: RigRow; month: Month; zone: string; nowMs?: number },
): Promise<RigEnergy> {
  const { startMs, endMs } = monthBoundsMs(month, zone);
  const quarters = await readRigQuarters(database, { rigId: rig.id, fromMs: startMs, toMs: endMs });
  const clock = localClock({ zone, fromMs: startMs, toMs: endMs });
  const wall = quarters.map((quarter) => wallMicrojoules(quarter, wallOn(rig.terms.walls, clock(quarter.atMs).day)));
  const measuredKwh = kwhOf(sum(quarters.map((quarter) => quarter.microjoules)));
  return {
    quarters,
    measuredKwh,
    wallKwh: kwhOf(sum(wall)),
    wall,
    coveredMs: quarters.reduce((total, quarter) => total + quarter.coveredMs, 0),
    isConverted:
      wallIn(rig.terms, month) !== null &&
      quarters.some((quarter, at) => wall[at]?.units !== quarter.microjoules.units),
  };
}
