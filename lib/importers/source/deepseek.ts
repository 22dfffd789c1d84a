import type { Sink } from "../importer.ts";
import type { DayOf } from "./days.ts";
import type { RowCells } from "./row-cells.ts";
import type { RowSource } from "./row-source.ts";
import { Tally } from "./tally.ts";

export const DEEPSEEK_DATES = ["utc_date", "start_time_iso"] as const;

/**
 * The day of a DeepSeek row in all three layouts: `2026-05-13`, `20260725`, and stamps with the offset of who exported
 * (`2026-08-21T00:00:00+08:00`). The last are days of that zone, so the day is the one written.
 */
export function deepseekDays(source: RowSource, sink: Sink, cells: RowCells) {
  const column = source.has("utc_date") ? "utc_date" : "start_time_iso";
  const text = source.column(...DEEPSEEK_DATES);
  const tally = new Tally(sink);
  return {
    /** Stamps with an offset instead of UTC days. */
    isStamped: column === "start_time_iso",
    read(row: number): DayOf | undefined {
      const written = text();
      const at = cells.dayAsWritten({ row, column, text: written });
      if (at && /[+-]\d{2}:?\d{2}$/.test(written) && !/[+-]00:?00$/.test(written) && written.length > 10) {
        tally.note(OTHER_ZONE, row);
      }
      return at;
    },
    end: () => tally.report(),
  };
}

const OTHER_ZONE = {
  severity: "notice",
  code: "days-of-another-zone",
  column: "start_time_iso",
  message:
    "The days of this file begin at midnight of the zone it was exported in, not of UTC; each counts as the day it names.",
} as const;
