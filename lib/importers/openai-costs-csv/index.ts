import { utcDay } from "../../core/calendar.ts";
import type { Issue } from "../../core/issue.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { ReadOptions, Sink, TableImporter } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { MoneySums, readAmount } from "../source/amount.ts";
import { type DayOf, dayOf, isFuture, lastDayBefore, readEpochSeconds, readIsoMs } from "../source/days.ts";
import { type Columns, cellAt, headedTable, type RowReader, TrailingTotals } from "../source/headed-table.ts";
import { keysWith, Memo } from "../source/keys.ts";
import { lineItemTokens, readLineItem } from "../source/openai-line-item.ts";
import { headerOf } from "../source/sample.ts";

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

type Period = DayOf & { readonly isKnown: boolean };
const NO_PERIOD: Period = { ...dayOf(utcDay(0)), isKnown: false };

class Rows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: Readonly<Record<string, number>>;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #groups = new Set<string>();
  #isFutureSaid = false;

  readonly #items = new Memo(readLineItem);
  readonly #texts = new Memo((cell) => textOrNull(cell));
  readonly #currencies = new Memo((cell) => cell.toUpperCase());
  readonly #keys = new Memo((joined) => this.#readKeys(joined));
  readonly #periods = new Memo((joined) => this.#readPeriod(joined));

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#at = Object.fromEntries([...KNOWN].map((name) => [name, columns.position(name)]));
    const dateColumn = columns.has("start_time") ? "start_time" : "start_time_iso";
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn });
  }

  #cell(cells: readonly string[], name: string): string {
    return cellAt(cells, this.#at[name] ?? -1);
  }

  row(cells: readonly string[], row: number): void {
    const startText = this.#cell(cells, "start_time") || this.#cell(cells, "start_time_iso");
    const amountText = this.#cell(cells, "amount_value");
    const currencyText = this.#cell(cells, "amount_currency");
    if (startText === "") {
      this.#totals.hold(cells, { row, amount: amountText, currency: currencyText });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const end = this.#cell(cells, "end_time") || this.#cell(cells, "end_time_iso");
    const period = this.#periods.get(`${startText}|${end}`);
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
    const item = this.#items.get(this.#cell(cells, "line_item"));
    this.#sums.add(currency, billed);
    this.#sink.line({
      row,
      day: period.day,
      billedMonth: period.month,
      provider: "openai",
      account: this.#texts.get(this.#cell(cells, "organization_id")) ?? this.#options.account,
      basis: "billed",
      category: "usage",
      isCorrection: false,
      currency,
      billed,
      effective: null,
      model: item.model,
      service: item.service,
      costKind: item.costKind,
      tokens: lineItemTokens(this.#cell(cells, "quantity"), this.#cell(cells, "quantity_unit"), item.costKind),
      keys: this.#keys.get(this.#joinedKeys(cells)),
    });
    if (item.model !== null || this.#cell(cells, "line_item") !== "") this.#groups.add("line item");
  }

  end(): void {
    this.#totals.settle();
    this.#sink.groupedBy([...this.#groups].sort());
  }

  /** Empty days are rows with blank cells after the times: they speak for the day and say nothing was spent. */
  #withoutAmount(cells: readonly string[], row: number): void {
    const says = ["quantity", "line_item", "project_id", "api_key_id", "user_id"].some(
      (name) => this.#cell(cells, name) !== "",
    );
    if (says)
      this.#block(
        row,
        "amount_value",
        "amount-empty",
        "The row names what was used and has no amount. Mend the row or leave it out.",
      );
  }

  #joinedKeys(cells: readonly string[]): string {
    const cell = (name: string) => this.#cell(cells, name);
    return `${cell("project_id")}\u0000${cell("project_name")}\u0000${cell("api_key_id")}\u0000${cell("user_id")}\u0000${cell("user_email")}`;
  }

  #readKeys(joined: string): Keys {
    const [project, projectName, apiKey, userId, email = ""] = joined.split("\u0000");
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

  #readPeriod(joined: string): Period {
    const [startText = "", endText = ""] = joined.split("|");
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
