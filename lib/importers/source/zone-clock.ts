import { Temporal } from "temporal-polyfill";

const HOUR_MS = 3_600_000;
/** Smaller steps back are jitter between devices, not a clock that was set back. */
const JITTER_MS = 2_000;

/** Local wall time as milliseconds since the epoch, as if it were UTC: what a stamp without a zone shows. */
export type WallMs = number;

type LocalHour = {
  /** UTC minus wall time, when it is one number all through the hour; else null and each stamp is looked up. */
  readonly offsetMs: number | null;
};

/**
 * Turns wall times of one zone into instants, a log at a time. In the hour that autumn repeats, a step back in the log
 * switches to the second pass; a wall time that spring skips is read an hour later, as clocks show it.
 * Source: power-formats F6.
 */
export class ZoneClock {
  readonly #zone: string;
  readonly #hours = new Map<number, LocalHour>();
  #lastWallMs: WallMs | null = null;
  #isSecondPass = false;
  /** The log's first stamp lies in a repeated hour: which pass it is cannot be told. */
  beganInRepeat = false;
  /** Stamps at wall times that do not exist in the zone. */
  skipped = 0;

  constructor(zone: string) {
    this.#zone = zone;
  }

  instantOf(wallMs: WallMs): number {
    const hourMs = Math.floor(wallMs / HOUR_MS) * HOUR_MS;
    let hour = this.#hours.get(hourMs);
    if (!hour) {
      hour = this.#readHour(hourMs);
      this.#hours.set(hourMs, hour);
    }
    if (hour.offsetMs !== null) {
      this.#isSecondPass = false;
      this.#lastWallMs = wallMs;
      return wallMs + hour.offsetMs;
    }
    return this.#lookUp(wallMs);
  }

  #readHour(hourMs: number): LocalHour {
    const ends = [hourMs, hourMs + HOUR_MS - 1].flatMap((wallMs) => {
      const { early, late } = this.#both(wallMs);
      return [early - wallMs, late - wallMs];
    });
    const [first = 0] = ends;
    return { offsetMs: ends.every((offset) => offset === first) ? first : null };
  }

  #lookUp(wallMs: WallMs): number {
    const { early, late } = this.#both(wallMs);
    const last = this.#lastWallMs;
    this.#lastWallMs = wallMs;
    if (early === late) {
      this.#isSecondPass = false;
      return early;
    }
    if (this.#isGap(wallMs, early)) {
      this.skipped += 1;
      return late;
    }
    if (last === null) this.beganInRepeat = true;
    else if (last - wallMs > JITTER_MS) this.#isSecondPass = true;
    return this.#isSecondPass ? late : early;
  }

  /** In a gap neither reading shows the same wall time again. */
  #isGap(wallMs: WallMs, instant: number): boolean {
    const shown = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(this.#zone).toPlainDateTime();
    return shown.toZonedDateTime("UTC").epochMilliseconds !== wallMs;
  }

  #both(wallMs: WallMs): { early: number; late: number } {
    const wall = Temporal.Instant.fromEpochMilliseconds(wallMs).toZonedDateTimeISO("UTC").toPlainDateTime();
    const at = (disambiguation: "earlier" | "later") =>
      wall.toZonedDateTime(this.#zone, { disambiguation }).epochMilliseconds;
    return { early: at("earlier"), late: at("later") };
  }
}
