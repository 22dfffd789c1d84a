import type { Decimal } from "../../core/decimal.ts";
import type { JsonValue, Sink } from "../importer.ts";
import { readCount } from "./count-columns.ts";
import { asText, isObject, type JsonObject, jsonText } from "./json.ts";

/** Prompts, answers and what was made of them, as the servers' answers name them: never kept. */
export const ANSWER_SECRETS: readonly string[] = [
  "response",
  "message",
  "messages",
  "content",
  "context",
  "thinking",
  "reasoning",
  "reasoning_content",
  "prompt",
  "system",
  "template",
  "suffix",
  "images",
  "tool_calls",
  "tools",
  "choices",
  "output",
  "output_text",
  "instructions",
  "embedding",
  "embeddings",
  "request",
  "input",
];

/** The objects of a file, numbered 1, 2, 3 ... across it; what is none is damage. */
export function eachObject(
  values: readonly JsonValue[],
  sink: Sink,
  read: (object: JsonObject, row: number) => void,
): void {
  let row = 0;
  const walk = (value: JsonValue): void => {
    if (Array.isArray(value)) {
      // A loop, not a call with every item as an argument: an array may hold a million.
      for (const item of value) walk(item);
      return;
    }
    row += 1;
    if (isObject(value)) read(value, row);
    else
      sink.issue({
        severity: "blocking",
        row,
        column: null,
        code: "not-a-row",
        message: `The file holds ${jsonText(value).slice(0, 60)} where an answer of the server should be. Mend the line or leave it out.`,
      });
  };
  for (const value of values) walk(value);
}

/** Reads the figures of one answer; what is no figure blocks its row and counts as unread. */
export class AnswerFigures {
  readonly #sink: Sink;
  readonly #row: number;
  isSound = true;

  constructor(sink: Sink, row: number) {
    this.#sink = sink;
    this.#row = row;
  }

  /** A whole number of tokens; null when the answer does not say. */
  count(object: JsonObject, column: string): Decimal | null {
    const value = object[column] ?? null;
    if (value === null) return null;
    const count = readCount(asText(value)?.trim() ?? "?");
    return count === undefined ? this.#block(column, value, "a count of tokens") : count;
  }

  /** Milliseconds, half up, of a time in units of which `perMs` make one; null when the answer does not say. */
  ms(object: JsonObject, column: string, perMs: number): number | null {
    const value = object[column] ?? null;
    if (value === null) return null;
    const text = asText(value)?.trim() ?? "?";
    const ms = /^\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i.test(text) ? Math.round(Number(text) / perMs) : Number.NaN;
    return Number.isSafeInteger(ms) && ms < MOST_MS ? ms : this.#block(column, value, "a duration");
  }

  #block(column: string, value: JsonValue, what: string): null {
    this.isSound = false;
    this.#sink.issue({
      severity: "blocking",
      row: this.#row,
      column,
      code: what === "a duration" ? "duration-unreadable" : "count-unreadable",
      message: `"${(asText(value) ?? jsonText(value)).slice(0, 60)}" is not ${what}. Mend the row or leave it out.`,
    });
    return null;
  }
}

/** No request takes a month. */
const MOST_MS = 31 * 86_400_000;

/** The text of a time that is a string or a number. */
export const timeText = (value: JsonValue | undefined): string => asText(value)?.trim() ?? "";

/** Of an answer, what tells how much was done: what an explaining reader may show. */
export function figuresOnly(object: JsonObject, secrets: readonly string[]): string {
  return jsonText(Object.fromEntries(Object.entries(object).filter(([key]) => !secrets.includes(key.toLowerCase()))));
}
