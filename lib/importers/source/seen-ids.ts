import type { Sink } from "../importer.ts";
import { about } from "./headed-table.ts";

/** Ids kept at most; a file with more is not searched further for repeats, and says so. */
const MOST_IDS = 4_000_000;

/**
 * Rows that carry an id of their own: the same id with the same content is the same request, said again by another page
 * of an API; with other content one of the two is damaged.
 */
export class SeenIds {
  readonly #sink: Sink;
  readonly #column: string;
  readonly #seen = new Map<string, number>();
  #repeats = 0;
  #firstRepeat = 0;

  constructor(sink: Sink, column: string) {
    this.#sink = sink;
    this.#column = column;
  }

  /** @param content what must be equal for the rows to be the same. @returns true when the row is to be passed over. */
  isRepeat({ id, row, content }: { id: string; row: number; content: string }): boolean {
    if (id === "") return false;
    const mark = markOf(content);
    const before = this.#seen.get(id);
    if (before === undefined) {
      // A copy that stands alone: a slice would keep the block it was cut from.
      if (this.#seen.size < MOST_IDS) this.#seen.set(Buffer.from(id, "utf8").toString("utf8"), mark);
      return false;
    }
    if (before !== mark) {
      this.#sink.issue({
        severity: "blocking",
        row,
        column: this.#column,
        code: "id-repeated",
        message: `The id ${id.slice(0, 60)} came before with another amount, tokens or date. Only one of the rows can be right: leave the other out, or export again.`,
      });
      return true;
    }
    if (this.#repeats === 0) this.#firstRepeat = row;
    this.#repeats += 1;
    return true;
  }

  report(): void {
    if (this.#repeats > 0) {
      this.#sink.issue({
        severity: "notice",
        row: this.#firstRepeat,
        column: this.#column,
        code: "rows-repeated",
        message: `${this.#repeats === 1 ? "1 row repeats" : `${this.#repeats} rows repeat`} an earlier row with the same id and content; each request counts once.`,
      });
    }
    if (this.#seen.size < MOST_IDS) return;
    this.#sink.issue(
      about(
        "warning",
        "repeats-not-searched",
        "The file has more than 4,000,000 ids; later rows were not searched for repeats.",
      ),
    );
  }
}

/** 32 bits of a text (FNV-1a): enough to tell a repeated row from a changed one. */
function markOf(text: string): number {
  let mark = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
  return mark | 0;
}
