import { describe, expect, it } from "vitest";
import { billedQuarters, chosenOfDevice, type SeriesQuarters } from "./billed.ts";
import { QUARTER_MS, type QuarterEnergy } from "./quarters.ts";
import type { PowerScope, SeriesKind } from "./series.ts";

const AT = Date.UTC(2026, 4, 4, 10);
const MINUTE_MS = 60_000;

/** Constant watts over the first minutes of each quarter hour. */
const quarter = (watts: number, minutes: number): QuarterEnergy => ({
  halfMicrojoules: 2 * watts * 1000 * minutes * MINUTE_MS,
  coveredMs: minutes * MINUTE_MS,
  peakMilliwatts: watts * 1000,
});
const series = (kind: SeriesKind, quarters: readonly QuarterEnergy[], scope: PowerScope = "gpu"): SeriesQuarters => ({
  device: "GPU-1",
  scope,
  kind,
  quarters: new Map(quarters.map((each, place) => [AT + place * QUARTER_MS, each])),
});
const billed = (...all: readonly SeriesQuarters[]) =>
  [...billedQuarters(all).values()].map(({ halfMicrojoules, coveredMs }) => [
    halfMicrojoules / 2 / 1000 / MINUTE_MS,
    coveredMs / MINUTE_MS,
  ]);

describe("a device with a counter and watts", () => {
  it("is billed by the counter where it covers the time, whatever the watts say", () => {
    expect(billed(series("polled", [quarter(300, 15)]), series("counter", [quarter(280, 15)]))).toEqual([
      [280 * 15, 15],
    ]);
  });

  it("is billed by the watts for the part of a quarter hour the counter does not cover", () => {
    expect(billed(series("counter", [quarter(280, 9)]), series("polled", [quarter(300, 15)]))).toEqual([
      [280 * 9 + 300 * 6, 15],
    ]);
  });

  it("is billed by the watts where the counter had stopped, or had not begun", () => {
    const watts = series("polled", [quarter(300, 15), quarter(310, 15)]);
    expect(billed(series("counter", [quarter(280, 5)]), watts)).toEqual([
      [280 * 5 + 300 * 10, 15],
      [310 * 15, 15],
    ]);
  });

  it("says which series each quarter hour came from", () => {
    const chosen = chosenOfDevice([series("polled", [quarter(300, 15)]), series("counter", [quarter(280, 9)])]);
    expect([...chosen.values()].map(({ from }) => from)).toEqual([[1, 0]]);
  });
});

describe("nested scopes", () => {
  it("never add: the widest that was measured for most of the time is billed", () => {
    const gpu = series("counter", [quarter(300, 15), quarter(300, 15)]);
    const wall = { ...series("polled", [quarter(500, 15), quarter(500, 5)], "wall"), device: "plug" };
    expect(billed(gpu, wall)).toEqual([
      [500 * 15, 15],
      [300 * 15, 15],
    ]);
  });
});
