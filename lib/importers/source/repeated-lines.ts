import type { Sink } from "../importer.ts";
import { about } from "./headed-table.ts";
import { keyOf } from "./seen-ids.ts";

/** Lines remembered at most; a log of more is not searched further for repeats, and says so. */
const MOST_LINES = 2_000_000;

/**
 * Requests that a log holds twice because it was appended to itself. Two equal lines one after the other are two
 * requests; one that comes again after the log had moved on is the same request, said again.
 */
export class RepeatedLines {
  readonly #sink: Sink;
  readonly #seen = new Set<number>();
  #latestMs = Number.NEGATIVE_INFINITY;
  #repeats = 0;
  #firstRepeat = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** @param text what tells the request apart. @returns true when the line is to be passed over. */
  isRepeat({ text, atMs, row }: { text: string; atMs: number; row: number }): boolean {
    const key = keyOf(text);
    if (atMs < this.#latestMs && this.#seen.has(key)) return this.#count(row);
    if (atMs > this.#latestMs) this.#latestMs = atMs;
    if (this.#seen.size < MOST_LINES) this.#seen.add(key);
    return false;
  }

  /** For texts with a time so fine that no two requests share them. */
  isCopy(text: string, row: number): boolean {
    const key = keyOf(text);
    if (this.#seen.has(key)) return this.#count(row);
    if (this.#seen.size < MOST_LINES) this.#seen.add(key);
    return false;
  }

  #count(row: number): true {
    if (this.#repeats === 0) this.#firstRepeat = row;
    this.#repeats += 1;
    return true;
  }

  report(): void {
    if (this.#repeats > 0) {
      const many = this.#repeats === 1 ? "1 entry comes" : `${this.#repeats} entries come`;
      this.#sink.issue({
        severity: "notice",
        row: this.#firstRepeat,
        column: null,
        code: "rows-repeated",
        message: `${many} again with the same time and figures, as in a log that was appended to itself; each counts once.`,
      });
    }
    if (this.#seen.size < MOST_LINES) return;
    const message = "The file has more than 2,000,000 requests; later ones were not searched for repeats.";
    this.#sink.issue(about("warning", "repeats-not-searched", message));
  }
}
