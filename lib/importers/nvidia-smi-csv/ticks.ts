/** Rows of one tick are printed within this; ticks are further apart. */
const WITHIN_TICK_MS = 50;

export type TickPlan = { readonly perTick: number; readonly gapMs: number };

/**
 * How many rows a tick has, from the first stamps of a log whose rows name no GPU: 1 for a single GPU. Rows of one tick
 * come within milliseconds of each other and ticks much further apart; where that is not so there is one GPU.
 */
export function tickPlan(stampsMs: readonly number[]): TickPlan {
  const steps = stampsMs.slice(1).map((stamp, index) => stamp - (stampsMs[index] ?? 0));
  const inner = steps.filter((step) => step >= 0 && step <= WITHIN_TICK_MS);
  const outer = steps.filter((step) => step > WITHIN_TICK_MS).sort((a, b) => a - b);
  const medianOuter = outer[Math.floor(outer.length / 2)] ?? 0;
  const widestInner = Math.max(0, ...inner);
  if (inner.length === 0 || (outer.length > 0 && medianOuter < 4 * widestInner)) return SINGLE;
  const gapMs = outer.length === 0 ? WITHIN_TICK_MS : medianOuter / 2;
  const counts = countsPerTick(steps, gapMs);
  // The first and the last tick may be cut.
  const whole = counts.length > 2 ? counts.slice(1, -1) : counts;
  return { perTick: mostCommon(whole), gapMs };
}

const SINGLE: TickPlan = { perTick: 1, gapMs: 0 };

function countsPerTick(steps: readonly number[], gapMs: number): number[] {
  const counts = [1];
  for (const step of steps) {
    if (step > gapMs) counts.push(1);
    else counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
  }
  return counts;
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1;
}

export type TickRow = { readonly row: number; readonly atMs: number; readonly milliwatts: number };

/** Names the GPUs of a log without ids by their place in the tick; a tick with another count of rows is refused. */
export class TickSplitter {
  readonly #plan: TickPlan;
  readonly #accept: (tick: readonly TickRow[]) => void;
  readonly #refuse: (tick: readonly TickRow[]) => void;
  #tick: TickRow[] = [];

  constructor(
    plan: TickPlan,
    to: { accept: (tick: readonly TickRow[]) => void; refuse: (tick: readonly TickRow[]) => void },
  ) {
    this.#plan = plan;
    this.#accept = to.accept;
    this.#refuse = to.refuse;
  }

  add(reading: TickRow): void {
    const last = this.#tick.at(-1);
    if (last && Math.abs(reading.atMs - last.atMs) > this.#plan.gapMs) this.#flush(false);
    this.#tick.push(reading);
  }

  end(): void {
    this.#flush(true);
  }

  /** A last tick that was cut short still begins with the first GPU. */
  #flush(isLast: boolean): void {
    if (this.#tick.length === 0) return;
    const isWhole = this.#tick.length === this.#plan.perTick;
    if (isWhole || (isLast && this.#tick.length < this.#plan.perTick)) this.#accept(this.#tick);
    else this.#refuse(this.#tick);
    this.#tick = [];
  }
}
