import { type Day, monthOf, utcDay } from "../../core/calendar.ts";
import { add, type Decimal, format, isNegative, ZERO } from "../../core/decimal.ts";
import type { InvoiceDocument, InvoiceLine } from "../../core/invoice.ts";
import { isNull, readCost, readFocusTime } from "../focus-csv/cells.ts";
import { providerIdentity } from "../focus-csv/provider.ts";
import { blocking, currencyProblem } from "../focus-csv/rules.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { MoneySums } from "../source/amount.ts";
import { about, type Columns, cellAt, type RowReader } from "../source/headed-table.ts";
import { Tally } from "../source/tally.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";

const SAID = {
  issueDateMissing: {
    severity: "notice",
    code: "issue-date-missing",
    column: "InvoiceIssueDate",
    message: "An invoice has no date of issue; the end of its billing period stands for it.",
  },
} as const;

/** What the rows of one invoice add up to while the file is read. */
type Draft = {
  readonly row: number;
  readonly issuer: string;
  readonly number: string;
  readonly account: string | null;
  readonly currency: string;
  readonly from: Day;
  readonly status: string;
  issued: Day | null;
  due: Day | null;
  to: Day;
  tax: Decimal | null;
  subtotal: Decimal;
  readonly lines: InvoiceLine[];
};

type Row = {
  readonly row: number;
  readonly number: string;
  readonly issuer: string;
  readonly currency: string;
  readonly amount: Decimal;
  readonly from: Day;
  readonly to: Day;
};

function positionsOf(columns: Columns) {
  const at = (name: string) => columns.position(name);
  return {
    cost: at("BilledCost"),
    account: at("BillingAccountId"),
    currency: at("BillingCurrency"),
    start: at("BillingPeriodStart"),
    end: at("BillingPeriodEnd"),
    category: at("ChargeCategory"),
    description: at("InvoiceDetailDescription"),
    number: at("InvoiceId"),
    issued: at("InvoiceIssueDate"),
    status: at("InvoiceIssueStatus"),
    issuer: at("InvoiceIssuerName"),
    due: at("PaymentDueDate"),
  };
}

/** Gathers rows by invoice, account and currency; the documents come at the end, in the order of their first rows. */
export class InvoiceRows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: ReturnType<typeof positionsOf>;
  readonly #tally: Tally;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #drafts = new Map<string, Draft>();
  readonly #unissued = new Map<string, { count: number; first: number; amount: Decimal }>();

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#at = positionsOf(columns);
    this.#tally = new Tally(sink);
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "BillingPeriodStart" });
  }

  row(cells: readonly string[], row: number): void {
    const at = this.#at;
    const startText = known(cells, at.start);
    const costText = known(cells, at.cost);
    const currencyText = known(cells, at.currency);
    if (startText === "" || isTotalLabel(startText)) {
      const shown = cells.map((cell) => (isNull(cell.trim()) ? "" : cell));
      this.#totals.hold(shown, { row, amount: costText, currency: currencyText });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const start = readFocusTime(startText);
    if (!start) {
      this.#block(
        row,
        "BillingPeriodStart",
        "date-unreadable",
        `"${startText}" is not a date FOCUS knows (2026-05-01T00:00:00Z).`,
      );
      return;
    }
    const cost = costText === "" ? null : readCost(costText);
    if (!cost) {
      const what =
        costText === ""
          ? "BilledCost is empty; it is not taken for 0."
          : `"${costText}" is not an amount as FOCUS writes it.`;
      this.#block(row, "BilledCost", costText === "" ? "amount-empty" : "amount-unreadable", what);
      return;
    }
    const problem = currencyProblem(currencyText, row);
    if (problem) {
      this.#sink.issue(problem);
      return;
    }
    const end = readFocusTime(known(cells, at.end));
    const from = utcDay(start.ms);
    const currency = currencyText.toUpperCase();
    this.#sums.add(currency, cost.amount);
    this.#take(cells, {
      row,
      number: known(cells, at.number),
      issuer: known(cells, at.issuer) || "unnamed issuer",
      currency,
      amount: cost.amount,
      from,
      to: end && end.ms > start.ms ? utcDay(end.ms - 1) : from,
    });
  }

  end(): void {
    this.#totals.settle();
    for (const draft of this.#drafts.values()) this.#sink.invoice(this.#documentOf(draft));
    for (const [currency, { count, first, amount }] of this.#unissued) {
      const rows = count === 1 ? `Row ${first} is` : `${count} rows, the first of them ${first}, are`;
      const message = `${rows} on no invoice yet, ${format(amount)} ${currency} in all; they make no document. Export the month again once it is invoiced.`;
      this.#sink.issue(about("warning", "not-invoiced", message));
    }
    this.#tally.report();
  }

  #take(cells: readonly string[], given: Row): void {
    if (given.number === "") {
      const seen = this.#unissued.get(given.currency) ?? { count: 0, first: given.row, amount: ZERO };
      this.#unissued.set(given.currency, { ...seen, count: seen.count + 1, amount: add(seen.amount, given.amount) });
      return;
    }
    const draft = this.#draftOf(cells, given);
    const at = this.#at;
    draft.issued ??= dayIn(known(cells, at.issued));
    draft.due ??= dayIn(known(cells, at.due));
    if (given.to > draft.to) draft.to = given.to;
    if (/^tax$/i.test(known(cells, at.category))) {
      draft.tax = add(draft.tax ?? ZERO, given.amount);
      return;
    }
    draft.subtotal = add(draft.subtotal, given.amount);
    draft.lines.push({
      row: given.row,
      description: textOrNull(known(cells, at.description)) ?? (known(cells, at.category) || "unnamed line"),
      quantity: null,
      unitPrice: null,
      amount: given.amount,
      from: given.from,
      to: given.to,
    });
  }

  #draftOf(cells: readonly string[], { row, number, issuer, currency, from, to }: Row): Draft {
    const account = textOrNull(known(cells, this.#at.account)) ?? this.#options.account;
    const key = [number, issuer, account ?? "", currency].join("\u0000");
    const found = this.#drafts.get(key);
    if (found) return found;
    const status = known(cells, this.#at.status);
    const draft: Draft = {
      row,
      issuer,
      number,
      account,
      currency,
      from,
      to,
      status,
      issued: null,
      due: null,
      tax: null,
      subtotal: ZERO,
      lines: [],
    };
    this.#drafts.set(key, draft);
    return draft;
  }

  #documentOf(draft: Draft): InvoiceDocument {
    const total = add(draft.subtotal, draft.tax ?? ZERO);
    if (!draft.issued) this.#tally.note(SAID.issueDateMissing, draft.row);
    return {
      row: draft.row,
      kind: isNegative(total) || /credit/i.test(draft.status) ? "credit-note" : "invoice",
      provider: providerIdentity(draft.issuer),
      seller: textOrNull(draft.issuer) ?? draft.issuer,
      number: draft.number,
      issued: draft.issued ?? draft.to,
      due: draft.due,
      account: draft.account,
      month: monthOf(draft.from),
      currency: draft.currency,
      subtotal: draft.subtotal,
      tax: draft.tax,
      total,
      amountDue: null,
      isPrepaid: false,
      lines: draft.lines,
    };
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue(blocking(row, column, code, `${message} Mend the row or leave it out.`));
  }
}

function known(cells: readonly string[], position: number): string {
  const cell = cellAt(cells, position);
  return isNull(cell) ? "" : cell;
}

function dayIn(text: string): Day | null {
  const time = text === "" ? null : readFocusTime(text);
  return time && utcDay(time.ms);
}
