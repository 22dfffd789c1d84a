import type { SchemaElement } from "hyparquet";
import { type Decimal, format } from "../../../core/decimal.ts";

/** A decoded value of a column as text; null and missing are blank. */
export type CellText = (value: unknown) => string;

const decoder = new TextDecoder();

/**
 * How a top-level column's values become text: decimals exactly, by their own scale; whole numbers digit by digit;
 * floating point in the fewest digits that mean the same; what is nested as JSON.
 */
export function cellTextOf(element: SchemaElement, scale: number | null): CellText {
  if (scale !== null) return (value) => (isBlank(value) ? "" : decimalText(value, scale));
  if (element.type === "FLOAT") return (value) => (typeof value === "number" ? singleText(value) : plainText(value));
  return plainText;
}

/** The scale of a decimal column that is stored as whole numbers; null for any other column. */
export function decimalScale(element: SchemaElement): number | null {
  if (element.logical_type?.type === "DECIMAL") return element.logical_type.scale;
  return element.converted_type === "DECIMAL" ? (element.scale ?? 0) : null;
}

/** How dates and times come out of the reader: as ISO text in UTC, to the last digit stored. */
export const TEXT_PARSERS = {
  timestampFromMilliseconds: (ms: bigint) => instantText(BigInt(ms) * 1_000_000n),
  timestampFromMicroseconds: (micros: bigint) => instantText(BigInt(micros) * 1_000n),
  timestampFromNanoseconds: (nanos: bigint) => instantText(BigInt(nanos)),
  dateFromDays: (days: number) => instantText(BigInt(days) * 86_400_000_000_000n).slice(0, 10),
  stringFromBytes: (bytes: Uint8Array) => bytes && decoder.decode(bytes),
  jsonFromBytes: (bytes: Uint8Array) => bytes && decoder.decode(bytes),
};

const NANOS_PER_SECOND = 1_000_000_000n;
/** Years 1 to 9999. */
const LARGEST_SECONDS = 253_402_300_799n;

function instantText(nanos: bigint): string {
  const fraction = ((nanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const seconds = (nanos - fraction) / NANOS_PER_SECOND;
  if (seconds > LARGEST_SECONDS || seconds < -62_135_596_800n) return String(nanos);
  const iso = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const digits = fraction === 0n ? "" : `.${fraction.toString().padStart(9, "0").replace(/0+$/, "")}`;
  return `${iso}${digits}Z`;
}

const isBlank = (value: unknown): value is null | undefined => value === null || value === undefined;

function plainText(value: unknown): string {
  if (isBlank(value)) return "";
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return decoder.decode(value);
  if (value instanceof Date) return instantText(BigInt(value.getTime()) * 1_000_000n);
  return typeof value === "object" ? jsonOf(value) : String(value);
}

const jsonOf = (value: object): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "bigint" ? String(inner) : inner instanceof Uint8Array ? decoder.decode(inner) : inner,
  );

function decimalText(value: unknown, scale: number): string {
  const units = value instanceof Uint8Array ? signedInteger(value) : integerOf(value);
  if (units === null || scale < 0 || scale > 76) return plainText(value);
  const amount: Decimal = { units, scale };
  return format(amount);
}

const integerOf = (value: unknown): bigint | null =>
  typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value)) ? BigInt(value) : null;

/** Two's complement, highest byte first. */
function signedInteger(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  const value = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  return (bytes[0] ?? 0) >= 128 ? value - (1n << BigInt(bytes.length * 8)) : value;
}

/** A 32-bit float in the fewest digits that give it back. */
function singleText(value: number): string {
  for (let digits = 6; digits < 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(value);
}
