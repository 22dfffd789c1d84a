import { type Day, firstDay, lastDay, monthOf, parseMonth } from "../../core/calendar.ts";
import { add, type Decimal, isZero, ZERO } from "../../core/decimal.ts";
import type { Issue } from "../../core/issue.ts";
import type { ChargeCategory, CostKind, Keys, LineScope, UsageLine } from "../../core/usage-line.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { AmountSum } from "../source/amount.ts";
import { scopeOf } from "../source/cloud-scope.ts";
import { type GoogleSku, readGoogleSku } from "../source/gemini-sku.ts";
import { about, type Columns, cellAt, type RowReader } from "../source/headed-table.ts";
import { keysWith, Memo, NO_KEYS, TupleMemo } from "../source/keys.ts";
import { type CommaMeaning, readLocalAmount } from "../source/local-amount.ts";
import { OrderedDays } from "../source/ordered-days.ts";
import { type MoneyColumn, positionsOf, type TablePositions } from "./header.ts";
import { compareSummary, type SummaryRow } from "./summary-rows.ts";

type Period = { readonly day: Day | null };
type Sku = GoogleSku & { readonly service: string; readonly scope: LineScope };

export type TableFacts = {
  readonly money: MoneyColumn;
  readonly currency: string;
  readonly comma: CommaMeaning;
  /** Named above the table, where it is. */
  readonly account: string | null;
};

