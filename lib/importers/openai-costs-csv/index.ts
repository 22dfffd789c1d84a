import { utcDay } from "../../core/calendar.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { Issue } from "../../core/issue.ts";
import { isCurrencyCode } from "../../core/money.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { MoneySums, readAmount } from "../source/amount.ts";
import { type DayOf, dayOf, isFuture, lastDayBefore, readEpochSeconds, readIsoMs } from "../source/days.ts";
import { type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { keysWith, TupleMemo } from "../source/keys.ts";
import { type LineItem, lineItemTokens, readLineItem } from "../source/openai-line-item.ts";
import { headerOf } from "../source/sample.ts";
import { Tally } from "../source/tally.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";

const KNOWN = new Set(
  "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,quantity,quantity_unit,line_item,user_id,api_key_id,project_id,organization_id,project_name,organization_name,user_email,api_source".split(
    ",",
  ),
);

/** The dashboard's cost export, `cost_<from>_<to>.csv`: one row a day and group, US dollars, UTC days. */
const openaiCostsCsv: TableImporter = {
  id: "openai-costs-csv",
  label: "OpenAI costs, CSV",
  lookedFor: "a header with start_time, amount_value and amount_currency",
  yields: "cost",
  basis: "billed",
  shape: "table",
  secrets: ["user_name"],
  claims(sample) {
    const header = headerOf(sample);
    return (
      header.includes("amount_value") &&
      header.includes("amount_currency") &&
      (header.includes("start_time") || header.includes("start_time_iso"))
    );
  },
  open: (sink, options) =>
    headedTable({
      sink,
      known: KNOWN,
      required: ["amount_value", "amount_currency"],
      amount: "amount_value",
      open: (columns) => new Rows(columns, sink, options),
    }),
};
export default openaiCostsCsv;

type ReadRow = {
  readonly cells: readonly string[];
  readonly row: number;
  readonly period: Period;
  readonly billed: Decimal;
  readonly currency: string;
};
/** The cost counts all the same: what is lost is how much was used. */
const QUANTITY_UNREADABLE = {
  severity: "warning",
  code: "quantity-unreadable",
  column: "quantity",
  message: "The quantity is no number; the cost counts, without tokens.",
} as const;

type Period = DayOf & { readonly isKnown: boolean };
const NO_PERIOD: Period = { ...dayOf(utcDay(0)), isKnown: false };

function positionsOf(columns: Columns) {
  return {
    start: columns.position("start_time"),
    startIso: columns.position("start_time_iso"),
    end: columns.position("end_time"),
    endIso: columns.position("end_time_iso"),
    amount: columns.position("amount_value"),
    currency: columns.position("amount_currency"),
    quantity: columns.position("quantity"),
    unit: columns.position("quantity_unit"),
    lineItem: columns.position("line_item"),
    userId: columns.position("user_id"),
    email: columns.position("user_email"),
    apiKey: columns.position("api_key_id"),
    project: columns.position("project_id"),
    projectName: columns.position("project_name"),
    organization: columns.position("organization_id"),
  };
}

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: ReturnType<typeof positionsOf>;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #groups = new Set<string>();
  readonly #tally: Tally;
  #isFutureSaid = false;

  readonly #items = new TupleMemo(([text = ""]) => this.#readItem(text));
  readonly #accounts = new TupleMemo(([cell]) => textOrNull(cell) ?? this.#options.account);
  readonly #currencies = new TupleMemo(([cell = ""]) => (isCurrencyCode(cell) ? cell.toUpperCase() : null));
  readonly #keys = new TupleMemo((cells) => this.#readKeys(cells));
  readonly #periods = new TupleMemo((cells) => this.#readPeriod(cells));

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#tally = new Tally(sink);
    this.#options = options;
    this.#at = positionsOf(columns);
    const dateColumn = columns.has("start_time") ? "start_time" : "start_time_iso";
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn });
  }

  row(cells: readonly string[], row: number): void {
    const at = this.#at;
    const startText = cellAt(cells, at.start) || cellAt(cells, at.startIso);
    const amountText = cellAt(cells, at.amount);
    const currencyText = cellAt(cells, at.currency);
    if (startText === "" || isTotalLabel(startText)) {
      this.#totals.hold(cells, { row, amount: amountText, currency: currencyText });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const period = this.#periods.get(startText, cellAt(cells, at.end) || cellAt(cells, at.endIso));
    if (!period.isKnown) {
      this.#block(
        row,
        "start_time",
        "date-unreadable",
        `"${startText}" is not a time this export writes (epoch seconds or ISO).`,
      );
      return;
    }
    if (amountText === "") {
      this.#withoutAmount(cells, row);
      return;
    }
    const billed = readAmount(amountText);
    if (!billed) {
      this.#block(row, "amount_value", "amount-unreadable", `"${amountText}" is not an amount.`);
      return;
    }
    if (currencyText === "") {
      this.#block(row, "amount_currency", "currency-missing", "The amount has no currency.");
      return;
    }
    const currency = this.#currencies.get(currencyText);
    if (currency === null) {
      this.#block(
        row,
        "amount_currency",
        "currency-unreadable",
        `"${currencyText}" is not a currency. An amount with a comma and no quotes shifts the cells after it; mend the row or leave it out.`,
      );
      return;
    }
    this.#yield({ cells, row, period, billed, currency });
  }

  #yield({ cells, row, period, billed, currency }: ReadRow): void {
    const at = this.#at;
    const item = this.#items.get(cellAt(cells, at.lineItem));
    const quantity = cellAt(cells, at.quantity);
    if (quantity !== "" && !readAmount(quantity)) this.#tally.note(QUANTITY_UNREADABLE, row);
    this.#sums.add(currency, billed);
    this.#sink.line({
      row,
      day: period.day,
      billedMonth: period.month,
      provider: "openai",
      account: this.#accounts.get(cellAt(cells, at.organization)),
      basis: "billed",
      category: "usage",
      isCorrection: false,
      currency,
      billed,
      effective: null,
      model: item.model,
      service: item.service,
      costKind: item.costKind,
      tokens: lineItemTokens(quantity, cellAt(cells, at.unit), item.costKind),
      keys: this.#keys.get(
        cellAt(cells, at.project),
        cellAt(cells, at.projectName),
        cellAt(cells, at.apiKey),
        cellAt(cells, at.userId),
        cellAt(cells, at.email),
      ),
    });
  }

  end(): void {
    this.#totals.settle();
    this.#tally.report();
    this.#sink.groupedBy([...this.#groups].sort());
  }

  /** Empty days are rows with blank cells after the times: they speak for the day and say nothing was spent. */
  #withoutAmount(cells: readonly string[], row: number): void {
    const { quantity, lineItem, project, apiKey, userId } = this.#at;
    if ([quantity, lineItem, project, apiKey, userId].some((position) => cellAt(cells, position) !== "")) {
      this.#block(
        row,
        "amount_value",
        "amount-empty",
        "The row names what was used and has no amount. Mend the row or leave it out.",
      );
    }
  }

  #readKeys([project, projectName, apiKey, userId, email = ""]: readonly string[]): Keys {
    if (project) this.#groups.add("project");
    if (apiKey) this.#groups.add("API key");
    if (userId || email) this.#groups.add("user");
    return keysWith({
      project: textOrNull(project),
      projectName: textOrNull(projectName),
      apiKey: textOrNull(apiKey),
      user: textOrNull(userId) ?? (email === "" ? null : hashPerson(email)),
    });
  }

  #readItem(text: string): LineItem {
    if (text !== "") this.#groups.add("line item");
    return readLineItem(text);
  }

  #readPeriod([startText = "", endText = ""]: readonly string[]): Period {
    const startMs = readTime(startText);
    if (startMs === null) return NO_PERIOD;
    const endMs = endText === "" ? null : readTime(endText);
    const from = dayOf(utcDay(startMs));
    const to = endMs !== null && endMs > startMs ? lastDayBefore(endMs) : from.day;
    this.#sink.speaksFor({ from: from.day, to });
    if (isFuture(from.day, this.#options.nowMs) && !this.#isFutureSaid) {
      this.#isFutureSaid = true;
      this.#issue({
        severity: "warning",
        row: null,
        column: "start_time",
        code: "date-in-future",
        message: `The file speaks for ${from.day}, which is still to come. Check where it was made.`,
      });
    }
    return { ...from, isKnown: true };
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#issue({ severity: "blocking", row, column, code, message });
  }

  #issue(issue: Issue): void {
    this.#sink.issue(issue);
  }
}

function readTime(text: string): number | null {
  const seconds = readEpochSeconds(text);
  return seconds === null ? readIsoMs(text) : Math.floor(seconds) * 1000;
}
