import type { DigestSchedule } from "../core/digest/schedule.ts";
import type { Subscription } from "../db/digests.ts";

/** A stored subscription as the schedule sees it. */
export function scheduleOf(
  subscription: Pick<Subscription, "cadence" | "dayOfMonth" | "weekday" | "hour" | "zone" | "createdAt">,
): DigestSchedule {
  const { dayOfMonth, weekday, hour, zone, createdAt } = subscription;
  const cadence = subscription.cadence === "weekly" ? "weekly" : "monthly";
  return { cadence, dayOfMonth, weekday, hour, zone, startMs: createdAt.getTime() };
}