/** Reads the rows of a cost table; its trailing rows are handed to `summary`. */
export class CostTableRows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #facts: TableFacts;
  readonly #at: TablePositions;
  readonly #sum = new AmountSum();
  readonly #order = new OrderedDays();
  readonly #groups: string[];
  readonly #summaries: SummaryRow[] = [];
  #from: Day | null = null;
  #to: Day | null = null;
  #currencySaid = false;

  readonly #periods = new TupleMemo((cells) => this.#readPeriod(cells));
  readonly #skus = new TupleMemo(readSku);
  readonly #keys = new TupleMemo(readKeys);
  readonly #accounts = new Memo((cell) => ({ value: textOrNull(cell) }));

  constructor(columns: Columns, sink: Sink, options: ReadOptions, facts: TableFacts) {
    this.#sink = sink;
    this.#options = options;
    this.#facts = facts;
    this.#at = positionsOf(columns, facts.money);
    this.#groups = [
      ...(this.#at.project >= 0 || this.#at.projectName >= 0 ? ["project"] : []),
      ...(this.#at.service >= 0 ? ["service"] : []),
      ...(this.#at.sku >= 0 ? ["SKU"] : []),
    ];
  }

  summary(summary: SummaryRow): void {
    this.#summaries.push(summary);
  }

  /** A trailing row has no date. */
  isUndated(cells: readonly string[]): boolean {
    return this.#at.date < 0 || cellAt(cells, this.#at.date) === "" || cells.length <= this.#at.date + 1;
  }

  row(cells: readonly string[], row: number): void {
    const at = this.#at;
    const dateText = cellAt(cells, at.date);
    if (dateText === "") {
      this.#block(
        row,
        "Date",
        "date-missing",
        "This row has no date, so it belongs to no month. Export the table by day.",
      );
      return;
    }
    const { day } = this.#periods.get(dateText, cellAt(cells, at.endDate));
    if (!day) {
      this.#block(row, "Date", "date-unreadable", `"${dateText}" is not a day (2026-05-14).`);
      return;
    }
    const billed = this.#readMoney(cells, row);
    if (!billed) return;
    this.#sum.add(billed);
    this.#sink.line(this.#lineOf(cells, { row, day, billed }));
  }

  end(): void {
    const { currency } = this.#facts;
    this.#sink.groupedBy(this.#groups);
    if (this.#order.isGuess)
      this.#issue(
        "notice",
        "date-month-first",
        "No date tells day and month apart for certain; they were read month first.",
      );
    const subtotal = this.#sum.total();
    const tax = this.#summaries
      .filter(({ kind }) => kind === "tax")
      .reduce((sum, { row, amount }) => add(sum, this.#tax(row, amount)), ZERO);
    const stated =
      this.#summaries.findLast(({ kind }) => kind === "total") ??
      this.#summaries.findLast(({ kind }) => kind === "subtotal");
    for (const summary of this.#summaries) {
      if (summary.kind === "tax") continue;
      const amount = summary.kind === "total" ? add(subtotal, tax) : subtotal;
      compareSummary(summary, { amount, currency }, this.#sink);
    }
    if (stated && (stated.kind === "total" || isZero(tax)))
      this.#sink.statedTotal({ row: stated.row, currency, amount: stated.amount });
  }

  #lineOf(cells: readonly string[], { row, day, billed }: { row: number; day: Day; billed: Decimal }): UsageLine {
    const at = this.#at;
    const sku = this.#skus.get(cellAt(cells, at.service), cellAt(cells, at.sku));
    const category = categoryOf(cellAt(cells, at.costType), cellAt(cells, at.creditType));
    const costKind: CostKind = category === "usage" ? sku.kind : "other";
    const isCount = sku.countsTokens && /^(?:counts?|tokens?)$/i.test(cellAt(cells, at.unit));
    return {
      ...this.#common(row, day, billed),
      account: this.#accounts.get(cellAt(cells, at.account)).value ?? this.#facts.account ?? this.#options.account,
      category,
      model: sku.model,
      service: sku.service,
      costKind,
      tokens: costKind !== "other" && isCount ? readLocalAmount(cellAt(cells, at.amount), this.#facts.comma) : null,
      scope: sku.scope,
      keys: this.#keys.get(cellAt(cells, at.project), cellAt(cells, at.projectName), sku.tags.tier, sku.tags.context),
    };
  }

  #common(row: number, day: Day, billed: Decimal) {
    const { currency } = this.#facts;
    const billedMonth = monthOf(day);
    return {
      row,
      day,
      billedMonth,
      provider: "google",
      basis: "billed",
      isCorrection: false,
      currency,
      billed,
      effective: null,
    } as const;
  }

  /** Tax is money of the month that no row holds: it becomes a line of its own where the rows are of one month. */
  #tax(row: number, amount: Decimal): Decimal {
    if (isZero(amount)) return ZERO;
    if (this.#from === null || this.#to === null || monthOf(this.#from) !== monthOf(this.#to)) {
      this.#sink.issue({
        severity: "warning",
        row,
        column: null,
        code: "tax-of-several-months",
        message:
          "The tax is stated for several months together, so it counts in none of them. Export each month by itself.",
      });
      return ZERO;
    }
    this.#sink.line({
      ...this.#common(row, this.#to, amount),
      account: this.#facts.account ?? this.#options.account,
      category: "tax",
      model: null,
      service: "Tax",
      costKind: "other",
      tokens: null,
      scope: "other",
      keys: NO_KEYS,
    });
    return amount;
  }

  #readMoney(cells: readonly string[], row: number): Decimal | null {
    const { money, comma } = this.#facts;
    const text = cellAt(cells, this.#at.money);
    const amount = text === "" ? null : readLocalAmount(text, comma);
    if (amount && !this.#currencySaid && money.isShared) this.#sayCurrency();
    if (amount) return amount;
    const what = text === "" ? "The row has no amount; it is not taken for 0." : `"${text}" is not an amount.`;
    this.#block(row, money.name, text === "" ? "amount-empty" : "amount-unreadable", what);
    return null;
  }

  #sayCurrency(): void {
    this.#currencySaid = true;
    const { money, currency } = this.#facts;
    this.#issue(
      "notice",
      "currency-by-sign",
      `The file names its currency only as "${money.sign}"; it was read as ${currency}. Check that this billing account is in ${currency}.`,
    );
  }

  #readPeriod([text = "", endText = ""]: readonly string[]): Period {
    const month = parseMonth(/^\d{6}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4)}` : text);
    if (month) return this.#covers(firstDay(month), lastDay(month));
    if (!this.#order.learn(text)) this.#order.decide();
    const day = this.#order.read(text);
    if (!day) return { day: null };
    const end = endText === "" ? null : this.#order.read(endText);
    return this.#covers(day, end !== null && end > day && monthOf(end) === monthOf(day) ? end : day);
  }

  #covers(from: Day, to: Day): Period {
    if (this.#from === null || from < this.#from) this.#from = from;
    if (this.#to === null || to > this.#to) this.#to = to;
    this.#sink.speaksFor({ from, to });
    return { day: from };
  }

  #block(row: number, column: string, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column, code, message: `${message} Mend the row or leave it out.` });
  }

  #issue(severity: Issue["severity"], code: string, message: string): void {
    this.#sink.issue(about(severity, code, message));
  }
}

function readSku([service = "", sku = ""]: readonly string[]): Sku {
  const scope = scopeOf({ provider: "google", service, detail: sku });
  const named = scope === "other" ? service || sku : [service, sku].filter((part) => part !== "").join(", ");
  return { ...readGoogleSku(scope === "ai" ? sku : ""), service: textOrNull(named) ?? "Google Cloud", scope };
}

function readKeys([project, projectName, tier = "", context = ""]: readonly string[]): Keys {
  const tags = { ...(tier ? { tier } : {}), ...(context ? { context } : {}) };
  return keysWith({ project: textOrNull(project), projectName: textOrNull(projectName), tags });
}

function categoryOf(costType: string, creditType: string): ChargeCategory {
  if (creditType !== "") return "credit";
  if (costType === "" || /^(?:usage|regular)$/i.test(costType)) return "usage";
  return /^tax/i.test(costType) ? "tax" : "adjustment";
}
