/** Reference rates as the European Central Bank publishes them: units of a currency for one euro, weekdays, newest first. */
import type { Day } from "../core/calendar.ts";
import { formatFixed } from "../core/decimal.ts";
import { DEEPSEEK_MONTH } from "./company.ts";
import { seededRandom } from "./random.ts";
import { type DemoMonth, weekdayOf } from "./usage.ts";

const SATURDAY = 5;

/** Up to one percent about a middle, in ten-thousandths. */
function about(middle: number, name: string, day: Day): string {
  const spread = Math.round((seededRandom(`${name} ${day}`)() - 0.5) * 0.02 * middle * 10_000);
  return formatFixed({ units: BigInt(Math.round(middle * 10_000) + spread), scale: 4 }, 4);
}

/** Rates of the months with bills in yuan, up to the last day that is over. */
export function ecbRatesCsv(months: readonly DemoMonth[]): string {
  const days = months
    .filter((at) => at.index >= DEEPSEEK_MONTH - 1)
    .flatMap((at) => at.days)
    .filter((day) => weekdayOf(day) < SATURDAY)
    .reverse();
  const rows = days.map((day) => `${day},${about(1.1624, "USD", day)},${about(8.2718, "CNY", day)},`);
  return `${["Date,USD,CNY,", ...rows].join("\n")}\n`;
}
