import type { JsonValue } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { isNumber, isObject } from "./json.ts";

/** Tags of one row at most; more are somebody's data, not labels. */
const MOST_TAGS = 24;
const LONGEST_TAG = 120;

/** Tags with lower-cased names; blank ones left out, e-mail addresses hashed. */
export function tagsOf(given: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  const tags: Record<string, string> = {};
  let count = 0;
  for (const [name, value] of Object.entries(given)) {
    const text = textOrNull(value);
    const key = textOrNull(name)?.toLowerCase();
    if (text === null || !key || text.length > LONGEST_TAG || key.length > LONGEST_TAG || count >= MOST_TAGS) continue;
    tags[key] = text;
    count += 1;
  }
  return tags;
}

/**
 * Labels that people put on requests: an object of names and values, or a list where `team:search` names a value and a
 * bare label is `true`.
 */
export function labelsOf(value: JsonValue | null): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [name, text] of isObject(value ?? undefined) ? objectEntries(value) : listEntries(value))
    labels[name] = text;
  return labels;
}

function objectEntries(value: JsonValue | null): [string, string][] {
  if (!isObject(value ?? undefined)) return [];
  // Checked above: an object of values.
  return Object.entries(value as { readonly [key: string]: JsonValue }).flatMap(([name, item]): [string, string][] => {
    const text = scalarText(item);
    return text === null ? [] : [[name, text]];
  });
}

function listEntries(value: JsonValue | null): [string, string][] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item): [string, string][] => {
    if (typeof item !== "string" || /^user-agent/i.test(item)) return [];
    const split = /^([\w.-]+)\s*[:=]\s*(.+)$/.exec(item);
    return split ? [[split[1] ?? item, split[2] ?? ""]] : [[item, "true"]];
  });
}

function scalarText(value: JsonValue): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  return isNumber(value) ? value.number : null;
}
