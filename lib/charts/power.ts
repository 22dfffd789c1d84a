import type { RigMonth } from "../api/wire/rig-pages.ts";
import { coordinate, roundStep, toNumber } from "./numbers.ts";

type Hour = RigMonth["power"][number];
export type PowerGrain = "hour" | "day";
/** One drawn point: an ISO instant, mean watts and measured seconds; watts null where nothing was measured. */
export type PowerPoint = { readonly at: string; readonly watts: number | null; readonly seconds: number };
/** A run of hours without a measurement, as shares of the drawn width (0 to 1), with its length in hours. */
export type PowerGap = { readonly from: number; readonly to: number; readonly hours: number };
/** A corner of an area: shares of the plot's width and height, from its top left. */
export type Corner = { readonly x: number; readonly y: number };
export type PowerPicture = {
  readonly points: readonly PowerPoint[];
  readonly gaps: readonly PowerGap[];
  /** Areas of what was stated for time without a reading. */
  readonly stated: readonly (readonly Corner[])[];
  readonly meanWatts: number | null;
  /** Where the axis ends, in watts. */
  readonly top: number;
};
type Bucket = { readonly start: number; readonly hours: readonly Hour[] };

const TICKS = 4;

/** Means by hour, or by day of a zone, weighted by the seconds that were measured. A gap stays a gap. */
export function powerPicture(
  hours: readonly Hour[],
  { grain, zone }: { grain: PowerGrain; zone: string },
): PowerPicture {
  const buckets = grain === "hour" ? hours.map((hour, start) => ({ start, hours: [hour] })) : daysOf(hours, zone);
  const points = buckets.map(pointOf);
  const highest = Math.max(
    1,
    ...points.map((point) => point.watts ?? 0),
    ...hours.map((hour) => toNumber(hour.statedWatts ?? "0")),
  );
  const top = roundStep(highest, TICKS) * TICKS;
  const place = placeOf(buckets);
  return {
    points,
    gaps: gapsOf(hours, place),
    stated: statedOf(hours, { place, top }),
    meanWatts: meanOf(hours),
    top,
  };
}

const pointOf = ({ hours }: Bucket): PowerPoint => ({
  at: hours[0]?.hour ?? "",
  watts: meanOf(hours),
  seconds: hours.reduce((total, hour) => total + hour.coveredSeconds, 0),
});

/** A day of a clock change has 23 or 25 hours. */
function daysOf(hours: readonly Hour[], zone: string): Bucket[] {
  const clock = new Intl.DateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });
  const days: { day: string; start: number; hours: Hour[] }[] = [];
  for (const [index, hour] of hours.entries()) {
    const day = clock.format(new Date(hour.hour));
    const last = days.at(-1);
    if (last?.day === day) last.hours.push(hour);
    else days.push({ day, start: index, hours: [hour] });
  }
  return days;
}

/** Where the begin of an hour stands: the first point is drawn at 0 and the last at 1, each in the middle of its time. */
function placeOf(buckets: readonly Bucket[]): (hour: number) => number {
  const lastAt = Math.max(1, buckets.length - 1);
  return (hour) => {
    const found = buckets.findLastIndex((bucket) => bucket.start <= hour);
    const bucket = buckets[found];
    if (bucket === undefined) return 0;
    const within = (hour - bucket.start) / bucket.hours.length;
    return coordinate4(Math.min(1, Math.max(0, (found + within - 0.5) / lastAt)));
  };
}
const coordinate4 = (share: number): number => coordinate(share * 100) / 100;

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

/** Runs of hours that a test holds for: first hour, and the one after the last. */
function runsOf(hours: readonly Hour[], test: (hour: Hour) => boolean): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let start: number | null = null;
  for (let index = 0; index <= hours.length; index += 1) {
    const hour = hours[index];
    if (hour !== undefined && test(hour)) start ??= index;
    else if (start !== null) {
      runs.push({ from: start, to: index });
      start = null;
    }
  }
  return runs;
}

type Place = (hour: number) => number;

const gapsOf = (hours: readonly Hour[], place: Place): PowerGap[] =>
  runsOf(hours, (hour) => hour.watts === null || hour.coveredSeconds <= 0).map(({ from, to }) => ({
    from: place(from),
    to: place(to),
    hours: to - from,
  }));

/** Steps over the hours that were stated; an hour that was partly measured shows its reading. */
function statedOf(hours: readonly Hour[], { place, top }: { place: Place; top: number }): Corner[][] {
  const isStated = (hour: Hour) => hour.statedWatts !== null && hour.watts === null;
  return runsOf(hours, isStated).map(({ from, to }) => {
    const steps = hours.slice(from, to).flatMap((hour, at) => {
      const y = coordinate4(1 - toNumber(hour.statedWatts ?? "0") / top);
      return [
        { x: place(from + at), y },
        { x: place(from + at + 1), y },
      ];
    });
    return [{ x: place(from), y: 1 }, ...steps, { x: place(to), y: 1 }];
  });
}

/** Step 0 (quiet) to 6 (`most`, or the highest there is) of a heat map's cell; null where never measured. */
export function heatSteps(week: readonly (readonly (string | null)[])[], most?: number): (number | null)[][] {
  const highest = most ?? Math.max(0, ...week.flat().map((watts) => (watts === null ? 0 : toNumber(watts))));
  return week.map((day) =>
    day.map((watts) => {
      if (watts === null) return null;
      return highest === 0 ? 0 : Math.min(6, Math.floor((toNumber(watts) / highest) * 7));
    }),
  );
}
