import type { IssueSeverity } from "../../core/issue.ts";
import type { Sink } from "../importer.ts";

type Kind = {
  readonly severity: IssueSeverity;
  readonly code: string;
  readonly column: string | null;
  readonly message: string;
};

/** Problems that repeat on many rows: each is said once, at its first row, with how many rows have it. */
export class Tally {
  readonly #sink: Sink;
  readonly #seen = new Map<string, { kind: Kind; row: number; count: number }>();

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** `kind` is a constant of the caller: its code and column tell it apart. */
  note(kind: Kind, row: number): void {
    const key = `${kind.code}|${kind.column ?? ""}`;
    const seen = this.#seen.get(key);
    if (seen) seen.count += 1;
    else this.#seen.set(key, { kind, row, count: 1 });
  }

  report(): void {
    for (const { kind, row, count } of this.#seen.values()) {
      const rows = count === 1 ? "" : ` ${count} rows; the first is row ${row}.`;
      this.#sink.issue({ ...kind, row, message: `${kind.message}${rows}` });
    }
    this.#seen.clear();
  }
}
