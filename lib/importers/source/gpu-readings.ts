import type { Sink } from "../importer.ts";
import { Tally } from "./tally.ts";
import { CUT, MISSING, NEGATIVE, readMilliwatts, UNREADABLE } from "./watts.ts";

/** No single GPU draws more; a log with a limit is judged by one and a half times that. */
const MOST_MILLIWATTS = 3_000_000;

/** What a reading of a GPU's power can lack. None of it becomes 0 W: the step to the next reading is longer. */
const PROBLEMS = {
  missing: {
    code: "power-missing",
    message: "The driver gave no power for a reading ([N/A] and the like); it is missing, not 0.",
  },
  zero: {
    code: "power-zero",
    message: "A GPU that is on draws more than 0 W: a reading of 0 is a sensor that was not read, so it is missing.",
  },
  negative: { code: "power-negative", message: "A reading is below 0 W; it was left out." },
  cut: {
    code: "row-cut",
    message: "A row ends in the middle of its power, as when the log was stopped while writing; it was left out.",
  },
  impossible: {
    code: "power-impossible",
    message: "A reading is above 3,000 W or above one and a half times the power limit; it was left out.",
  },
} as const;

type Judged = { readonly row: number; readonly cell: string; readonly limit?: string };

/** Of a cell that is quoted. */
const SHOWN = 40;

/** Judges the power cells of a log of GPUs; what is wrong with them is said once a kind, with how many rows have it. */
export class GpuReadings {
  readonly #sink: Sink;
  readonly #tally: Tally;
  readonly #column: string | null;

  constructor(sink: Sink, column: string | null) {
    this.#sink = sink;
    this.#tally = new Tally(sink);
    this.#column = column;
  }

  /** A cell as a usable reading in whole milliwatts; MISSING when it is none. `limit` is the cell of the power limit. */
  read(cell: string, row: number, { factor = 1000, limit = "" } = {}): number {
    return this.judge(readMilliwatts(cell, factor), { row, cell, limit });
  }

  /** As `read`, of what `readMilliwatts` gave for the cell. */
  judge(milliwatts: number, { row, cell, limit = "" }: Judged): number {
    const isImpossible = milliwatts > MOST_MILLIWATTS || (limit !== "" && isAbove(milliwatts, limit));
    if (milliwatts > 0 && !isImpossible) return milliwatts;
    if (milliwatts === UNREADABLE) this.#block(cell, row);
    else this.#note(isImpossible ? "impossible" : problemOf(milliwatts), row);
    return MISSING;
  }

  /** The row ends before its power. */
  cut(row: number): void {
    this.#note("cut", row);
  }

  report(): void {
    this.#tally.report();
  }

  #block(cell: string, row: number): void {
    this.#sink.issue({
      severity: "blocking",
      row,
      column: this.#column,
      code: "power-unreadable",
      message: `"${cell.trim().slice(0, SHOWN)}" is no number of watts and no known word for a missing one. Mend the row or leave it out.`,
    });
  }

  #note(problem: keyof typeof PROBLEMS, row: number): void {
    this.#tally.note({ severity: "warning", column: this.#column, ...PROBLEMS[problem] }, row);
  }
}

function isAbove(milliwatts: number, limitCell: string): boolean {
  const limit = readMilliwatts(limitCell, 1000);
  return limit > 0 && milliwatts * 2 > limit * 3;
}

function problemOf(milliwatts: number): keyof typeof PROBLEMS {
  switch (milliwatts) {
    case 0:
      return "zero";
    case NEGATIVE:
      return "negative";
    case CUT:
      return "cut";
    default:
      return "missing";
  }
}
