import { AppError } from "./app-error.ts";
import { isZone } from "./calendar.ts";

/** Parts of a mapping from JSON of any origin, each refused with a sentence that names it and says what belongs there. */
export type Json = Readonly<Record<string, unknown>>;

const LONGEST_NAME = 120;

export const wrong = (message: string): AppError => new AppError("invalid-input", message);
export const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "";

export function asRecord(value: unknown, what: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(`${what} is not a JSON object.`);
  return value as Json; // an object that is neither null nor an array
}

export function textOf(given: Json, key: string, what: string): string {
  const text = textOrNull(given[key], key);
  if (text === null) throw wrong(`The mapping lacks "${key}": ${what}.`);
  return text;
}

export function textOrNull(value: unknown, key: string): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== "string") throw wrong(`"${key}" of the mapping is not a text.`);
  const text = value.trim();
  if (text.length > LONGEST_NAME && key !== "column")
    throw wrong(`"${key}" is longer than ${LONGEST_NAME} characters.`);
  return text === "" ? null : text;
}

export function oneOf<Value extends string>(value: unknown, values: readonly Value[], key: string): Value {
  const found = values.find((each) => each === value);
  if (found === undefined) throw wrong(`"${key}" of the mapping is one of: ${values.join(", ")}.`);
  return found;
}

export function columnOf(value: unknown, key: string): string {
  const column = textOrNull(asRecord(value, `"${key}" of the mapping`).column, "column");
  if (column === null) throw wrong(`"${key}" of the mapping names no column.`);
  return column;
}

export function zoneOrNull(value: unknown): string | null {
  const zone = textOrNull(value, "zone");
  if (zone !== null && !isZone(zone)) throw wrong(`"${zone}" is not a time zone. Write it as Europe/Berlin.`);
  return zone;
}
