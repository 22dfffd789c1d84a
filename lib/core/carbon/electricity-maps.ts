/**
 * History of Electricity Maps' API: `{zone, history: [{zone, carbonIntensity, datetime, isEstimated, estimationMethod,
 * emissionFactorType}]}` (also under `data`), hourly, UTC, revised later. Grams CO2e per kWh.
 */
import { decimal, parseDecimal } from "../decimal.ts";
import type { Issue } from "../issue.ts";
import type { GridIntensity } from "./grid-intensity.ts";

const HOUR_MS = 3_600_000;
const MOST_ROWS = 300_000;
const MOST_ISSUES = 200;
/** More than coal's worst. */
const MOST_GRAMS = decimal(3000);

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export type IntensityFile = { readonly intensities: readonly GridIntensity[]; readonly issues: readonly Issue[] };

/** A value that is missing (null) is left out and said; one that is no number is refused by its row. */
export function readElectricityMaps(json: unknown): IntensityFile {
  const issues: Issue[] = [];
  const say = (severity: Issue["severity"], row: number | null, column: string | null, message: string) => {
    if (issues.length < MOST_ISSUES) issues.push({ severity, row, column, code: "intensity", message });
    return [];
  };
  const rows = rowsOf(json);
  if (!rows || rows.length === 0 || rows.length > MOST_ROWS) {
    say(
      "blocking",
      null,
      null,
      "This is no history of Electricity Maps: a list of hours under “history”, each with datetime and carbonIntensity.",
    );
    return { intensities: [], issues };
  }
  const fileZone = isFields(json) && typeof json.zone === "string" ? json.zone : null;
  const read = rows.flatMap((each, index) => {
    const row = index + 1;
    const zone = isFields(each) && typeof each.zone === "string" ? each.zone : fileZone;
    const atMs = isFields(each) && typeof each.datetime === "string" ? instantOf(each.datetime) : null;
    if (!isFields(each) || !zone || zone.length > 60)
      return say("blocking", row, "zone", "This hour does not say of which zone it is.");
    if (atMs === null)
      return say("blocking", row, "datetime", "This is not a time with its offset, such as 2026-05-01T13:00:00Z.");
    if (each.carbonIntensity === null || each.carbonIntensity === undefined)
      return say("warning", row, "carbonIntensity", "This hour has no value and is left out.");
    const grams = parseDecimal(String(each.carbonIntensity));
    if (!grams || grams.units < 0n || grams.units > MOST_GRAMS.units * 10n ** BigInt(grams.scale))
      return say(
        "blocking",
        row,
        "carbonIntensity",
        `“${String(each.carbonIntensity).slice(0, 40)}” is not grams per kWh, 0 to 3000.`,
      );
    return [{ zone, fromMs: atMs, grams, isEstimated: each.isEstimated !== false, source: sourceOf(each) }];
  });
  return { intensities: withEnds(read), issues };
}

function rowsOf(json: unknown): readonly unknown[] | null {
  if (Array.isArray(json)) return json;
  if (!isFields(json)) return null;
  const rows = json.history ?? json.data;
  return Array.isArray(rows) ? rows : null;
}

function instantOf(text: string): number | null {
  const ms = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}

function sourceOf({ emissionFactorType, estimationMethod }: Fields): string {
  const parts = ["Electricity Maps"];
  if (typeof emissionFactorType === "string") parts.push(emissionFactorType);
  if (typeof estimationMethod === "string")
    parts.push(`estimated by ${estimationMethod.toLowerCase().replaceAll("_", " ")}`);
  return parts.join(", ");
}

/** Each holds to the next of its zone, but no longer than the usual step: an hour that is missing stays missing. */
function withEnds(read: readonly Omit<GridIntensity, "toMs">[]): GridIntensity[] {
  const byZone = Map.groupBy(read, ({ zone }) => zone);
  return [...byZone.values()].flatMap((ofZone) => {
    const sorted = [...new Map(ofZone.map((each) => [each.fromMs, each])).values()].sort((a, b) => a.fromMs - b.fromMs);
    const steps = sorted.slice(1).map((each, index) => each.fromMs - (sorted[index]?.fromMs ?? 0));
    const step = steps.length === 0 ? HOUR_MS : steps.reduce((least, each) => (each < least ? each : least));
    return sorted.map((each, index) => {
      const next = sorted[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
      return { ...each, toMs: Math.min(next, each.fromMs + step) };
    });
  });
}
