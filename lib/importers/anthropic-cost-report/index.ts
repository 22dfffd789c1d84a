import { utcDay } from "../../core/calendar.ts";
import { isCurrencyCode, readCurrency } from "../../core/money.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull, withoutEmails } from "../person.ts";
import { centsToUnits, readAmount } from "../source/amount.ts";
import { anthropicCostKind } from "../source/anthropic-tokens.ts";
import { dayOf, lastDayBefore, readIsoMs } from "../source/days.ts";
import { asText, type JsonObject } from "../source/json.ts";
import { keysWith } from "../source/keys.ts";
import {
  type Bucket,
  bucketsOf,
  field,
  hasList,
  hasShortBuckets,
  isMissing,
  reportIncomplete,
  soundPagesOf,
} from "../source/pages.ts";

const TIMES = { start: "starting_at", end: "ending_at", readTime: readIsoMs };

/** Pages of `GET /v1/organizations/cost_report`: daily buckets, amounts in cents as decimal text. */
const anthropicCostReport: JsonImporter = {
  id: "anthropic-cost-report",
  label: "Anthropic cost report, API pages",
  lookedFor: "JSON pages with starting_at, ending_at and results that have an amount and a currency",
  yields: "cost",
  basis: "billed",
  shape: "json",
  claims: isCostReport,
  read,
};
export default anthropicCostReport;

function isCostReport(sample: Sample): boolean {
  if (!sample.jsonKeys?.includes("data")) return false;
  const has = (key: string) => new RegExp(`"${key}"\\s*:`).test(sample.text);
  if (!has("starting_at") || !has("results")) return false;
  // The usage report has the same envelope; its results count tokens and carry no amount.
  return (
    has("amount") || !(has("uncached_input_tokens") || has("output_tokens") || hasShortBuckets(sample.text, TIMES))
  );
}

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, hasList("data"));
  const buckets = bucketsOf(pages, TIMES, sink);
  const groups = new Set<string>();
  const unknown = new Set<string>();
  for (const bucket of buckets) {
    for (const result of bucket.results) readResult(result, bucket, { sink, options, groups, unknown });
  }
  if (buckets.every((bucket) => bucket.results.length === 0)) {
    sink.issue({
      severity: "notice",
      row: null,
      column: null,
      code: "no-results",
      message:
        "The pages hold no results, so it cannot be told whether they are costs or usage; nothing is read from them and no earlier file is replaced.",
    });
  } else {
    for (const { startMs, endMs } of buckets)
      sink.speaksFor({
        from: utcDay(startMs),
        to: endMs !== null && endMs > startMs ? lastDayBefore(endMs) : utcDay(startMs),
      });
  }
  sink.groupedBy([...groups].sort());
  reportIncomplete(pages, sink);
}

type Reading = {
  readonly sink: Sink;
  readonly options: ReadOptions;
  readonly groups: Set<string>;
  readonly unknown: Set<string>;
};

function readResult({ row, value }: { row: number; value: JsonObject }, bucket: Bucket, reading: Reading): void {
  const { sink, options, groups } = reading;
  const block = (column: string, code: string, message: string) =>
    sink.issue({ severity: "blocking", row, column, code, message });
  if (isMissing(value.amount)) {
    block("amount", "amount-empty", "The result has no amount.");
    return;
  }
  const cents = readAmount(asText(value.amount) ?? "");
  if (!cents) {
    block("amount", "amount-unreadable", `"${asText(value.amount) ?? "This"}" is not an amount in cents.`);
    return;
  }
  const currency = readCurrency(field(value, "currency"));
  if (!currency) {
    block("currency", "currency-missing", "The amount has no currency.");
    return;
  }
  if (!isCurrencyCode(currency)) {
    block("currency", "currency-unreadable", `"${currency}" is not a currency, such as USD.`);
    return;
  }
  if (field(value, "workspace_id")) groups.add("workspace");
  if (field(value, "description")) groups.add("description");
  const { day, month } = dayOf(utcDay(bucket.startMs));
  sink.line({
    row,
    day,
    billedMonth: month,
    provider: "anthropic",
    account: textOrNull(field(value, "organization_id")) ?? options.account,
    basis: "billed",
    category: "usage",
    isCorrection: false,
    currency,
    billed: centsToUnits(cents),
    effective: null,
    model: textOrNull(field(value, "model")),
    service: serviceOf(value),
    costKind: costKindOf(value, row, reading),
    tokens: null,
    keys: keysWith({ workspace: textOrNull(field(value, "workspace_id")) }),
  });
}

/** The report's own description; the batch tier and a long context are named where it does not say them. */
function serviceOf(value: JsonObject): string {
  const description = withoutEmails(field(value, "description") ?? "");
  const costType = field(value, "cost_type");
  const base = description || (costType ? costType.replaceAll("_", " ") : "Anthropic API, not grouped by description");
  const tier = field(value, "service_tier");
  const context = field(value, "context_window");
  const extra = [tier === "standard" ? null : tier, context === "0-200k" ? null : context];
  const missing = extra.filter(
    (text): text is string => text !== null && !base.toLowerCase().includes(text.toLowerCase()),
  );
  return [base, ...missing].join(", ");
}

function costKindOf(value: JsonObject, row: number, { sink, unknown }: Reading) {
  const tokenType = field(value, "token_type") ?? "";
  const kind = anthropicCostKind(tokenType);
  if (kind) return kind;
  if (!unknown.has(tokenType)) {
    unknown.add(tokenType);
    sink.issue({
      severity: "warning",
      row,
      column: "token_type",
      code: "token-type-unknown",
      message: `The token type "${tokenType}" is new; its cost counts, without a token kind.`,
    });
  }
  return "other" as const;
}
