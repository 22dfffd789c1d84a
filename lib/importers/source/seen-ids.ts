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
  /** By a number made from the id, so that a million rows do not keep a million texts. */
  readonly #seen = new Map<number, number>();
  #repeats = 0;
  #firstRepeat = 0;

  constructor(sink: Sink, column: string) {
    this.#sink = sink;
    this.#column = column;
  }

  /** @param content what must be equal for the rows to be the same. @returns true when the row is to be passed over. */
  isRepeat({ id, row, content }: { id: string; row: number; content: string }): boolean {
    if (id === "") return false;
    const key = keyOf(id);
    const mark = markOf(content);
    const before = this.#seen.get(key);
    if (before === undefined) {
      if (this.#seen.size < MOST_IDS) this.#seen.set(key, mark);
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

const TWO_21 = 2 ** 21;

/**
 * 53 bits of a text. Two ids of a file of a million meet by chance once in 18,000 files; their contents then differ, so
 * the row is blocked and seen, never lost.
 */
export function keyOf(text: string): number {
  const other = hash(text, 0x9747b28c);
  return (hash(text, FNV) >>> 0) * TWO_21 + ((other ^ (other >>> 15)) & (TWO_21 - 1));
}

const FNV = 0x811c9dc5;

/** 32 bits: enough to tell a repeated row from a changed one. */
const markOf = (text: string): number => hash(text, FNV);

/** FNV-1a over the code units, well mixed at the end. */
function hash(text: string, seed: number): number {
  let mark = seed;
  for (let at = 0; at < text.length; at += 1) mark = Math.imul(mark ^ text.charCodeAt(at), 0x01000193);
  mark = Math.imul(mark ^ (mark >>> 16), 0x85ebca6b);
  return mark ^ (mark >>> 13);
}
