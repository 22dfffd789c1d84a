import { utcDay } from "../../core/calendar.ts";
import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { type DayOf, dayOf, lastDayBefore, readEpochSeconds, readIsoMs } from "../source/days.ts";
import { FutureDays } from "../source/future-days.ts";
import { about } from "../source/headed-table.ts";
import { asText, type JsonObject, jsonText } from "../source/json.ts";
import { OpenaiUsage, USAGE_FIELDS, type UsagePart, usagePart } from "../source/openai-usage.ts";
import { type Bucket, bucketsOf, hasList, hasShortBuckets, reportIncomplete, soundPagesOf } from "../source/pages.ts";

const TIMES = { start: "start_time", end: "end_time", readTime };
const RESULT = /"organization\.usage\.(\w+)\.result"/;

/** Pages of `GET /v1/organization/usage/...`, ten endpoints in one shape: tokens and requests, no money. */
const openaiUsageApi: JsonImporter = {
  id: "openai-usage-api",
  label: "OpenAI usage, API pages",
  lookedFor: 'JSON pages with "organization.usage.....result" results',
  yields: "cost",
  basis: "quantity",
  family: "openai-usage",
  secrets: ["user_email"],
  shape: "json",
  claims: isUsagePage,
  read,
};
export default openaiUsageApi;

/** Pages of costs, and of nothing but empty buckets, are claimed as costs; with costs among them they are mixed. */
function isUsagePage(sample: Sample): boolean {
  if (!sample.jsonKeys?.includes("data")) return false;
  if (sample.text.includes('"organization.costs.result"')) return false;
  return (
    RESULT.test(sample.text) || (/"object"\s*:\s*"bucket"/.test(sample.text) && hasShortBuckets(sample.text, TIMES))
  );
}

const NO_RESULTS = about(
  "notice",
  "no-results",
  "The pages hold no usage that is known, so it cannot be told what they are of; no earlier file is replaced.",
);

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const pages = soundPagesOf(values, sink, hasList("data"));
  const buckets = bucketsOf(pages, TIMES, sink);
  const future = new FutureDays(sink, options);
  const usage = new OpenaiUsage(sink, options);
  const part = firstPart(buckets);
  if (part) sink.partOfFeed(part);
  else sink.issue(NO_RESULTS);
  for (const bucket of buckets) {
    const from = utcDay(bucket.startMs);
    const hasEnd = bucket.endMs !== null && bucket.endMs > bucket.startMs;
    if (part) sink.speaksFor({ from, to: hasEnd && bucket.endMs ? lastDayBefore(bucket.endMs) : from });
    future.check(from);
    const at = dayOf(from);
    for (const result of bucket.results) readResult(result, { sink, usage, part, at });
  }
  usage.end();
  reportIncomplete(pages, sink);
}

function partOf(value: JsonObject): UsagePart | null {
  const name = /^organization\.usage\.(\w+)\.result$/.exec(asText(value.object) ?? "")?.[1];
  return name === undefined ? null : usagePart(name);
}

function firstPart(buckets: readonly Bucket[]): UsagePart | null {
  for (const { results } of buckets) {
    for (const { value } of results) {
      const part = partOf(value);
      if (part) return part;
    }
  }
  return null;
}

type Reading = {
  readonly sink: Sink;
  readonly usage: OpenaiUsage;
  readonly part: UsagePart | null;
  readonly at: DayOf;
};

function readResult({ row, value }: { row: number; value: JsonObject }, { sink, usage, part, at }: Reading): void {
  const own = value.object === undefined ? part : partOf(value);
  if (own === null || own !== part) {
    const kind = asText(value.object) ?? "nothing";
    sink.issue({
      severity: "blocking",
      row,
      column: "object",
      code: own === null ? "not-usage" : "kinds-mixed",
      message:
        own === null
          ? `This result is "${kind}", which is no usage result that is known. Put it into another file, or leave it out.`
          : `This result is "${kind}" and the file's first is of "${part}". Put each kind of usage into a file of its own.`,
    });
    return;
  }
  const texts = USAGE_FIELDS.map((name) => textOf(value[name]));
  usage.add({ part: own, texts, row, at });
}

const textOf = (value: JsonValue | undefined): string =>
  value === undefined || value === null ? "" : (asText(value)?.trim() ?? jsonText(value));

function readTime(text: string): number | null {
  const seconds = readEpochSeconds(text);
  return seconds === null ? readIsoMs(text) : Math.floor(seconds) * 1000;
}
