import { type Day, parseDay } from "../../core/calendar.ts";
import { monthNumber } from "./words.ts";

const WORD = "[\\p{L}]{3,12}\\.?";
const DATE = `(?:(${WORD})\\s+(\\d{1,2}),?\\s+(\\d{4})|(\\d{1,2})\\.?\\s+(?:de\\s+)?(${WORD})\\s+(?:de\\s+)?(\\d{4})|(\\d{4})-(\\d{2})-(\\d{2})|(\\d{1,2})[./](\\d{1,2})[./](\\d{4}))`;

/** The date right after a label, wherever the label stands. */
export function dateAfter(text: string, label: string): Day | null {
  const match = new RegExp(`${label}\\s*:?\\s*${DATE}`, "iu").exec(text);
  return match ? dayOfParts(match.slice(1)) : null;
}

function dayOfParts(parts: readonly (string | undefined)[]): Day | null {
  const [month1, day1, year1, day2, month2, year2, year3, month3, day3, first, second, year4] = parts;
  if (year1) return dayOf({ year: year1, month: monthNumber(month1 ?? ""), day: day1 });
  if (year2) return dayOf({ year: year2, month: monthNumber(month2 ?? ""), day: day2 });
  if (year3) return dayOf({ year: year3, month: Number(month3), day: day3 });
  // 26/03/2026 is a day first; 03/04/2026 could be either and is not guessed at.
  const isDayFirst = Number(first) > 12;
  if (!year4 || (!isDayFirst && Number(second) <= 12)) return null;
  return isDayFirst
    ? dayOf({ year: year4, month: Number(second), day: first })
    : dayOf({ year: year4, month: Number(first), day: second });
}

function dayOf({ year, month, day = "" }: { year: string; month: number | null; day: string | undefined }): Day | null {
  return month === null ? null : parseDay(`${year}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`);
}

const PERIOD = new RegExp(
  `(?:(${WORD})\\s+(\\d{1,2})(?:,?\\s+(\\d{4}))?|(\\d{1,2})\\.?\\s+(${WORD})(?:\\s+(\\d{4}))?)\\s*(?:-|to|till|bis|à|a)\\s*(?:(${WORD})\\s+(\\d{1,2}),?\\s+(\\d{4})|(\\d{1,2})\\.?\\s+(${WORD})\\s+(\\d{4}))`,
  "iu",
);

export type Period = { readonly from: Day; readonly to: Day; readonly text: string };

/** A service period inside a text: `Jan 12 - Feb 12, 2026`, `12 jan. - 12 feb. 2026`. Both days as printed. */
export function periodIn(text: string): Period | null {
  const match = PERIOD.exec(text);
  if (!match) return null;
  const [
    whole,
    startMonth1,
    startDay1,
    startYear1,
    startDay2,
    startMonth2,
    startYear2,
    endMonth1,
    endDay1,
    endYear1,
    endDay2,
    endMonth2,
    endYear2,
  ] = match;
  const endYear = endYear1 ?? endYear2 ?? "";
  const endMonth = monthNumber(endMonth1 ?? endMonth2 ?? "");
  const startMonth = monthNumber(startMonth1 ?? startMonth2 ?? "");
  if (endMonth === null || startMonth === null) return null;
  const startYear = startYear1 ?? startYear2 ?? String(Number(endYear) - (startMonth > endMonth ? 1 : 0));
  const from = dayOf({ year: startYear, month: startMonth, day: startDay1 ?? startDay2 });
  const to = dayOf({ year: endYear, month: endMonth, day: endDay1 ?? endDay2 });
  return from && to && from <= to ? { from, to, text: whole } : null;
}
