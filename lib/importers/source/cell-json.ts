import type { JsonValue } from "../importer.ts";
import { isObject, type JsonObject, readJsonValues } from "./json.ts";

/** The JSON value in a cell; null when the cell holds none. Tables that quote twice (`""key""`) are read, too. */
export function jsonInCell(text: string): JsonValue | null {
  const first = text.charCodeAt(0);
  if (first !== 123 && first !== 91) return null; // { and [
  const { values, issue } = readJsonValues(text);
  const [value] = values;
  if (!issue && values.length === 1 && value !== undefined) return value;
  if (!text.includes('""')) return null;
  const again = readJsonValues(text.replaceAll('""', '"'));
  return again.issue || again.values.length !== 1 ? null : (again.values[0] ?? null);
}

/** The object in a cell; an empty one when there is none. */
export function objectInCell(text: string): JsonObject {
  const value = jsonInCell(text) ?? undefined;
  return isObject(value) ? value : {};
}

export function objectAt(value: JsonObject, ...path: readonly string[]): JsonObject {
  let current: JsonObject = value;
  for (const name of path) {
    const next = current[name];
    if (!isObject(next)) return {};
    current = next;
  }
  return current;
}
