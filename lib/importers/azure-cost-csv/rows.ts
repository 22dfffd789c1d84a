import { type Day, monthOf } from "../../core/calendar.ts";
import { type Decimal, isNegative, isZero, multiply } from "../../core/decimal.ts";
import { isCurrencyCode } from "../../core/money.ts";
import type { ChargeCategory, Keys, UsageLine } from "../../core/usage-line.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { MoneySums, readAmount } from "../source/amount.ts";
import { type Columns, cellAt, type RowReader } from "../source/headed-table.ts";
import { Memo, TupleMemo } from "../source/keys.ts";
import { type CommaMeaning, readLocalAmount } from "../source/local-amount.ts";
import { OrderedDays } from "../source/ordered-days.ts";
import { Tally } from "../source/tally.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";
import { type AzurePositions, positionsOf } from "./columns.ts";
import { type Metric, MetricEvidence } from "./metric.ts";
import { amountProblem, blocking, currencyProblem, METRICS_MIXED, metricSaid, orderGuessed, SAID } from "./problems.ts";
import { readKeys, readSku, type Sku, sizeIn } from "./sku.ts";

/** Rows held until a date tells day and month apart. */
const MOST_HELD = 20_000;

const CATEGORIES: ReadonlyMap<string, ChargeCategory> = new Map([
  ["", "usage"],
  ["usage", "usage"],
  ["unusedreservation", "usage"],
  ["unusedsavingsplan", "usage"],
  ["purchase", "purchase"],
  ["refund", "adjustment"],
  ["adjustment", "adjustment"],
  ["roundingadjustment", "adjustment"],
  ["credit", "credit"],
  ["tax", "tax"],
]);

type ChargeType = { readonly name: string; readonly category: ChargeCategory | null };
type Given = { readonly stated: Metric | null; readonly comma: CommaMeaning };

