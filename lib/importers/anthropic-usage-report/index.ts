import { utcDay } from "../../core/calendar.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { anthropicKeys, anthropicTags, yieldAnthropic } from "../source/anthropic-usage.ts";
import { type Count, readCount, reportCount } from "../source/count-columns.ts";
import { type DayOf, dayOf, lastDayBefore, readIsoMs } from "../source/days.ts";
import { FutureDays } from "../source/future-days.ts";
import { asText, type JsonObject } from "../source/json.ts";
import {
  bucketsOf,
  field,
  hasList,
  hasShortBuckets,
  objectOrNothing,
  reportIncomplete,
  soundPagesOf,
} from "../source/pages.ts";

const TIMES = { start: "starting_at", end: "ending_at", readTime: readIsoMs };

/** Pages of `GET /v1/organizations/usage_report/messages`: disjoint token buckets, no money. */
const anthropicUsageReport: JsonImporter = {
  id: "anthropic-usage-report",
  label: "Anthropic usage report, API pages",
  lookedFor: "JSON pages with starting_at and results that have uncached_input_tokens and output_tokens",
  yields: "cost",
  basis: "quantity",
  family: "anthropic-usage",
  shape: "json",
  claims: isUsageReport,
  read,
};
export default anthropicUsageReport;

function isUsageReport(sample: Sample): boolean {
  if (!sample.jsonKeys?.includes("data")) return false;
  const has = (key: string) => new RegExp(`"${key}"\\s*:`).test(sample.text);
  return (
    has("starting_at") &&
    has("results") &&
    !has("amount") &&
    (has("uncached_input_tokens") || has("output_tokens") || hasShortBuckets(sample.text, TIMES))
  );
}

const GROUPS: readonly (readonly [key: string, name: string])[] = [
  ["account_id", "account"],
  ["api_key_id", "API key"],
  ["context_window", "context window"],
  ["inference_geo", "inference geo"],
  ["model", "model"],
  ["service_account_id", "service account"],
  ["service_tier", "service tier"],
  ["speed", "speed"],
  ["workspace_id", "workspace"],
];

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, hasList("data"));
  const buckets = bucketsOf(pages, TIMES, sink);
  const future = new FutureDays(sink, options);
  const groups = new Set<string>();
  for (const { startMs, endMs, results } of buckets) {
    const from = utcDay(startMs);
    sink.speaksFor({ from, to: endMs !== null && endMs > startMs ? lastDayBefore(endMs) : from });
    future.check(from);
    const at = dayOf(from);
    for (const { row, value } of results) {
      for (const [key, name] of GROUPS) if (field(value, key)) groups.add(name);
      readResult({ row, value, at }, sink, options);
    }
  }
  sink.groupedBy([...groups].sort());
  reportIncomplete(pages, sink);
}

type Result = { readonly row: number; readonly value: JsonObject; readonly at: DayOf };

function readResult({ row, value, at }: Result, sink: Sink, options: ReadOptions): void {
  const counts = countsOf(value, row, sink);
  if (!counts) return;
  const text = (name: string) => field(value, name) ?? "";
  const tags = anthropicTags({
    tier: text("service_tier"),
    context: text("context_window"),
    geo: text("inference_geo"),
    speed: text("speed"),
  });
  const user = text("account_id") || text("service_account_id");
  const base = {
    row,
    day: at.day,
    billedMonth: at.month,
    provider: "anthropic",
    account: textOrNull(text("organization_id")) ?? options.account,
    basis: "quantity",
    category: "usage",
    isCorrection: false,
    currency: "USD",
    model: textOrNull(text("model")),
    service: "Claude API",
    keys: anthropicKeys({ workspace: text("workspace_id"), apiKey: text("api_key_id"), apiKeyName: "", user, tags }),
  } as const;
  yieldAnthropic(sink, base, counts);
}

function countsOf(value: JsonObject, row: number, sink: Sink) {
  const cache = objectOrNothing(value.cache_creation, { row, column: "cache_creation" }, sink);
  const tools = objectOrNothing(value.server_tool_use, { row, column: "server_tool_use" }, sink);
  if (!cache || !tools) return null;
  let isUnreadable = false;
  let isSaid = false;
  const count = (of: JsonObject, column: string): Count => {
    const given = of[column];
    const text = asText(given)?.trim() ?? "";
    const found = given === undefined || given === null ? null : readCount(text === "" ? "?" : text);
    if (found === undefined) {
      isUnreadable = true;
      reportCount(sink, { row, column, text });
      return null;
    }
    isSaid ||= found !== null;
    return found;
  };
  const counts = {
    input: count(value, "uncached_input_tokens"),
    write5m: count(cache, "ephemeral_5m_input_tokens"),
    write1h: count(cache, "ephemeral_1h_input_tokens"),
    read: count(value, "cache_read_input_tokens"),
    output: count(value, "output_tokens"),
    searches: count(tools, "web_search_requests"),
  };
  if (isUnreadable) return null;
  if (isSaid) return counts;
  sink.issue({
    severity: "blocking",
    row,
    column: "output_tokens",
    code: "count-empty",
    message: "The result counts nothing: it is not a usage result, or it is damaged. Leave it out.",
  });
  return null;
}
