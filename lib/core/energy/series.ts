/** What a reading is taken of: parts of a machine, the machine by its own meter, the plug or the meter before it. */
export type PowerScope = "gpu" | "cpu" | "soc" | "server" | "wall";
export const POWER_SCOPES: readonly PowerScope[] = ["gpu", "cpu", "soc", "server", "wall"];

/**
 * How readings become energy (power-formats.md F2). `polled`: watts asked for at intervals, trapezoids up to the gap cap.
 * `on-change`: a row only when the value changes, held until the next. `counter`: energy since some start, differences.
 * `interval`: energy of a stretch of time, taken as it is.
 */
export type SeriesKind = "polled" | "on-change" | "counter" | "interval";
export const SERIES_KINDS: readonly SeriesKind[] = ["polled", "on-change", "counter", "interval"];

/** The readings of one device in one scope and kind. A device may have several: its watts and its energy counter. */
export type EnergySeries = {
  /** Names the series inside its file. */
  readonly key: string;
  readonly device: string;
  readonly scope: PowerScope;
  readonly kind: SeriesKind;
  /** A counter that starts again at 0 after this many millijoules (RAPL). Absent: it does not wrap. */
  readonly wrapMillijoules?: number;
  /** The most the device can draw; a counter that implies 1.5 times as much was another device's. Absent: by scope. */
  readonly ratedMilliwatts?: number;
  /** On-change: the longest a value holds without another row. Absent: until the next one. */
  readonly maxSilenceMs?: number;
};

/** A counter as it stood. Integers: UTC ms, and millijoules (2^53 of them are 2.5 million kWh). */
export type CounterReading = {
  readonly row: number;
  readonly series: string;
  readonly atMs: number;
  readonly millijoules: number;
};

/** Energy used between two instants. Integers: UTC ms, microjoules. May be negative where a meter counts what was returned. */
export type IntervalReading = {
  readonly row: number;
  readonly series: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly microjoules: number;
};

/** On-change: from here on the value is unknown (`unavailable`). */
export type Silence = { readonly row: number; readonly series: string; readonly atMs: number };

/** Everything of energy but polled readings, of which there are too many for a tagged union. */
export type EnergyItem =
  | ({ readonly is: "series" } & EnergySeries)
  | ({ readonly is: "counter" } & CounterReading)
  | ({ readonly is: "interval" } & IntervalReading)
  | ({ readonly is: "silence" } & Silence);

/** What no device of a scope exceeds unless its series says otherwise (power-formats.md F1), in milliwatts. */
export const RATED_MILLIWATTS: Readonly<Record<PowerScope, number>> = {
  gpu: 2_000_000,
  cpu: 2_000_000,
  soc: 2_000_000,
  server: 20_000_000,
  wall: 100_000_000,
};
