/** What the demo's rigs did, instant by instant: every log of a rig is drawn from the same load. */
import { Temporal } from "temporal-polyfill";
import { type Day, monthBoundsMs, startOfDayMs } from "../core/calendar.ts";
import type { RigRhythm } from "./rig-rhythms.ts";
import type { DemoMonth } from "./usage.ts";

export const HOUR_MS = 3_600_000;

/** UTC offset of a zone by hour: asked once an hour, because a clock only changes on the hour. */
export function offsets(zone: string): (atMs: number) => number {
  const known = new Map<number, number>();
  return (atMs) => {
    const hour = Math.floor(atMs / HOUR_MS);
    let offset = known.get(hour);
    if (offset === undefined) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(hour * HOUR_MS).toZonedDateTimeISO(zone);
      offset = zoned.offsetNanoseconds / 1e6;
      known.set(hour, offset);
    }
    return offset;
  };
}

export type Stretch = { startMs: number; endMs: number };

/** When a rig was there in a month; null when it was not. */
export function stretchOf(rhythm: RigRhythm, at: DemoMonth, today: Day): Stretch | null {
  if (at.index < rhythm.from.index) return null;
  const { startMs, endMs } = monthBoundsMs(at.month, rhythm.zone);
  // Somebody switched the logger on in the morning; so its first hours are of the month in UTC, too.
  const switchedOnMs = startMs + ((rhythm.from.day - 1) * 24 + 9) * HOUR_MS;
  const isFirst = at.index === rhythm.from.index;
  const stretch = { startMs: isFirst ? switchedOnMs : startMs, endMs: Math.min(endMs, startOfDayMs(today)) };
  return stretch.startMs < stretch.endMs ? stretch : null;
}

/** Stretches in which the GPU log is silent. */
export function silences(rhythm: RigRhythm, at: DemoMonth): Stretch[] {
  const { startMs } = monthBoundsMs(at.month, rhythm.zone);
  return rhythm.gaps
    .filter((gap) => gap.index === at.index)
    .map((gap) => {
      const from = startMs + ((gap.day - 1) * 24 + gap.hour) * HOUR_MS;
      return { startMs: from, endMs: from + gap.hours * HOUR_MS };
    });
}

/** Usual load at a local time, 0 to 1: a float, because readings made of it are made up. */
export function loadAt(rhythm: RigRhythm, localMs: number): number {
  const local = new Date(localMs);
  const hour = local.getUTCHours();
  const next = rhythm.day[(hour + 1) % 24] ?? 0;
  const here = rhythm.day[hour] ?? 0;
  const smooth = here + ((next - here) * local.getUTCMinutes()) / 60;
  const isWeekend = local.getUTCDay() === 0 || local.getUTCDay() === 6;
  return smooth * (isWeekend ? rhythm.weekend : 1);
}

/** Watts of one GPU and how busy it says it is. */
export function gpuReading(
  rhythm: RigRhythm,
  { localMs, noise }: { localMs: number; noise: number },
): { watts: number; busy: number } {
  const load = Math.min(1, Math.max(0, loadAt(rhythm, localMs) * (0.7 + noise * 0.6)));
  return { watts: rhythm.idleWatts + (rhythm.fullWatts - rhythm.idleWatts) * load, busy: Math.round(load * 100) };
}

/** Watts of the whole machine: its GPUs, what is lost on the way to them, and the rest of it. */
export function machineWatts(
  rhythm: RigRhythm,
  { index, localMs, noise }: { index: number; localMs: number; noise: number },
): number {
  const { watts } = gpuReading(rhythm, { localMs, noise });
  return rhythm.gpus(index) * watts * (1 + rhythm.loss) + rhythm.hostWatts;
}

const two = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** `2026/05/14 09:00:00` of a local time. */
export function slashStamp(localMs: number): { day: string; time: string } {
  const local = new Date(localMs);
  return {
    day: `${local.getUTCFullYear()}/${two(local.getUTCMonth() + 1)}/${two(local.getUTCDate())}`,
    time: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`,
  };
}
