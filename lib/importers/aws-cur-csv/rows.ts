import { firstDay, lastDay, monthOf, utcDay } from "../../core/calendar.ts";
import { type Decimal, equals, format, negate, ZERO } from "../../core/decimal.ts";
import { isCurrencyCode } from "../../core/money.ts";
import type { Keys, UsageLine } from "../../core/usage-line.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { MoneySums, readAmount } from "../source/amount.ts";
import { type DayOf, dayOf, lastDayBefore, readIsoMs } from "../source/days.ts";
import { about, type Columns, type RowReader } from "../source/headed-table.ts";
import { Memo, TupleMemo } from "../source/keys.ts";
import { Tally } from "../source/tally.ts";
import { editionIn, tokensOf } from "./bedrock.ts";
import { amortisationOf, effectiveOf, type LineType, readLineType } from "./charges.ts";
import { type CurPositions, type NetAndGross, positionsOf } from "./columns.ts";
import { blocking, currencyProblem, SAID } from "./problems.ts";
import { known, readSku, type Sku } from "./sku.ts";
import { BETWEEN, EQUALS, readKeys } from "./tagged.ts";

type When = { readonly day: DayOf; readonly billedMonth: DayOf };
type Money = { readonly billed: Decimal; readonly isWithoutNet: boolean };

/** Discount lines without a net amount that are held until it is known whether the file has net amounts. */
const MOST_HELD = 100_000;

