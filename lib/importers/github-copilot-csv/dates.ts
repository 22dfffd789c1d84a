import { type Day, parseDay } from "../../core/calendar.ts";

const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4}|\d{2})(?:[ T].*)?$/;

export type ReportDay = { readonly day: Day | null; readonly isSlashed: boolean };

/**
 * `2026-03-01`, with or without a time; and `3/1/26`, as a spreadsheet saves it: month, day, year, the order GitHub's
 * pages use. A first number above 12 is no month, so the file was saved in another order and is not guessed at.
 */
export function readReportDay(text: string): ReportDay {
  const slashed = SLASHED.exec(text);
  if (!slashed) {
    const rest = text.slice(10);
    return { day: /^(?:[T ].*)?$/.test(rest) ? parseDay(text.slice(0, 10)) : null, isSlashed: false };
  }
  const [, month = "", day = "", year = ""] = slashed;
  const fullYear = year.length === 2 ? `20${year}` : year;
  return { day: parseDay(`${fullYear}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`), isSlashed: true };
}
