import { AppError } from "../app-error.ts";
import { absolute, compare, type Decimal, decimal, isNegative, parseDecimal, ZERO } from "../decimal.ts";

/** Prices and charges stay below this: more is a slip of the unit. */
const LARGEST = decimal(1_000_000);
const MOST_PLACES = 12;

export type Fields = Readonly<Record<string, unknown>>;

export const refused = (field: string, message: string): AppError =>
  new AppError("invalid-input", `${field === "" ? "" : `${field}: `}${message}`, { field });

/** An object with no other fields than `known`: one that is not understood may be a cost that would be lost. */
export function fieldsOf(value: unknown, field: string, known: readonly string[]): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refused(field, `Write an object with ${known.join(", ")}.`);
  const fields: Fields = { ...value };
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw refused(field, `“${unknown}” is not a part of a tariff. Its parts here are ${known.join(", ")}.`);
  return fields;
}

export function listOf(
  value: unknown,
  field: string,
  { least = 1, most }: { least?: number; most: number },
): unknown[] {
  if (!Array.isArray(value)) throw refused(field, "Write a list.");
  if (value.length < least || value.length > most)
    throw refused(field, `Write ${least === most ? least : `${least} to ${most}`} entries, not ${value.length}.`);
  return value;
}

/** A decimal as text, or as a JSON number. Absent or null is `missing`, where that is allowed. */
export function numberOf(
  value: unknown,
  field: string,
  { missing = null, mayBeNegative = false }: { missing?: Decimal | null; mayBeNegative?: boolean } = {},
): Decimal {
  if ((value === undefined || value === null) && missing) return missing;
  const given = typeof value === "number" ? String(value) : value;
  const read = typeof given === "string" ? parseDecimal(given) : null;
  if (!read || read.scale > MOST_PLACES || compare(absolute(read), LARGEST) > 0)
    throw refused(field, `“${shown(value)}” is not an amount. Write a number such as 0.15, of at most 12 decimals.`);
  if (isNegative(read) && !mayBeNegative) throw refused(field, `${shown(value)} is below zero. Write 0 or more.`);
  return read;
}

export const amountOf = (value: unknown, field: string): Decimal => numberOf(value, field, { missing: ZERO });

export function textOf(value: unknown, field: string, { missing, most }: { missing: string; most: number }): string {
  if (value === undefined || value === null) return missing;
  if (typeof value !== "string" || value.trim() === "" || value.length > most)
    throw refused(field, `Write a name of 1 to ${most} characters.`);
  return value.trim();
}

const SHOWN_CHARACTERS = 40;
const shown = (value: unknown): string =>
  (value === undefined ? "nothing" : typeof value === "string" ? value : JSON.stringify(value)).slice(
    0,
    SHOWN_CHARACTERS,
  );
