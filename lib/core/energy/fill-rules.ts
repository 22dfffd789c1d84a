/** Mean watts of a quarter hour, in milliwatts at the wall, and for how long of it they are known. */
export type QuarterPower = {
  readonly atMs: number;
  readonly milliwatts: number;
  readonly coveredMs: number;
  /** Was the rig without work; null: no file tells. */
  readonly isIdle: boolean | null;
};

/**
 * Power of a rig that is on and idle: the median of its quarter hours without work, or, where no usage tells of work, of
 * the lower quarter of all. Null without any reading. Source: power-formats.md F5 b.
 */
export function idleMilliwatts(quarters: readonly QuarterPower[]): number | null {
  const known = quarters.filter((quarter) => quarter.isIdle === true);
  const sorted = (known.length > 0 ? known : quarters).map((quarter) => quarter.milliwatts).sort((a, b) => a - b);
  const low = known.length > 0 ? sorted : sorted.slice(0, Math.max(1, Math.ceil(sorted.length / 4)));
  return low[(low.length - 1) >> 1] ?? null;
}

/**
 * Mean power by hour of the week, 168 values from Monday 00:00; an hour of the week that was never measured takes the mean
 * of all that were. Null without any reading. Source: power-formats.md F5 c.
 */
export function weeklyMilliwatts(
  quarters: readonly QuarterPower[],
  hourOfWeek: (atMs: number) => number,
): number[] | null {
  const sums = Array.from({ length: 168 }, () => ({ energy: 0, ms: 0 }));
  const whole = { energy: 0, ms: 0 };
  for (const { atMs, milliwatts, coveredMs } of quarters) {
    const sum = sums[hourOfWeek(atMs)];
    for (const each of sum ? [sum, whole] : [whole]) {
      each.energy += milliwatts * coveredMs;
      each.ms += coveredMs;
    }
  }
  if (whole.ms === 0) return null;
  const mean = whole.energy / whole.ms;
  return sums.map(({ energy, ms }) => Math.round(ms === 0 ? mean : energy / ms));
}
