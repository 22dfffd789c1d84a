export const QUARTER_MS = 900_000;

/**
 * What one UTC quarter hour holds: the finest step that tariffs, demand charges and the world's time zones need. Energy in
 * half-microjoules: watts in mW times ms is microjoules, and a trapezoid is half of (first + last) times the time, so its
 * double is a whole number. 100 kW for a quarter hour is 1.8e14, far inside 2^53.
 */
export type QuarterEnergy = { halfMicrojoules: number; coveredMs: number; peakMilliwatts: number };

export type Reading = { readonly atMs: number; readonly milliwatts: number };

/** Energy per UTC quarter hour, keyed by the quarter's first millisecond. */
export class QuarterBuckets {
  readonly quarters = new Map<number, QuarterEnergy>();
  #quarterMs = -1;
  #current: QuarterEnergy = { halfMicrojoules: 0, coveredMs: 0, peakMilliwatts: 0 };

  #at(quarterMs: number): QuarterEnergy {
    if (quarterMs === this.#quarterMs) return this.#current;
    let quarter = this.quarters.get(quarterMs);
    if (!quarter) {
      quarter = { halfMicrojoules: 0, coveredMs: 0, peakMilliwatts: 0 };
      this.quarters.set(quarterMs, quarter);
    }
    this.#quarterMs = quarterMs;
    this.#current = quarter;
    return quarter;
  }

  /** Adds the trapezoid between two readings of one device, `from` before `to`, split at quarter-hour edges without loss. */
  addSegment(fromMs: number, fromMilliwatts: number, toMs: number, toMilliwatts: number): void {
    const quarterMs = fromMs - (((fromMs % QUARTER_MS) + QUARTER_MS) % QUARTER_MS);
    const whole = (fromMilliwatts + toMilliwatts) * (toMs - fromMs);
    const quarter = this.#at(quarterMs);
    if (fromMilliwatts > quarter.peakMilliwatts) quarter.peakMilliwatts = fromMilliwatts;
    if (toMs <= quarterMs + QUARTER_MS) {
      quarter.halfMicrojoules += whole;
      quarter.coveredMs += toMs - fromMs;
      // A reading on the edge belongs to the quarter it begins.
      if (toMilliwatts > quarter.peakMilliwatts && toMs < quarterMs + QUARTER_MS) quarter.peakMilliwatts = toMilliwatts;
      else if (toMs === quarterMs + QUARTER_MS) this.#peak(toMs, toMilliwatts);
      return;
    }
    this.#splitAtQuarters({ fromMs, fromMilliwatts, toMs, toMilliwatts }, quarterMs);
  }

  /** Adds energy spread evenly between two instants, split at quarter-hour edges without loss. */
  addSpread(fromMs: number, toMs: number, halfMicrojoules: bigint): void {
    const duration = BigInt(toMs - fromMs);
    const mean = Number(halfMicrojoules / (2n * duration));
    let doneMs = fromMs;
    let doneEnergy = 0n;
    while (doneMs < toMs) {
      const quarterMs = doneMs - (((doneMs % QUARTER_MS) + QUARTER_MS) % QUARTER_MS);
      const endMs = Math.min(quarterMs + QUARTER_MS, toMs);
      const energy = endMs === toMs ? halfMicrojoules : (halfMicrojoules * BigInt(endMs - fromMs)) / duration;
      const quarter = this.#at(quarterMs);
      quarter.halfMicrojoules += Number(energy - doneEnergy);
      quarter.coveredMs += endMs - doneMs;
      if (mean > quarter.peakMilliwatts) quarter.peakMilliwatts = mean;
      doneMs = endMs;
      doneEnergy = energy;
    }
  }

  /** A single reading: it has a peak and no duration. */
  #peak(quarterMs: number, milliwatts: number): void {
    const quarter = this.#at(quarterMs);
    if (milliwatts > quarter.peakMilliwatts) quarter.peakMilliwatts = milliwatts;
  }

  #splitAtQuarters(segment: Segment, firstQuarterMs: number): void {
    let doneMs = segment.fromMs;
    let doneEnergy = 0;
    for (let quarterMs = firstQuarterMs; doneMs < segment.toMs; quarterMs += QUARTER_MS) {
      const endMs = Math.min(quarterMs + QUARTER_MS, segment.toMs);
      const energy = energyUntil(segment, endMs);
      const quarter = this.#at(quarterMs);
      quarter.halfMicrojoules += energy - doneEnergy;
      quarter.coveredMs += endMs - doneMs;
      doneMs = endMs;
      doneEnergy = energy;
    }
    this.#peak(segment.toMs - (((segment.toMs % QUARTER_MS) + QUARTER_MS) % QUARTER_MS), segment.toMilliwatts);
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
 * Parts are differences of this, so they sum to the segment exactly. BigInt because a² leaves 2^53; it runs once a quarter hour.
 */
function energyUntil({ fromMs, fromMilliwatts, toMs, toMilliwatts }: Segment, atMs: number): number {
  if (atMs === toMs) return (fromMilliwatts + toMilliwatts) * (toMs - fromMs);
  const elapsed = BigInt(atMs - fromMs);
  const duration = BigInt(toMs - fromMs);
  const slope = BigInt(toMilliwatts - fromMilliwatts);
  return Number(2n * BigInt(fromMilliwatts) * elapsed + (slope * elapsed * elapsed) / duration);
}

/** The energy of all quarters together, exact. */
export function totalOf(quarters: ReadonlyMap<number, QuarterEnergy>): { halfMicrojoules: bigint; coveredMs: number } {
  let halfMicrojoules = 0n;
  let coveredMs = 0;
  for (const quarter of quarters.values()) {
    halfMicrojoules += BigInt(quarter.halfMicrojoules);
    coveredMs += quarter.coveredMs;
  }
  return { halfMicrojoules, coveredMs };
}
