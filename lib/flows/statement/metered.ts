import type { Overview } from "../../api/wire/statement.ts";
import { addDays, dayInZone, dayStartMs, type Month, monthBoundsMs, monthOf } from "../../core/calendar.ts";
import { type Decimal, decimal, divide, format, formatFixed, sum } from "../../core/decimal.ts";
import { isInService } from "../../core/rig/in-month.ts";
import { percentOf } from "../../core/statement/figure.ts";
import { pool } from "../../db/client.ts";
import { readCoveredMs } from "../../db/power.ts";
import type { RigRow } from "../../db/rigs.ts";
import type { Statement } from "./load.ts";

const MS_PER_HOUR = decimal(3_600_000);
const hoursOf = (ms: number): Decimal => divide(decimal(Math.round(ms)), MS_PER_HOUR, { scale: 2 });

/** The stretch of a month in which a rig is in service and which has already passed, in epoch milliseconds. */
export function rigStretch(
  rig: RigRow,
  { month, zone, nowMs }: { month: Month; zone: string; nowMs: number },
): { fromMs: number; toMs: number } {
  const { startMs, endMs } = monthBoundsMs(month, zone);
  const first = monthOf(rig.terms.inService);
  // Before its first month a rig has no hour to measure.
  if (month < first) return { fromMs: startMs, toMs: startMs };
  const inService = first === month ? dayStartMs(rig.terms.inService, zone) : 0;
  const fromMs = Math.max(startMs, inService);
  const { retiredOn } = rig.terms;
  const retiredMs = retiredOn ? dayStartMs(addDays(retiredOn, 1), zone) : Number.POSITIVE_INFINITY;
  return { fromMs, toMs: Math.max(fromMs, Math.min(endMs, nowMs, retiredMs)) };
}

/** Hours of the month in which power was measured, of all hours the rigs were in service. Null without rigs. */
export async function meteredOf(statement: Statement): Promise<Overview["metered"]> {
  const { month, nowMs } = statement;
  const zone = statement.organisation.zone;
  const rigs = statement.rigs.filter((rig) => isInService(rig.terms, month));
  if (rigs.length === 0 || month > monthOf(dayInZone(nowMs, zone))) return null;
  const { startMs, endMs } = monthBoundsMs(month, zone);
  const covered = await readCoveredMs(pool, { fromMs: startMs, toMs: endMs });
  const parts = rigs.map((rig) => {
    const { fromMs, toMs } = rigStretch(rig, { month, zone, nowMs });
    const coveredMs = Number(covered.find((each) => each.rigId === rig.id)?.coveredMs ?? "0");
    return { rig, coveredMs: Math.min(coveredMs, toMs - fromMs), serviceMs: toMs - fromMs };
  });
  const measured = sum(parts.map((part) => hoursOf(part.coveredMs)));
  const whole = sum(parts.map((part) => hoursOf(part.serviceMs)));
  const worst = parts
    .filter((part) => part.serviceMs - part.coveredMs > 3_600_000)
    .sort((a, b) => b.serviceMs - b.coveredMs - (a.serviceMs - a.coveredMs))[0];
  const note = worst
    ? `${worst.rig.name} was not measured for ${formatFixed(hoursOf(worst.serviceMs - worst.coveredMs), 0)} hours; they carry no energy`
    : "Every hour was measured";
  return { measuredHours: format(measured), rigHours: format(whole), percent: percentOf(measured, whole), note };
}
