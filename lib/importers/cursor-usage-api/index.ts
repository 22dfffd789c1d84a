import { monthOf, utcDay } from "../../core/calendar.ts";
import { add, type Decimal, isZero } from "../../core/decimal.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { centsToUnits, readAmount } from "../source/amount.ts";
import { type Count, readCount, reportCount } from "../source/count-columns.ts";
import {
  type CursorKind,
  type CursorTokens,
  cursorKeys,
  cursorKind,
  yieldCursorEvent,
} from "../source/cursor-event.ts";
import { FutureDays } from "../source/future-days.ts";
import { asText, type JsonObject } from "../source/json.ts";
import { type NumberedRecord, recordsOf } from "../source/page-records.ts";
import { field, hasList, isMissing, objectOrNothing, soundPagesOf } from "../source/pages.ts";
import { readMs, reportMissingPages, speakForPeriods } from "./pages.ts";

/** Pages of `POST /teams/filtered-usage-events`: one event each, money in cents. */
const cursorUsageApi: JsonImporter = {
  id: "cursor-usage-api",
  label: "Cursor usage events, API pages",
  lookedFor: "JSON pages with usageEvents or usageEventsDisplay",
  yields: "cost",
  basis: "billed",
  family: "cursor-usage",
  secrets: ["useremail", "owninguser", "email"],
  shape: "json",
  claims: ({ jsonKeys }) =>
    jsonKeys !== null && (jsonKeys.includes("usageEvents") || jsonKeys.includes("usageEventsDisplay")),
  read,
};
export default cursorUsageApi;

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, hasList("usageEvents", "usageEventsDisplay"));
  const events = recordsOf({ pages, listOf: (page) => page.usageEvents ?? page.usageEventsDisplay }, sink);
  const reading = { sink, options, future: new FutureDays(sink, options) };
  speakForPeriods(pages, sink);
  for (const event of events) readEvent(event, reading);
  sink.groupedBy(["event", "user"]);
  reportMissingPages(pages, events.length, sink);
}

type Reading = { readonly sink: Sink; readonly options: ReadOptions; readonly future: FutureDays };

function readEvent({ row, value }: NumberedRecord, { sink, options, future }: Reading): void {
  const block = (column: string, code: string, message: string) =>
    sink.issue({ severity: "blocking", row, column, code, message });
  const ms = readMs(value.timestamp);
  if (ms === null) {
    const text = asText(value.timestamp) ?? "nothing";
    block("timestamp", "date-unreadable", `"${text}" is not a time (epoch milliseconds); the event belongs to no day.`);
    return;
  }
  const usage = objectOrNothing(value.tokenUsage, { row, column: "tokenUsage" }, sink);
  if (!usage) return;
  const tokens = tokensOf(usage, row, sink);
  const money = moneyOf(value, usage);
  if (typeof money === "string") {
    block(money, "amount-unreadable", `The ${money} is not an amount in cents.`);
    return;
  }
  if (!tokens) return;
  const kind = kindOf(value);
  if (kind === "charged" && money.charged === null) {
    block("chargedCents", "amount-empty", "The event is charged for and has no cost. Leave it out or fetch it again.");
    return;
  }
  const day = utcDay(ms);
  future.check(day);
  sink.speaksFor({ from: day, to: day });
  const user = field(value, "userEmail") ?? field(value, "owningUser");
  const event = {
    row,
    day,
    billedMonth: monthOf(day),
    account: options.account,
    keys: cursorKeys(user ?? "", value.maxMode === true),
    model: textOrNull(field(value, "model")),
  };
  yieldCursorEvent(sink, { ...event, kind, cost: kind === "own-key" ? money.model : money.charged, tokens });
  // The model's provider bills the tokens of a user's own key; Cursor's fee for them is Cursor's.
  if (kind === "own-key" && money.fee && !isZero(money.fee)) yieldFee(sink, { ...event, fee: money.fee });
}

type Fee = Pick<
  Parameters<typeof yieldCursorEvent>[1],
  "row" | "day" | "billedMonth" | "account" | "keys" | "model"
> & {
  readonly fee: Decimal;
};

function yieldFee(sink: Sink, { fee, ...event }: Fee): void {
  sink.line({
    ...event,
    provider: "cursor",
    basis: "billed",
    category: "usage",
    isCorrection: false,
    currency: "USD",
    billed: fee,
    effective: null,
    service: "Cursor token fee",
    costKind: "other",
    tokens: null,
  });
}

function kindOf(value: JsonObject): CursorKind {
  if (value.isFreeBugbot === true) return "included";
  const kind = cursorKind(field(value, "kind") ?? "");
  return value.isChargeable === false && (kind === "charged" || kind === "by-cost") ? "included" : kind;
}

type Money = {
  /** What Cursor charged: the model's cost and its own fee. */
  readonly charged: Decimal | null;
  readonly model: Decimal | null;
  readonly fee: Decimal | null;
};

/** Dollars of an event, or the name of the field that cannot be read. */
function moneyOf(value: JsonObject, usage: JsonObject): Money | string {
  const charged = centsOf(value, "chargedCents");
  const model = centsOf(usage, "totalCents");
  const fee = centsOf(value, "cursorTokenFee");
  if (charged === undefined) return "chargedCents";
  if (model === undefined) return "tokenUsage.totalCents";
  if (fee === undefined) return "cursorTokenFee";
  return { charged: charged ?? (model && fee ? add(model, fee) : model), model, fee };
}

function centsOf(of: JsonObject, name: string): Decimal | null | undefined {
  const text = field(of, name);
  if (text === null && !isMissing(of[name])) return undefined;
  if (text === null || text === "-") return null;
  const cents = readAmount(text.trim());
  return cents === null ? undefined : centsToUnits(cents);
}

function tokensOf(usage: JsonObject, row: number, sink: Sink): CursorTokens | null {
  let isUnreadable = false;
  const count = (name: string): Count => {
    const text = field(usage, name) ?? "";
    // Neither text nor a number, and there: no count.
    const found = text === "" && !isMissing(usage[name]) ? undefined : readCount(text);
    if (found !== undefined) return found;
    isUnreadable = true;
    reportCount(sink, { row, column: `tokenUsage.${name}`, text });
    return null;
  };
  const tokens = {
    input: count("inputTokens"),
    write: count("cacheWriteTokens"),
    read: count("cacheReadTokens"),
    output: count("outputTokens"),
  };
  return isUnreadable ? null : tokens;
}
