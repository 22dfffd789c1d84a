import { type Day, utcDay } from "../../core/calendar.ts";
import type { JsonValue, Sink } from "../importer.ts";
import { readIsoMs } from "../source/days.ts";
import { asText, isObject, type JsonObject } from "../source/json.ts";

const MS_PER_DAY = 86_400_000;

/** Days that a page's period holds whole are spoken for, events or none. */
export function speakForPeriods(pages: readonly JsonObject[], sink: Sink): void {
  for (const page of pages) {
    const period: JsonObject = isObject(page.period) ? page.period : {};
    const startMs = readMs(period.startDate);
    const endMs = readMs(period.endDate);
    if (startMs === null || endMs === null) continue;
    const from: Day = utcDay(Math.ceil(startMs / MS_PER_DAY) * MS_PER_DAY);
    const to: Day = utcDay(Math.floor((endMs + 1) / MS_PER_DAY) * MS_PER_DAY - 1);
    if (from <= to) sink.speaksFor({ from, to });
  }
}

export function reportMissingPages(pages: readonly JsonObject[], read: number, sink: Sink): void {
  const last = pages.at(-1);
  const stated = Number(asText(last?.totalUsageEventsCount) ?? "0");
  const pagination: JsonObject = isObject(last?.pagination) ? last.pagination : {};
  const hasNext = pagination.hasNextPage === true;
  if (!hasNext && !(stated > read)) return;
  sink.issue({
    severity: "warning",
    row: null,
    column: stated > read ? "totalUsageEventsCount" : "pagination",
    code: "pages-missing",
    message: `The pages say there are more events than the ${read} in this file. Fetch the rest and upload all pages together.`,
  });
}

/** Epoch milliseconds as text or number, or an ISO time. */
export function readMs(value: JsonValue | undefined): number | null {
  const text = asText(value) ?? "";
  return /^\d{12,14}$/.test(text) ? Number(text) : readIsoMs(text);
}
