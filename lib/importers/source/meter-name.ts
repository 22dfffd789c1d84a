import { createHash } from "node:crypto";

const NAMED = /^meter-[0-9a-f]{12}$/;

/** An opaque, stable name for a meter: its number belongs to a person and an address, so it is not kept. Idempotent. */
export function meterName(number: string): string {
  const text = number.trim();
  if (NAMED.test(text)) return text;
  return `meter-${createHash("sha256").update(text.toUpperCase()).digest("hex").slice(0, 12)}`;
}
