import { type Day, firstDay, lastDay, monthOf, parseDay, parseMonth } from "../../core/calendar.ts";
import type { Sink } from "../importer.ts";
import { about } from "./headed-table.ts";

export type Period = { readonly from: Day; readonly to: Day };

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const DATES = /(?<!\d)(20\d{2})([-_.]?)(\d{2})\2(\d{2})(?!\d)/g;
const MONTHS = /(?<!\d)(20\d{2})[-_.](\d{2})(?![0-9A-Za-z]|[-_.]\d)/g;

/**
 * The period a file's name states: its first two dates (`..._2026-05-01_to_2026-05-31.csv`), else its month or two
 * months (`2026-05`). One date alone states none. Null: the name does not say.
 */
export function periodOfName(fileName: string): Period | null {
  const name = fileName.replace(/^.*[/\\]/, "").replaceAll(UUID, " ");
  const days = [...name.matchAll(DATES)].flatMap(([, year, , month, day]) => parseDay(`${year}-${month}-${day}`) ?? []);
  const [from, to] = days;
  if (from) return to && from <= to ? { from, to } : null;
  const months = [...name.matchAll(MONTHS)].flatMap(([, year, month]) => parseMonth(`${year}-${month}`) ?? []);
  const [first, last = first] = months;
  return first && last && first <= last ? { from: firstDay(first), to: lastDay(last) } : null;
}

/** The organisation an export's name carries, as a UUID. */
export const uuidOfName = (fileName: string): string | null => UUID_ONCE.exec(fileName)?.[0].toLowerCase() ?? null;
const UUID_ONCE = new RegExp(UUID.source, "i");

/** Says what period a file without dates is taken to speak for, or that nothing says it, which is blocking. */
export function reportPeriod(sink: Sink, period: Period | null, example: string): void {
  if (!period) {
    sink.issue(
      about(
        "blocking",
        "period-unknown",
        `The file has no dates inside, and its name does not say which days it sums. Name it after its period, such as ${example}, and upload it again.`,
      ),
    );
    return;
  }
  sink.speaksFor(period);
  const isOneMonth = monthOf(period.from) === monthOf(period.to);
  sink.issue(
    isOneMonth
      ? about("notice", "period-from-name", `By its name the file sums ${period.from} to ${period.to}.`)
      : about(
          "warning",
          "period-of-months",
          `By its name the file sums ${period.from} to ${period.to}, and it does not say how much was of which month: all of it counts in ${monthOf(period.to)}. Export month by month.`,
        ),
  );
}
