import type { Issue } from "../../core/issue.ts";
import type { JsonNumber, JsonValue } from "../importer.ts";
import { storable } from "../person.ts";

const MAX_DEPTH = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BLANK = /[\s\uFEFF]*/y;

class Unreadable extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Reads every JSON value of a text: one value, several after each other, or one a line. Numbers keep their source text,
 * so no digit is lost. A text that is cut or invalid gives the values before the fault and one blocking issue.
 */
export function readJsonValues(text: string): { values: JsonValue[]; issue: Issue | null } {
  const values: JsonValue[] = [];
  const reader = new Reader(text);
  try {
    while (reader.skipBlank() < text.length) {
      values.push(reader.value(0));
      if (reader.skipBlank() < text.length && text[reader.at] === ",") reader.at += 1;
    }
    return { values, issue: null };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { values, issue: faultAt(text, error) };
  }
}

function faultAt(text: string, error: Unreadable): Issue {
  const before = text.slice(0, error.at);
  const line = before.split("\n").length;
  const column = error.at - before.lastIndexOf("\n");
  const isCut = error.at >= text.length;
  return {
    severity: "blocking",
    row: null,
    column: null,
    code: isCut ? "json-cut" : "json-invalid",
    message: isCut
      ? `The file ends in the middle of a value, at line ${line}, column ${column}. Download it again.`
      : `This is not valid JSON: ${error.message} at line ${line}, column ${column}. Download the file again.`,
  };
}

class Reader {
  at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  skipBlank(): number {
    BLANK.lastIndex = this.at;
    BLANK.test(this.#text);
    this.at = BLANK.lastIndex;
    return this.at;
  }

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw new Unreadable(`more than ${MAX_DEPTH} levels of nesting`, this.at);
    this.skipBlank();
    switch (this.#text[this.at]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      // No JSON, but Python and Go write them so: a figure that is none.
      case "N":
        return this.#word("NaN", null);
      case "I":
        return this.#word("Infinity", null);
      default:
        return this.#number();
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.at)) throw this.#unexpected();
    this.at += word.length;
    return value;
  }

  #number(): JsonNumber | null {
    if (this.#text.startsWith("-Infinity", this.at)) return this.#word("-Infinity", null);
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.#text);
    if (!match) throw this.#unexpected();
    this.at = NUMBER.lastIndex;
    return { number: match[0] };
  }

  #string(): string {
    const end = endOfString(this.#text, this.at);
    if (end < 0) throw new Unreadable("a string is not closed", this.#text.length);
    const raw = this.#text.slice(this.at, end);
    if (raw.includes("\n")) throw new Unreadable("a string is not closed on its line", this.at);
    const text = raw.includes("\\") ? unescaped(raw) : raw.slice(1, -1);
    if (text === null) throw new Unreadable("a string holds an escape that does not exist", this.at);
    this.at = end;
    return text;
  }

  #array(depth: number): JsonValue[] {
    const items: JsonValue[] = [];
    this.at += 1;
    this.skipBlank();
    if (this.#text[this.at] === "]") {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.value(depth + 1));
      if (this.#separator("]")) return items;
    }
  }

  #object(depth: number): { [key: string]: JsonValue } {
    const entries: [string, JsonValue][] = [];
    this.at += 1;
    this.skipBlank();
    if (this.#text[this.at] === "}") {
      this.at += 1;
      return {};
    }
    for (;;) {
      this.skipBlank();
      if (this.#text[this.at] !== '"') throw this.#unexpected();
      const key = this.#string();
      this.skipBlank();
      if (this.#text[this.at] !== ":") throw this.#unexpected();
      this.at += 1;
      entries.push([key, this.value(depth + 1)]);
      // fromEntries defines keys, so one called __proto__ is only a key.
      if (this.#separator("}")) return Object.fromEntries(entries);
    }
  }

  /** @returns true at the closing bracket, false at a comma. */
  #separator(close: string): boolean {
    this.skipBlank();
    const character = this.#text[this.at];
    if (character !== close && character !== ",") throw this.#unexpected();
    this.at += 1;
    return character === close;
  }

  #unexpected(): Unreadable {
    const character = this.#text[this.at];
    return new Unreadable(character === undefined ? "the text ends" : `unexpected "${character}"`, this.at);
  }
}

/** The position after the closing quote of the string that opens at `start`; -1 when it is not closed. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return -1;
}

function unescaped(raw: string): string | null {
  try {
    // A quoted JSON text parses to a string or throws.
    return storable(JSON.parse(raw) as string);
  } catch {
    return null; // the one cause is an escape that does not exist; the caller says where
  }
}

/** The keys of the first object of a text, its nested ones left out; works on a text that is cut. Null: not JSON. */
export function leadingKeys(text: string): string[] | null {
  const start = /^[\s\uFEFF]*(?:\[[\s]*)*/.exec(text)?.[0].length ?? 0;
  if (text[start] !== "{") return /^[\s\uFEFF]*\[[\s]*(?:\]|$)/.test(text) ? [] : null;
  const keys: string[] = [];
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return keys;
    } else if (character === '"') {
      const end = endOfString(text, at);
      if (end < 0) return keys;
      if (depth === 1 && /^\s*:/.test(text.slice(end, end + 20))) keys.push(text.slice(at + 1, end - 1));
      at = end - 1;
    }
  }
  return keys;
}

export type JsonObject = { readonly [key: string]: JsonValue };

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isNumber(value);

/** The object under a key; null when there is none. */
export function objectAt(object: JsonObject, key: string): JsonObject | null {
  const value = object[key];
  return isObject(value) ? value : null;
}

export const isNumber = (value: JsonValue | undefined): value is JsonNumber =>
  typeof value === "object" && value !== null && "number" in value && typeof value.number === "string";

export const asArray = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);

/** Text of a string or number, null for anything else. */
export function asText(value: JsonValue | undefined): string | null {
  if (typeof value === "string") return value;
  return isNumber(value) ? value.number : null;
}

/** The value as JSON text, every number exactly as the file has it. */
export function jsonText(value: JsonValue): string {
  if (isNumber(value)) return value.number;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (isObject(value)) {
    return `{${Object.entries(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value);
}
