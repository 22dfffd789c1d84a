import type { RigMonth } from "../api/wire/rig-pages.ts";
import { addMonths, day, type Month, monthBoundsMs, monthOf, monthsBetween } from "../core/calendar.ts";
import { add, type Decimal, decimal, divide, format, formatFixed, multiply, ZERO } from "../core/decimal.ts";
import { kwhOf, wallMicrojoules, wallOn } from "../core/rig/wall.ts";
import { readRigDays } from "../db/power-days.ts";
import type { RigRow } from "../db/rigs.ts";
import type { Database } from "../db/sql.ts";
import { hoursText } from "./rig-facts.ts";
import { rigStretch } from "./statement/metered.ts";

const MONTHS_SHOWN = 12;
/** Below an hour of a month, its mean says nothing and is not drawn. */
const LEAST_COVERED_MS = 3_600_000;
const THOUSAND = decimal(1000);

/** A rig's energy at the wall and mean power in the twelve months up to one, from its first month on. */
export async function powerMonths(
  database: Database,
  { rig, month, zone, nowMs }: { rig: RigRow; month: Month; zone: string; nowMs: number },
): Promise<RigMonth["powerMonths"]> {
  const earliest = addMonths(month, 1 - MONTHS_SHOWN);
  const began = monthOf(rig.terms.inService);
  const first = began > earliest ? began : earliest;
  if (first > month) return [];
  const stretch = { fromMs: monthBoundsMs(first, zone).startMs, toMs: monthBoundsMs(month, zone).endMs };
  const sums = new Map<string, { energy: Decimal; coveredMs: number }>();
  // Factor, base load and PUE hold for a day, so a day's sum is converted as its quarter hours would be.
  for (const row of await readRigDays(database, { rigId: rig.id, ...stretch, zone })) {
    const key = row.day.slice(0, 7);
    const held = sums.get(key) ?? { energy: ZERO, coveredMs: 0 };
    const wall = wallMicrojoules(row, wallOn(rig.terms.walls, day(row.day)));
    sums.set(key, { energy: add(held.energy, wall), coveredMs: held.coveredMs + row.coveredMs });
  }
  return monthsBetween({ from: first, to: month }).map((each) => {
    const { fromMs, toMs } = rigStretch(rig, { month: each, zone, nowMs });
    const sum = sums.get(each);
    return {
      month: each,
      kWh: sum ? format(kwhOf(sum.energy)) : null,
      watts: sum && sum.coveredMs >= LEAST_COVERED_MS ? meanWatts(sum) : null,
      measuredHours: hoursText(Math.min(sum?.coveredMs ?? 0, toMs - fromMs)),
      hours: hoursText(toMs - fromMs),
    };
  });
}

/** Microjoules over milliseconds are milliwatts. */
const meanWatts = ({ energy, coveredMs }: { energy: Decimal; coveredMs: number }): string =>
  formatFixed(divide(energy, multiply(decimal(coveredMs), THOUSAND), { scale: 6 }), 3);