/** Reads the rows of a cost and usage report. A row with a blocking issue yields no line. */
export class CurRows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: CurPositions;
  readonly #has: ReturnType<typeof amortisationOf>;
  readonly #tally: Tally;
  readonly #gross = new MoneySums();
  readonly #net = new MoneySums();
  #hasNet = false;
  #held: UsageLine[] = [];

  readonly #days = new Memo((text): { value: DayOf | null } => {
    const ms = readIsoMs(text);
    return { value: ms === null ? null : dayOf(utcDay(ms)) };
  });
  readonly #periods = new TupleMemo((cells) => this.#readPeriod(cells));
  readonly #types = new Memo(readLineType);
  readonly #accounts = new Memo((cell) => ({ value: textOrNull(cell) ?? this.#options.account }));
  readonly #skus = new TupleMemo(readSku);
  readonly #keys = new TupleMemo(readKeys);

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#at = positionsOf(columns);
    this.#has = amortisationOf(this.#at);
    this.#tally = new Tally(sink);
  }

  row(cells: readonly string[], row: number): void {
    const at = this.#at;
    const when = this.#readWhen(cells, row);
    if (!when) return;
    const typeText = at.type < 0 ? "Usage" : known(cells, at.type);
    if (typeText === "") {
      const message = "The row has no type, so it is not known whether it is usage, a fee or a discount.";
      this.#sink.issue(blocking(row, "LineItemType", "line-type-missing", message));
      return;
    }
    const type = this.#types.get(typeText);
    const money = this.#readMoney(cells, row, type);
    if (!money) return;
    const currency = known(cells, at.currency);
    if (!isCurrencyCode(currency)) {
      this.#sink.issue(currencyProblem(currency, row));
      return;
    }
    if (!type.isKnown) this.#tally.note(SAID.typeUnknown, row);
    const line = this.#lineOf(cells, { row, when, type, billed: money.billed, currency: currency.toUpperCase() });
    this.#addSums(cells, line);
    if (money.isWithoutNet) this.#hold(line);
    else this.#sink.line(line);
  }

  end(): void {
    this.#release();
    this.#sink.groupedBy([]);
    this.#tally.report();
    for (const currency of this.#hasNet ? this.#gross.currencies() : []) {
      const gross = this.#gross.total(currency);
      if (equals(gross, this.#net.total(currency))) continue;
      const message = `Amounts are net of discounts (NetUnblendedCost), which is what is owed. Before discounts the rows sum to ${format(gross)} ${currency} (UnblendedCost).`;
      this.#sink.issue(about("notice", "net-cost-used", message));
    }
  }

  #lineOf(
    cells: readonly string[],
    given: { row: number; when: When; type: LineType; billed: Decimal; currency: string },
  ): UsageLine {
    const at = this.#at;
    const { row, when, type } = given;
    const sku = this.#readSku(cells);
    const costKind = type.isUse ? sku.kind : "other";
    return {
      row,
      day: when.day.day,
      billedMonth: when.billedMonth.month,
      provider: "aws",
      account: this.#accounts.get(known(cells, at.payer)).value,
      basis: "billed",
      category: type.category,
      isCorrection: false,
      currency: given.currency,
      billed: given.billed,
      effective: this.#readEffective(cells, row, type),
      model: sku.model,
      service: sku.service,
      costKind,
      tokens: costKind === "other" ? null : tokensOf(readAmount(known(cells, at.amount)), sku.tokensPerUnit),
      scope: sku.scope,
      keys: this.#readTagged(cells, row, sku),
    };
  }

  #readWhen(cells: readonly string[], row: number): When | null {
    const at = this.#at;
    const startText = known(cells, at.start);
    const periodText = known(cells, at.periodStart);
    const start = startText === "" ? null : this.#days.get(startText).value;
    const period = periodText === "" ? null : this.#periods.get(periodText, known(cells, at.periodEnd)).value;
    const unreadable = startText !== "" && !start ? startText : periodText !== "" && !period ? periodText : null;
    if (unreadable !== null) {
      this.#sink.issue(
        blocking(row, "UsageStartDate", "date-unreadable", `"${unreadable}" is not a date this report writes.`),
      );
      return null;
    }
    if (!start && !period) {
      this.#sink.issue(
        blocking(row, "UsageStartDate", "date-missing", "The row has neither a usage date nor a billing period."),
      );
      return null;
    }
    if (!start) this.#tally.note(SAID.dayMissing, row);
    if (!period) this.#tally.note(SAID.periodMissing, row);
    const day = start ?? period;
    const billedMonth = period ?? start;
    return day && billedMonth ? { day, billedMonth } : null;
  }

  /** The report is the whole bill of its period: a newer one replaces all of it. */
  #readPeriod([startText = "", endText = ""]: readonly string[]): { value: DayOf | null } {
    const ms = readIsoMs(startText);
    if (ms === null) return { value: null };
    const from = dayOf(utcDay(ms));
    const endMs = readIsoMs(endText);
    const to = endMs !== null && endMs > ms ? lastDayBefore(endMs) : lastDay(from.month);
    const isMonth = monthOf(to) === from.month;
    this.#sink.speaksFor({ from: isMonth ? firstDay(from.month) : from.day, to: isMonth ? lastDay(from.month) : to });
    return { value: from };
  }

  /** What is owed: the net amount where the row has one, else the unblended one. */
  #readMoney(cells: readonly string[], row: number, type: LineType): Money | null {
    const at = this.#at;
    const netText = known(cells, at.net);
    const text = netText || known(cells, at.unblended);
    const column = netText === "" ? "UnblendedCost" : "NetUnblendedCost";
    if (text === "") {
      this.#sink.issue(blocking(row, column, "amount-empty", "The row has no cost; it is not taken for 0."));
      return null;
    }
    const billed = readAmount(text);
    if (!billed) {
      this.#sink.issue(
        blocking(row, column, "amount-unreadable", `"${text}" is not an amount as this report writes it.`),
      );
      return null;
    }
    if (netText !== "") this.#hasNet = true;
    return { billed, isWithoutNet: at.net >= 0 && netText === "" && type.isDiscount };
  }

  #readEffective(cells: readonly string[], row: number, type: LineType): Decimal | null {
    if (type.name === "usage" || type.name === "tax") return null;
    const isNet = known(cells, this.#at.net) !== "";
    const read = ({ net, gross }: NetAndGross) =>
      readAmount((isNet ? known(cells, net) : "") || known(cells, gross)) ?? undefined;
    const isReservation = known(cells, this.#at.reservation) !== "";
    const effective = effectiveOf({ type, isReservation, has: this.#has }, this.#at, read);
    if (effective !== undefined) return effective;
    this.#tally.note(SAID.effectiveMissing, row);
    return null;
  }

  #readSku(cells: readonly string[]): Sku {
    const at = this.#at;
    const productCode = known(cells, at.productCode);
    const productName = known(cells, at.productName) || known(cells, at.product);
    const model = productName === "" && /bedrock/i.test(productCode) ? editionIn(known(cells, at.description)) : null;
    return this.#skus.get(
      productCode,
      model ? `${model} (Amazon Bedrock Edition)` : productName,
      known(cells, at.usageType),
      known(cells, at.unit),
      known(cells, at.instanceType),
    );
  }

  #readTagged(cells: readonly string[], row: number, sku: Sku): Keys {
    const at = this.#at;
    let tags = at.tags.length === 0 ? "" : at.tags.map((position) => known(cells, position)).join(BETWEEN);
    for (const { position, name } of at.tagColumns) {
      const value = known(cells, position);
      if (value !== "") tags += `${BETWEEN}${name}${EQUALS}${value}`;
    }
    const { tier = "", routing = "" } = sku.tags;
    const tagged = this.#keys.get(
      known(cells, at.usageAccount),
      known(cells, at.usageAccountName),
      known(cells, at.principal),
      tags,
      `${tier}${EQUALS}${routing}`,
    );
    if (!tagged.isReadable) this.#tally.note(SAID.tagsUnreadable, row);
    return tagged.keys;
  }

  #addSums(cells: readonly string[], line: UsageLine): void {
    if (this.#at.net < 0) return;
    this.#net.add(line.currency, line.billed);
    this.#gross.add(line.currency, readAmount(known(cells, this.#at.unblended)) ?? line.billed);
  }

  #hold(line: UsageLine): void {
    this.#held.push(line);
    if (this.#held.length >= MOST_HELD) this.#release();
  }

  /** Where the other lines have net amounts, a discount without one is inside them already. */
  #release(): void {
    for (const line of this.#held) {
      if (this.#hasNet) {
        this.#tally.note(SAID.discountInNet, line.row);
        this.#net.add(line.currency, negate(line.billed));
      }
      this.#sink.line(this.#hasNet ? { ...line, billed: ZERO } : line);
    }
    this.#held = [];
  }
}
