import { type Decimal, negate } from "../../core/decimal.ts";
import { readAmount } from "./amount.ts";

/** Signs and codes of currencies around a figure: `$12.50`, `12,50 EUR`, `kr 12`. Other letters make it no figure. */
const MARK = "(?:(?:US|A|C|R|S|NZ|HK|MX)?\\p{Sc}|[A-Z]{3}|[Kk]r\\.?|Rs\\.?|Fr\\.?|zł|Kč|Ft)";
const CURRENCY_MARK = new RegExp(`^${MARK}\\s*(?=[\\d.(+-])|(?<=[\\d.)-])\\s*${MARK}$`, "gu");
const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;

/**
 * A figure as people and spreadsheets write it, by its decimal sign: `1,234.56`, `1.234,56`, `1 234,56`, `1'234.56`,
 * `(12.00)` and `12.00-` for negative ones, currency signs, E-notation. Exact.
 * @returns null when the text is not such a figure; a comma that could be either is not guessed at
 */
export function readLocalNumber(text: string, decimal: "." | ","): Decimal | null {
  const trimmed = text.trim().replaceAll("\u2212", "-");
  const bracketed =
    /^\(([^()-]*)\)$/.exec(trimmed.replace(CURRENCY_MARK, "").trim()) ?? /^\(([^()-]*)\)$/.exec(trimmed);
  const isTrailing = !bracketed && /\d\s*-$/.test(trimmed);
  const inner = bracketed?.[1] ?? (isTrailing ? trimmed.replace(/-$/, "") : trimmed);
  const bare = withoutMarks(inner);
  const plain = bare === null ? null : withoutGroups(bare, decimal);
  const value = plain === null || !PLAIN.test(plain) ? null : readAmount(plain);
  if (!value) return null;
  return bracketed || isTrailing ? negate(value) : value;
}

/** The figure without currency marks; a sign before or after the mark stays. */
function withoutMarks(text: string): string | null {
  const signed = /^([+-]?)\s*(.*)$/s.exec(text.trim());
  const [, sign = "", rest = ""] = signed ?? [];
  const bare = rest.replace(CURRENCY_MARK, "").trim();
  if (sign !== "" && /^[+-]/.test(bare)) return null;
  return `${sign}${bare}`;
}

/** Without the marks between thousands, which must stand where they belong. */
function withoutGroups(text: string, decimal: "." | ","): string | null {
  const point = text.lastIndexOf(decimal);
  const whole = point < 0 ? text : text.slice(0, point);
  const fraction = point < 0 ? "" : text.slice(point + 1);
  if (!/^\d*(?:[eE][+-]?\d{1,3})?$/.test(fraction)) return null;
  const mark = /[^\d+eE-]/.exec(whole)?.[0];
  if (mark === undefined) return point < 0 ? whole : `${whole}.${fraction}`;
  if (mark === decimal || !/[.,'’\s\u00A0\u202F]/.test(mark)) return null;
  const groups = whole.replace(/^[+-]/, "").split(mark);
  // Three digits a group; in India two, but for the last.
  const isSound = groups.every((group, at) =>
    at === 0 ? /^\d{1,3}$/.test(group) : at === groups.length - 1 ? /^\d{3}$/.test(group) : /^\d{2,3}$/.test(group),
  );
  if (!isSound) return null;
  return `${/^[+-]/.exec(whole)?.[0] ?? ""}${groups.join("")}${point < 0 ? "" : `.${fraction}`}`;
}

/** The currency a cell itself names beside its figure; null when it names none, or one that several share (`$`). */
export function statedCurrency(text: string): string | null {
  const code = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/.exec(text)?.[0];
  return code ?? (text.includes("€") ? "EUR" : text.includes("£") ? "GBP" : null);
}
