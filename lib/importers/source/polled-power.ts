import type { PowerScope } from "../../core/energy/series.ts";
import type { IssueSeverity } from "../../core/issue.ts";
import type { Sink } from "../importer.ts";
import { MILLIWATTS_PER, scaledInteger } from "./scaled-integer.ts";
import { Tally } from "./tally.ts";

/** What loggers write where they have no figure. None of it is 0. */
const MISSING = new Set(
  "|n/a|na|[n/a]|#n/a|nan|null|none|-|--|unknown|unavailable|not available|no reading|disabled|inf|+inf|-inf|infinity|err|error|failed|timeout|ns".split(
    "|",
  ),
);

export const isMissingFigure = (text: string): boolean => MISSING.has(text.trim().toLowerCase());

/** Above these a figure is a sentinel or of another unit (power-formats F1). */
const MOST_MILLIWATTS: Readonly<Record<PowerScope, number>> = {
  gpu: 3_000_000,
  cpu: 3_000_000,
  soc: 3_000_000,
  server: 20_000_000,
  wall: 100_000_000,
};

type Kind = { severity: IssueSeverity; code: string; column: string | null; message: string };

function kinds(mostMilliwatts: number, column: string | null): Record<"missing" | "zero" | "negative" | "most", Kind> {
  const most = (mostMilliwatts / 1_000_000).toLocaleString("en-US");
  const kind = (severity: IssueSeverity, code: string, message: string): Kind => ({ severity, code, column, message });
  return {
    missing: kind("notice", "power-missing", "A reading holds no figure (N/A and the like); it is missing, not 0."),
    zero: kind(
      "warning",
      "power-zero",
      "A reading of 0 W is a meter that was not read: a machine that is on draws more. It is missing, not 0.",
    ),
    negative: kind("warning", "power-negative", "A reading is below 0 W; it was left out."),
    most: kind("warning", "power-impossible", `A reading is above ${most} kW; it was left out.`),
  };
}

type Reading = {
  readonly row: number;
  /** Names the series and, unless `key` does, the device. */
  readonly device: string;
  readonly atMs: number;
  /** The figure as the file has it, in units of `factor` milliwatts (watts when absent). */
  readonly text: string;
  readonly factor?: number;
  readonly column?: string | null;
  readonly key?: string;
  /** The meter says that it is switched off, so 0 W is true. */
  readonly isOff?: boolean;
  /** Written when it changed: it holds until the next, and 0 W is what was switched off. A series is one or the other. */
  readonly isOnChange?: boolean;
};

type Yielded = { row: number; key: string; device: string; atMs: number; isOnChange: boolean };

type Meters = {
  readonly scope: PowerScope;
  /** Named by issues that count over all columns. */
  readonly column?: string | null;
  /** What one reading cannot exceed, where it is of several machines. Absent: by scope. */
  readonly mostMilliwatts?: number;
};

/** Polled power of servers and plugs: declares each series once, and drops what is no reading, saying how many were. */
export class PolledPower {
  readonly #sink: Sink;
  readonly #scope: PowerScope;
  readonly #most: number;
  readonly #tally: Tally;
  readonly #kinds: ReturnType<typeof kinds>;
  readonly #declared = new Set<string>();
  readings = 0;

  constructor(sink: Sink, { scope, column = null, mostMilliwatts = MOST_MILLIWATTS[scope] }: Meters) {
    this.#sink = sink;
    this.#scope = scope;
    this.#most = mostMilliwatts;
    this.#tally = new Tally(sink);
    this.#kinds = kinds(mostMilliwatts, column);
  }

  add(reading: Reading): void {
    const { row, device, atMs, text, factor = MILLIWATTS_PER.W, column = null, key = device, isOff } = reading;
    const { isOnChange = false } = reading;
    const milliwatts = scaledInteger(text, factor);
    const at = { row, key, device, atMs, isOnChange };
    if (milliwatts > 0 && milliwatts <= this.#most) this.#yield(at, milliwatts);
    else if (milliwatts === 0 && (isOff || isOnChange)) this.#yield(at, 0);
    else if (milliwatts === 0) this.#tally.note(this.#kinds.zero, row);
    else if (milliwatts < 0) this.#tally.note(this.#kinds.negative, row);
    else if (milliwatts > 0) this.#tally.note(this.#kinds.most, row);
    else if (isMissingFigure(text)) this.#tally.note(this.#kinds.missing, row);
    else
      this.#sink.issue({
        severity: "blocking",
        row,
        column,
        code: "power-unreadable",
        message: `"${text.slice(0, 40)}" is no number of watts and no known word for a missing one. Mend the row or leave it out.`,
      });
  }

  report(): void {
    this.#tally.report();
  }

  #yield(at: Yielded, milliwatts: number): void {
    const { row, key, device, atMs, isOnChange } = at;
    if (!this.#declared.has(key)) {
      this.#declared.add(key);
      this.#sink.energy({ is: "series", key, device, scope: this.#scope, kind: isOnChange ? "on-change" : "polled" });
    }
    this.readings += 1;
    this.#sink.sample({ row, device: key, atMs, milliwatts });
  }
}
