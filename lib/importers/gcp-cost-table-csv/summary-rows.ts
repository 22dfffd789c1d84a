import { type Decimal, equals, format, round } from "../../core/decimal.ts";
import type { Sink } from "../importer.ts";
import { type CommaMeaning, readLocalAmount } from "../source/local-amount.ts";

const LABEL = /^(sub-?total|tax(?:es)?|vat|gst|(?:filtered |grand )?total)$/i;

export type SummaryRow = {
  readonly row: number;
  readonly kind: "subtotal" | "tax" | "total";
  readonly amount: Decimal;
  /** Places behind the point, as written. */
  readonly places: number;
};

/**
 * A row at the end that sums up: no date, a label, and the unrounded and the rounded amount after it, in fewer cells than the
 * header has. Null when the row is something else.
 */
export function readSummaryRow(cells: readonly string[], row: number, comma: CommaMeaning): SummaryRow | null {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  const [label = "", ...amounts] = filled;
  const kind = LABEL.exec(label)?.[1]?.toLowerCase();
  const [first] = amounts;
  if (!kind || first === undefined || amounts.length > 3) return null;
  const read = amounts.map((text) => readLocalAmount(text, comma));
  const amount = read[0];
  if (!amount || read.some((value) => value === null)) return null;
  const written = comma?.startsWith("decimal") ? /,(\d+)$/ : /\.(\d+)$/;
  const places = written.exec(first)?.[1]?.length ?? amount.scale;
  return { row, kind: /^sub/.test(kind) ? "subtotal" : /total$/.test(kind) ? "total" : "tax", amount, places };
}

/** Holds a summary row against what the rows sum to, at the places it is written with. */
export function compareSummary(summary: SummaryRow, sum: { amount: Decimal; currency: string }, sink: Sink): void {
  const agrees = equals(round(sum.amount, summary.places, "half-up"), summary.amount);
  const stated = `${format(summary.amount)} ${sum.currency}`;
  sink.issue({
    severity: agrees ? "notice" : "warning",
    row: summary.row,
    column: null,
    code: agrees ? "total-agrees" : "total-differs",
    message: agrees
      ? `The file states a ${summary.kind} of ${stated}; the rows sum to the same.`
      : `The file states a ${summary.kind} of ${stated}, and its rows sum to ${format(sum.amount)}. The rows count; find out what the ${summary.kind} includes.`,
  });
}
