import { type Day, utcDay } from "../../core/calendar.ts";
import { isNull, readFocusTime } from "../focus-csv/cells.ts";
import { blocking } from "../focus-csv/rules.ts";
import type { Sink, TableImporter } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";

/** FOCUS 1.4, the dataset BillingPeriod: a provider's own word on which of its months may still change. No money in it. */
const focusBillingPeriodCsv: TableImporter = {
  id: "focus-billing-period-csv",
  label: "FOCUS billing periods, CSV",
  lookedFor: "a header with BillingPeriodStart, BillingPeriodEnd and BillingPeriodStatus",
  yields: "invoice",
  basis: "billed",
  shape: "table",
  claims(sample) {
    const header = new Set(headerOf(sample));
    return ["billingperiodstart", "billingperiodstatus"].every((name) => header.has(name)) && !header.has("billedcost");
  },
  open: (sink) =>
    headedTable({
      sink,
      known: null,
      required: ["billingperiodstart", "billingperiodend", "billingperiodstatus"],
      amount: "billingperiodstatus",
      open: (columns) => new PeriodRows(columns, sink),
    }),
};
export default focusBillingPeriodCsv;

class PeriodRows implements RowReader {
  readonly #sink: Sink;
  readonly #at;

  constructor(columns: Columns, sink: Sink) {
    this.#sink = sink;
    this.#at = {
      start: columns.position("BillingPeriodStart"),
      end: columns.position("BillingPeriodEnd"),
      status: columns.position("BillingPeriodStatus"),
      issuer: columns.position("InvoiceIssuerName"),
      updated: columns.position("BillingPeriodLastUpdated", "BillingPeriodCreated"),
    };
  }

  row(cells: readonly string[], row: number): void {
    const at = this.#at;
    const days = this.#readDays(cells, row);
    if (!days) return;
    const written = known(cells, at.status);
    const status = statusOf(written);
    if (!status) {
      const message =
        written === ""
          ? "The period has no status."
          : `"${written}" is neither Open nor Closed, so it is not known whether the period may change.`;
      this.#block(row, "BillingPeriodStatus", "status-unknown", message);
      return;
    }
    const updated = known(cells, at.updated);
    const changed = updated === "" ? null : readFocusTime(updated);
    const issuer = textOrNull(known(cells, at.issuer)) ?? "unnamed issuer";
    this.#sink.billingPeriod({
      row,
      issuer,
      ...days,
      status,
      changedAt: changed ? new Date(changed.ms).toISOString() : null,
    });
  }

  end(): void {
    // Every row was handed on as it came.
  }

  #readDays(cells: readonly string[], row: number): { from: Day; to: Day } | null {
    const { start, end } = this.#at;
    const [from, to] = [known(cells, start), known(cells, end)].map((text) =>
      text === "" ? null : readFocusTime(text),
    );
    if (from && to && to.ms > from.ms) return { from: utcDay(from.ms), to: utcDay(to.ms - 1) };
    this.#block(
      row,
      from ? "BillingPeriodEnd" : "BillingPeriodStart",
      "date-unreadable",
      "The period has no readable start and an end after it.",
    );
    return null;
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue(blocking(row, column, code, `${message} Mend the row or leave it out.`));
  }
}

function statusOf(text: string): "open" | "closed" | null {
  if (/^open$/i.test(text)) return "open";
  return /^closed$/i.test(text) ? "closed" : null;
}

function known(cells: readonly string[], position: number): string {
  const cell = cellAt(cells, position);
  return isNull(cell) ? "" : cell;
}
