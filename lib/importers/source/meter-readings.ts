import type { EnergySeries, PowerScope } from "../../core/energy/series.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { about } from "./headed-table.ts";
import type { StampReader } from "./stamps.ts";
import { Tally } from "./tally.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;
/** Above this no counter of a machine stands: a field that was never filled holds the largest integers there are. */
const MOST_COUNTED = 1e15;
const UNSUPPORTED = 4_294_967_295;

/** What a reading cannot exceed, in watts. Source: power-formats F1. */
const MOST_WATTS: Readonly<Record<PowerScope, number>> = {
  gpu: 3_000,
  cpu: 3_000,
  // A whole machine by CodeCarbon's sum of its parts.
  soc: 20_000,
  server: 20_000,
  wall: 100_000,
};

/** Could a machine have this reading: whole milliwatts, or millijoules of a counter? */
export function isPlausible({ scope, kind }: Pick<EnergySeries, "scope" | "kind">, amount: number): boolean {
  if (kind === "counter") return amount >= 0 && amount <= MOST_COUNTED && amount !== UNSUPPORTED;
  return amount > 0 && amount <= MOST_WATTS[scope] * 1000;
}

type Reading = { readonly row: number; readonly series: string; readonly atMs: number };

/**
 * What importers of power share: a series is declared before its first reading, a reading that is none is counted and
 * left out (missing is never 0), and a time no clock showed is blocking.
 */
