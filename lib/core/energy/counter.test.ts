import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { integrateCounter } from "./counter.ts";
import { integrateIntervals } from "./intervals.ts";
import { integrateOnChange, SILENCE_MILLIWATTS } from "./on-change.ts";
import { totalOf } from "./quarters.ts";

const START_MS = Date.UTC(2026, 2, 29, 0, 50);
const MINUTE = 60_000;
const RATED = { ratedMilliwatts: 2_000_000 };
/** What RAPL counts to, in millijoules. */
const WRAP = 262_143_329;
const minutely = (values: readonly number[]) =>
  values.map((millijoules, at) => ({ atMs: START_MS + at * MINUTE, millijoules }));
const millijoules = (total: bigint): number => Number(total / 2_000n);

describe("a counter", () => {
  it("is the sum of its steps, whatever rows between are missing", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 90_000_000 }), fc.boolean())), (steps) => {
        let shown = 5_000_000_000;
        const values = [{ atMs: START_MS, millijoules: shown }];
        for (const [at, [step]] of steps.entries()) {
          shown += step;
          values.push({ atMs: START_MS + (at + 1) * MINUTE, millijoules: shown });
        }
        const kept = values.filter((_, at) => at === 0 || at === values.length - 1 || steps[at - 1]?.[1]);
        for (const each of [values, kept]) {
          const found = integrateCounter(each, RATED);
          expect(found.swaps).toBe(0);
          expect(millijoules(found.totalHalfMicrojoules)).toBe(shown - 5_000_000_000);
          expect(totalOf(found.quarters).halfMicrojoules).toBe(found.totalHalfMicrojoules);
          expect(found.coveredMs).toBe(steps.length * MINUTE);
        }
      }),
    );
  });

  it("goes on over its end, also in the step in which the load rises", () => {
    const rises = [0, 15_000_000, 15_600_000, WRAP - 13_000_000, WRAP - 12_400_000, 2_600_000];
    const found = integrateCounter(minutely(rises), { ...RATED, wrapMillijoules: WRAP });
    // The long step is no minute's: another counter's. Ten watts, then 250 while it wraps.
    expect(found).toMatchObject({ wraps: 1, resets: 0, swaps: 1 });
    expect(millijoules(found.totalHalfMicrojoules)).toBe(15_000_000 + 600_000 + 600_000 + 15_000_000);
  });

  it("counts what it shows since a reset, nothing of a dip, nothing of another device's counter", () => {
    const found = integrateCounter(minutely([1_000_000, 1_400_000, 30_000, 90_000]), RATED);
    expect(found).toMatchObject({ resets: 1, dips: 0 });
    expect(millijoules(found.totalHalfMicrojoules)).toBe(400_000 + 30_000 + 60_000);
    const dip = integrateCounter(minutely([1_000_000, 950_000, 990_000, 1_100_000]), RATED);
    expect(dip).toMatchObject({ resets: 0, dips: 2 });
    expect(millijoules(dip.totalHalfMicrojoules)).toBe(100_000);
    const swap = integrateCounter(minutely([1_000_000, 1_100_000, 1_200_000, 9_000_000_000, 9_000_100_000]), RATED);
    expect(swap.swaps).toBe(1);
    expect(millijoules(swap.totalHalfMicrojoules)).toBe(300_000);
  });
});

describe("readings on change", () => {
  it("hold until the next, and to nothing beyond an unavailable one", () => {
    const at = (minute: number, milliwatts: number) => ({ atMs: START_MS + minute * MINUTE, milliwatts });
    const found = integrateOnChange([
      at(0, 60_000),
      at(90, 400_000),
      at(91, SILENCE_MILLIWATTS),
      at(120, 60_000),
      at(130, 0),
    ]);
    expect(millijoules(found.totalHalfMicrojoules)).toBe(60 * 60_000 * 90 + 400 * 60_000 + 60 * 60_000 * 10);
    expect(found.gaps).toEqual([{ fromMs: START_MS + 91 * MINUTE, toMs: START_MS + 120 * MINUTE }]);
  });
});

describe("intervals", () => {
  const interval = fc
    .tuple(fc.nat(200), fc.integer({ min: 1, max: 40 }), fc.nat(10_000_000))
    .map(([from, length, microjoules]) => ({
      fromMs: START_MS + from * MINUTE,
      toMs: START_MS + (from + length) * MINUTE,
      microjoules,
    }));

  it("sum to what they say where none overlap, in any order, and no instant counts twice where some do", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(interval, { maxLength: 30, selector: ({ fromMs, toMs }) => `${fromMs} ${toMs}` }),
        (all) => {
          const found = integrateIntervals(all);
          const turned = integrateIntervals([...all].reverse());
          expect(turned.totalHalfMicrojoules).toBe(found.totalHalfMicrojoules);
          expect(totalOf(found.quarters).halfMicrojoules).toBe(found.totalHalfMicrojoules);
          const minutes = new Set(
            all.flatMap(({ fromMs, toMs }) =>
              Array.from({ length: (toMs - fromMs) / MINUTE }, (_, at) => fromMs + at * MINUTE),
            ),
          );
          expect(found.coveredMs).toBe(minutes.size * MINUTE);
          const whole = all.reduce((sum, { microjoules }) => sum + 2n * BigInt(microjoules), 0n);
          if (found.overlapping === 0) expect(found.totalHalfMicrojoules).toBe(whole);
          else expect(found.totalHalfMicrojoules <= whole).toBe(true);
        },
      ),
    );
  });
});
