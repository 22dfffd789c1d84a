import type { JsonValue } from "../importer.ts";
import { readJsonValues } from "./json.ts";

/** A value of more characters than this is none of a log's. */
const MOST_CHARACTERS = 64 * 1024 * 1024;
const STRINGS = /"(?:[^"\\]|\\.)*"/g;

type Taker = {
  /** A whole object or list, and the line it begins on. */
  value(value: JsonValue, row: number): void;
  /** A line between them. */
  text(line: string, row: number): void;
  /** An object or list that another begins in, or that is no JSON. */
  refuse(row: number): void;
};

/**
 * Objects and lists of JSON out of lines as they come: one a line, or printed over many. Memory holds one of them, so a log
 * may be of any length, and one that breaks off in the middle loses the last only.
 */
export class JsonStream {
  readonly #to: Taker;
  #lines: string[] = [];
  #characters = 0;
  #depth = 0;
  #row = 0;

  constructor(to: Taker) {
    this.#to = to;
  }

  line(text: string, row: number): void {
    const first = text.trimStart()[0];
    const isBeginning = first === "{" || first === "[";
    if (isBeginning && text[0] === first && !this.#isMember(first)) this.#refuse();
    if (this.#lines.length === 0) {
      if (!isBeginning) {
        this.#to.text(text.trim(), row);
        return;
      }
      this.#row = row;
    }
    this.#lines.push(text);
    this.#characters += text.length;
    this.#depth += depthOf(text);
    if (this.#depth <= 0) this.#read();
    else if (this.#characters > MOST_CHARACTERS) this.#refuse();
  }

  /** @returns the line where a value begins that the file breaks off in, else null */
  end(): number | null {
    return this.#lines.length > 0 ? this.#row : null;
  }

  /**
   * What is printed over lines is indented: a bracket at the margin begins anew, where the log was stopped while writing,
   * unless it is an object of a list that has one a line.
   */
  #isMember(first: string): boolean {
    if (this.#lines.length === 0) return true;
    return first === "{" && this.#depth === 1 && (this.#lines[0] ?? "").startsWith("[");
  }

  #read(): void {
    const { values, issue } = readJsonValues(this.#lines.join("\n"));
    if (issue) {
      this.#refuse();
      return;
    }
    this.#clear();
    for (const value of values) this.#to.value(value, this.#row);
  }

  #refuse(): void {
    this.#clear();
    this.#to.refuse(this.#row);
  }

  #clear(): void {
    this.#lines = [];
    this.#characters = 0;
    this.#depth = 0;
  }
}

/** How much deeper the text ends than it begins; brackets inside strings count for nothing. */
function depthOf(text: string): number {
  const bare = text.includes('"') ? text.replaceAll(STRINGS, "") : text;
  let depth = 0;
  for (let at = 0; at < bare.length; at += 1) {
    const code = bare.charCodeAt(at);
    if (code === 123 || code === 91) depth += 1;
    else if (code === 125 || code === 93) depth -= 1;
  }
  return depth;
}
