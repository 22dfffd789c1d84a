import { add, compare, type Decimal, format, ZERO } from "../../core/decimal.ts";
import type { MeasuredUnit } from "../../core/energy/units.ts";
import type { Sink } from "../importer.ts";
import type { EnergyRows } from "../source/energy-rows.ts";
import { about, cellAt, type RowReader } from "../source/headed-table.ts";
import { readMeasured } from "../source/measured-cell.ts";
import { isTotalLabel } from "../source/trailing-totals.ts";

const MOST_HELD = 200_000;
const DATE = /^(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}/;

type Held = { readonly cells: readonly string[]; readonly row: number };

/**
 * Rows whose dates may be the day or the month first: held until a date tells, or the step from one day to the next. The
 * total under them is compared and not added.
 */
export class OrderedRows implements RowReader {
  readonly #rows: EnergyRows;
  readonly #sink: Sink;
  readonly #value: { readonly position: number; readonly unit: MeasuredUnit };
  #held: Held[] = [];
  #sum: Decimal = ZERO;
  #total: { row: number; value: Decimal } | null = null;

  constructor(given: { rows: EnergyRows; sink: Sink; position: number; unit: MeasuredUnit }) {
    this.#rows = given.rows;
    this.#sink = given.sink;
    this.#value = given;
  }

  row(cells: readonly string[], row: number): void {
    const text = this.#rows.stampText(cells);
    const read = readMeasured(cellAt(cells, this.#value.position), { unit: this.#value.unit, decimal: "." });
    const value = typeof read === "string" ? null : read.value;
    if (isTotalLabel(text)) {
      const stated = value ?? statedIn(cells);
      this.#total = stated && { row, value: stated };
      return;
    }
    if (value) this.#sum = add(this.#sum, value);
    this.#rows.clock.stamps.learn(text);
    if (this.#rows.clock.stamps.isAmbiguous(text)) {
      this.#hold({ cells, row });
      return;
    }
    this.#release();
    this.#rows.row(cells, row);
  }

  #hold(held: Held): void {
    const [, first, second] = DATE.exec(this.#rows.stampText(held.cells)) ?? [];
    const before = this.#held.at(-1);
    const [, firstBefore, secondBefore] = before ? (DATE.exec(this.#rows.stampText(before.cells)) ?? []) : [];
    this.#held.push(held);
    if (before && (first !== firstBefore || second !== secondBefore)) {
      // From one row to the next a day passes, and hardly ever a month.
      if (second === secondBefore) this.#order("day-first");
      else if (first === firstBefore) this.#order("month-first");
    } else if (this.#held.length > MOST_HELD) this.#order("month-first");
  }

  #order(order: "day-first" | "month-first"): void {
    this.#rows.clock.stamps.order = order;
    this.#release();
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const { cells, row } of held) this.#rows.row(cells, row);
  }

  end(): void {
    if (this.#held.length > 0) {
      this.#sink.issue(
        about(
          "warning",
          "date-month-first",
          "No date of the file tells whether the day or the month stands first; the month does in Enphase's reports, so they were read that way. Check the days.",
        ),
      );
      this.#order("month-first");
    }
    this.#rows.end();
    if (this.#total && compare(this.#total.value, this.#sum) !== 0)
      this.#sink.issue({
        severity: "warning",
        row: this.#total.row,
        column: null,
        code: "total-differs",
        message: `The file's own total is ${format(this.#total.value)} ${this.#value.unit} and its rows sum to ${format(this.#sum)}: the rows count. Rows may be missing.`,
      });
  }
}

/** A total may have fewer cells than the header. */
function statedIn(cells: readonly string[]): Decimal | null {
  const read = readMeasured(cellAt(cells, cells.length - 1), { unit: "Wh", decimal: "." });
  return cells.length === 2 && typeof read !== "string" ? read.value : null;
}