export class MeterReadings {
  readonly #sink: Sink;
  readonly #latestMs: number;
  readonly #tally: Tally;
  readonly #series = new Map<string, EnergySeries>();
  readonly #isDeclared = new Set<string>();
  /** Readings that were handed on. */
  count = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#latestMs = options.nowMs + MS_PER_DAY;
    this.#tally = new Tally(sink);
  }

  get tally(): Tally {
    return this.#tally;
  }

  knows(key: string): boolean {
    return this.#series.has(key);
  }

  /** Known from here on; handed on with its first reading, so that a series without one does not exist. */
  series(series: EnergySeries): void {
    if (!this.#series.has(series.key)) this.#series.set(series.key, series);
  }

  /** Watts that are 0, negative or beyond the scope's limit are missing: a part that is on draws something. */
  power({ row, series, atMs }: Reading, milliwatts: number): void {
    const scope = this.#series.get(series)?.scope ?? "gpu";
    if (Number.isNaN(milliwatts)) this.#tally.note(PROBLEMS.missing, row);
    else if (milliwatts === 0) this.#tally.note(PROBLEMS.zero, row);
    else if (milliwatts < 0) this.#tally.note(PROBLEMS.negative, row);
    else if (milliwatts > MOST_WATTS[scope] * 1000) this.#tally.note(PROBLEMS.impossible[scope], row);
    else {
      this.#announce(series);
      this.#sink.sample({ row, device: series, atMs, milliwatts });
    }
  }

  counter({ row, series, atMs }: Reading, millijoules: number): void {
    if (Number.isNaN(millijoules)) this.#tally.note(PROBLEMS.missing, row);
    else if (millijoules < 0) this.#tally.note(PROBLEMS.negative, row);
    else if (!isPlausible(COUNTER, millijoules)) this.#tally.note(PROBLEMS.sentinel, row);
    else {
      this.#announce(series);
      this.#sink.energy({ is: "counter", row, series, atMs, millijoules });
    }
  }

  interval({ row, series, fromMs, toMs }: Omit<Reading, "atMs"> & { fromMs: number; toMs: number }, uj: number): void {
    if (Number.isNaN(uj)) this.#tally.note(PROBLEMS.missing, row);
    else if (uj < 0) this.#tally.note(PROBLEMS.negative, row);
    else if (this.#isTooMuch(series, { uj, ms: toMs - fromMs })) this.#tally.note(PROBLEMS.tooMuch, row);
    else {
      this.#announce(series);
      this.#sink.energy({ is: "interval", row, series, fromMs, toMs, microjoules: uj });
    }
  }

  #isTooMuch(series: string, { uj, ms }: { uj: number; ms: number }): boolean {
    const scope = this.#series.get(series)?.scope ?? "gpu";
    return uj > MOST_WATTS[scope] * 1000 * ms;
  }

  #announce(key: string): void {
    this.count += 1;
    if (this.#isDeclared.has(key)) return;
    this.#isDeclared.add(key);
    const series = this.#series.get(key);
    if (series) this.#sink.energy({ is: "series", ...series });
  }

  /** A time before 2000 or still to come is reported as blocking. `text` is as the file has it, "" where that was a number. */
  isTime({ row, atMs, column, text }: { row: number; atMs: number; column: string | null; text: string }): boolean {
    if (atMs > EARLIEST_MS && atMs < this.#latestMs) return true;
    const shown = text === "" && !Number.isNaN(atMs) ? new Date(atMs).toISOString() : text.slice(0, 60);
    const [code, message] = Number.isNaN(atMs)
      ? shown === ""
        ? ["date-missing", "The row has no time. Mend the row or leave it out."]
        : ["date-unreadable", `"${shown}" is not a time. Mend the row or leave it out.`]
      : [
          "date-out-of-range",
          `"${shown}" is before the year 2000 or still to come; the clock was wrong. Leave the row out, or mend its time.`,
        ];
    this.#sink.issue({ severity: "blocking", row, column, code, message });
    return false;
  }

  end(): void {
    this.#tally.report();
  }

  nothing(): void {
    this.#sink.issue(about("warning", "no-readings", "The file holds no reading of power or energy."));
  }
}

const COUNTER = { scope: "gpu", kind: "counter" } as const;
const LEFT_OUT = "left out, and the time around it counts as not measured.";
const impossible = (scope: PowerScope) =>
  ({
    severity: "warning",
    code: "power-impossible",
    column: null,
    message: `A reading is above ${MOST_WATTS[scope].toLocaleString("en-US")} W, more than a ${scope === "gpu" ? "GPU" : scope} draws; it was ${LEFT_OUT}`,
  }) as const;

const PROBLEMS = {
  missing: {
    severity: "warning",
    code: "power-missing",
    column: null,
    message: "A value is no number (N/A, a blank and the like); it is missing, not 0.",
  },
  zero: {
    severity: "warning",
    code: "power-zero",
    column: null,
    message: "A reading is 0 W: what is on draws more, so the sensor was not read; it is missing.",
  },
  negative: {
    severity: "warning",
    code: "power-negative",
    column: null,
    message: `A reading is below 0; it was ${LEFT_OUT}`,
  },
  sentinel: {
    severity: "warning",
    code: "counter-blank",
    column: null,
    message: "A counter holds the number that stands for a blank field; it is missing.",
  },
  tooMuch: {
    severity: "warning",
    code: "energy-impossible",
    column: null,
    message: `A stretch of time has more energy than the machine can draw in it; it was ${LEFT_OUT}`,
  },
  impossible: {
    gpu: impossible("gpu"),
    cpu: impossible("cpu"),
    soc: impossible("soc"),
    server: impossible("server"),
    wall: impossible("wall"),
  },
} as const;

/** What is to be said of stamps without a zone, of a repeated hour and of times that spring skips. */
export function reportClock(sink: Sink, { clock, sawZoneless }: StampReader): void {
  if (sawZoneless && !clock) {
    sink.issue(
      about(
        "warning",
        "zone-missing",
        "The stamps carry no time zone and none was given, so they were read as UTC. Give the rig's zone to place the hours right.",
      ),
    );
  }
  if (clock?.beganInRepeat) {
    sink.issue(
      about(
        "warning",
        "begins-in-repeated-hour",
        "The log begins in the hour that the change to winter time repeats; it was read as the first of the two.",
      ),
    );
  }
  if (clock && clock.skipped > 0) {
    sink.issue(
      about(
        "warning",
        "time-does-not-exist",
        `${clock.skipped} stamps show a time that the change to summer time skips. Check that the zone is the rig's.`,
      ),
    );
  }
}
