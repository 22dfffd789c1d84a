import { format } from "../../core/decimal.ts";
import { readAmount } from "./amount.ts";
import { asText, type JsonObject } from "./json.ts";

/** The first of these keys that holds a number of 0 or more: a measurement, never money. Null where none does. */
export function measuredIn(values: JsonObject, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = measured(asText(values[name]));
    if (value !== null) return value;
  }
  return null;
}

/** Text as a measurement; `inf`, `nan`, blanks and what is below 0 are none. */
export function measured(text: string | null): number | null {
  const amount = text === null ? null : readAmount(text);
  if (!amount || amount.units < 0n) return null;
  const value = Number(format(amount));
  return Number.isFinite(value) ? value : null;
}
