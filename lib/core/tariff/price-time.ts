import { Temporal } from "temporal-polyfill";

const HAS_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const PLAIN = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;

/** A time with an offset, as an instant; a local time, as written; null for anything else. */
export function readPriceTime(text: string): { ms: number } | { local: Temporal.PlainDateTime } | null {
  const trimmed = text.trim();
  try {
    if (HAS_OFFSET.test(trimmed) && trimmed.includes(":")) {
      const offset = trimmed.replace(" ", "T").replace(/([+-]\d{2})(\d{2})$/, "$1:$2");
      return { ms: Temporal.Instant.from(offset).epochMilliseconds };
    }
    return PLAIN.test(trimmed) ? { local: Temporal.PlainDateTime.from(trimmed.replace(" ", "T")) } : null;
  } catch {
    return null; // what throws here is text that is no time: that is the answer
  }
}

/**
 * The instant of a local time that comes after `afterMs`: of the two an autumn night has, the second where the first
 * was. A time the clocks jump over in spring is the one after the jump.
 */
export function instantAfter(local: Temporal.PlainDateTime, zone: string, afterMs: number): number {
  const earlier = local.toZonedDateTime(zone, { disambiguation: "earlier" }).epochMilliseconds;
  if (earlier > afterMs) return earlier;
  const later = local.toZonedDateTime(zone, { disambiguation: "later" }).epochMilliseconds;
  return later > afterMs ? later : earlier;
}
