import type { Day } from "../../core/calendar.ts";
import { type Decimal, isZero, ZERO } from "../../core/decimal.ts";
import { MAPPED_KEYS, type TableMapping } from "../../core/mapping.ts";
import { isCurrencyCode } from "../../core/money.ts";
import type { ChargeCategory, CostKind, Keys, UsageLine } from "../../core/usage-line.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { centsToUnits, MoneySums } from "../source/amount.ts";
import { dayOf, isFuture } from "../source/days.ts";
import { about, type Columns, cellAt, type RowReader } from "../source/headed-table.ts";
import { keysWith, Memo } from "../source/keys.ts";
import { readLocalNumber, statedCurrency } from "../source/local-number.ts";
import { Tally } from "../source/tally.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";
import { LocalDays } from "./local-day.ts";
import { readTokens, type TokenCount, tokenPositions } from "./tokens.ts";

const SEPARATOR = "\u0000";
const CATEGORIES: Readonly<Record<string, ChargeCategory>> = {
  ...{
    usage: "usage",
    charge: "usage",
    tax: "tax",
    vat: "tax",
    credit: "credit",
    refund: "credit",
    discount: "credit",
  },
  ...{ purchase: "purchase", subscription: "purchase", adjustment: "adjustment", correction: "adjustment" },
};
const UNKNOWN_CATEGORY = {
  severity: "warning",
  code: "category-unknown",
  message: "This is none of usage, tax, credit, refund, purchase or adjustment; it counts as usage.",
} as const;

type Given = { mapping: TableMapping; columns: Columns; sink: Sink; options: ReadOptions };
type Money = { readonly amount: Decimal; readonly currency: string };

/** Reads the rows of a table as its mapping says. Nothing is guessed: a cell that is not what it should be stops its row. */
export class MappedRows implements RowReader {
  readonly #mapping: TableMapping;
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #columns: Columns;
  readonly #at: ReturnType<typeof positionsOf>;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #tally: Tally;
  readonly #days: LocalDays;
  readonly #groups = new Set<string>();
  readonly #dayOfText = new Memo((text: string) => ({ day: this.#days.read(text) }));
  readonly #keysOf = new Memo((joined: string) => this.#readKeys(joined.split(SEPARATOR)));
  readonly #keyPositions: readonly number[];
  readonly #tagNames: readonly string[];
  #isFutureSaid = false;

