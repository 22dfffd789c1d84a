import { add, type Decimal, ZERO } from "../decimal.ts";
import type { LocalTime } from "./local-clock.ts";
import type { QuarterUse } from "./quarter-use.ts";

/** Energy of a window of a demand meter, over the time in it that was measured. */
export type DemandWindow = { readonly atMs: number; readonly microjoules: Decimal; readonly coveredMs: number };

const MS_PER_MINUTE = 60_000;

/**
 * Windows of a demand meter, on the tariff's clock. The mean of a window is over its measured time. A window measured
 * for less than half its length says little (one second of inrush is no demand): it counts only where no better one is.
 */
export function demandWindows({
  use,
  windowMinutes,
  clock,
}: {
  use: readonly QuarterUse[];
  windowMinutes: 15 | 30 | 60;
  clock: (atMs: number) => LocalTime;
}): DemandWindow[] {
  const windows = new Map<number, { atMs: number; microjoules: Decimal; coveredMs: number }>();
  for (const each of use) {
    if (each.coveredMs <= 0) continue;
    const atMs = each.atMs - (clock(each.atMs).minute % windowMinutes) * MS_PER_MINUTE;
    const window = windows.get(atMs) ?? { atMs, microjoules: ZERO, coveredMs: 0 };
    window.microjoules = add(window.microjoules, each.wallMicrojoules);
    window.coveredMs += each.coveredMs;
    windows.set(atMs, window);
  }
  const all = [...windows.values()];
  const measured = all.filter((window) => window.coveredMs * 2 >= windowMinutes * MS_PER_MINUTE);
  return measured.length > 0 ? measured : all;
}
