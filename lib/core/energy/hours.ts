export const HOUR_MS = 3_600_000;

/**
 * What one UTC hour holds. Energy in half-microjoules: watts in mW times ms is microjoules, and a trapezoid is half of
 * (first + last) times the time, so its double is a whole number. 20 kW for an hour is 1.4e14, far inside 2^53.
 */
export type HourEnergy = { halfMicrojoules: number; coveredMs: number; peakMilliwatts: number };

export type Reading = { readonly atMs: number; readonly milliwatts: number };

/** Energy per UTC hour, keyed by the hour's first millisecond. */
export class HourBuckets {
  readonly hours = new Map<number, HourEnergy>();
  #hourMs = -1;
  #current: HourEnergy = { halfMicrojoules: 0, coveredMs: 0, peakMilliwatts: 0 };

  #at(hourMs: number): HourEnergy {
    if (hourMs === this.#hourMs) return this.#current;
    let hour = this.hours.get(hourMs);
    if (!hour) {
      hour = { halfMicrojoules: 0, coveredMs: 0, peakMilliwatts: 0 };
      this.hours.set(hourMs, hour);
    }
    this.#hourMs = hourMs;
    this.#current = hour;
    return hour;
  }

  /** Adds the trapezoid between two readings of one device, `from` before `to`, split at hour edges without loss. */
  addSegment(fromMs: number, fromMilliwatts: number, toMs: number, toMilliwatts: number): void {
    const hourMs = fromMs - (((fromMs % HOUR_MS) + HOUR_MS) % HOUR_MS);
    const whole = (fromMilliwatts + toMilliwatts) * (toMs - fromMs);
    const hour = this.#at(hourMs);
    if (fromMilliwatts > hour.peakMilliwatts) hour.peakMilliwatts = fromMilliwatts;
    if (toMs <= hourMs + HOUR_MS) {
      hour.halfMicrojoules += whole;
      hour.coveredMs += toMs - fromMs;
      // A reading on the edge belongs to the hour it begins.
      if (toMilliwatts > hour.peakMilliwatts && toMs < hourMs + HOUR_MS) hour.peakMilliwatts = toMilliwatts;
      else if (toMs === hourMs + HOUR_MS) this.#peak(toMs, toMilliwatts);
      return;
    }
    this.#splitAtHours({ fromMs, fromMilliwatts, toMs, toMilliwatts }, hourMs);
  }

  /** A single reading: it has a peak and no duration. */
  #peak(hourMs: number, milliwatts: number): void {
    const hour = this.#at(hourMs);
    if (milliwatts > hour.peakMilliwatts) hour.peakMilliwatts = milliwatts;
  }

  #splitAtHours(segment: Segment, firstHourMs: number): void {
    let doneMs = segment.fromMs;
    let doneEnergy = 0;
    for (let hourMs = firstHourMs; doneMs < segment.toMs; hourMs += HOUR_MS) {
      const endMs = Math.min(hourMs + HOUR_MS, segment.toMs);
      const energy = energyUntil(segment, endMs);
      const hour = this.#at(hourMs);
      hour.halfMicrojoules += energy - doneEnergy;
      hour.coveredMs += endMs - doneMs;
      doneMs = endMs;
      doneEnergy = energy;
    }
    this.#peak(segment.toMs - (((segment.toMs % HOUR_MS) + HOUR_MS) % HOUR_MS), segment.toMilliwatts);
  }
}

type Segment = {
  readonly fromMs: number;
  readonly fromMilliwatts: number;
  readonly toMs: number;
  readonly toMilliwatts: number;
};

/**
 * Half-microjoules of a segment from its start to `atMs`: 2·p1·a + (p2-p1)·a²/T, cut to a whole number.
 * Parts are differences of this, so they sum to the segment exactly. BigInt because a² leaves 2^53; it runs once an hour.
 */
function energyUntil({ fromMs, fromMilliwatts, toMs, toMilliwatts }: Segment, atMs: number): number {
  if (atMs === toMs) return (fromMilliwatts + toMilliwatts) * (toMs - fromMs);
  const elapsed = BigInt(atMs - fromMs);
  const duration = BigInt(toMs - fromMs);
  const slope = BigInt(toMilliwatts - fromMilliwatts);
  return Number(2n * BigInt(fromMilliwatts) * elapsed + (slope * elapsed * elapsed) / duration);
}

/** The energy of all hours together, exact. */
export function totalOf(hours: ReadonlyMap<number, HourEnergy>): { halfMicrojoules: bigint; coveredMs: number } {
  let halfMicrojoules = 0n;
  let coveredMs = 0;
  for (const hour of hours.values()) {
    halfMicrojoules += BigInt(hour.halfMicrojoules);
    coveredMs += hour.coveredMs;
  }
  return { halfMicrojoules, coveredMs };
}
