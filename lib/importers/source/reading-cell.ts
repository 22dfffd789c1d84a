const MISSING =
  /^(?:|-+|\[?n\/?a\]?|nan|null|none|[+-]?inf(?:inity)?|unavailable|unknown|\[?(?:not supported|unknown error|insufficient permissions)\]?|permission[_ ]denied|err!?|error)$/i;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

/** A cell of a log: a number as text with a point, null when missing, undefined when it is neither. */
export function readingIn(cell: string): string | null | undefined {
  const text = cell.trim();
  if (NUMBER.test(text)) return text;
  if (DECIMAL_COMMA.test(text)) return text.replace(",", ".");
  return MISSING.test(text) ? null : undefined;
}

/** Epochs in microseconds and nanoseconds as milliseconds; any other stamp as it is. */
export const stampIn = (cell: string): string => (/^\d{16}$|^\d{19}$/.test(cell) ? cell.slice(0, 13) : cell);
