import { type Day, monthOf, utcDay } from "../../core/calendar.ts";
import type { Decimal } from "../../core/decimal.ts";
import { isCurrencyCode, readCurrency } from "../../core/money.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sink } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { centsToUnits, readAmount } from "../source/amount.ts";
import { type Count, type RowBase, readCount, reportCount, yieldByKind } from "../source/count-columns.ts";
import { readIsoMs } from "../source/days.ts";
import { FutureDays } from "../source/future-days.ts";
import { asText, isObject, type JsonObject } from "../source/json.ts";
import { keysWith } from "../source/keys.ts";
import { type NumberedRecord, recordsOf } from "../source/page-records.ts";
import {
  field,
  hasList,
  isMissing,
  objectOrNothing,
  objectsIn,
  reportIncomplete,
  soundPagesOf,
} from "../source/pages.ts";

/** Pages of `GET /v1/organizations/usage_report/claude_code`: a record an actor and day, estimates in cents. */
const anthropicClaudeCode: JsonImporter = {
  id: "anthropic-claude-code",
  label: "Claude Code analytics, API pages",
  lookedFor: "JSON pages with actor, core_metrics and model_breakdown",
  yields: "cost",
  basis: "estimated",
  secrets: ["email_address"],
  shape: "json",
  claims({ jsonKeys, text }) {
    const has = (key: string) => new RegExp(`"${key}"\\s*:`).test(text);
    return jsonKeys?.includes("data") === true && has("actor") && (has("model_breakdown") || has("core_metrics"));
  },
  read,
};
export default anthropicClaudeCode;

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, hasList("data"));
  const future = new FutureDays(sink, options);
  for (const record of recordsOf({ pages, listOf: (page) => page.data }, sink)) {
    readRecord(record, { sink, options, future });
  }
  sink.groupedBy(["actor", "model"]);
  reportIncomplete(pages, sink);
}

type Reading = { readonly sink: Sink; readonly options: ReadOptions; readonly future: FutureDays };

function readRecord({ row, value }: NumberedRecord, { sink, options, future }: Reading): void {
  const dateText = asText(value.date) ?? "";
  const ms = readIsoMs(dateText);
  if (ms === null) {
    block(sink, row, "date", "date-unreadable", `"${dateText}" is not a day; the record belongs to none.`);
    return;
  }
  const day = utcDay(ms);
  future.check(day);
  sink.speaksFor({ from: day, to: day });
  const customer = customerOf(value);
  if (customer === null) {
    const message = `The customer type "${field(value, "customer_type") ?? ""}" is neither api nor subscription, so it cannot be told whether the usage costs anything. Leave the record out.`;
    block(sink, row, "customer_type", "customer-type-unknown", message);
    return;
  }
  const base = {
    row,
    day,
    account: textOrNull(field(value, "organization_id")) ?? options.account,
    keys: keysOf(value),
    isIncluded: customer === "subscription",
  };
  const models = objectsIn(value.model_breakdown, { row, column: "model_breakdown" }, sink);
  for (const model of models) readModel(model, base, sink);
}

function customerOf(value: JsonObject): "api" | "subscription" | null {
  const type = field(value, "customer_type");
  if (type === "api" || type === "subscription") return type;
  return type === null && field(value, "subscription_type") !== null ? "subscription" : null;
}

function keysOf(value: JsonObject): Keys {
  const actor: JsonObject = isObject(value.actor) ? value.actor : {};
  const email = field(actor, "email_address");
  return keysWith({
    user: email === null ? null : hashPerson(email),
    apiKeyName: textOrNull(field(actor, "api_key_name")),
  });
}

type Base = {
  readonly row: number;
  readonly day: Day;
  readonly account: string | null;
  readonly keys: Keys;
  /** A seat pays: the estimate is of no money that anybody owes. */
  readonly isIncluded: boolean;
};

function readModel(model: JsonObject, { row, day, account, keys, isIncluded }: Base, sink: Sink): void {
  const tokens = objectOrNothing(model.tokens, { row, column: "tokens" }, sink);
  const counts = tokens && countsOf(tokens, row, sink);
  const cost = isIncluded ? NO_COST : costOf(model, row, sink);
  if (!counts || !cost) return;
  const base: RowBase = {
    row,
    day,
    billedMonth: monthOf(day),
    provider: "anthropic",
    account,
    basis: cost.amount ? "estimated" : "quantity",
    category: "usage",
    isCorrection: false,
    currency: cost.currency,
    model: textOrNull(field(model, "model")),
    service: "Claude Code",
    ...(isIncluded ? { scope: "included" as const } : {}),
    keys,
  };
  yieldByKind(sink, base, { counts, requests: null, billed: cost.amount });
}

type Cost = { readonly amount: Decimal | null; readonly currency: string };
const NO_COST: Cost = { amount: null, currency: "USD" };

/** The estimate in whole currency units; null once what cannot be read was reported. */
function costOf(model: JsonObject, row: number, sink: Sink): Cost | null {
  const cost = objectOrNothing(model.estimated_cost, { row, column: "estimated_cost" }, sink);
  if (!cost) return null;
  if (isMissing(cost.amount)) return NO_COST;
  const text = asText(cost.amount)?.trim() ?? "";
  const cents = readAmount(text);
  if (!cents) {
    block(sink, row, "estimated_cost.amount", "amount-unreadable", `"${text}" is not an amount in cents.`);
    return null;
  }
  const currency = readCurrency(asText(cost.currency)) ?? "";
  if (isCurrencyCode(currency)) return { amount: centsToUnits(cents), currency };
  const message = `"${currency}" is not a currency, such as USD.`;
  block(sink, row, "estimated_cost.currency", "currency-unreadable", message);
  return null;
}

function countsOf(tokens: JsonObject, row: number, sink: Sink) {
  let isUnreadable = false;
  const count = (name: string): Count => {
    const text = asText(tokens[name])?.trim() ?? "";
    const found = isMissing(tokens[name]) ? null : readCount(text === "" ? "?" : text);
    if (found !== undefined) return found;
    isUnreadable = true;
    reportCount(sink, { row, column: `tokens.${name}`, text });
    return null;
  };
  const counts = [
    { kind: "input", count: count("input") },
    { kind: "cacheRead", count: count("cache_read") },
    { kind: "cacheWrite5m", count: count("cache_creation") },
    { kind: "output", count: count("output") },
  ] as const;
  return isUnreadable ? null : counts;
}

function block(sink: Sink, row: number, ...[column, code, message]: [column: string, code: string, message: string]) {
  sink.issue({ severity: "blocking", row, column, code, message });
}
