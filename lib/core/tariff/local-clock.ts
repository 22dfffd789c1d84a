import { Temporal } from "temporal-polyfill";
import { type Day, utcDay } from "../calendar.ts";

/** What a wall clock and a calendar in a zone say at an instant. */
export type LocalTime = {
  readonly day: Day;
  /** 0 is January. */
  readonly month: number;
  readonly hour: number;
  readonly minute: number;
  readonly isWeekend: boolean;
};

type Offset = { readonly fromMs: number; readonly offsetMs: number };

/**
 * The clock of a zone over a stretch of time. Offsets are looked up once per change of the clocks, so that a month of
 * quarter hours costs no more than additions. Both 02:xx hours of an autumn night read 2.
 * @throws RangeError when no such zone exists
 */
export function localClock({ zone, fromMs, toMs }: { zone: string; fromMs: number; toMs: number }) {
  const offsets = offsetsOf({ zone, fromMs, toMs });
  const dayOf = daysAsked();
  return (atMs: number): LocalTime => {
    let offsetMs = offsets[0]?.offsetMs ?? 0;
    for (const each of offsets) if (each.fromMs <= atMs) offsetMs = each.offsetMs;
    const localMs = atMs + offsetMs;
    const local = new Date(localMs);
    const weekday = local.getUTCDay();
    return {
      day: dayOf(localMs),
      month: local.getUTCMonth(),
      hour: local.getUTCHours(),
      minute: local.getUTCMinutes(),
      isWeekend: weekday === 0 || weekday === 6,
    };
  };
}

const DAY_MS = 86_400_000;

/** The day of an instant; that of the last one asked is kept, because quarter hours come day by day. */
function daysAsked(): (localMs: number) => Day {
  let startMs = Number.NaN;
  let day = utcDay(0);
  return (localMs) => {
    const start = Math.floor(localMs / DAY_MS) * DAY_MS;
    if (start !== startMs) {
      startMs = start;
      day = utcDay(start);
    }
    return day;
  };
}

/** Which hour of the week an instant is in by a zone's clock, 0 being Monday 00:00. @throws RangeError as `localClock` */
export function hourOfWeek(stretch: { zone: string; fromMs: number; toMs: number }): (atMs: number) => number {
  const clock = localClock(stretch);
  return (atMs) => {
    const { day, hour } = clock(atMs);
    return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) * 24 + hour;
  };
}

function offsetsOf({ zone, fromMs, toMs }: { zone: string; fromMs: number; toMs: number }): Offset[] {
  let at = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone);
  const offsets = [{ fromMs, offsetMs: at.offsetNanoseconds / 1_000_000 }];
  for (;;) {
    const next = at.getTimeZoneTransition("next");
    if (!next || next.epochMilliseconds > toMs) return offsets;
    offsets.push({ fromMs: next.epochMilliseconds, offsetMs: next.offsetNanoseconds / 1_000_000 });
    at = next;
  }
}