/** Reads the rows of a cost export. A row with a blocking issue yields no line. */
export class AzureRows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: AzurePositions;
  readonly #comma: CommaMeaning;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #tally: Tally;
  readonly #order = new OrderedDays();
  readonly #evidence: MetricEvidence;
  #held: { cells: readonly string[]; row: number }[] | null = [];
  #rateDays = "";

  readonly #days = new Memo((text): { day: Day | null } => {
    if (!this.#order.learn(text)) this.#order.decide();
    return { day: this.#order.read(text) };
  });
  readonly #types = new Memo((text): ChargeType => {
    const name = text.toLowerCase().replaceAll(/\s/g, "");
    return { name, category: CATEGORIES.get(name) ?? null };
  });
  readonly #models = new Memo((text) => text.toLowerCase().replaceAll(/[\s_-]/g, ""));
  readonly #accounts = new Memo((cell) => ({ value: textOrNull(cell) ?? this.#options.account }));
  readonly #skus = new TupleMemo(readSku);
  readonly #keys = new TupleMemo(readKeys);

  constructor(columns: Columns, sink: Sink, options: ReadOptions, given: Given) {
    this.#sink = sink;
    this.#options = options;
    this.#at = positionsOf(columns);
    this.#comma = given.comma;
    this.#evidence = new MetricEvidence(given.stated);
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "Date" });
    this.#tally = new Tally(sink);
  }

  row(cells: readonly string[], row: number): void {
    if (!this.#held) {
      this.#read(cells, row);
      return;
    }
    const at = this.#at;
    const isKnown = [at.date, at.periodStart, at.periodEnd].map((column) => this.#order.learn(cellAt(cells, column)));
    this.#held.push({ cells: [...cells], row });
    const isSettled = this.#order.order !== null || (isKnown.every(Boolean) && this.#held.length === 1);
    if (isSettled || this.#held.length >= MOST_HELD) this.#release();
  }

  end(): void {
    this.#release();
    this.#totals.settle();
    const { metric, isMixed } = this.#evidence;
    this.#sink.groupedBy([`${metric} cost`]);
    const said = metricSaid(metric);
    if (said) this.#sink.issue(said);
    if (isMixed) this.#sink.issue(METRICS_MIXED);
    if (this.#order.isGuess) this.#sink.issue(orderGuessed(this.#order.order ?? ""));
    this.#tally.report();
  }

  /** Settles how dates are written and reads what was held for it. */
  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    this.#order.decide();
    for (const { cells, row } of held) this.#read(cells, row);
  }

  #read(cells: readonly string[], row: number): void {
    const at = this.#at;
    const dateText = cellAt(cells, at.date);
    const costText = cellAt(cells, at.cost);
    const currencyText = cellAt(cells, at.currency);
    if (dateText === "" || isTotalLabel(dateText)) {
      this.#totals.hold(cells, { row, amount: costText, currency: currencyText });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const days = this.#readDays(cells, row, dateText);
    if (!days) return;
    if (
      costText === "" &&
      currencyText === "" &&
      cells.every((cell) => cell.trim() === "" || cell.trim() === dateText)
    ) {
      this.#tally.note(SAID.rowEmpty, row);
      this.#sink.speaksFor({ from: days.day, to: days.day });
      return;
    }
    const billed = this.#readCost(costText, row);
    if (!billed) return;
    if (!isCurrencyCode(currencyText)) {
      this.#sink.issue(currencyProblem(currencyText, row));
      return;
    }
    const currency = currencyText.toUpperCase();
    this.#sums.add(currency, billed);
    this.#yield(cells, { row, ...days, billed, currency });
  }

  #yield(
    cells: readonly string[],
    given: { row: number; day: Day; period: Day; billed: Decimal; currency: string },
  ): void {
    const at = this.#at;
    const { row, billed } = given;
    const type = this.#types.get(cellAt(cells, at.chargeType));
    if (type.category === null) this.#tally.note(SAID.typeUnknown, row);
    const category = type.category ?? "adjustment";
    const sku = this.#readSku(cells);
    const costKind = category === "usage" ? sku.kind : "other";
    const quantity = at.quantity < 0 ? null : readLocalAmount(cellAt(cells, at.quantity), this.#comma);
    const pricingModel = this.#models.get(cellAt(cells, at.pricingModel));
    this.#evidence.note({ chargeType: type.name, pricingModel, cost: billed, quantity });
    const perUnit = costKind === "other" ? null : sku.tokensPerUnit;
    this.#keepRate(cells, given);
    const line: UsageLine = {
      row,
      day: given.day,
      billedMonth: monthOf(given.period),
      provider: "azure",
      account: this.#accounts.get(cellAt(cells, at.account < 0 ? at.subscription : at.account)).value,
      basis: "billed",
      category,
      isCorrection: false,
      currency: given.currency,
      billed,
      effective: this.#evidence.stated === "amortized" ? billed : null,
      model: sku.model,
      service: sku.service,
      costKind,
      tokens: quantity && perUnit ? multiply(quantity, perUnit) : null,
      scope: sku.scope,
      keys: this.#readTagged(cells, row, sku),
    };
    this.#sink.line(line);
  }

  #readDays(cells: readonly string[], row: number, dateText: string): { day: Day; period: Day } | null {
    const periodText = cellAt(cells, this.#at.periodStart);
    const { day } = this.#days.get(dateText);
    const period = periodText === "" ? day : this.#days.get(periodText).day;
    if (day && period) return { day, period };
    const text = day ? periodText : dateText;
    const order = this.#order.order === "day-first" ? "day first" : "month first";
    this.#sink.issue(
      blocking(
        row,
        "Date",
        "date-unreadable",
        `"${text}" is not a day as this export writes it (2026-05-14, or with slashes ${order}).`,
      ),
    );
    return null;
  }

  #readCost(text: string, row: number): Decimal | null {
    const amount = text === "" ? null : readLocalAmount(text, this.#comma);
    if (!amount) this.#sink.issue(amountProblem(text, row, "Cost"));
    else if (!readAmount(text)) this.#tally.note(SAID.amountLocal, row);
    return amount;
  }

  #readSku(cells: readonly string[]): Sku {
    const at = this.#at;
    const size = at.meter < 0 ? sizeIn(cellAt(cells, at.additional)) : cellAt(cells, at.order);
    return this.#skus.get(
      cellAt(cells, at.category),
      cellAt(cells, at.subCategory),
      cellAt(cells, at.meter),
      at.quantity < 0 ? "" : cellAt(cells, at.unit),
      `${cellAt(cells, at.consumed)} ${cellAt(cells, at.publisher)} ${size} ${at.meter < 0 ? cellAt(cells, at.product) : ""}`,
    );
  }

  #readTagged(cells: readonly string[], row: number, sku: Sku): Keys {
    const at = this.#at;
    const { tier = "", routing = "", context = "" } = sku.tags;
    const tagged = this.#keys.get(
      cellAt(cells, at.subscription),
      cellAt(cells, at.subscriptionName),
      `${cellAt(cells, at.resourceGroup)}\u0001${cellAt(cells, at.costCenter)}`,
      cellAt(cells, at.tags),
      `${tier}\u0001${routing}\u0001${context}`,
    );
    if (!tagged.isReadable) this.#tally.note(SAID.tagsUnreadable, row);
    return tagged.keys;
  }

  /** The rate from the price's currency to the bill's, one a day and pair. */
  #keepRate(cells: readonly string[], { row, day, currency }: { row: number; day: Day; currency: string }): void {
    const at = this.#at;
    const text = cellAt(cells, at.exchangeRate);
    const from = cellAt(cells, at.pricingCurrency).toUpperCase();
    if (text === "" || !isCurrencyCode(from) || from === currency) return;
    const dateText = cellAt(cells, at.exchangeRateDate);
    const key = `${dateText || day} ${from} ${currency} ${text}`;
    if (key === this.#rateDays) return;
    this.#rateDays = key;
    const rate = readLocalAmount(text, this.#comma);
    if (!rate || isZero(rate) || isNegative(rate)) {
      this.#tally.note(SAID.rateUnreadable, row);
      return;
    }
    this.#sink.exchangeRate({ row, day: this.#days.get(dateText).day ?? day, from, to: currency, rate });
  }
}
