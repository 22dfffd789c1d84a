import { Temporal } from "temporal-polyfill";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Smaller steps back are jitter, not a clock that was set back. */
const JITTER_MS = 2_000;
/** A longer step back is another block of the file, not a table that runs backwards. */
const RUN_MS = 3 * HOUR_MS;

type Instants = { readonly early: number; readonly late: number; readonly isSkipped: boolean };

/** Both instants that a wall time of one zone may mean; they differ only in the hour that autumn repeats. */
export class ZoneWalls {
  readonly #zone: string;
  readonly #days = new Map<number, number | null>();
  readonly #hours = new Map<number, number | null>();
  readonly #standards = new Map<number, number>();

  constructor(zone: string) {
    this.#zone = zone;
  }

  both(wallMs: number): Instants {
    const day = this.#offset(wallMs, DAY_MS);
    const offset = day ?? this.#offset(wallMs, HOUR_MS);
    if (offset === null) return this.#lookUp(wallMs);
    return { early: wallMs + offset, late: wallMs + offset, isSkipped: false };
  }

  /** UTC minus the zone's standard time in the year of `wallMs`: the larger of a winter's and a summer's. */
  standardOffsetMs(wallMs: number): number {
    const year = new Date(wallMs).getUTCFullYear();
    let offset = this.#standards.get(year);
    if (offset === undefined) {
      const offsets = [0, 6].map((month) => this.#lookUp(Date.UTC(year, month, 1)).early - Date.UTC(year, month, 1));
      offset = Math.max(...offsets);
      this.#standards.set(year, offset);
    }
    return offset;
  }

  /** Of the day or the hour that holds `wallMs`, where it is one all through; days with a change are looked at by hours. */
  #offset(wallMs: number, lengthMs: number): number | null {
    const fromMs = Math.floor(wallMs / lengthMs) * lengthMs;
    const known = lengthMs === DAY_MS ? this.#days : this.#hours;
    let offset = known.get(fromMs);
    if (offset === undefined) {
      offset = this.#steadyOffset(fromMs, lengthMs);
      known.set(fromMs, offset);
    }
    return offset;
  }

  #steadyOffset(fromMs: number, lengthMs: number): number | null {
    const ends = [fromMs, fromMs + lengthMs - 1].flatMap((wallMs) => {
      const { early, late } = this.#lookUp(wallMs);
      return [early - wallMs, late - wallMs];
    });
    const [first = 0] = ends;
    return ends.every((each) => each === first) ? first : null;
  }

  #lookUp(wallMs: number): Instants {
    const wall = Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO("UTC").toPlainDateTime();
    const at = (disambiguation: "earlier" | "later") =>
      wall.toZonedDateTime(this.#zone, { disambiguation }).epochMilliseconds;
    const early = at("earlier");
    const late = at("later");
    if (early === late) return { early, late, isSkipped: false };
    const shown = Temporal.Instant.fromEpochMilliseconds(early).toZonedDateTimeISO(this.#zone).toPlainDateTime();
    // A wall time that spring skips is read an hour later, as clocks show it.
    return shown.equals(wall) ? { early, late, isSkipped: false } : { early: late, late, isSkipped: true };
  }
}

/**
 * The instants of one series' wall times. In the hour that autumn repeats the first occurrence is the earlier pass, the
 * second the later one; in a table that runs backwards it is the other way round. Source: power-formats F6.
 */
export class FoldClock {
  readonly #walls: ZoneWalls;
  /** Meters write every slot once, so the same wall time again is the second pass; a log may write a second twice. */
  readonly #isEqualRepeat: boolean;
  #lastMs: number | null = null;
  #pass: "early" | "late" | null = null;
  #isBackwards = false;
  /** The series begins in a repeated hour: which pass it is cannot be told. */
  beganInRepeat = false;
  /** Stamps at wall times that do not exist in the zone. */
  skipped = 0;

  constructor(walls: ZoneWalls, { isEqualRepeat }: { isEqualRepeat: boolean }) {
    this.#walls = walls;
    this.#isEqualRepeat = isEqualRepeat;
  }

  instantOf(wallMs: number): number {
    const { early, late, isSkipped } = this.#walls.both(wallMs);
    const last = this.#lastMs;
    this.#lastMs = wallMs;
    if (isSkipped) this.skipped += 1;
    if (early === late) {
      this.#pass = null;
      return early;
    }
    this.#pass = this.#passOf(wallMs, last);
    return this.#pass === "early" ? early : late;
  }

  #passOf(wallMs: number, last: number | null): "early" | "late" {
    if (last === null) this.beganInRepeat = true;
    const step = last === null ? 0 : wallMs - last;
    if (this.#pass === null) {
      this.#isBackwards = last !== null && step < 0 && step >= -RUN_MS;
      return this.#isBackwards ? "late" : "early";
    }
    const isTurned = this.#isBackwards ? step > JITTER_MS : step < -JITTER_MS;
    if (isTurned || (step === 0 && this.#isEqualRepeat)) return this.#isBackwards ? "early" : "late";
    return this.#pass;
  }
}
