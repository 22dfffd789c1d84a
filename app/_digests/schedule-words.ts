import type { DigestsPage } from "../../lib/api/wire/records.ts";

export type Subscription = DigestsPage["subscriptions"][number];
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** "5th", "21st". */
export function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  const ending = isTeen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
}

export const hourText = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** "Monthly, 5th, 08:00", "Weekly, Monday, 09:00". */
export function scheduleText(subscription: Subscription): string {
  return subscription.cadence === "monthly"
    ? `Monthly, ${ordinal(subscription.dayOfMonth)}, ${hourText(subscription.hour)}`
    : `Weekly, ${WEEKDAYS[subscription.weekday] ?? "Monday"}, ${hourText(subscription.hour)}`;
}
