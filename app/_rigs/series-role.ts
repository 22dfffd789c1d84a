import type { RigMonth } from "../../lib/api/wire/rig-pages.ts";
import { scopeName } from "./rig-words.ts";

type Series = RigMonth["series"][number];

/** From the parts to the whole; GPUs and processors are parts side by side, and add. */
const WIDTH: Readonly<Record<string, number>> = { gpu: 0, cpu: 0, soc: 1, server: 2, wall: 3 };
/** Of two series of one device the more trusted counts, and the other where that one is silent. */
const TRUST: Readonly<Record<string, number>> = { counter: 0, interval: 1, polled: 2, "on-change": 2 };
const widthOf = (scope: string): number => WIDTH[scope] ?? 0;
const trustOf = (kind: string): number => TRUST[kind] ?? 2;

/** What a measured series is to the bill of the month, in words. */
export function seriesRole(
  series: Series,
  { series: all, billedScopes }: Pick<RigMonth, "series" | "billedScopes">,
): string {
  const billed = billedScopes.map(widthOf);
  const own = widthOf(series.scope);
  if (!billed.includes(own)) {
    const wider = billedScopes.find((scope) => widthOf(scope) > own);
    return wider === undefined ? "measured too little to be billed" : `inside the ${scopeName(wider)}, not added`;
  }
  const better = all.find(
    (other) =>
      other.device === series.device && other.scope === series.scope && trustOf(other.kind) < trustOf(series.kind),
  );
  if (better !== undefined) return `only where its ${better.kind === "counter" ? "counter" : "meter"} is silent`;
  return billed.some((width) => width > own) ? "billed where nothing wider was measured" : "billed";
}
