import type { ZoneWalls } from "./fold-clock.ts";
import type { MeterClock, MeterInstant } from "./meter-clock.ts";
import type { WallStamps } from "./wall-stamp.ts";

const HOUR_MS = 3_600_000;
const MS_PER_DAY = 86_400_000;
/** No export gives energy of more than a month at once: a longer slot has a damaged stamp. */
const LONGEST_MS = 32 * MS_PER_DAY;

/** The commonest step between neighbouring stamps of a table's first rows, in ms of wall time; null when none shows. */
export function commonStepMs(texts: readonly string[], stamps: WallStamps): number | null {
  for (const text of texts) stamps.learn(text);
  const walls = texts.map((text) => stamps.read(text)?.wallMs ?? Number.NaN);
  const counts = new Map<number, number>();
  walls.forEach((wallMs, at) => {
    const step = Math.abs(wallMs - (walls[at - 1] ?? Number.NaN));
    if (step > 0 && step <= LONGEST_MS) counts.set(step, (counts.get(step) ?? 0) + 1);
  });
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best?.[0] ?? null;
}

/** The end of a slot that begins at `start`: a step later, or the local midnight `stepMs` days on. */
export function slotEnd(start: MeterInstant, { stepMs, clock }: { stepMs: number; clock: MeterClock }): number {
  if (stepMs % MS_PER_DAY !== 0 || !start.isLocal || !clock.walls) return start.atMs + stepMs;
  return clock.walls.both(start.wallMs + stepMs).early;
}

/** Ends of slots that are written with both their stamps, where the end on the wall may mean either pass of a night. */
export class SlotEnds {
  readonly #walls: ZoneWalls | null;
  #usualMs: number | null = null;

  constructor(walls: ZoneWalls | null) {
    this.#walls = walls;
  }

  /** @returns null when the slot ends before it begins, or lasts longer than a month */
  endOf({ start, untilMs }: { start: MeterInstant; untilMs: number }): number | null {
    const both = this.#walls?.both(untilMs) ?? { early: untilMs, late: untilMs };
    const ends = start.isLocal ? [both.early, both.late] : [untilMs - start.wallMs + start.atMs];
    const [length] = ends.map((end) => end - start.atMs).filter((each) => each > 0);
    const onWall = untilMs - start.wallMs;
    if (onWall > LONGEST_MS) return null;
    if (length === undefined) return this.#withoutZone(start, onWall);
    // 02:45 to 03:00 of the first pass is a quarter of an hour, though the second pass lies between.
    if (onWall > 0 && onWall < MS_PER_DAY && length === onWall + HOUR_MS) return start.atMs + onWall;
    const usualMs = this.#usualMs ?? length;
    this.#usualMs = usualMs;
    return start.atMs + (usualMs < MS_PER_DAY && length === usualMs + HOUR_MS ? usualMs : length);
  }

  /** 02:45 to 02:00 is a slot of the night the clocks go back, where no zone was given to say so. */
  #withoutZone(start: MeterInstant, onWall: number): number | null {
    const isNight = this.#walls === null && start.isLocal && onWall > -HOUR_MS && this.#usualMs !== null;
    return isNight && this.#usualMs !== null && onWall + HOUR_MS === this.#usualMs ? start.atMs + this.#usualMs : null;
  }
}
