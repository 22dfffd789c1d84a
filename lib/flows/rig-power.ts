import { Temporal } from "temporal-polyfill";
import type { RigMonth } from "../api/wire/records.ts";
import { add, type Decimal, decimal, divide, format, formatFixed, multiply, round, ZERO } from "../core/decimal.ts";
import type { EnergyHourRow } from "../db/power.ts";

const HOUR_MS = 3_600_000;
/** Below this much of an hour measured, its mean says nothing and is not drawn. */
const LEAST_COVERED_MS = 60_000;
const THOUSAND = decimal(1000);

type Stretch = { readonly hours: readonly EnergyHourRow[]; readonly fromMs: number; readonly toMs: number };

/** Mean watts of what was measured of an hour: microjoules over milliseconds are milliwatts. */
const wattsOf = (microjoules: Decimal, coveredMs: number): Decimal =>
  divide(microjoules, multiply(decimal(coveredMs), THOUSAND), { scale: 3 });

/** Every hour of the stretch, null where nothing was measured: a gap is drawn as a gap. */
export function powerSeries({ hours, fromMs, toMs }: Stretch): RigMonth["power"] {
  const byHour = new Map(hours.map((hour) => [hour.hourMs, hour]));
  const series: RigMonth["power"] = [];
  for (let hourMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hourMs < toMs; hourMs += HOUR_MS) {
    const hour = byHour.get(hourMs);
    const isMeasured = hour !== undefined && hour.coveredMs >= LEAST_COVERED_MS;
    series.push({
      hour: new Date(hourMs).toISOString(),
      watts: isMeasured ? formatFixed(wattsOf(decimal(hour.microjoules), hour.coveredMs), 1) : null,
      coveredSeconds: hour ? Math.round(hour.coveredMs / 1000) : 0,
    });
  }
  return series;
}

/** Stretches of whole hours without any reading. */
export function gapsOfHours({ hours, fromMs, toMs }: Stretch): RigMonth["gaps"] {
  const measured = new Set(hours.filter((hour) => hour.coveredMs >= LEAST_COVERED_MS).map((hour) => hour.hourMs));
  const gaps: RigMonth["gaps"] = [];
  let openedMs: number | null = null;
  const close = (endMs: number) => {
    if (openedMs !== null && endMs - openedMs >= HOUR_MS) {
      gaps.push({
        from: new Date(openedMs).toISOString(),
        to: new Date(endMs).toISOString(),
        hours: format(round(divide(decimal(endMs - openedMs), decimal(HOUR_MS), { scale: 4 }), 1)),
      });
    }
    openedMs = null;
  };
  for (let hourMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hourMs < toMs; hourMs += HOUR_MS) {
    if (measured.has(hourMs)) close(hourMs);
    else openedMs ??= hourMs;
  }
  close(toMs);
  return gaps;
}

/** Mean watts by weekday (0 = Monday) and hour in a zone; null where that hour of the week was never measured. */
export function weekOf(hours: readonly EnergyHourRow[], zone: string): RigMonth["week"] {
  const sums = Array.from({ length: 7 * 24 }, () => ({ microjoules: ZERO, coveredMs: 0 }));
  for (const hour of hours) {
    const local = Temporal.Instant.fromEpochMilliseconds(hour.hourMs).toZonedDateTimeISO(zone);
    const cell = sums[(local.dayOfWeek - 1) * 24 + local.hour];
    if (!cell) continue;
    cell.microjoules = add(cell.microjoules, decimal(hour.microjoules));
    cell.coveredMs += hour.coveredMs;
  }
  return Array.from({ length: 7 }, (_, day) =>
    sums
      .slice(day * 24, day * 24 + 24)
      .map((cell) =>
        cell.coveredMs >= LEAST_COVERED_MS ? formatFixed(wattsOf(cell.microjoules, cell.coveredMs), 1) : null,
      ),
  );
}
