import type { JsonValue } from "../importer.ts";
import { asText, isNumber, isObject, type JsonObject } from "./json.ts";

const TIME_KEYS = new Set("timestamp|@timestamp|time|datetime|date_time|date|ts|epoch|time_utc|utc".split("|"));
const MAX_DEPTH = 4;

/** An object of a log with the time that was written with it: its own, one around it, or one on the line before. */
export type Timed = { readonly value: JsonObject; readonly time: string | null };

/** The time an object carries among its own keys. */
export function timeOf(value: JsonObject): string | null {
  for (const [key, item] of Object.entries(value)) {
    const text = TIME_KEYS.has(key.trim().toLowerCase()) ? asText(item)?.trim() : undefined;
    if (text) return text;
  }
  return null;
}

/**
 * The objects of a log that are what is wanted, wherever a tool or the script around it puts them: one after the other, in
 * lists, or inside an object that holds the time.
 */
export function timedObjects(values: readonly JsonValue[], isWanted: (value: JsonObject) => boolean): Timed[] {
  const found: Timed[] = [];
  const visit = (value: JsonValue, time: string | null, depth: number): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, time, depth + 1);
    if (!isObject(value) || Array.isArray(value) || depth > MAX_DEPTH) return;
    const own = timeOf(value) ?? time;
    if (isWanted(value)) found.push({ value, time: own });
    else for (const item of Object.values(value)) visit(item, own, depth + 1);
  };
  let before: string | null = null;
  for (const value of values) {
    // A loop of `date +%s` and the tool writes the time as a value of its own.
    if (isNumber(value) || typeof value === "string") {
      before = asText(value);
      continue;
    }
    visit(value, before, 0);
    before = null;
  }
  return found;
}
