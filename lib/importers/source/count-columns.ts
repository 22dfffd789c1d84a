import { type Decimal, isNegative, isZero, ZERO } from "../../core/decimal.ts";
import type { TokenKind, UsageLine } from "../../core/usage-line.ts";
import type { Sink } from "../importer.ts";
import { readAmount } from "./amount.ts";
import { type Columns, cellAt } from "./headed-table.ts";
import { isTotalLabel } from "./trailing-totals.ts";

/** A count a file gives; null where it says nothing, which is not zero. */
export type Count = Decimal | null;

const BLANK = /^(?:null|n\/a|\[n\/a\]|nan|none|-)?$/i;
/** Thousands with points, or a number to three places: it cannot be told which. */
const AMBIGUOUS = /^\d{1,3}(?:\.\d{3})+$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.0+)?$/;

/** A whole number of tokens or requests (`3`, `3.0`, `1,204`, `1.2E+6`); null when blank, undefined when it is none. */
export function readCount(text: string): Count | undefined {
  if (text === "") return null;
  const plain = readPlain(text);
  if (plain) return plain;
  if (BLANK.test(text)) return null;
  if (AMBIGUOUS.test(text)) return undefined;
  const count = readAmount(THOUSANDS.test(text) ? text.replaceAll(",", "") : text);
  return count === null || count.scale > 0 || isNegative(count) ? undefined : count;
}

/** The form a million rows write: at most 15 digits, perhaps with `.0` after them. */
function readPlain(text: string): Decimal | null {
  const end = text.endsWith(".0") ? text.length - 2 : text.length;
  if (end === 0 || end > 15) return null;
  let value = 0;
  for (let at = 0; at < end; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return value === 0 ? ZERO : { units: BigInt(value), scale: 0 };
}

export function reportCount(sink: Sink, { row, column, text }: { row: number; column: string; text: string }): void {
  sink.issue({
    severity: "blocking",
    row,
    column,
    code: "count-unreadable",
    message: `"${text}" is not a count: a whole number that is not negative. Mend the row or leave it out.`,
  });
}

/** The columns of a table that count things, read together. */
export class CountColumns {
  readonly #sink: Sink;
  readonly #at: readonly { readonly name: string; readonly position: number }[];
  readonly #width: number;

  constructor(sink: Sink, columns: Columns, names: readonly string[]) {
    this.#sink = sink;
    this.#at = names.map((name) => ({ name, position: columns.position(name) }));
    this.#width = columns.names.length;
  }

  /** The counts in the order of the names, or null when one cannot be read; that was then reported. */
  read(cells: readonly string[], row: number): Count[] | null {
    if (this.#isCut(cells, row)) return null;
    const counts: Count[] = [];
    for (const { name, position } of this.#at) {
      const text = cellAt(cells, position);
      const count = readCount(text);
      if (count === undefined) {
        reportCount(this.#sink, { row, column: name, text });
        return null;
      }
      counts.push(count);
    }
    return counts;
  }

  /** A short row that ends in a count may be a cut one: its last digits are not known. */
  #isCut(cells: readonly string[], row: number): boolean {
    const last = cells.length - 1;
    if (cells.length >= this.#width || (cells[last] ?? "").trim() === "") return false;
    const cut = this.#at.find(({ position }) => position === last);
    if (!cut) return false;
    this.#sink.issue({
      severity: "blocking",
      row,
      column: cut.name,
      code: "row-cut",
      message: "The row ends inside a count, so its last digits may be missing. Download the file again.",
    });
    return true;
  }
}

/** A row without a date in a file of counts: its own total, which is passed over, or a damaged row. */
export function reportUndated(
  sink: Sink,
  { cells, row, dateColumn }: { cells: readonly string[]; row: number; dateColumn: string },
): void {
  const isTotal = cells.some((cell) => isTotalLabel(cell.trim()));
  sink.issue({
    severity: isTotal ? "notice" : "blocking",
    row,
    column: dateColumn,
    code: isTotal ? "total-row" : "date-missing",
    message: isTotal
      ? "This row is a total of the file; it was not added to the rows."
      : "This row has counts and no date, so it belongs to no month. Mend the row or leave it out.",
  });
}

/** A line without what differs between the kinds of its row. */
export type RowBase = Omit<UsageLine, "billed" | "effective" | "costKind" | "tokens" | "requests">;

type RowFigures = {
  /** Disjoint; those that are null or zero give no line. */
  readonly counts: readonly { readonly kind: TokenKind; readonly count: Count }[];
  readonly requests: Count;
  /** One price for the whole row; null for usage without money. */
  readonly billed: Decimal | null;
};

/**
 * One line a token kind of the row. Money and requests stand on the first: a price for all kinds is never split by
 * invention. A row with money or requests and no tokens is one line of kind `other`.
 * @returns how many lines there were
 */
export function yieldByKind(sink: Sink, base: RowBase, { counts, requests, billed }: RowFigures): number {
  const asked = requests !== null && !isZero(requests) ? requests : null;
  let lines = 0;
  for (const { kind, count } of counts) {
    if (count === null || isZero(count)) continue;
    const money = lines === 0 ? (billed ?? ZERO) : ZERO;
    const line = { ...base, billed: money, effective: null, costKind: kind, tokens: count };
    sink.line(lines === 0 && asked ? { ...line, requests: asked } : line);
    lines += 1;
  }
  if (lines > 0 || (billed === null && asked === null)) return lines;
  const line = { ...base, billed: billed ?? ZERO, effective: null, costKind: "other" as const, tokens: null };
  sink.line(asked ? { ...line, requests: asked } : line);
  return 1;
}
