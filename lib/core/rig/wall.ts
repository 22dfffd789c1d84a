import type { Day } from "../calendar.ts";
import { add, type Decimal, decimal, divide, multiply } from "../decimal.ts";
import type { PowerScope } from "../energy/series.ts";
import type { WallTerms } from "./terms.ts";

export const MICROJOULES_PER_KWH = decimal(3_600_000_000_000);
const THOUSAND = decimal(1000);

/** A UTC quarter hour of what is billed of a rig. */
export type MeasuredQuarter = {
  readonly atMs: number;
  readonly scope: PowerScope;
  readonly microjoules: Decimal;
  readonly coveredMs: number;
};

/** kWh of microjoules, 9 places. */
export const kwhOf = (microjoules: Decimal): Decimal =>
  divide(microjoules, MICROJOULES_PER_KWH, { scale: 9, rounding: "half-up" });

/** The terms that hold on a day; null before the first. */
export const wallOn = (walls: readonly WallTerms[], day: Day): WallTerms | null =>
  walls.findLast((each) => each.from <= day) ?? null;

const isPart = (scope: PowerScope): boolean => scope !== "server" && scope !== "wall";

/**
 * Energy at the wall, exact: (measured x factor + base watts over the measured time) x pue. Factor and base stand for
 * what a reading of processors alone does not see, so they count only where nothing wider was measured. Source:
 * power-formats.md D5, F10.
 */
export function wallMicrojoules(
  { scope, microjoules, coveredMs }: Omit<MeasuredQuarter, "atMs">,
  wall: WallTerms | null,
): Decimal {
  if (!wall) return microjoules;
  const base = multiply(multiply(wall.baseWatts, THOUSAND), decimal(coveredMs));
  const drawn = isPart(scope) ? add(multiply(microjoules, wall.factor), base) : microjoules;
  return multiply(drawn, wall.pue);
}

/** Energy a person stated for time in which nothing was measured, at the wall as it is. */
export type EstimatedQuarter = { readonly atMs: number; readonly microjoules: Decimal };
