import type { PowerScope } from "../../core/energy/series.ts";
import type { Sink } from "../importer.ts";
import { isMissingFigure } from "./polled-power.ts";
import { scaledInteger } from "./scaled-integer.ts";
import { Tally } from "./tally.ts";

const kind = (severity: "notice" | "warning", code: string, message: string) => ({
  severity,
  code,
  column: null,
  message,
});
const MISSING = kind("notice", "energy-missing", "A reading of a counter holds no figure; it is missing, not 0.");
const NEGATIVE = kind("warning", "energy-negative", "A counter reads below 0; the reading was left out.");
const TOO_MUCH = kind("warning", "energy-impossible", "A counter reads more than 2,500,000 kWh; it was left out.");

type Reading = {
  readonly row: number;
  readonly device: string;
  readonly atMs: number;
  readonly text: string;
  /** Millijoules in one of the file's unit. */
  readonly factor: number;
  readonly column?: string | null;
  /** Names the series; the device's counter when absent. */
  readonly key?: string;
};

/** Counters of energy: declares each series once, and drops what is no reading, saying how many were. */
export class CounterEnergy {
  readonly #sink: Sink;
  readonly #scope: PowerScope;
  readonly #tally: Tally;
  readonly #declared = new Set<string>();
  readings = 0;

  constructor(sink: Sink, scope: PowerScope) {
    this.#sink = sink;
    this.#scope = scope;
    this.#tally = new Tally(sink);
  }

  add({ row, device, atMs, text, factor, column = null, key = `${device} energy` }: Reading): void {
    const millijoules = scaledInteger(text, factor);
    if (millijoules < 0) this.#tally.note(NEGATIVE, row);
    else if (millijoules === Number.POSITIVE_INFINITY) this.#tally.note(TOO_MUCH, row);
    else if (millijoules >= 0) this.#yield({ row, device, atMs, key, millijoules });
    else if (isMissingFigure(text)) this.#tally.note(MISSING, row);
    else
      this.#sink.issue({
        severity: "blocking",
        row,
        column,
        code: "energy-unreadable",
        message: `"${text.slice(0, 40)}" is no amount of energy and no known word for a missing one. Mend the row or leave it out.`,
      });
  }

  report(): void {
    this.#tally.report();
  }

  #yield(given: { row: number; device: string; atMs: number; key: string; millijoules: number }): void {
    const { row, device, atMs, key, millijoules } = given;
    if (!this.#declared.has(key)) {
      this.#declared.add(key);
      this.#sink.energy({ is: "series", key, device, scope: this.#scope, kind: "counter" });
    }
    this.readings += 1;
    this.#sink.energy({ is: "counter", row, series: key, atMs, millijoules });
  }
}
