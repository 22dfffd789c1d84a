/** A counter between two looks at it. `isReset`: it started again, so what it had before the restart is not all known. */
export type CounterStep = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly row: number;
  readonly increase: number;
  readonly isReset: boolean;
};

/** What one counter showed, in whatever order it was read. Whole numbers only. */
export class CounterHistory {
  readonly #times: number[] = [];
  readonly #values: number[] = [];
  readonly #rows: number[] = [];
  /** When the counter was first there, with or without a value. */
  firstMs = Number.POSITIVE_INFINITY;

  /** The counter was there and had no value. */
  see(atMs: number): void {
    this.firstMs = Math.min(this.firstMs, atMs);
  }

  add({ atMs, value, row }: { atMs: number; value: number; row: number }): void {
    this.see(atMs);
    this.#times.push(atMs);
    this.#values.push(value);
    this.#rows.push(row);
  }

  get values(): readonly number[] {
    return this.#values;
  }

  get times(): readonly number[] {
    return this.#times;
  }

  /**
   * The steps in order of time. Of two looks at one instant the later read counts. A value below the one before, or a
   * process that began in between (`starts`), counts from 0. `sinceMs`: the process was seen then without this counter,
   * so it began at 0 after it; null where that is not known, and the first look is only where counting begins.
   */
  steps({ starts, sinceMs }: { starts: readonly number[]; sinceMs: number | null }): CounterStep[] {
    const order = this.#order();
    const steps: CounterStep[] = [];
    let beforeMs = sinceMs;
    let before = 0;
    for (const at of order) {
      const [toMs = 0, value = 0, row = 0] = [this.#times[at], this.#values[at], this.#rows[at]];
      const fromMs = beforeMs;
      if (fromMs !== null && toMs > fromMs) {
        const isReset = value < before || starts.some((start) => start > fromMs && start <= toMs);
        steps.push({ fromMs, toMs, row, increase: isReset ? value : value - before, isReset });
      }
      beforeMs = toMs;
      before = value;
    }
    return steps;
  }

  #order(): number[] {
    const order = this.#times.map((_, at) => at);
    const isSorted = this.#times.every((ms, at) => at === 0 || ms > (this.#times[at - 1] ?? 0));
    if (isSorted) return order;
    order.sort((a, b) => (this.#times[a] ?? 0) - (this.#times[b] ?? 0) || a - b);
    return order.filter((at, place) => {
      const next = order[place + 1];
      return next === undefined || this.#times[next] !== this.#times[at];
    });
  }
}
