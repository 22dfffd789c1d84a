/** How days, months and instants are written for people. English month names; the zone is an argument. */

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

const monthWord = (text: string): string => MONTHS[Number(text.slice(5, 7)) - 1] ?? text;

/** `2026-05` as "May 2026". */
export const monthName = (month: string): string => `${monthWord(month)} ${month.slice(0, 4)}`;
/** `2026-05` as "May". */
export const monthOnly = (month: string): string => monthWord(month);
/** `2026-05` as "May 2026" with the month cut to three letters. */
export const monthShort = (month: string): string => `${monthWord(month).slice(0, 3)} ${month.slice(0, 4)}`;
/** `2026-05` as "May", "Jun": for axes. */
export const monthAbbreviation = (month: string): string => monthWord(month).slice(0, 3);

const dayNumber = (day: string): string => String(Number(day.slice(8, 10)));
/** `2026-06-03` as "3 June 2026". */
export const dayName = (day: string): string => `${dayNumber(day)} ${monthName(day)}`;
/** `2026-06-03` as "3 Jun". */
export const dayShort = (day: string): string => `${dayNumber(day)} ${monthAbbreviation(day)}`;

/** "1 to 31 May 2026", "28 May to 3 June 2026", "3 June 2026". */
export function daySpan(from: string, to: string): string {
  if (from === to) return dayName(from);
  if (from.slice(0, 7) === to.slice(0, 7)) return `${dayNumber(from)} to ${dayName(to)}`;
  if (from.slice(0, 4) === to.slice(0, 4)) return `${dayNumber(from)} ${monthWord(from)} to ${dayName(to)}`;
  return `${dayName(from)} to ${dayName(to)}`;
}

function wallClock(instant: string, zone: string): { day: string; time: string } {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  return { day: `${part("year")}-${part("month")}-${part("day")}`, time: `${part("hour")}:${part("minute")}` };
}

/** An ISO instant as "12 June 2026, 09:40" on the clock of `zone`. */
export function instantName(instant: string, zone: string): string {
  const { day, time } = wallClock(instant, zone);
  return `${dayName(day)}, ${time}`;
}

/** An ISO instant as "3 Jun 07:02" on the clock of `zone`. */
export function instantShort(instant: string, zone: string): string {
  const { day, time } = wallClock(instant, zone);
  return `${dayShort(day)} ${time}`;
}

/** The month `months` after `month`, both `YYYY-MM`. Kept apart from calendar.ts so that pages need no time-zone library. */
export function shiftMonth(month: string, months: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}
