import type { Decimal } from "../../core/decimal.ts";
import { type MeasuredUnit, unitNamed } from "../../core/energy/units.ts";
import { readAmount } from "./amount.ts";
import { readLocalNumber } from "./local-number.ts";

/** What a cell of a meter's export says. Missing and unreadable are never 0. */
export type Measured = { readonly value: Decimal; readonly unit: MeasuredUnit } | "missing" | "unreadable";

const MISSING = new Set([
  ...["", "-", "--", "—", "n/a", "[n/a]", "na", "nan", "null", "none", "nil", "undefined", "inf", "+inf", "-inf"],
  ...["unavailable", "unknown", "no data", "no ct", "missing", "err!", "#n/a"],
]);

/** Do these letters stand for "no reading here". */
export const isMissing = (text: string): boolean => MISSING.has(text.toLowerCase());

/** Digits and at most the decimal sign: what nearly every cell is. */
function plainIn(text: string, decimal: "." | ","): Decimal | null {
  if (decimal === ".") return readAmount(text);
  const comma = text.indexOf(",");
  if (text.includes(".")) return null;
  return readAmount(comma < 0 ? text : `${text.slice(0, comma)}.${text.slice(comma + 1)}`);
}

/** A number as the file writes decimals, with the unit of its column or its own (`285.1 kWh`, `1.05 kW`). */
export function readMeasured(text: string, { unit, decimal }: { unit: MeasuredUnit; decimal: "." | "," }): Measured {
  const last = text.charCodeAt(text.length - 1);
  const plain = last >= 48 && last <= 57 ? plainIn(text, decimal) : null;
  if (plain) return { value: plain, unit };
  if (isMissing(text)) return "missing";
  // A unit after the figure; E-notation ends in a digit.
  const [, figure = text, named = ""] = /^(.*[\d.,])\s*([A-Za-zµμ-]{1,12})$/u.exec(text) ?? [];
  const own = named === "" ? unit : unitNamed(named);
  const value = readLocalNumber(figure, decimal);
  return value && own ? { value, unit: own } : "unreadable";
}
