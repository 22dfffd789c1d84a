import type { Decimal } from "../../core/decimal.ts";
import { readAmount } from "./amount.ts";

/** What a lone comma means in a file: `1,234` is 1234 or 1.234. Null: the file does not say, so it is refused. */
export type CommaMeaning = "thousands" | "decimal" | null;

const POINT_DECIMAL = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const COMMA_DECIMAL = /^[+-]?(?:\d{1,3}(?:[.\u00a0\u202f ]\d{3})+|\d*),\d+$/;

/**
 * Reads an amount as people's settings write it: plain, `1,234.50`, `1.234,50`, with accounting brackets `(1.50)` or a currency sign.
 * @returns null when it is no amount, or when the comma could mean either.
 */
export function readLocalAmount(text: string, comma: CommaMeaning): Decimal | null {
  const plain = readAmount(text);
  if (plain) return plain;
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
  return bare === trimmed && bare === text.trim() ? null : readAmount(bare);
}
