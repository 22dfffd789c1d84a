import { type Decimal, decimal } from "../decimal.ts";
import { QUARTER_MS } from "./quarters.ts";

/** What a person stated a rig drew: one value in milliwatts, or 168 from Monday 00:00, over [fromMs, toMs). */
export type Fill = { readonly fromMs: number; readonly toMs: number; readonly milliwatts: readonly number[] };

/**
 * Energy of the time in which nothing was measured, by quarter hour, from statements: the unmeasured part of the quarter
 * hour times the stated power. Of several statements for one quarter hour the latest counts. Microjoules.
 */
export function filledQuarters(
  fills: readonly Fill[],
  {
    fromMs,
    toMs,
    coveredMs,
    hourOfWeek,
  }: {
    fromMs: number;
    toMs: number;
    /** Measured time of the quarter hour that begins at an instant. */
    coveredMs: (atMs: number) => number;
    /** 0 is Monday 00:00 by the rig's clock. */
    hourOfWeek: (atMs: number) => number;
  },
): { atMs: number; microjoules: Decimal; filledMs: number }[] {
  const filled = new Map<number, { atMs: number; microjoules: Decimal; filledMs: number }>();
  for (const fill of fills) {
    const start = Math.max(fill.fromMs, fromMs);
    const end = Math.min(fill.toMs, toMs);
    for (let atMs = Math.floor(start / QUARTER_MS) * QUARTER_MS; atMs < end; atMs += QUARTER_MS) {
      const inside = Math.min(end, atMs + QUARTER_MS) - Math.max(start, atMs);
      const filledMs = Math.min(inside, QUARTER_MS - coveredMs(atMs));
      if (filledMs <= 0) continue;
      const milliwatts = fill.milliwatts[fill.milliwatts.length === 1 ? 0 : hourOfWeek(atMs)] ?? 0;
      filled.set(atMs, { atMs, microjoules: decimal(milliwatts * filledMs), filledMs });
    }
  }
  return [...filled.values()].sort((a, b) => a.atMs - b.atMs);
}
