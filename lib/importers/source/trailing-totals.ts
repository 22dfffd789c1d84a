import { type Decimal, equals, format } from "../../core/decimal.ts";
import type { Sink } from "../importer.ts";
import { type MoneySums, readAmount } from "./amount.ts";

/** Is the text where a date should be the label of a total? */
export const isTotalLabel = (text: string): boolean =>
  /^(?:grand |sub|filtered )?totals?(?: \([A-Z]{3}\))?:?$/i.test(text);

/** A total is only compared, so a currency sign and thousands commas do no harm. */
const readTotal = (text: string): Decimal | null =>
  readAmount(
    /^-?[$€£¥]?-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^-?[$€£¥]/.test(text) ? text.replaceAll(/[$€£¥,\s]/g, "") : text,
  );

const TOTAL_WORDS = /\b(sub)?totals?\b|\bsum\b|\bsumme\b/i;

type HeldTotal = { row: number; currency: string; amountText: string; isLabelled: boolean };

/**
 * Rows without a date at the end of a file are its own totals: they are compared with the lines, not added to them.
 * Anywhere else, or with other things in them, such a row is damaged.
 */
export class TrailingTotals {
  readonly #sink: Sink;
  readonly #sums: MoneySums;
  readonly #dateColumn: string;
  #held: HeldTotal[] = [];

  constructor(at: { sink: Sink; sums: MoneySums; dateColumn: string }) {
    this.#sink = at.sink;
    this.#sums = at.sums;
    this.#dateColumn = at.dateColumn;
  }

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** Call for a row whose date is blank. @returns false when it cannot be a total; the missing date was then reported. */
  hold(cells: readonly string[], at: { row: number; amount: string; currency: string }): boolean {
    const mayBeTotal =
      at.amount !== "" &&
      cells.every((cell) => {
        const text = cell.trim();
        return text === "" || /^[A-Za-z]{3}$/.test(text) || TOTAL_WORDS.test(text) || readTotal(text) !== null;
      });
    const isLabelled = cells.some((cell) => TOTAL_WORDS.test(cell));
    if (mayBeTotal) this.#held.push({ row: at.row, currency: at.currency, amountText: at.amount, isLabelled });
    else this.#dateMissing(at.row);
    return mayBeTotal;
  }

  /** Call when a dated row follows: what was held is not at the end, so it is no total. */
  release(): void {
    for (const { row } of this.#held) this.#dateMissing(row);
    this.#held = [];
  }

  /** Call at the end of the file. */
  settle(): void {
    for (const held of this.#held) this.#compare(held);
    this.#held = [];
  }

  #compare({ row, currency: written, amountText, isLabelled }: HeldTotal): void {
    const stated = readTotal(amountText);
    const currencies = this.#sums.currencies();
    const currency = written !== "" ? written.toUpperCase() : currencies.length === 1 ? (currencies[0] ?? null) : null;
    const total = this.#sums.total(currency ?? "");
    const isEqual = stated !== null && equals(stated, total);
    // Neither called a total nor equal to one: a charge that lost its date, which must not be passed over.
    if (!stated || !currency || !(isEqual || isLabelled)) {
      this.#dateMissing(row);
      return;
    }
    this.#sink.statedTotal({ row, currency, amount: stated });
    this.#sink.issue({
      severity: isEqual ? "notice" : "warning",
      row,
      column: null,
      code: isEqual ? "total-agrees" : "total-differs",
      message: isEqual
        ? `The file ends with its own total, ${format(stated)} ${currency}; the rows sum to the same.`
        : `The file ends with a total of ${format(stated)} ${currency}, and its rows sum to ${format(total)}. The rows count; find out what the total includes.`,
    });
  }

  #dateMissing(row: number): void {
    this.#sink.issue({
      severity: "blocking",
      row,
      column: this.#dateColumn,
      code: "date-missing",
      message: "This row has an amount and no date, so it belongs to no month. Mend the row or leave it out.",
    });
  }
}
