import type { RigMonth } from "../api/wire/rig-pages.ts";
import { toNumber } from "./numbers.ts";

type Hour = RigMonth["power"][number];
/** One drawn point: an ISO instant and mean watts, null where nothing was measured. */
export type PowerPoint = { readonly at: string; readonly watts: number | null };
/** A run of points without a measurement, as shares of the drawn width (0 to 1), with its length in hours. */
export type PowerGap = { readonly from: number; readonly to: number; readonly hours: number };
export type PowerPicture = {
  readonly points: readonly PowerPoint[];
  readonly gaps: readonly PowerGap[];
  readonly meanWatts: number | null;
};

/** Hourly means drawn in steps of `hoursPerPoint`, weighted by the seconds that were measured. */
export function powerPicture(hours: readonly Hour[], hoursPerPoint: number): PowerPicture {
  const points: PowerPoint[] = [];
  for (let start = 0; start < hours.length; start += hoursPerPoint) {
    const bucket = hours.slice(start, start + hoursPerPoint);
    const [first] = bucket;
    if (first !== undefined) points.push({ at: first.hour, watts: meanOf(bucket) });
  }
  return { points, gaps: gapsOf(hours), meanWatts: meanOf(hours) };
}

function meanOf(hours: readonly Hour[]): number | null {
  let seconds = 0;
  let wattSeconds = 0;
  for (const hour of hours) {
    if (hour.watts === null || hour.coveredSeconds <= 0) continue;
    seconds += hour.coveredSeconds;
    wattSeconds += toNumber(hour.watts) * hour.coveredSeconds;
  }
  return seconds === 0 ? null : wattSeconds / seconds;
}

function gapsOf(hours: readonly Hour[]): PowerGap[] {
  const gaps: PowerGap[] = [];
  let start: number | null = null;
  for (let index = 0; index <= hours.length; index += 1) {
    const hour = hours[index];
    const isMissing = hour !== undefined && (hour.watts === null || hour.coveredSeconds <= 0);
    if (isMissing) start ??= index;
    else if (start !== null) {
      gaps.push({ from: start / hours.length, to: index / hours.length, hours: index - start });
      start = null;
    }
  }
  return gaps;
}

/** Step 0 (quiet) to 6 (the highest) of a heat map's cell; null where never measured. */
export function heatSteps(week: readonly (readonly (string | null)[])[]): (number | null)[][] {
  const highest = Math.max(0, ...week.flat().map((watts) => (watts === null ? 0 : toNumber(watts))));
  return week.map((day) =>
    day.map((watts) => {
      if (watts === null) return null;
      return highest === 0 ? 0 : Math.min(6, Math.floor((toNumber(watts) / highest) * 7));
    }),
  );
}
