import { add, type Decimal, decimal, divide, multiply, STORED_SCALE, subtract, ZERO } from "../decimal.ts";
import { QUARTER_MS } from "../energy/quarters.ts";
import { meanPriceOf } from "../tariff/price-at.ts";
import { MICROJOULES_PER_KWH } from "../tariff/price-per-kwh.ts";
import { GRID_MIX, GRID_MIX_SOURCE } from "./grid-mix.ts";

/** The mean of a country over a year, where nothing better is known. */
export type GridDefault = {
  readonly zone: string;
  readonly name: string;
  readonly year: number;
  readonly grams: Decimal;
  readonly source: string;
};

/** Grams CO2e per kWh of a zone from an instant to another (null: until a later one begins). */
export type GridIntensity = {
  readonly zone: string;
  readonly fromMs: number;
  readonly toMs: number | null;
  readonly grams: Decimal;
  readonly isEstimated: boolean;
  readonly source: string;
};

export const GRID_DEFAULTS: ReadonlyMap<string, GridDefault> = new Map(
  GRID_MIX.trim()
    .split("\n")
    .map((line) => {
      const [zone = "", year = "", grams = "", ...name] = line.split(" ");
      return [zone, { zone, name: name.join(" "), year: Number(year), grams: decimal(grams), source: GRID_MIX_SOURCE }];
    }),
);

export type Grams = {
  /** Grams CO2e of everything an intensity is known for, 12 places; null where none is known for any of it. */
  readonly grams: Decimal | null;
  /** The part of it that rests on an estimated intensity: a country's mean, or the source's own word. */
  readonly estimatedGrams: Decimal;
  /** Energy no intensity is known for. */
  readonly unknownMicrojoules: Decimal;
  /** Where the intensities are from, each once. */
  readonly sources: readonly string[];
};

/**
 * Grams of energy at the wall: quarter by quarter kWh x the intensity that holds, the organisation's own before the mean of
 * the country. A quarter that two intensities share takes their mean by time.
 * @returns null where the rig's grid is not entered: unknown is not zero
 */
export function gramsOf({
  quarters,
  zone,
  intensities,
}: {
  quarters: readonly { readonly atMs: number; readonly wallMicrojoules: Decimal }[];
  zone: string | null;
  intensities: readonly GridIntensity[];
}): Grams | null {
  if (zone === null) return null;
  const own = intensities.filter((each) => each.zone === zone).sort((one, other) => one.fromMs - other.fromMs);
  const usual = GRID_DEFAULTS.get(zone) ?? null;
  const meanOf = meanPriceOf(own.map(({ fromMs, toMs, grams }) => ({ fromMs, toMs, price: grams })));
  const sources = new Set<string>();
  let measured = ZERO;
  let estimated = ZERO;
  let unknown = ZERO;
  let isKnown = false;
  for (const { atMs, wallMicrojoules } of quarters) {
    const mean = meanOf(atMs, atMs + QUARTER_MS);
    const holding = mean ? holdingOf(own, atMs) : [];
    const intensity = mean ?? usual?.grams ?? null;
    if (!intensity) {
      unknown = add(unknown, wallMicrojoules);
      continue;
    }
    isKnown = true;
    const part = multiply(wallMicrojoules, intensity);
    if (mean && !holding.some((each) => each.isEstimated)) measured = add(measured, part);
    else estimated = add(estimated, part);
    for (const source of mean ? holding.map((each) => each.source) : usual ? [defaultSource(usual)] : [])
      sources.add(source);
  }
  const grams = isKnown ? perKwh(add(measured, estimated)) : null;
  const estimatedGrams = grams ? subtract(grams, perKwh(measured)) : ZERO;
  return { grams, estimatedGrams, unknownMicrojoules: unknown, sources: [...sources] };
}

/** Which of the own intensities hold in a quarter that all of is known of. Oldest first. */
function holdingOf(own: readonly GridIntensity[], atMs: number): GridIntensity[] {
  const covering = own.filter(({ fromMs, toMs }) => fromMs < atMs + QUARTER_MS && (toMs === null || toMs > atMs));
  const inside = covering.filter(({ fromMs }) => fromMs > atMs);
  const before = covering.filter(({ fromMs }) => fromMs <= atMs).slice(-1);
  return [...before, ...inside];
}

export const defaultSource = ({ name, year, source }: GridDefault): string => `${name}, mean of ${year}: ${source}`;

const perKwh = (undivided: Decimal): Decimal =>
  divide(undivided, MICROJOULES_PER_KWH, { scale: STORED_SCALE, rounding: "half-up" });
