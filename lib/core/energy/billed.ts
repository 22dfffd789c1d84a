import type { QuarterEnergy } from "./quarters.ts";
import type { PowerScope, SeriesKind } from "./series.ts";

export type SeriesQuarters = {
  readonly device: string;
  readonly scope: PowerScope;
  readonly kind: SeriesKind;
  readonly quarters: ReadonlyMap<number, QuarterEnergy>;
  /** The first quarter hour the series ever had, where `quarters` is a part of it. */
  readonly firstMs?: number;
};

/** What is billed of one quarter hour, and in which scope it was measured. */
export type BilledQuarter = QuarterEnergy & { readonly scope: PowerScope };

/** Of two series of one device the more trusted counts: counters lose no energy to sampling. Source: power-formats.md F7. */
const TRUST: Readonly<Record<SeriesKind, number>> = { counter: 0, interval: 1, polled: 2, "on-change": 2 };
/** From the whole to the parts. GPUs and processors are parts side by side; `soc` is both. */
const WIDEST_FIRST: readonly (readonly PowerScope[])[] = [["wall"], ["server"], ["soc"], ["gpu", "cpu"]];

/**
 * The energy a rig is billed for, by UTC quarter hour. Scopes are nested, so they never add: in each quarter hour the
 * widest scope that was measured counts, unless it was measured for less than half as long as a narrower one. Devices of
 * a scope add; of several series of one device the most trusted counts, and another for the time it does not cover. GPUs and processors, which are no parts of each
 * other, add. Covered time is the mean over the devices
 * of the scope that had been logged before.
 */
export function billedQuarters(series: readonly SeriesQuarters[]): Map<number, BilledQuarter> {
  const scopes = new Map<PowerScope, ReadonlyMap<number, QuarterEnergy>>();
  for (const scope of new Set(series.map((each) => each.scope))) {
    scopes.set(scope, quartersOfScope(series.filter((each) => each.scope === scope)));
  }
  const levels = WIDEST_FIRST.map((level) => level.filter((scope) => scopes.has(scope))).filter(
    (level) => level.length > 0,
  );
  const instants = [...new Set([...scopes.values()].flatMap((quarters) => [...quarters.keys()]))].sort((a, b) => a - b);
  const billed = new Map<number, BilledQuarter>();
  for (const at of instants) {
    const found = levels.flatMap((level) => levelAt(level, scopes, at) ?? []);
    const longest = Math.max(...found.map(({ coveredMs }) => coveredMs));
    const chosen = found.find(({ coveredMs }) => coveredMs * 2 >= longest);
    if (chosen) billed.set(at, chosen);
  }
  return billed;
}

function levelAt(
  level: readonly PowerScope[],
  scopes: ReadonlyMap<PowerScope, ReadonlyMap<number, QuarterEnergy>>,
  at: number,
): BilledQuarter | null {
  const parts = level.flatMap((scope) => {
    const quarter = scopes.get(scope)?.get(at);
    return quarter ? [{ ...quarter, scope }] : [];
  });
  const [first, ...others] = parts;
  if (!first) return null;
  return others.reduce<BilledQuarter>(
    (sum, part) => ({
      scope: sum.scope,
      halfMicrojoules: sum.halfMicrojoules + part.halfMicrojoules,
      coveredMs: Math.max(sum.coveredMs, part.coveredMs),
      peakMilliwatts: sum.peakMilliwatts + part.peakMilliwatts,
    }),
    first,
  );
}

/** The devices of one scope together. */
export function quartersOfScope(series: readonly SeriesQuarters[]): ReadonlyMap<number, QuarterEnergy> {
  const devices = [...new Set(series.map((each) => each.device))].map((device) => {
    const own = series.filter((each) => each.device === device);
    return { quarters: quartersOfDevice(own), firstMs: Math.min(...own.map(firstOf)) };
  });
  const [only, ...others] = devices;
  if (!only) return new Map();
  return others.length === 0 ? only.quarters : together(devices);
}

/** What counts of one device in a quarter hour, and which of its series it came from, as places among those given. */
type Chosen = { readonly quarter: QuarterEnergy; readonly from: readonly number[] };

/**
 * One device measured in several ways, quarter hour by quarter hour: the most trusted series, and for the time it does not
 * cover and another does, the mean power of that other. Source: power-formats.md F7.
 */
export function chosenOfDevice(series: readonly SeriesQuarters[]): ReadonlyMap<number, Chosen> {
  const chosen = new Map<number, Chosen>();
  const places = series.map((_, place) => place).sort((a, b) => TRUST[kindAt(series, a)] - TRUST[kindAt(series, b)]);
  for (const place of places) {
    for (const [at, quarter] of series[place]?.quarters ?? []) {
      const kept = chosen.get(at);
      if (!kept) chosen.set(at, { quarter, from: [place] });
      else if (kept.quarter.coveredMs < quarter.coveredMs)
        chosen.set(at, { quarter: withRest(kept.quarter, quarter), from: [...kept.from, place] });
    }
  }
  return chosen;
}

const kindAt = (series: readonly SeriesQuarters[], place: number): SeriesKind => series[place]?.kind ?? "polled";

/** The trusted energy, and the other's mean power for as long as it covers more. */
function withRest(trusted: QuarterEnergy, other: QuarterEnergy): QuarterEnergy {
  const restMs = BigInt(other.coveredMs - trusted.coveredMs);
  const rest = (BigInt(other.halfMicrojoules) * restMs) / BigInt(other.coveredMs);
  return {
    halfMicrojoules: trusted.halfMicrojoules + Number(rest),
    coveredMs: other.coveredMs,
    peakMilliwatts: Math.max(trusted.peakMilliwatts, other.peakMilliwatts),
  };
}

/** The energy of one device, measured in one way or several. */
export function quartersOfDevice(series: readonly SeriesQuarters[]): ReadonlyMap<number, QuarterEnergy> {
  const [only, ...others] = series;
  if (!only) return new Map();
  if (others.length === 0) return only.quarters;
  return new Map([...chosenOfDevice(series)].map(([at, { quarter }]) => [at, quarter]));
}

type Device = { readonly quarters: ReadonlyMap<number, QuarterEnergy>; readonly firstMs: number };

/** A device is expected to be logged from its first reading on: one that falls silent lowers the coverage. */
function together(devices: readonly Device[]): ReadonlyMap<number, QuarterEnergy> {
  const sums = new Map<number, QuarterEnergy>();
  for (const { quarters } of devices) {
    for (const [at, quarter] of quarters) {
      const sum = sums.get(at);
      if (!sum) sums.set(at, { ...quarter });
      else {
        sum.halfMicrojoules += quarter.halfMicrojoules;
        sum.coveredMs += quarter.coveredMs;
        sum.peakMilliwatts += quarter.peakMilliwatts;
      }
    }
  }
  for (const [at, sum] of sums) {
    const logged = devices.filter(({ firstMs }) => firstMs <= at).length;
    sum.coveredMs = Math.round(sum.coveredMs / logged);
  }
  return sums;
}

function firstOf({ quarters, firstMs }: SeriesQuarters): number {
  if (firstMs !== undefined) return firstMs;
  let first = Number.POSITIVE_INFINITY;
  for (const at of quarters.keys()) if (at < first) first = at;
  return first;
}
