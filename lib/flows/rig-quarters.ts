import type { PoolClient } from "pg";
import { addMonths, firstDay, monthOf, startOfDayMs, utcDay } from "../core/calendar.ts";
import { billedQuarters } from "../core/energy/billed.ts";
import { readSeriesQuarters, replaceRigQuarters } from "../db/power.ts";

/** Decides anew what is billed of a rig, in whole UTC months around the instants given: one month in memory. */
export async function rebuildRigQuarters(
  client: PoolClient,
  { rigId, fromMs, toMs }: { rigId: number; fromMs: number; toMs: number },
): Promise<void> {
  const last = monthOf(utcDay(toMs - 1));
  for (let month = monthOf(utcDay(fromMs)); month <= last; month = addMonths(month, 1)) {
    const bounds = { fromMs: startOfDayMs(firstDay(month)), toMs: startOfDayMs(firstDay(addMonths(month, 1))) };
    const quarters = billedQuarters(await readSeriesQuarters(client, { rigId, ...bounds }));
    await replaceRigQuarters(client, { rigId, ...bounds, quarters });
  }
}
