import { utcDay } from "../../core/calendar.ts";
import { isCurrencyCode, readCurrency } from "../../core/money.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { readAmount } from "../source/amount.ts";
import { dayOf, lastDayBefore, readEpochSeconds, readIsoMs } from "../source/days.ts";
import { asText, isObject, type JsonObject } from "../source/json.ts";
import { keysWith } from "../source/keys.ts";
import { lineItemTokens, readLineItem } from "../source/openai-line-item.ts";
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

const RESULT = "organization.costs.result";
const TIMES = { start: "start_time", end: "end_time", readTime };
const OTHER_RESULT = /"organization\.(?!costs\.result")[\w.]+\.result"/;

/** Pages of `GET /v1/organization/costs`: daily buckets, US dollars as numbers or text. */
const openaiCostsApi: JsonImporter = {
  id: "openai-costs-api",
  label: "OpenAI costs, API pages",
  lookedFor: `JSON pages with "${RESULT}" results`,
  yields: "cost",
  basis: "billed",
  shape: "json",
  claims: isCostsPage,
  read,
};
export default openaiCostsApi;

function isCostsPage(sample: Sample): boolean {
  const keys = sample.jsonKeys;
  if (!keys?.includes("data")) return false;
  if (sample.text.includes(`"${RESULT}"`)) return true;
  // Pages of nothing but empty buckets look alike for costs and usage; other results say it is usage.
  const isPage = /"object"\s*:\s*"bucket"/.test(sample.text) && /"start_time"\s*:/.test(sample.text);
  return isPage && !OTHER_RESULT.test(sample.text) && !hasShortBuckets(sample.text, TIMES);
}

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, hasList("data"));
  const buckets = bucketsOf(pages, TIMES, sink);
  const groups = new Set<string>();
  for (const bucket of buckets) {
    for (const result of bucket.results) readResult(result, bucket, { sink, options, groups });
  }
  const isEmpty = buckets.every((bucket) => bucket.results.length === 0);
  if (isEmpty) {
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

type Reading = { readonly sink: Sink; readonly options: ReadOptions; readonly groups: Set<string> };

function readResult(
  { row, value }: { row: number; value: JsonObject },
  bucket: Bucket,
  { sink, options, groups }: Reading,
): void {
  const block = (column: string, code: string, message: string) =>
    sink.issue({ severity: "blocking", row, column, code, message });
  const kind = asText(value.object);
  if (kind !== null && kind !== RESULT) {
    block("object", "not-a-cost", `This result is "${kind}", not a cost. Put costs and usage in separate files.`);
    return;
  }
  const amount: JsonObject = isObject(value.amount) ? value.amount : {};
  if (isMissing(amount.value)) {
    block("amount.value", "amount-empty", "The result has no amount.");
    return;
  }
  const billed = readAmount(asText(amount.value) ?? "");
  if (!billed) {
    block("amount.value", "amount-unreadable", `"${asText(amount.value) ?? "This"}" is not an amount.`);
    return;
  }
  const currency = readCurrency(asText(amount.currency));
  if (!currency) {
    block("amount.currency", "currency-missing", "The amount has no currency.");
    return;
  }
  if (!isCurrencyCode(currency)) {
    block("amount.currency", "currency-unreadable", `"${currency}" is not a currency, such as USD.`);
    return;
  }
  const { day, month } = dayOf(utcDay(bucket.startMs));
  const item = readLineItem(field(value, "line_item") ?? "");
  if (field(value, "line_item")) groups.add("line item");
  if (field(value, "project_id")) groups.add("project");
  if (field(value, "api_key_id")) groups.add("API key");
  if (field(value, "user_id")) groups.add("user");
  sink.line({
    row,
    day,
    billedMonth: month,
    provider: "openai",
    account: textOrNull(field(value, "organization_id")) ?? options.account,
    basis: "billed",
    category: "usage",
    isCorrection: false,
    currency,
    billed,
    effective: null,
    model: item.model,
    service: item.service,
    costKind: item.costKind,
    tokens: lineItemTokens(field(value, "quantity") ?? "", field(value, "quantity_unit") ?? "", item.costKind),
    keys: keysWith({
      project: textOrNull(field(value, "project_id")),
      projectName: textOrNull(field(value, "project_name")),
      apiKey: textOrNull(field(value, "api_key_id")),
      user: textOrNull(field(value, "user_id")),
    }),
  });
}

function readTime(text: string): number | null {
  const seconds = readEpochSeconds(text);
  return seconds === null ? readIsoMs(text) : Math.floor(seconds) * 1000;
}
