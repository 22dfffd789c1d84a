import { type Day, utcDay } from "../../core/calendar.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { isFuture } from "./days.ts";
import { about } from "./headed-table.ts";

/** Says once that a file speaks for days which are still to come. */
export class FutureDays {
  readonly #sink: Sink;
  readonly #nowMs: number;
  #isSaid = false;

  constructor(sink: Sink, { nowMs }: ReadOptions) {
    this.#sink = sink;
    this.#nowMs = nowMs;
  }

  check(day: Day): void {
    if (this.#isSaid || !isFuture(day, this.#nowMs)) return;
    this.#isSaid = true;
    const message = `The file speaks for ${day}, which is after ${utcDay(this.#nowMs)}. Check where it was made.`;
    this.#sink.issue(about("warning", "date-in-future", message));
  }
}
