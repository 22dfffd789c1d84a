/** Milliseconds of each unit; micro is written with either of Unicode's two letters, or misread as windows-1252. */
const UNIT_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  µs: 1e-3,
  μs: 1e-3,
  Âµs: 1e-3,
  us: 1e-3,
  ns: 1e-6,
};
const WHOLE = /^(?:\d+(?:\.\d+)?(?:h|ms|m|s|µs|μs|Âµs|us|ns))+$/;
const PART = /(\d+(?:\.\d+)?)(h|ms|m|s|µs|μs|Âµs|us|ns)/g;

/** No request takes a month. */
const MOST_MS = 31 * 86_400_000;

/** A duration as Go prints it (`1h10m9s`, `605.647173ms`, `23.668µs`) in whole milliseconds, half up; null when it is none. */
export function goDurationMs(text: string): number | null {
  if (!WHOLE.test(text)) return null;
  let ms = 0;
  for (const [, figure = "", unit = ""] of text.matchAll(PART)) ms += Number(figure) * (UNIT_MS[unit] ?? Number.NaN);
  return ms < MOST_MS ? Math.round(ms) : null;
}
