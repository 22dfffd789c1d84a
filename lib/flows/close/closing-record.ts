import { z } from "zod";
import { closeStep, frozen, type SignedClosing } from "../../api/wire/close.ts";
import type { MonthEventRow } from "../../db/months.ts";

const ids = z.array(z.number()).readonly();
/** What is written with a closing: what was frozen, what it rests on, and which steps were done. */
const snapshot = z.object({
  currency: z.string(),
  zone: z.string(),
  frozen,
  references: z.object({ catalogue: z.string(), prices: ids, rules: ids, rates: ids, rigs: ids }),
  steps: z.array(closeStep),
});
export type Snapshot = z.infer<typeof snapshot>;

export type Closing = Omit<SignedClosing, "frozen" | "steps"> & { readonly snapshot: Snapshot };

/** The last closing among the events of one month; null when there is none, or its record cannot be read. */
export function lastClosing(events: readonly MonthEventRow[]): Closing | null {
  const event = events.findLast((each) => each.action === "closed");
  const read = snapshot.safeParse(event?.snapshot);
  if (!event || !read.success) return null;
  const { at, by, note, reason, hash } = event;
  return { at: at.toISOString(), by, note, reason, hash: hash ?? "", snapshot: read.data };
}
