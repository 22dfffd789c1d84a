import type { JsonValue } from "../importer.ts";
import { asText, isObject, type JsonObject } from "./json.ts";

const TIME_KEYS = new Set("timestamp|@timestamp|time|datetime|date_time|date|ts|epoch|time_utc|utc".split("|"));
const MAX_DEPTH = 4;

/** An object of a log with the time that was written with it: its own, or one around it. */
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
  for (const value of values) visit(value, null, 0);
  return found;
}
