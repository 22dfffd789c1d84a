import { type Decimal, isZero, ZERO } from "../../core/decimal.ts";
import type { JsonValue, Sink } from "../importer.ts";
import { centsToUnits, readAmount } from "./amount.ts";
import { asText, isObject, type JsonObject } from "./json.ts";

/** The text of a value that xAI writes bare or wrapped (`{"val": "-799"}`); null when there is none. */
export function valText(value: JsonValue | undefined): string | null {
  const text = asText(isObject(value) ? wrapped(value) : value)?.trim() ?? "";
  return text === "" ? null : text;
}

const wrapped = (value: JsonObject): JsonValue | undefined => value.val ?? value.value ?? value.amount;

/**
 * Dollars from xAI's cents (text, with the sign of accounting: credit the customer holds is negative).
 * @returns null when absent, undefined when it is no number
 */
export function dollarsOf(value: JsonValue | undefined): Decimal | null | undefined {
  const text = valText(value);
  if (text === null) return null;
  const cents = readAmount(text);
  if (!cents) return undefined;
  return isZero(cents) ? ZERO : centsToUnits(cents);
}

/** The first of these names that the object has a text or number under. */
export function textAt(object: JsonObject, ...names: readonly string[]): string {
  for (const name of names) {
    const text = asText(object[name])?.trim() ?? "";
    if (text !== "") return text;
  }
  return "";
}

export type Blocked = {
  readonly row: number;
  readonly column: string;
  readonly code: string;
  readonly message: string;
};

export const block = (sink: Sink, { row, column, code, message }: Blocked): void =>
  sink.issue({ severity: "blocking", row, column, code, message });
