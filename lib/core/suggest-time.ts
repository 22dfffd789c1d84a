import type { MappedDateFormat } from "./mapping.ts";

const DATE_FIRST = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(.*)$/;

/** How the cells of a column of dates are probably written. */
export function formatOfDates(cells: readonly string[]): MappedDateFormat {
  const first = cells.find((cell) => cell !== "") ?? "";
  if (/^\d{9,11}(\.\d+)?$/.test(first)) return "epoch-seconds";
  if (/^\d{12,14}(\.\d+)?$/.test(first)) return "epoch-ms";
  if (/^\d{4}-\d{2}-\d{2}/.test(first)) return "iso";
  if (/^\d{4}[/.]|^\d{8}/.test(first)) return "year-first";
  const pairs = cells.map((cell) => DATE_FIRST.exec(cell));
  if (pairs.some((pair) => Number(pair?.[1]) > 12)) return "day-first";
  if (pairs.some((pair) => Number(pair?.[2]) > 12)) return "month-first";
  return first.includes("/") ? "month-first" : first.includes(".") ? "day-first" : "iso";
}

/** A time in ms as it stands on the wall, for telling steps apart; NaN when it is none. */
export function wallMsOf(text: string, format: MappedDateFormat): number {
  if (format === "epoch-seconds") return Number(text) * 1000;
  if (format === "epoch-ms") return Number(text);
  const parts = DATE_FIRST.exec(text);
  const [, one = "", two = "", year = "", rest = ""] = parts ?? [];
  const [day, month] = format === "month-first" ? [two, one] : [one, two];
  const full = year.length === 2 ? `20${year}` : year;
  const iso = parts ? `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}${rest}` : text.replaceAll("/", "-");
  const joined = iso
    .trim()
    .replace(/^(\d{4}-\d{2}-\d{2})[ T]+/, "$1T")
    .replace(/(T)(\d:)/, "$10$2");
  return Date.parse(/T/.test(joined) && !/(?:Z|[+-]\d{2}:?\d{2})$/.test(joined) ? `${joined}Z` : joined);
}
