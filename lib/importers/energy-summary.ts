import { format } from "../core/decimal.ts";
import { kWh, roundKwhForStorage } from "../core/energy/kwh.ts";
import type { EnergyItem } from "../core/energy/series.ts";
import { SeriesIntegrator, type SeriesResult } from "../core/energy/series-integrator.ts";
import type { Issue } from "../core/issue.ts";
import type { PowerSample } from "../core/usage-line.ts";

/** Gaps listed in a summary; the rest are counted. */
const MAX_GAPS = 1_000;

export type FileEnergy = {
  /** Measured energy, 9 places. */
  readonly kWh: string;
  /** Time between neighbouring readings that are near enough, over time from first to last; 6 places. */
  readonly coverage: number;
  readonly gaps: readonly { device: string; from: string; to: string; seconds: number }[];
  readonly gapCount: number;
  readonly devices: readonly {
    device: string;
    kWh: string;
    coverage: number;
    readings: number;
    from: string;
    to: string;
  }[];
};

/** Integrates the readings of a file as they come, one series a device. */
export class EnergySummary {
  readonly #series = new Map<string, SeriesIntegrator>();
  #lastDevice: string | null = null;
  #last: SeriesIntegrator | null = null;

  add({ device, atMs, milliwatts }: PowerSample): void {
    if (device !== this.#lastDevice || this.#last === null) {
      let series = this.#series.get(device);
      if (!series) {
        series = new SeriesIntegrator();
        this.#series.set(device, series);
      }
      this.#last = series;
      this.#lastDevice = device;
    }
    this.#last.add(atMs, milliwatts);
  }

  item(_item: EnergyItem): void {}

  finish(issue: (issue: Issue) => void): { file: FileEnergy; span: { fromMs: number; toMs: number } | null } {
    const results = [...this.#series]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([device, series]) => ({ device, ...series.finish() }));
    for (const result of results) reportSeries(result, issue);
    const gaps = results.flatMap(({ device, gaps: found }) =>
      found.map(({ fromMs, toMs }) => ({ device, from: iso(fromMs), to: iso(toMs), seconds: (toMs - fromMs) / 1000 })),
    );
    const total = results.reduce((running, { totalHalfMicrojoules }) => running + totalHalfMicrojoules, 0n);
    const covered = results.reduce((running, { coveredMs }) => running + coveredMs, 0);
    const spans = results.reduce((running, result) => running + spanOf(result), 0);
    const file: FileEnergy = {
      kWh: kwhText(total),
      coverage: share(covered, spans),
      gaps: gaps.slice(0, MAX_GAPS),
      gapCount: gaps.length,
      devices: results.map((result) => ({
        device: result.device,
        kWh: kwhText(result.totalHalfMicrojoules),
        coverage: share(result.coveredMs, spanOf(result)),
        readings: result.readings,
        from: iso(result.fromMs ?? 0),
        to: iso(result.toMs ?? 0),
      })),
    };
    return { file, span: spanOfAll(results) };
  }
}

const kwhText = (halfMicrojoules: bigint): string => format(roundKwhForStorage(kWh(halfMicrojoules)));
const iso = (ms: number): string => new Date(ms).toISOString();
const spanOf = ({ fromMs, toMs }: SeriesResult): number => (fromMs === null || toMs === null ? 0 : toMs - fromMs);

/** A share between 0 and 1 at 6 places; a single reading covers no time. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 1e6) / 1e6);

function spanOfAll(results: readonly SeriesResult[]): { fromMs: number; toMs: number } | null {
  const starts = results.flatMap(({ fromMs }) => (fromMs === null ? [] : [fromMs]));
  const ends = results.flatMap(({ toMs }) => (toMs === null ? [] : [toMs]));
  return starts.length === 0 ? null : { fromMs: Math.min(...starts), toMs: Math.max(...ends) };
}

function reportSeries(result: SeriesResult & { device: string }, issue: (issue: Issue) => void): void {
  const say = (severity: Issue["severity"], code: string, message: string) =>
    issue({ severity, row: null, column: null, code, message });
  if (result.isTooDisordered) {
    say(
      "blocking",
      "time-disordered",
      `The readings of ${result.device} jump back in time too often to be a log. Sort the file by time.`,
    );
  }
  if (result.overlapping > 0) {
    say(
      "warning",
      "readings-overlap",
      `${result.overlapping} readings of ${result.device} lie in a time the log had covered before, as when a log is appended twice; they were not added again.`,
    );
  } else if (result.stretches > 1) {
    say(
      "notice",
      "time-disordered",
      `The readings of ${result.device} step back in time ${result.stretches - 1} times; they were put in order.`,
    );
  }
  if (result.gaps.length > 0) {
    say(
      "notice",
      "gaps",
      `${result.device} has ${result.gaps.length} gaps longer than ${result.capMs / 1000} s; they add no energy and lower the coverage.`,
    );
  }
}
