import type { Bridge } from "../api/wire/statement.ts";
import { coordinate, roundStep, toNumber } from "./numbers.ts";

/** One bar of the waterfall, in percent of the plot's width; `end` is where the next bar takes over. */
export type BridgeBar = { readonly left: number; readonly width: number; readonly end: number };
export type BridgePicture = {
  readonly from: BridgeBar;
  readonly parts: readonly BridgeBar[];
  readonly to: BridgeBar;
  /** Amount at the left edge; the end bars are cut by a slash when it is not zero. */
  readonly start: number;
};

const MOST = 0.96;

/** The bridge from one month's total to the next as bars that hand over to each other. */
export function bridgePicture(bridge: Bridge): BridgePicture {
  const from = toNumber(bridge.from.amount);
  const to = toNumber(bridge.to.amount);
  const levels = [from];
  for (const part of bridge.parts) levels.push((levels.at(-1) ?? 0) + toNumber(part.amount));
  const low = Math.min(...levels, to);
  const high = Math.max(...levels, to);
  const start = startOf(low, high);
  const span = Math.max(high, start) - start || 1;
  const x = (value: number): number => coordinate(((value - start) / span) * 100 * MOST);
  const bar = (a: number, b: number): BridgeBar => ({
    left: Math.min(x(a), x(b)),
    width: coordinate(Math.max(Math.abs(x(b) - x(a)), 0.6)),
    end: x(b),
  });
  const base = Math.max(start, Math.min(0, low));
  return {
    from: bar(base, from),
    parts: bridge.parts.map((_, index) => bar(levels[index] ?? from, levels[index + 1] ?? from)),
    to: bar(base, to),
    start,
  };
}

/** Zero, unless the changes are small against the totals: then a round amount somewhat below the lowest level. */
function startOf(low: number, high: number): number {
  if (low <= 0) return low;
  const span = high - low;
  if (span > high * 0.5) return 0;
  const step = roundStep(Math.max(span, high * 0.02), 4);
  return Math.max(0, Math.floor((low - Math.max(span, high * 0.02) * 0.12) / step) * step);
}