  constructor({ mapping, columns, sink, options }: Given) {
    this.#mapping = mapping;
    this.#sink = sink;
    this.#options = options;
    this.#columns = columns;
    this.#at = positionsOf(mapping, columns);
    this.#days = new LocalDays(mapping.date);
    this.#tally = new Tally(sink);
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: mapping.date.column });
    this.#tagNames = Object.keys(mapping.keys.tags);
    this.#keyPositions = [
      ...MAPPED_KEYS.map((key) => positionOf(columns, mapping.keys[key])),
      ...Object.values(mapping.keys.tags).map((column) => positionOf(columns, column)),
    ];
  }

  row(cells: readonly string[], row: number): void {
    const { date, amount } = this.#at;
    const dateText = cellAt(cells, date);
    if (dateText === "" || isTotalLabel(dateText)) {
      this.#withoutDate(cells, row);
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const { day } = this.#dayOfText.get(dateText);
    if (day === null) {
      const { column, format } = this.#mapping.date;
      this.#block(
        row,
        column,
        "date-unreadable",
        `"${dateText}" is not a date of the kind this column was said to hold (${format}).`,
      );
      return;
    }
    const money = amount < 0 ? null : this.#money(cells, row);
    if (money === null && amount >= 0) return;
    const tokens = readTokens(cells, { at: this.#at.tokens, holdsCached: this.#mapping.inputHoldsCached });
    if ("problem" in tokens) {
      this.#block(row, this.#columns.names[tokens.position] ?? null, "tokens-unreadable", tokens.problem);
      return;
    }
    const requests = this.#requests(cells, row);
    if (requests === undefined) return;
    this.#yield({ cells, row, day, money, tokens: tokens.counts, requests });
  }

  end(): void {
    this.#totals.settle();
    this.#tally.report();
    this.#sink.groupedBy([...this.#groups].sort());
  }

  #withoutDate(cells: readonly string[], row: number): void {
    const { amount, currency } = this.#at;
    if (amount >= 0) {
      this.#totals.hold(cells, {
        row,
        amount: cellAt(cells, amount),
        currency: this.#fixedCurrency ?? cellAt(cells, currency),
      });
    } else if (!isTotalLabel(cellAt(cells, this.#at.date)) || cells.every((cell) => cell.trim() === "")) {
      this.#block(
        row,
        this.#mapping.date.column,
        "date-missing",
        "This row has no date, so it belongs to no month. Mend the row or leave it out.",
      );
    }
  }

  get #fixedCurrency(): string | null {
    const currency = this.#mapping.amount?.currency;
    return currency && "code" in currency ? currency.code : null;
  }

  /** Null when the row cannot be read, which was then said. */
  #money(cells: readonly string[], row: number): Money | null {
    const { column = "", decimal = ".", unit = "units" } = this.#mapping.amount ?? {};
    const text = cellAt(cells, this.#at.amount);
    if (text === "")
      return this.#block(
        row,
        column,
        "amount-empty",
        "The row has no amount, which is not the same as 0. Mend the row or leave it out.",
      );
    const read = readLocalNumber(text, decimal);
    if (!read)
      return this.#block(
        row,
        column,
        "amount-unreadable",
        `"${text}" is not an amount with "${decimal}" before its decimals.`,
      );
    const currencyText = this.#fixedCurrency ?? cellAt(cells, this.#at.currency);
    if (!isCurrencyCode(currencyText)) {
      const name = this.#columns.names[this.#at.currency] ?? null;
      const message =
        currencyText === "" ? "The amount has no currency." : `"${currencyText}" is not a currency. Write it as USD.`;
      return this.#block(row, name, currencyText === "" ? "currency-missing" : "currency-unreadable", message);
    }
    const stated = statedCurrency(text);
    if (stated !== null && stated !== currencyText.toUpperCase())
      return this.#block(row, column, "currency-differs", `"${text}" is not in ${currencyText}, as the mapping says.`);
    return { amount: unit === "cents" ? centsToUnits(read) : read, currency: currencyText.toUpperCase() };
  }

  /** Undefined when the cell cannot be read, which was then said. */
  #requests(cells: readonly string[], row: number): Decimal | null | undefined {
    const text = cellAt(cells, this.#at.requests);
    if (text === "") return null;
    const count = readLocalNumber(text, this.#mapping.amount?.decimal ?? ".");
    if (count && count.units >= 0n) return count;
    this.#block(
      row,
      this.#mapping.requests?.column ?? null,
      "requests-unreadable",
      `"${text}" is not a number of requests.`,
    );
    return undefined;
  }

  #yield(of: {
    cells: readonly string[];
    row: number;
    day: Day;
    money: Money | null;
    tokens: readonly TokenCount[];
    requests: Decimal | null;
  }): void {
    const { cells, row, day, money, tokens, requests } = of;
    this.#sayFuture(day);
    const parts: readonly { kind: CostKind; count: Decimal | null }[] =
      tokens.length > 0 ? tokens : [{ kind: "other", count: null }];
    if (!money && tokens.length === 0 && (requests === null || isZero(requests))) return;
    if (money) this.#sums.add(money.currency, money.amount);
    const shared = this.#shared(cells, { row, day, currency: money?.currency ?? "USD" });
    for (const [index, { kind, count }] of parts.entries())
      this.#sink.line({
        ...shared,
        billed: index === 0 && money ? money.amount : ZERO,
        costKind: kind,
        tokens: count,
        ...(index === 0 && requests !== null ? { requests } : {}),
      });
  }

  #shared(
    cells: readonly string[],
    { row, day, currency }: { row: number; day: Day; currency: string },
  ): Omit<UsageLine, "billed" | "costKind" | "tokens"> {
    const { model, service, account } = this.#at;
    const { provider, basis } = this.#mapping;
    const modelText = textOrNull(cellAt(cells, model));
    if (modelText !== null) this.#groups.add("model");
    return {
      row,
      day,
      billedMonth: dayOf(day).month,
      provider,
      account: textOrNull(cellAt(cells, account)) ?? this.#mapping.account ?? this.#options.account,
      basis,
      category: this.#category(cells, row),
      isCorrection: false,
      currency,
      effective: null,
      model: modelText,
      service: textOrNull(cellAt(cells, service)) ?? modelText ?? this.#mapping.name,
      keys: this.#keysOf.get(this.#keyPositions.map((position) => cellAt(cells, position)).join(SEPARATOR)),
    };
  }

  #category(cells: readonly string[], row: number): ChargeCategory {
    const text = cellAt(cells, this.#at.category).toLowerCase();
    const known = text === "" ? "usage" : CATEGORIES[text];
    if (!known) this.#tally.note({ ...UNKNOWN_CATEGORY, column: this.#mapping.category?.column ?? null }, row);
    return known ?? "usage";
  }

  #readKeys(cells: readonly string[]): Keys {
    const tags: Record<string, string> = {};
    this.#tagNames.forEach((name, at) => {
      const value = textOrNull(cells[MAPPED_KEYS.length + at]);
      if (value !== null) tags[name] = value;
    });
    const [project, projectName, workspace, apiKey, apiKeyName, user] = MAPPED_KEYS.map((_, at) =>
      textOrNull(cells[at]),
    );
    for (const [name, value] of Object.entries({
      project: project ?? projectName,
      workspace,
      "API key": apiKey ?? apiKeyName,
      user,
    }))
      if (value) this.#groups.add(name);
    for (const name of Object.keys(tags)) this.#groups.add(`tag ${name}`);
    return keysWith({
      project: project ?? null,
      projectName: projectName ?? null,
      workspace: workspace ?? null,
      apiKey: apiKey ?? null,
      apiKeyName: apiKeyName ?? null,
      user: user ? hashPerson(user) : null,
      tags,
    });
  }

  #sayFuture(day: Day): void {
    if (this.#isFutureSaid || !isFuture(day, this.#options.nowMs)) return;
    this.#isFutureSaid = true;
    const message = `The file speaks for ${day}, which is still to come. Check the order of day and month in the mapping.`;
    this.#sink.issue({ ...about("warning", "date-in-future", message), column: this.#mapping.date.column });
  }

  #block(row: number, column: string | null, code: string, message: string): null {
    this.#sink.issue({ severity: "blocking", row, column, code, message });
    return null;
  }
}

const positionOf = (columns: Columns, name: string | null | undefined): number =>
  name ? columns.position(name.trim()) : -1;

function positionsOf(mapping: TableMapping, columns: Columns) {
  const { amount } = mapping;
  return {
    date: positionOf(columns, mapping.date.column),
    amount: positionOf(columns, amount?.column),
    currency: amount && "column" in amount.currency ? positionOf(columns, amount.currency.column) : -1,
    account: positionOf(columns, mapping.accountColumn),
    model: positionOf(columns, mapping.model?.column),
    service: positionOf(columns, mapping.service?.column),
    requests: positionOf(columns, mapping.requests?.column),
    category: positionOf(columns, mapping.category?.column),
    tokens: tokenPositions(mapping, columns),
  };
}
