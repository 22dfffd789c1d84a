import { add, type Decimal, multiply, round } from "../../core/decimal.ts";
import type { PowerScope } from "../../core/energy/series.ts";
import type { Sink } from "../importer.ts";
import { about } from "./headed-table.ts";
import { Tally } from "./tally.ts";
import { WindowTimes } from "./window-times.ts";

export type Figure = "combined" | "package" | "cpu" | "gpu" | "ane" | "dram";
/** What powermetrics says of one figure: its mean power in the window, or its energy. */
export type Reading = { readonly row: number; readonly value: Decimal; readonly unit: "mW" | "mJ" };
/** One sample of powermetrics: the figures of its own elapsed time, which ended at the stamp. */
export type PowerWindow = {
  readonly row: number;
  readonly stampMs: number;
  readonly elapsedNs: number;
  readonly figures: ReadonlyMap<Figure, Reading>;
};

/** How the whole is found, best first: what a sample does not say itself is summed of its disjoint parts. */
const WHOLES: readonly {
  readonly scope: PowerScope;
  readonly needs: readonly Figure[];
  readonly adds: readonly Figure[];
}[] = [
  { scope: "soc", needs: ["combined"], adds: [] },
  { scope: "soc", needs: ["package"], adds: [] },
  { scope: "soc", needs: ["cpu", "gpu"], adds: ["ane", "dram"] },
  { scope: "cpu", needs: ["cpu"], adds: [] },
  { scope: "gpu", needs: ["gpu"], adds: [] },
];
const DEVICES: Readonly<Partial<Record<PowerScope, string>>> = { soc: "SoC", cpu: "CPU", gpu: "GPU" };
/** Up to here in `WHOLES` the sample states the whole itself. */
const LAST_STATED = 1;
/** No Mac draws 2,000 W. */
const MOST_MILLIWATTS = 2_000_000;
const PER_MILLION: Decimal = { units: 1n, scale: 6 };
const THOUSAND: Decimal = { units: 1_000n, scale: 0 };

const PROBLEMS = {
  missing: {
    severity: "warning",
    column: null,
    code: "power-missing",
    message: "A sample lacks the power that the others have; it is missing, not 0.",
  },
  zero: {
    severity: "warning",
    column: null,
    code: "power-zero",
    message: "A Mac that is on draws more than 0 mW: a sample of 0 was not measured, so it is missing.",
  },
  impossible: {
    severity: "warning",
    column: null,
    code: "power-impossible",
    message: "A sample is above 2,000 W, which no Mac draws; it was left out.",
  },
} as const;

/** Samples of powermetrics as intervals of one series: the whole once, never its parts beside it. */
export class PowermetricsWindows {
  readonly #sink: Sink;
  readonly #tally: Tally;
  readonly #times = new WindowTimes();
  readonly #declared = new Set<PowerScope>();
  #best = WHOLES.length;
  #readings = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
    this.#tally = new Tally(sink);
  }

  add(window: PowerWindow): void {
    // A sample without power has its place in time as well.
    const { fromMs, toMs } = this.#times.place(window.stampMs, window.elapsedNs);
    const at = wholeAt(window.figures);
    if (!this.#isAsGood(at)) {
      this.#tally.note(PROBLEMS.missing, window.row);
      return;
    }
    this.#best = Math.min(at, this.#best);
    const { microjoules, row, scope } = wholeOf(window, at);
    // Graphics that rest draw 0 mW; a Mac that takes samples does not.
    if (microjoules <= 0n && scope !== "gpu") this.#tally.note(PROBLEMS.zero, row);
    else if (Number(microjoules) * 1e6 > MOST_MILLIWATTS * window.elapsedNs) this.#tally.note(PROBLEMS.impossible, row);
    else this.#yield({ row, fromMs, toMs, microjoules: Number(microjoules) }, scope);
  }

  /** The last sample of a file without line ending: read where it says as much as those before it. */
  addCut(window: PowerWindow, isLastLineWhole: boolean): void {
    if (isLastLineWhole && this.#isAsGood(wholeAt(window.figures))) this.add(window);
    else this.cut(window.row);
  }

  /** A whole that is stated stands in for another; a sum of parts does not where the samples before stated the whole. */
  #isAsGood = (at: number): boolean => at < WHOLES.length && (at <= this.#best || at <= LAST_STATED);

  /** The log ends inside a sample. */
  cut(row: number): void {
    this.#sink.issue({
      severity: "warning",
      row,
      column: null,
      code: "row-cut",
      message: "The log ends inside its last sample, as when it was stopped while writing; that sample was not read.",
    });
  }

  report(): void {
    this.#tally.report();
    if (this.#readings === 0) this.#sink.issue(about("warning", "no-readings", "The log holds no power reading."));
  }

  #yield(energy: { row: number; fromMs: number; toMs: number; microjoules: number }, scope: PowerScope): void {
    const series = DEVICES[scope] ?? scope;
    if (!this.#declared.has(scope)) {
      this.#declared.add(scope);
      this.#sink.energy({ is: "series", key: series, device: series, scope, kind: "interval" });
    }
    this.#readings += 1;
    this.#sink.energy({ is: "interval", series, ...energy });
  }
}

/** The place in `WHOLES` of the best whole the figures give; its length when they give none. */
function wholeAt(figures: ReadonlyMap<Figure, Reading>): number {
  const at = WHOLES.findIndex(({ needs }) => needs.every((figure) => figures.has(figure)));
  return at < 0 ? WHOLES.length : at;
}

function wholeOf({ figures, elapsedNs, row }: PowerWindow, at: number) {
  const { scope, needs, adds } = WHOLES[at] ?? { scope: "soc", needs: [], adds: [] };
  const parts = [...needs, ...adds].flatMap((figure) => figures.get(figure) ?? []);
  const whole = parts.map((part) => microjoulesOf(part, elapsedNs)).reduce(add, { units: 0n, scale: 0 });
  return { scope, microjoules: round(whole, 0, "half-up").units, row: parts[0]?.row ?? row };
}

/** mW x ns / 10^6 = uJ. */
function microjoulesOf({ value, unit }: Reading, elapsedNs: number): Decimal {
  if (unit === "mJ") return multiply(value, THOUSAND);
  return multiply(multiply(value, { units: BigInt(elapsedNs), scale: 0 }), PER_MILLION);
}
