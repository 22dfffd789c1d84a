import { parseMonth } from "../../core/calendar.ts";
import { absolute, add, type Decimal, equals, format, isNegative, negate, ZERO } from "../../core/decimal.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { type DayOf, dayOf } from "../source/days.ts";
import { about } from "../source/headed-table.ts";
import { type JsonObject, jsonText } from "../source/json.ts";
import { NO_KEYS } from "../source/keys.ts";
import { hasList, objectsIn, soundPagesOf } from "../source/pages.ts";
import { RowCells } from "../source/row-cells.ts";
import { Tally } from "../source/tally.ts";
import { yieldRow } from "../source/usage-rows.ts";
import { block, dollarsOf, textAt } from "../source/xai.ts";

/** `GET .../prepaid/balance`: what was bought, spent and given back, in cents; credit that is held is negative. */
const xaiPrepaidJson: JsonImporter = {
  id: "xai-prepaid-json",
  label: "xAI prepaid balance, API answer",
  lookedFor: "JSON with changes that have a changeOrigin and an amount",
  yields: "cost",
  basis: "billed",
  shape: "json",
  claims: isBalance,
  read,
};
export default xaiPrepaidJson;

function isBalance(sample: Sample): boolean {
  if (!sample.jsonKeys?.includes("changes")) return false;
  return /"changeOrigin"\s*:/.test(sample.text) || sample.jsonKeys.includes("total");
}

type Reading = {
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly cells: RowCells;
  readonly tally: Tally;
};

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const reading: Reading = { sink, options, cells: new RowCells(sink, options), tally: new Tally(sink) };
  let row = 0;
  for (const page of soundPagesOf(values, sink, hasList("changes"))) {
    let sum: Decimal | null = ZERO;
    for (const change of objectsIn(page.changes, { row: null, column: "changes" }, sink)) {
      row += 1;
      sink.source?.(row, jsonText(change));
      const amount = readChange(change, row, reading);
      sum = sum && amount ? add(sum, amount) : null;
    }
    compareBalance(dollarsOf(page.total), sum, sink);
  }
  reading.tally.report();
  if (row === 0) sink.issue(about("notice", "no-rows", "The answer holds no changes of the balance."));
  sink.groupedBy([]);
}

/** @returns the change of the balance in dollars, null when it could not be read */
function readChange(change: JsonObject, row: number, reading: Reading): Decimal | null {
  const { sink, cells } = reading;
  const amount = dollarsOf(change.amount);
  if (!amount) {
    const isMissing = amount === null;
    block(sink, {
      row,
      column: "amount",
      code: isMissing ? "amount-empty" : "amount-unreadable",
      message: isMissing ? "The change has no amount." : "The amount of this change is not a number of cents.",
    });
    return null;
  }
  const text = textAt(change, "createTime", "createTs", "createdAt", "timestamp", "time");
  const at = cells.day({ row, column: "createTime", text });
  if (!at) return null;
  if (/FAIL|CANCEL|DECLIN|PENDING/i.test(textAt(change, "topupStatus"))) {
    reading.tally.note(NOT_PAID, row);
    return ZERO;
  }
  apply({ change, row, amount, at }, reading);
  return amount;
}

type Change = { readonly change: JsonObject; readonly row: number; readonly amount: Decimal; readonly at: DayOf };

function apply(given: Change, reading: Reading): void {
  const { change, row } = given;
  const { sink, tally } = reading;
  const origin = textAt(change, "changeOrigin")
    .toUpperCase()
    .replace(/^CHANGE_ORIGIN_/, "");
  switch (origin) {
    case "PURCHASE":
    case "AUTO_PURCHASE":
    case "REFUND":
      yieldDocument(given, origin === "REFUND", reading);
      return;
    case "SPEND":
      yieldSpend(given, reading);
      return;
    case "MANUAL":
      tally.note(MANUAL, row);
      return;
    default:
      block(sink, {
        row,
        column: "changeOrigin",
        code: "origin-unknown",
        message: `The origin "${origin}" is new, so it is not known whether this is usage. Leave the row out, or wait for a reader that knows it.`,
      });
  }
}

/** Credit that was bought is cash, not usage: a document to reconcile with. */
function yieldDocument({ change, row, amount, at }: Change, isRefund: boolean, { sink, options }: Reading): void {
  const size = absolute(amount);
  const total = isRefund ? negate(size) : size;
  const number = textAt(change, "invoiceNumber", "invoiceId") || `prepaid ${at.day}, change ${row}`;
  const description = isRefund ? "Prepaid credit, refunded" : "Prepaid credit";
  sink.invoice({
    row,
    kind: isRefund ? "credit-note" : "receipt",
    provider: "xai",
    seller: "xAI",
    number,
    issued: at.day,
    due: null,
    account: textOrNull(textAt(change, "teamId")) ?? options.account,
    month: at.month,
    currency: "USD",
    subtotal: null,
    tax: null,
    total,
    amountDue: null,
    isPrepaid: true,
    lines: [{ row, description, quantity: null, unitPrice: null, amount: total, from: null, to: null }],
  });
}

function yieldSpend({ change, row, amount, at }: Change, { sink, options, tally }: Reading): void {
  if (isNegative(amount)) tally.note(SPEND_NEGATIVE, row);
  yieldRow(sink, {
    row,
    at: billedIn(change, at),
    provider: "xai",
    account: textOrNull(textAt(change, "teamId")) ?? options.account,
    basis: "billed",
    currency: "USD",
    amount,
    model: null,
    service: "xAI API, spent from prepaid credit",
    tokens: [],
    requests: null,
    keys: NO_KEYS,
  });
}

/** The billing period that a spend names; a spend is booked after its month has ended. */
function billedIn(change: JsonObject, at: DayOf): DayOf {
  const year = textAt(change, "spendBpKeyYear");
  const month = parseMonth(`${year}-${textAt(change, "spendBpKeyMonth").padStart(2, "0")}`);
  if (!month || month === at.month) return at;
  // The first of the month always exists.
  return dayOf(`${month}-01` as DayOf["day"]);
}

function compareBalance(stated: Decimal | null | undefined, sum: Decimal | null, sink: Sink): void {
  if (!stated || !sum || equals(stated, sum)) return;
  sink.issue(
    about(
      "warning",
      "balance-differs",
      `The changes sum to ${format(negate(sum))} USD of credit and the answer states ${format(negate(stated))} USD: some changes are not in it.`,
    ),
  );
}

const NOT_PAID = {
  severity: "notice",
  code: "purchase-not-paid",
  column: "topupStatus",
  message: "Purchases that failed or wait for payment are passed over.",
} as const;

const MANUAL = {
  severity: "notice",
  code: "credit-granted",
  column: "changeOrigin",
  message: "Credit that xAI gave or took by hand is neither usage nor a payment; it is not counted.",
} as const;

const SPEND_NEGATIVE = {
  severity: "warning",
  code: "spend-negative",
  column: "amount",
  message: "Spending is positive in this ledger; a negative one was read as money given back.",
} as const;
