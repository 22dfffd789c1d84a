const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const UNIX_DATE =
  /^[A-Za-z]{3},? +([A-Za-z]{3}) +(\d{1,2}) +(\d{2}):(\d{2}:\d{2}(?:\.\d+)?)(?: ([AP])M)?(?: ([A-Z]{2,5}))? +(\d{4})(?: *([+-]\d{4}))?$/;

/**
 * A stamp as C's `ctime` and `date` write it (`Fri Aug  4 11:44:30 2023`, with an offset behind it in powermetrics, with the
 * zone's short name in a shell) in the order `StampReader` reads. Of the short names only UTC and GMT say which zone it is.
 * Any other text is returned as it is.
 */
export function sortedUnixDate(text: string): string {
  const match = UNIX_DATE.exec(text);
  if (!match) return text;
  const [, name = "", day = "", hour = "", rest = "", half, zone = "", year = "", offset = ""] = match;
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  if (month === 0) return text;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "P" ? 12 : 0);
  const tail = offset === "" && /^(?:UTC|GMT)$/.test(zone) ? "Z" : offset;
  return `${year}-${twoDigits(month)}-${day.padStart(2, "0")} ${twoDigits(hours)}:${rest}${tail}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, "0");

const STAMP = /^\d{4}[-/]\d{2}[-/]\d{2}[ T]\d|^\d{9,14}(?:\.\d+)?$/;

/** The time on a line that holds nothing else, as the `date` of a loop writes it, for `StampReader`; null when it is none. */
export function stampOfLine(text: string): string | null {
  const stamp = sortedUnixDate(text.trim());
  return STAMP.test(stamp) ? stamp : null;
}
