import type { CounterIntegral } from "../core/energy/counter.ts";
import type { Integral } from "../core/energy/integrate.ts";
import type { EnergySeries } from "../core/energy/series.ts";
import type { SeriesResult } from "../core/energy/series-integrator.ts";
import type { Issue } from "../core/issue.ts";

/** One series of a file, integrated by its kind. */
export type SeriesOutcome = { readonly series: EnergySeries } & (
  | { readonly kind: "polled"; readonly result: SeriesResult }
  | { readonly kind: "on-change"; readonly readings: number; readonly repeated: number; readonly result: Integral }
  | { readonly kind: "counter"; readonly readings: number; readonly repeated: number; readonly result: CounterIntegral }
  | {
      readonly kind: "interval";
      readonly readings: number;
      readonly result: Integral & { readonly overlapping: number };
    }
);

type Say = (severity: Issue["severity"], code: string, message: string) => void;

/** What a person should know of how a series was taken. */
export function reportSeries(outcome: SeriesOutcome, issue: (issue: Issue) => void): void {
  const say: Say = (severity, code, message) => issue({ severity, row: null, column: null, code, message });
  const { device } = outcome.series;
  if (outcome.kind === "polled") reportPolled(device, outcome.result, say);
  else if (outcome.kind === "counter") reportCounter(device, outcome, say);
  else if (outcome.kind === "interval") reportIntervals(device, outcome.result, say);
  if (outcome.kind === "on-change" || outcome.kind === "interval") reportGaps(device, outcome.result, say);
}

function reportPolled(device: string, result: SeriesResult, say: Say): void {
  if (result.isTooDisordered) {
    say(
      "blocking",
      "time-disordered",
      `The readings of ${device} jump back in time too often to be a log. Sort the file by time.`,
    );
  }
  if (result.overlapping > 0) {
    say(
      "warning",
      "readings-overlap",
      `${result.overlapping} readings of ${device} lie in a time the log had covered before, as when a log is appended twice; they were not added again.`,
    );
  } else if (result.stretches > 1) {
    say(
      "notice",
      "time-disordered",
      `The readings of ${device} step back in time ${result.stretches - 1} times; they were put in order.`,
    );
  }
  if (result.gaps.length > 0) {
    say(
      "notice",
      "gaps",
      `${device} has ${result.gaps.length} gaps longer than ${result.capMs / 1000} s; they add no energy and lower the coverage.`,
    );
  }
}

function reportGaps(device: string, { gaps }: Integral, say: Say): void {
  if (gaps.length > 0)
    say(
      "notice",
      "gaps",
      `${device} has ${gaps.length} stretches without a reading; they add no energy and lower the coverage.`,
    );
}

function reportCounter(
  device: string,
  { result, repeated }: { result: CounterIntegral; repeated: number },
  say: Say,
): void {
  const { resets, swaps, dips, spreads, wraps } = result;
  if (resets > 0)
    say(
      "warning",
      "counter-reset",
      `The counter of ${device} began anew ${times(resets)}; what it showed before its next reading is counted from 0, so a little may be missing.`,
    );
  if (swaps > 0)
    say(
      "warning",
      "counter-swap",
      `The counter of ${device} jumped ${times(swaps)} by more than the device can draw, as when it is exchanged; nothing was added for the jump.`,
    );
  if (dips > 0)
    say(
      "notice",
      "counter-dip",
      `The counter of ${device} fell a little ${times(dips)}; nothing was added until it was above its highest value again.`,
    );
  if (wraps > 0) say("notice", "counter-wrap", `The counter of ${device} ran over its end and on ${times(wraps)}.`);
  if (spreads > 0)
    say(
      "notice",
      "counter-spread",
      `${device} was read ${times(spreads)} after more than an hour; the energy of such a step is spread evenly over it.`,
    );
  if (repeated > 0)
    say("notice", "readings-repeated", `${repeated} readings of ${device} repeat an instant; the last one counts.`);
}

function reportIntervals(device: string, { overlapping }: { overlapping: number }, say: Say): void {
  if (overlapping > 0)
    say(
      "warning",
      "readings-overlap",
      `${overlapping} intervals of ${device} repeat or overlap others; each stretch of time counts once, by the finest interval.`,
    );
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);
