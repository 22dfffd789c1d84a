import { storable, withoutEmails } from "../person.ts";

export type JsonMap = { readonly values: Readonly<Record<string, string>>; readonly isReadable: boolean };

const NOTHING: JsonMap = { values: Object.freeze({}), isReadable: true };

const isNothing = (cell: string): boolean => cell === "" || cell === "NULL" || cell === "null";

/**
 * A cell that holds names and values (tags, labels, details of a SKU): a JSON object, one without its outer braces (Azure), or a
 * list of pairs or of `{key, value}` (columnar files). Names are lower-cased, values become text; a value of null is left out.
 */
export function readJsonMap(cell: string): JsonMap {
  if (isNothing(cell)) return NOTHING;
  const entries = entriesOf(parsed(cell) ?? (cell.startsWith('"') ? parsed(`{${cell}}`) : undefined));
  if (!entries) return { ...NOTHING, isReadable: false };
  const values = new Map<string, string>();
  for (const [name, value] of entries) {
    const key = storable(name.trim().toLowerCase());
    if (value === null || value === undefined || values.has(key)) continue;
    values.set(key, storable(withoutEmails(typeof value === "string" ? value : JSON.stringify(value))));
  }
  return { values: Object.fromEntries(values), isReadable: true };
}

type Entry = readonly [string, unknown];

function entriesOf(value: unknown): readonly Entry[] | null {
  if (typeof value !== "object" || value === null) return null;
  if (!Array.isArray(value)) return Object.entries(value);
  const entries = value.map(entryOf);
  return entries.every((entry) => entry !== null) ? entries : null;
}

/** One of a list: `["team", "search"]`, `{"key": "team", "value": "search"}`. */
function entryOf(item: unknown): Entry | null {
  if (Array.isArray(item)) return typeof item[0] === "string" && item.length === 2 ? [item[0], item[1]] : null;
  if (typeof item !== "object" || item === null || !("key" in item) || typeof item.key !== "string") return null;
  return [item.key, "value" in item ? item.value : "true"];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller reports the cell as unreadable
  }
}
