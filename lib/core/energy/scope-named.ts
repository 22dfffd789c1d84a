import type { PowerScope } from "./series.ts";

/** What a column's or device's name says it was measured at; a name that says nothing is a meter at the wall. */
export function scopeNamed(name: string): PowerScope {
  const text = name.replaceAll("_", " ");
  if (/\bd?gpu|\bdcgm/i.test(text)) return "gpu";
  if (/\bcpu|\bpkg|\bpackage|\brapl/i.test(text)) return "cpu";
  if (/\bsoc\b|\bcombined\b/i.test(text)) return "soc";
  return /\bnode|\bserver|\bbmc\b|\bipmi|\bredfish|\bpsu\b|\bchassis|\bn\d+\b/i.test(text) ? "server" : "wall";
}
