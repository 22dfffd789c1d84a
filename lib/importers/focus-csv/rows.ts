import { monthOf, utcDay } from "../../core/calendar.ts";
import type { Decimal } from "../../core/decimal.ts";
import type { LineScope } from "../../core/usage-line.ts";
import type { ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { MoneySums } from "../source/amount.ts";
import { isBroadBill } from "../source/cloud-scope.ts";
import { type DayOf, dayOf } from "../source/days.ts";
import { type Columns, cellAt, type RowReader } from "../source/headed-table.ts";
import { Memo, TupleMemo } from "../source/keys.ts";
import { Tally } from "../source/tally.ts";
import { isTotalLabel, TrailingTotals } from "../source/trailing-totals.ts";
import { clippedDays, type FocusTime, isNull, readCost, readFocusTime } from "./cells.ts";
import { type FocusPositions, positionsOf } from "./positions.ts";
import { providerIdentity } from "./provider.ts";
import { blocking, currencyProblem, isFrequency, RULES, readCategory, reportColumns } from "./rules.ts";
import { readKeys, readScope, readSku } from "./sku.ts";
import { tokensOf } from "./tokens.ts";

type Time = { readonly time: FocusTime | null };

/** Reads FOCUS rows. A row with a blocking issue yields no line; a broken rule that does not change money is tallied. */
export class FocusRows implements RowReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #at: FocusPositions;
  readonly #sums = new MoneySums();
  readonly #totals: TrailingTotals;
  readonly #tally: Tally;

  readonly #times = new Memo((cell): Time => ({ time: readFocusTime(cell) }));
  readonly #days = new Memo((ms): DayOf => dayOf(utcDay(Number(ms))));
  readonly #covered = new TupleMemo((cells) => this.#cover(cells));
  readonly #providers = new Memo(providerIdentity);
  readonly #texts = new Memo((cell) => (isNull(cell) ? null : textOrNull(cell)));
  readonly #currencies = new Memo((cell) => cell.toUpperCase());
  readonly #categories = new Memo(readCategory);
  readonly #skus = new TupleMemo(readSku);
  readonly #keys = new TupleMemo(readKeys);
  readonly #scopes = new TupleMemo(readScope);

  constructor(columns: Columns, sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#at = positionsOf(columns);
    this.#totals = new TrailingTotals({ sink, sums: this.#sums, dateColumn: "ChargePeriodStart" });
    this.#tally = new Tally(sink);
    reportColumns(columns, sink);
  }

  row(cells: readonly string[], row: number): void {
    const at = this.#at;
    const start = known(cells, at.chargeStart);
    const costText = known(cells, at.billedCost);
    const currencyText = known(cells, at.currency);
    if ((start === "" || isTotalLabel(start)) && known(cells, at.billingStart) === "") {
      const shown = cells.map((cell) => (isNull(cell.trim()) ? "" : cell));
      this.#totals.hold(shown, { row, amount: costText, currency: currencyText });
      return;
    }
    if (this.#totals.isHolding) this.#totals.release();
    const days = this.#readDays(cells, row);
    if (!days) return;
    const billed = this.#readBilled(costText, row);
    if (!billed) return;
    const problem = currencyProblem(currencyText, row);
    if (problem) {
      this.#sink.issue(problem);
      return;
    }
    const currency = this.#currencies.get(currencyText);
    this.#sums.add(currency, billed);
    this.#yield(cells, { row, day: days.charge, billedMonth: days.billedMonth, currency, billed });
  }

  end(): void {
    this.#totals.settle();
    this.#sink.groupedBy([]);
    this.#tally.report();
  }

  #yield(
    cells: readonly string[],
    line: { row: number; day: DayOf; billedMonth: DayOf; currency: string; billed: Decimal },
  ): void {
    const at = this.#at;
    const { row } = line;
    const category = this.#readCategory(cells, row);
    const sku = this.#skus.get(
      known(cells, at.service),
      known(cells, at.meter),
      known(cells, at.details),
      at.service < 0 ? known(cells, at.description) : "",
    );
    if (!sku.isReadable) this.#tally.note(RULES.detailsUnreadable, row);
    const tagged = this.#keys.get(
      known(cells, at.subAccount),
      known(cells, at.subAccountName),
      known(cells, at.tags),
      known(cells, at.principal),
      known(cells, at.credential),
    );
    if (!tagged.isReadable) this.#tally.note(RULES.tagsUnreadable, row);
    const costKind = category === "usage" ? sku.kind : "other";
    const provider = this.#readProvider(cells, row);
    this.#sink.line({
      row,
      day: line.day.day,
      billedMonth: line.billedMonth.month,
      provider,
      account: this.#texts.get(known(cells, at.account)) ?? this.#options.account,
      basis: "billed",
      category,
      isCorrection: this.#isCorrection(known(cells, at.chargeClass), row),
      currency: line.currency,
      billed: line.billed,
      effective: this.#readEffective(cells, row),
      model: sku.model,
      service: sku.service,
      costKind,
      tokens: costKind === "other" ? null : this.#tokens(cells),
      ...this.#readScope(cells, provider),
      keys: tagged.keys,
    });
    this.#checkRest(cells, row);
  }

  /** Only a cloud's bill holds more than AI. */
  #readScope(cells: readonly string[], provider: string): { scope?: LineScope } {
    if (!isBroadBill(provider)) return {};
    const at = this.#at;
    const scope = this.#scopes.get(
      provider,
      known(cells, at.service) || known(cells, at.description),
      known(cells, at.serviceCategory),
      known(cells, at.meter),
      `${known(cells, at.instance)} ${known(cells, at.usageType)} ${known(cells, at.details)}`,
    );
    return { scope };
  }

  #readDays(cells: readonly string[], row: number): { charge: DayOf; billedMonth: DayOf } | null {
    const at = this.#at;
    const charge = this.#readTime(known(cells, at.chargeStart), "ChargePeriodStart", row);
    const billing = charge && this.#readTime(known(cells, at.billingStart), "BillingPeriodStart", row);
    if (!charge || !billing) return null;
    if (charge.style === "zoneless") this.#tally.note(RULES.dateZoneless, row);
    if (charge.style === "slash") this.#tally.note(RULES.dateSlash, row);
    const covered = this.#covered.get(
      known(cells, at.chargeStart),
      known(cells, at.chargeEnd),
      known(cells, at.billingStart),
      known(cells, at.billingEnd),
    );
    if (!covered.hasEnds) this.#tally.note(RULES.periodEndMissing, row);
    return { charge: this.#days.get(String(charge.ms)), billedMonth: this.#days.get(String(billing.ms)) };
  }

  #readTime(cell: string, column: string, row: number): FocusTime | null {
    const time = cell === "" ? null : this.#times.get(cell).time;
    if (time) return time;
    const message =
      cell === ""
        ? `${column} is empty, so the row belongs to no ${column.startsWith("Billing") ? "statement" : "day"}. Mend the row or leave it out.`
        : `"${cell}" is not a date FOCUS knows (2026-05-01T00:00:00Z). Mend the row or leave it out.`;
    this.#sink.issue(blocking(row, column, cell === "" ? "date-missing" : "date-unreadable", message));
    return null;
  }

  #cover([chargeStart = "", chargeEnd = "", billingStart = "", billingEnd = ""]: readonly string[]): {
    hasEnds: boolean;
  } {
    const charge = readFocusTime(chargeStart);
    const billing = readFocusTime(billingStart);
    const chargeTo = endAfter(charge, readFocusTime(chargeEnd));
    const billingTo = endAfter(billing, readFocusTime(billingEnd));
    const days =
      charge &&
      billing &&
      clippedDays({ from: charge, toMs: chargeTo }, { from: billing, toMs: billingTo ?? nextMonthMs(billing.ms) });
    if (days) this.#sink.speaksFor(days);
    return { hasEnds: chargeTo !== null && billingTo !== null };
  }

  #readBilled(text: string, row: number): Decimal | null {
    if (text === "") {
      this.#sink.issue(
        blocking(
          row,
          "BilledCost",
          "amount-empty",
          "BilledCost is empty, which FOCUS does not allow; it is not taken for 0. Mend the row or leave it out.",
        ),
      );
      return null;
    }
    const cost = readCost(text);
    if (!cost) {
      this.#sink.issue(
        blocking(
          row,
          "BilledCost",
          "amount-unreadable",
          `"${text}" is not an amount as FOCUS writes it (12.50 or 1.25E1). Mend the row or leave it out.`,
        ),
      );
      return null;
    }
    if (cost.isFormatted) this.#tally.note(RULES.amountFormatted, row);
    return cost.amount;
  }

  #readEffective(cells: readonly string[], row: number): Decimal | null {
    if (this.#at.effectiveCost < 0) return null;
    const text = known(cells, this.#at.effectiveCost);
    if (text === "") {
      this.#tally.note(RULES.effectiveNull, row);
      return null;
    }
    const cost = readCost(text);
    if (!cost) {
      const message = `"${text}" is not an amount; BilledCost is not put in its place. Mend the row or leave it out.`;
      this.#sink.issue(blocking(row, "EffectiveCost", "effective-cost-unreadable", message));
      return null;
    }
    if (cost.isFormatted) this.#tally.note(RULES.effectiveFormatted, row);
    return cost.amount;
  }

  #readProvider(cells: readonly string[], row: number): string {
    const name = known(cells, this.#at.serviceProvider) || known(cells, this.#at.provider);
    if (name !== "") return this.#providers.get(name);
    this.#tally.note(RULES.providerMissing, row);
    return this.#providers.get(known(cells, this.#at.issuer) || "unnamed provider");
  }

  #readCategory(cells: readonly string[], row: number) {
    const { category, broken } = this.#categories.get(known(cells, this.#at.category));
    if (broken) this.#tally.note(RULES[broken], row);
    return category;
  }

  #isCorrection(cell: string, row: number): boolean {
    if (cell === "") return false;
    const isCorrection = cell.toLowerCase() === "correction";
    if (!isCorrection) this.#tally.note(RULES.classUnknown, row);
    return isCorrection;
  }

  #tokens(cells: readonly string[]): Decimal | null {
    const at = this.#at;
    return tokensOf({
      consumedQuantity: known(cells, at.consumedQuantity),
      consumedUnit: known(cells, at.consumedUnit),
      pricingQuantity: known(cells, at.pricingQuantity),
      pricingUnit: known(cells, at.pricingUnit),
    });
  }

  #checkRest(cells: readonly string[], row: number): void {
    const at = this.#at;
    if (at.contractedCost >= 0 && known(cells, at.contractedCost) === "") this.#tally.note(RULES.contractedNull, row);
    if (at.listCost >= 0 && known(cells, at.listCost) === "") this.#tally.note(RULES.listNull, row);
    const frequency = known(cells, at.frequency);
    if (frequency !== "" && !isFrequency(frequency)) this.#tally.note(RULES.frequency, row);
  }
}

/** The cell's text; "" when it is null in either spelling. */
function known(cells: readonly string[], position: number): string {
  const cell = cellAt(cells, position);
  return isNull(cell) ? "" : cell;
}

/** An end that is not after its start is none. */
const endAfter = (start: FocusTime | null, end: FocusTime | null): number | null =>
  end && (start === null || end.ms > start.ms) ? end.ms : null;

/** Without a stated end a billing period is its calendar month. */
function nextMonthMs(startMs: number): number {
  const [year = "0", month = "0"] = monthOf(utcDay(startMs)).split("-");
  return Date.UTC(Number(year), Number(month), 1);
}
