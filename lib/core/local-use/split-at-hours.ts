import { allocate, type Decimal, decimal, ZERO } from "../decimal.ts";

export const HOUR_MS = 3_600_000;

/** A stretch of time inside one UTC hour. */
export type HourPart = { readonly hourMs: number; readonly fromMs: number; readonly toMs: number };

/** First millisecond of the UTC hour that holds an instant. */
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;

/** The parts of a stretch by UTC hours, in order. One that has no length lies in the hour of its instant. */
export function hourParts(fromMs: number, toMs: number): HourPart[] {
  const first = hourOf(fromMs);
  if (toMs <= first + HOUR_MS) return [{ hourMs: first, fromMs, toMs: Math.max(fromMs, toMs) }];
  const parts: HourPart[] = [];
  for (let hourMs = first; hourMs < toMs; hourMs += HOUR_MS) {
    parts.push({ hourMs, fromMs: Math.max(fromMs, hourMs), toMs: Math.min(toMs, hourMs + HOUR_MS) });
  }
  return parts;
}

/** A figure split by the lengths of the parts, in whole units of its own last digit; the parts sum to it exactly. */
export function splitByLength(whole: Decimal | null, parts: readonly HourPart[]): (Decimal | null)[] {
  if (whole === null || parts.length === 1) return parts.map(() => whole);
  return allocate(
    whole,
    parts.map(({ fromMs, toMs }) => ({ units: BigInt(toMs - fromMs), scale: 0 })),
    whole.scale,
  );
}

/** As `splitByLength`, for whole numbers that need no decimal: requests and milliseconds. */
export function splitCount(whole: number | null, parts: readonly HourPart[]): (number | null)[] {
  if (whole === null || parts.length === 1) return parts.map(() => whole);
  return splitByLength(whole === 0 ? ZERO : decimal(whole), parts).map((part) => Number(part?.units ?? 0n));
}
