import type { RigMonth } from "../api/wire/rig-pages.ts";
import { add, type Decimal, decimal, divide, format, formatFixed, multiply, round, ZERO } from "../core/decimal.ts";
import { hourOfWeek } from "../core/tariff/local-clock.ts";
import type { RigQuarterRow } from "../db/power.ts";

const HOUR_MS = 3_600_000;
const QUARTER_MS = 900_000;
/** Below this much of an hour measured, its mean says nothing and is not drawn. */
const LEAST_COVERED_MS = 60_000;
const THOUSAND = decimal(1000);

/** Quarter hours of a stretch with their energy at the wall. */
export type WallStretch = {
  readonly quarters: readonly RigQuarterRow[];
  /** Microjoules at the wall of each of `quarters`. */
  readonly wall: readonly Decimal[];
  readonly fromMs: number;
  readonly toMs: number;
};
type Sum = { energy: Decimal; coveredMs: number };

/** Mean watts of what was measured: microjoules over milliseconds are milliwatts. */
const wattsOf = ({ energy, coveredMs }: Sum): string | null =>
  coveredMs < LEAST_COVERED_MS
    ? null
    : formatFixed(divide(energy, multiply(decimal(coveredMs), THOUSAND), { scale: 3 }), 1);

const put = (sum: Sum, energy: Decimal, coveredMs: number): void => {
  sum.energy = add(sum.energy, energy);
  sum.coveredMs += coveredMs;
};

/** What was stated for a quarter hour's time without a reading, at the wall. */
export type StatedQuarter = { readonly atMs: number; readonly microjoules: Decimal; readonly filledMs: number };

function hourSums(quarters: Iterable<{ atMs: number; energy: Decimal; ms: number }>): Map<number, Sum> {
  const hours = new Map<number, Sum>();
  for (const { atMs, energy, ms } of quarters) {
    const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS;
    const sum = hours.get(hourMs) ?? { energy: ZERO, coveredMs: 0 };
    hours.set(hourMs, sum);
    put(sum, energy, ms);
  }
  return hours;
}

/** Every hour of the stretch, null where nothing was measured: a gap is drawn as a gap. What was stated stands apart. */
export function powerSeries(
  { quarters, wall, fromMs, toMs }: WallStretch,
  filled: readonly StatedQuarter[],
): RigMonth["power"] {
  const hours = hourSums(quarters.map(({ atMs, coveredMs: ms }, index) => ({ atMs, energy: wall[index] ?? ZERO, ms })));
  const stated = hourSums(filled.map(({ atMs, microjoules: energy, filledMs: ms }) => ({ atMs, energy, ms })));
  const series: RigMonth["power"] = [];
  for (let hourMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hourMs < toMs; hourMs += HOUR_MS) {
    const sum = hours.get(hourMs);
    const said = stated.get(hourMs);
    series.push({
      hour: new Date(hourMs).toISOString(),
      watts: sum ? wattsOf(sum) : null,
      coveredSeconds: sum ? Math.round(sum.coveredMs / 1000) : 0,
      statedWatts: said ? wattsOf(said) : null,
      statedSeconds: said ? Math.round(said.coveredMs / 1000) : 0,
    });
  }
  return series;
}

/** Stretches without any reading, from a quarter of an hour on. */
export function gapsOf({ quarters, fromMs, toMs }: WallStretch): RigMonth["gaps"] {
  const measured = new Set(quarters.filter((quarter) => quarter.coveredMs > 0).map((quarter) => quarter.atMs));
  const gaps: RigMonth["gaps"] = [];
  let openedMs: number | null = null;
  const close = (endMs: number) => {
    if (openedMs !== null && endMs - openedMs >= QUARTER_MS) {
      gaps.push({
        from: new Date(openedMs).toISOString(),
        to: new Date(endMs).toISOString(),
        hours: format(round(divide(decimal(endMs - openedMs), decimal(HOUR_MS), { scale: 4 }), 2)),
      });
    }
    openedMs = null;
  };
  for (let atMs = Math.floor(fromMs / QUARTER_MS) * QUARTER_MS; atMs < toMs; atMs += QUARTER_MS) {
    if (measured.has(atMs)) close(atMs);
    else openedMs ??= Math.max(atMs, fromMs);
  }
  close(toMs);
  return gaps;
}

const cells = <Cell>(make: () => Cell): Cell[] => Array.from({ length: 7 * 24 }, make);
const inRows = <Cell>(all: readonly Cell[]): Cell[][] =>
  Array.from({ length: 7 }, (_, day) => all.slice(day * 24, day * 24 + 24));

/** Mean watts by weekday (0 = Monday) and hour in a zone; null where that hour of the week was never measured. */
export function weekOf({ quarters, wall, fromMs, toMs }: WallStretch, zone: string): RigMonth["week"] {
  const at = hourOfWeek({ zone, fromMs, toMs });
  const sums = cells((): Sum => ({ energy: ZERO, coveredMs: 0 }));
  for (const [index, quarter] of quarters.entries()) {
    const sum = sums[at(quarter.atMs)];
    if (sum) put(sum, wall[index] ?? ZERO, quarter.coveredMs);
  }
  return inRows(sums.map(wattsOf));
}

/** Percent of the time busy by weekday and hour in a zone, over the hours of the stretch; null without any usage. */
export function busyWeekOf(
  busyByHour: ReadonlyMap<number, number>,
  { fromMs, toMs, zone }: { fromMs: number; toMs: number; zone: string },
): RigMonth["busyWeek"] {
  if (busyByHour.size === 0) return null;
  const at = hourOfWeek({ zone, fromMs, toMs });
  const sums = cells(() => ({ busyMs: 0, hours: 0 }));
  for (let hourMs = Math.ceil(fromMs / HOUR_MS) * HOUR_MS; hourMs + HOUR_MS <= toMs; hourMs += HOUR_MS) {
    const sum = sums[at(hourMs)];
    if (!sum) continue;
    sum.hours += 1;
    sum.busyMs += busyByHour.get(hourMs) ?? 0;
  }
  return inRows(
    sums.map(({ busyMs, hours }) => (hours === 0 ? null : ((busyMs * 100) / (hours * HOUR_MS)).toFixed(1))),
  );
}
