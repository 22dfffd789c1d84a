import type { Decimal } from "../../core/decimal.ts";
import type { Sample } from "../importer.ts";
import { readAmount } from "./amount.ts";

/**
 * What a lone comma means in a file: `1,234` is 1234 or 1.234. Null: the file does not say, so it is refused. With
 * `decimal-points-group` it is also known that a point parts thousands: `1.234` is 1234.
 */
export type CommaMeaning = "thousands" | "decimal" | "decimal-points-group" | null;

const SURE_COMMA = /^[+-]?(?:\d{1,3}(?:\.\d{3})+,\d+|0,\d+|\d+,(?:\d{1,2}|\d{4,}))$/;
const SURE_POINT = /^[+-]?(?:\d{1,3}(?:,\d{3})+\.\d+|0\.\d+|\d+\.(?:\d{1,2}|\d{4,}))(?:E[+-]?\d+)?$/i;

/** How the first rows of a table write decimals, where some figure there leaves no doubt; else what is `expected`. */
export function commaIn(sample: Sample, expected: CommaMeaning): CommaMeaning {
  const has = (pattern: RegExp) => sample.records.some((cells) => cells.some((cell) => pattern.test(cell)));
  return has(SURE_COMMA) && !has(SURE_POINT) ? "decimal-points-group" : expected;
}

const POINT_DECIMAL = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
/** Two groups or more are thousands in any file. */
const POINT_GROUPS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}$/;
const ONE_POINT_GROUP = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
const COMMA_DECIMAL = /^[+-]?(?:\d{1,3}(?:[.\u00a0\u202f ]\d{3})+|\d*),\d+$/;

/**
 * Reads an amount as people's settings write it: plain, `1,234.50`, `1.234,50`, with accounting brackets `(1.50)` or a currency sign.
 * @returns null when it is no amount, or when the comma could mean either.
 */
export function readLocalAmount(text: string, comma: CommaMeaning): Decimal | null {
  const plain = readAmount(text);
  if (plain) return comma === "decimal-points-group" && ONE_POINT_GROUP.test(text) ? ungrouped(text) : plain;
  const trimmed = text.trim().replace(/^\((.+)\)$/, "-$1");
  const bare = trimmed.replace(/^([+-]?)\s*(?:[A-Z]{0,3}[$€£¥₹₩]|[A-Z]{3}(?=[\s\d-]))\s*(?=[\d.,-])/, "$1");
  const asThousands = POINT_DECIMAL.test(bare);
  const asDecimal = COMMA_DECIMAL.test(bare);
  if (asThousands && asDecimal) {
    // One comma before exactly three digits; a leading zero can only stand before a decimal comma.
    if (/^[+-]?0,/.test(bare)) return readAmount(bare.replace(",", "."));
    if (comma === null) return null;
    return readAmount(comma === "thousands" ? bare.replace(",", "") : bare.replace(",", "."));
  }
  if (asThousands) return readAmount(bare.replaceAll(",", ""));
  if (asDecimal) return readAmount(bare.replaceAll(/[.\u00a0\u202f ]/g, "").replace(",", "."));
  if (POINT_GROUPS.test(bare) || (comma === "decimal-points-group" && ONE_POINT_GROUP.test(bare)))
    return ungrouped(bare);
  return bare === trimmed && bare === text.trim() ? null : readAmount(bare);
}

const ungrouped = (text: string): Decimal | null => readAmount(text.replaceAll(".", ""));
