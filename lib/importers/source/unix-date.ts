const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const UNIX_DATE = /^[A-Za-z]{3},? +([A-Za-z]{3}) +(\d{1,2}) +(\d{2}:\d{2}:\d{2}(?:\.\d+)?) +(\d{4})(?: *([+-]\d{4}))?$/;

/**
 * A stamp as C's `ctime` and `date` write it (`Fri Aug  4 11:44:30 2023`, with an offset behind it in powermetrics) in the
 * order `StampReader` reads. Any other text is returned as it is.
 */
export function sortedUnixDate(text: string): string {
  const match = UNIX_DATE.exec(text);
  if (!match) return text;
  const [, name = "", day = "", time = "", year = "", offset = ""] = match;
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  return month === 0 ? text : `${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")} ${time}${offset}`;
}
