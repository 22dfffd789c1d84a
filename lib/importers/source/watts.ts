/** What a power cell says: milliwatts, or why there are none. */
export const MISSING = -1;
export const UNREADABLE = -2;
export const NEGATIVE = -3;
/** The row ends inside the cell. */
export const CUT = -4;

const MISSING_TOKENS = new Set([
  "",
  "[n/a]",
  "n/a",
  "[not supported]",
  "not supported",
  "[insufficient permissions]",
  "[unknown error]",
  "[gpu is lost]",
  "err!",
  "[err!]",
  "nan",
  "-",
  "requested functionality has been deprecated",
  "[requested functionality has been deprecated]",
]);

/**
 * A power cell (`62.87 W`, `62.87`, `62870 mW`) in whole milliwatts, half up; `unit` is the header's when the cell has
 * none. Never 0 for what is not a number: MISSING for the words nvidia-smi uses, UNREADABLE for anything else.
 */
export function readMilliwatts(cell: string, factor: number): number {
  let at = 0;
  const length = cell.length;
  while (at < length && cell.charCodeAt(at) <= 32) at += 1;
  const isNegative = cell.charCodeAt(at) === 45;
  if (isNegative) at += 1;
  let whole = 0;
  let digits = 0;
  let code = cell.charCodeAt(at);
  for (; code >= 48 && code <= 57; code = cell.charCodeAt(at)) {
    whole = whole * 10 + code - 48;
    digits += 1;
    at += 1;
  }
  let thousandths = 0;
  if (code === 46) {
    let weight = 1000;
    for (code = cell.charCodeAt(++at); code >= 48 && code <= 57; code = cell.charCodeAt(++at)) {
      weight /= 10;
      digits += 1;
      // A fourth place of 5 or more rounds up; what follows it cannot change that.
      if (weight >= 1) thousandths += (code - 48) * weight;
      else if (weight > 0.09 && code >= 53) thousandths += 1;
    }
  }
  if (digits === 0 || digits > 12 || code === 44) return unusual(cell, factor);
  while (at < length && cell.charCodeAt(at) <= 32) at += 1;
  const scale = at >= length ? factor : unitFactor(cell.slice(at).trim());
  if (scale === 0) return unusual(cell, factor);
  const milliwatts =
    scale === 1000 ? whole * 1000 + thousandths : Math.round(((whole * 1000 + thousandths) * scale) / 1000);
  return isNegative && milliwatts > 0 ? NEGATIVE : milliwatts;
}

/** A comma before other than three digits, which may be thousands, is a decimal one. */
const DECIMAL_COMMA = /^\s*-?\d+,(?:\d{1,2}|\d{4,})(?!\d)/;

function unusual(cell: string, factor: number): number {
  if (DECIMAL_COMMA.test(cell)) return readMilliwatts(cell.replace(",", "."), factor);
  return MISSING_TOKENS.has(cell.trim().toLowerCase()) ? MISSING : UNREADABLE;
}

/** Milliwatts in one of the unit; 0 when it is none of power. */
export function unitFactor(unit: string): number {
  switch (unit) {
    case "W":
    case "w":
    case "Watts":
    case "watts":
      return 1000;
    case "mW":
    case "mw":
      return 1;
    case "kW":
    case "kw":
      return 1_000_000;
    default:
      return 0;
  }
}
