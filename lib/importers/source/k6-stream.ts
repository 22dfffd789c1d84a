import type { ReadOptions, Sink } from "../importer.ts";
import { about } from "./headed-table.ts";
import { NOTES, pauseNote, requestsNote } from "./k6-metrics.ts";
import { K6Points } from "./k6-points.ts";
import { Tally } from "./tally.ts";

const EARLIEST_MS = Date.UTC(2000, 0, 1);
const MS_PER_DAY = 86_400_000;

const ODD_TIME = {
  severity: "blocking",
  code: "date-out-of-range",
  column: "time",
  message:
    "A point is before the year 2000 or still to come: the clock was wrong. Run the test again, or leave the row out.",
} as const;

/** Points of a k6 test as they stream by, whatever the file's shape, and the test they make at its end. */
export class K6Stream {
  readonly points = new K6Points();
  readonly tally: Tally;
  readonly thresholds = new Set<string>();
  readonly #sink: Sink;
  readonly #latestMs: number;
  #firstRow: number | null = null;

  constructor(sink: Sink, { nowMs }: ReadOptions) {
    this.#sink = sink;
    this.#latestMs = nowMs + MS_PER_DAY;
    this.tally = new Tally(sink);
  }

  point(row: number, { metric, atMs, value }: { metric: string; atMs: number; value: number }): void {
    if (atMs < EARLIEST_MS || atMs > this.#latestMs) {
      this.tally.note(ODD_TIME, row);
      return;
    }
    this.#firstRow ??= row;
    this.points.add(metric, atMs, value);
  }

  end(): void {
    this.tally.report();
    const { points } = this;
    const { levels, iterationMs, rampRequests } = points.levels();
    const requests = levels.reduce((sum, level) => sum + (level.requests ?? 0), 0);
    if (this.#firstRow === null || requests + rampRequests === 0) {
      this.#sink.issue(
        about(
          "warning",
          "no-requests",
          "The file holds no request and no iteration, so there is nothing to read a load from.",
        ),
      );
      return;
    }
    const notes = [...this.#notes(rampRequests, levels.length)];
    const [only] = levels;
    if (only && levels.length === 1) {
      const more = points.hasHttp ? requestsNote(only.requests, only.iterations) : null;
      if (more) notes.push(more);
    }
    const pause = this.#pause(levels, iterationMs);
    if (pause) notes.push(pause);
    if (levels.every((level) => level.inputTokens === null && level.outputTokens === null)) notes.push(NOTES.noTokens);
    this.#sink.loadTest({
      row: this.#firstRow,
      tool: "k6",
      model: null,
      atMs: points.firstMs,
      levels,
      objectives: [],
      isSingleStream: false,
      notes,
    });
  }

  *#notes(rampRequests: number, levels: number): Generator<string> {
    if (!this.points.hasHttp)
      yield "The test made no HTTP requests that k6 counts: its iterations are taken as requests, pauses included.";
    if (levels === 1) yield NOTES.oneLevel;
    if (rampRequests > 0)
      yield `${rampRequests} requests ended while the number of users changed, or held for less than 5 seconds; they are in no level.`;
    if (this.points.isBeyondTimes) yield "The test has more than 5 million times, so their quantiles are not known.";
    for (const metric of this.points.unclear)
      yield `${metric} counts tokens without saying whether of prompts or answers; it is not used for a rate.`;
    for (const text of this.thresholds)
      yield `The test set the threshold ${text}; points do not say whether it was met.`;
  }

  #pause(levels: ReturnType<K6Points["levels"]>["levels"], iterationMs: number | null): string | null {
    const requests = levels.reduce((sum, level) => sum + (level.requests ?? 0), 0);
    const iterations = levels.reduce((sum, level) => sum + (level.iterations ?? 0), 0);
    const busyMs = levels.reduce((sum, level) => sum + (level.duration?.mean ?? 0) * (level.requests ?? 0), 0);
    if (iterationMs === null || iterations === 0 || requests === 0 || busyMs === 0) return null;
    return pauseNote({ iterationMs, requestMs: busyMs / requests, perIteration: Math.round(requests / iterations) });
  }
}
