import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { format } from "../decimal.ts";
import { gapCapMs, gapCapOf, medianStepMs } from "./gap-cap.ts";
import { integrate, stepCounts } from "./integrate.ts";
import { kWh, roundKwhForStorage } from "./kwh.ts";
import { mergeSamples } from "./merge-samples.ts";
import { packSamples, unpackSamples } from "./pack-samples.ts";
import type { Reading } from "./quarters.ts";
import { SeriesIntegrator } from "./series-integrator.ts";

const START_MS = Date.UTC(2026, 4, 9, 3, 57, 48, 161);
const CAP = { capMs: 60_000 };

/** A log in order: steps of 1 ms to 10 min, 1 mW to 3 kW. */
const log = fc
  .array(
    fc.tuple(
      fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 600_000 })),
      fc.integer({ min: 1, max: 3_000_000 }),
    ),
    {
      minLength: 2,
      maxLength: 60,
    },
  )
  .map((steps) => {
    let atMs = START_MS;
    return steps.map(([step, milliwatts]): Reading => {
      atMs += step;
      return { atMs, milliwatts };
    });
  });

describe("the gap cap", () => {
  it.each([
    [200, 60_000],
    [1_000, 60_000],
    [11_800, 60_000],
    [30_000, 150_000],
    [60_000, 300_000],
    [120_000, 360_000],
    [900_000, 2_700_000],
  ])("of a median step of %i ms is %i ms", (median, cap) => {
    expect(gapCapMs(median)).toBe(cap);
  });

  it("bridges no more than an hour before three steps tell how often a slow logger logs", () => {
    expect(gapCapOf(new Map([[86_400_000, 1]]))).toBe(3_600_000);
    expect(gapCapOf(new Map([[900_000, 2]]))).toBe(2_700_000);
    expect(gapCapOf(new Map([[7_200_000, 3]]))).toBe(21_600_000);
  });

  it("takes the lower middle of an even number of steps", () => {
    expect(
      medianStepMs(
        new Map([
          [1000, 2],
          [2000, 2],
        ]),
      ),
    ).toBe(1000);
    expect(
      medianStepMs(
        new Map([
          [3000, 1],
          [1000, 1],
          [2000, 1],
        ]),
      ),
    ).toBe(2000);
    expect(medianStepMs(new Map())).toBe(0);
  });
});

describe("integrate", () => {
  it("gives constant power times time, exactly", () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 3_000_000 }), (readings, milliwatts) => {
        const { totalHalfMicrojoules, coveredMs } = integrate(
          readings.map(({ atMs }) => ({ atMs, milliwatts })),
          CAP,
        );
        expect(totalHalfMicrojoules).toBe(2n * BigInt(milliwatts) * BigInt(coveredMs));
      }),
    );
  });

  it("is additive over time at any reading", () => {
    fc.assert(
      fc.property(log, fc.nat(), (readings, pick) => {
        const at = pick % readings.length;
        const whole = integrate(readings, CAP);
        const before = integrate(readings.slice(0, at + 1), CAP);
        const after = integrate(readings.slice(at), CAP);
        expect(before.totalHalfMicrojoules + after.totalHalfMicrojoules).toBe(whole.totalHalfMicrojoules);
        expect(before.coveredMs + after.coveredMs).toBe(whole.coveredMs);
        expect(before.gaps.length + after.gaps.length).toBe(whole.gaps.length);
      }),
    );
  });

  it("has quarters that sum to the total, each at most a quarter hour long", () => {
    fc.assert(
      fc.property(log, (readings) => {
        const { quarters, totalHalfMicrojoules, coveredMs } = integrate(readings, { capMs: 600_000 });
        const parts = [...quarters.values()];
        expect(parts.reduce((sum, quarter) => sum + BigInt(quarter.halfMicrojoules), 0n)).toBe(totalHalfMicrojoules);
        expect(parts.reduce((sum, quarter) => sum + quarter.coveredMs, 0)).toBe(coveredMs);
        expect(
          parts.every((quarter) => Number.isSafeInteger(quarter.halfMicrojoules) && quarter.coveredMs <= 900_000),
        ).toBe(true);
        const direct = readings.slice(1).reduce((sum, { atMs, milliwatts }, index) => {
          const before = readings[index] ?? { atMs, milliwatts };
          return sum + BigInt((before.milliwatts + milliwatts) * (atMs - before.atMs));
        }, 0n);
        expect(totalHalfMicrojoules).toBe(direct);
      }),
    );
  });

  it("splits a rising segment at the quarter where the line crosses it", () => {
    const edge = Date.UTC(2026, 4, 9, 4);
    const { quarters } = integrate(
      [
        { atMs: edge - 10_000, milliwatts: 0 },
        { atMs: edge + 10_000, milliwatts: 200_000 },
      ],
      CAP,
    );
    expect(quarters.get(edge - 900_000)?.halfMicrojoules).toBe(100_000 * 10_000);
    expect(quarters.get(edge)?.halfMicrojoules).toBe(300_000 * 10_000);
    expect(quarters.get(edge)?.peakMilliwatts).toBe(200_000);
  });

  it("lists a step above the cap as a gap and adds nothing for it", () => {
    const result = integrate(
      [
        { atMs: 0, milliwatts: 1000 },
        { atMs: 60_001, milliwatts: 1000 },
      ],
      CAP,
    );
    expect(result).toMatchObject({ gaps: [{ fromMs: 0, toMs: 60_001 }], totalHalfMicrojoules: 0n, coveredMs: 0 });
  });

  it("refuses readings that are not in order", () => {
    expect(() =>
      integrate(
        [
          { atMs: 5, milliwatts: 1 },
          { atMs: 4, milliwatts: 1 },
        ],
        CAP,
      ),
    ).toThrow(RangeError);
  });
});

describe("kWh", () => {
  it("of 1 kW for an hour is 1, and rounds to nine places by name", () => {
    expect(format(kWh(2n * 1_000_000n * 3_600_000n))).toBe("1");
    expect(format(kWh(1n))).toBe("0.000000000000138889");
    expect(format(roundKwhForStorage(kWh(7_200_000_001n)))).toBe("0.001");
  });
});

describe("mergeSamples", () => {
  const cut = (readings: readonly Reading[], at: readonly number[]) => {
    const edges = [0, ...at.map((value) => value % readings.length), readings.length].sort((a, b) => a - b);
    return edges.slice(1).map((edge, index) => readings.slice(edges[index], edge));
  };

  it("does not depend on how a log is cut into files, on their order, or on files that overlap", () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(), { maxLength: 5 }), fc.nat(), (readings, at, turn) => {
        const parts = cut(readings, at);
        const turned = [...parts.slice(turn % parts.length), ...parts.slice(0, turn % parts.length)];
        const whole = integrate(readings, CAP);
        expect(integrate(mergeSamples(turned).samples, CAP)).toEqual(whole);
        expect(integrate(mergeSamples([...turned, ...turned]).samples, CAP)).toEqual(whole);
      }),
    );
  });

  it("drops what is there already, and lets the later import win where they differ", () => {
    const merged = mergeSamples([
      [
        { atMs: 1, milliwatts: 10 },
        { atMs: 2, milliwatts: 20 },
      ],
      [
        { atMs: 1, milliwatts: 10 },
        { atMs: 2, milliwatts: 25 },
      ],
    ]);
    expect(merged).toEqual({
      samples: [
        { atMs: 1, milliwatts: 10 },
        { atMs: 2, milliwatts: 25 },
      ],
      duplicates: 1,
      conflicts: 1,
    });
  });

  it("averages equal stamps within one import, half up", () => {
    const merged = mergeSamples([
      [
        { atMs: 1, milliwatts: 10 },
        { atMs: 1, milliwatts: 13 },
      ],
    ]);
    expect(merged.samples).toEqual([{ atMs: 1, milliwatts: 12 }]);
  });
});

describe("packing", () => {
  it("gives back exactly what was packed, in any order and size", () => {
    const any = fc.array(
      fc.record({
        atMs: fc.integer({ min: -8e15, max: 8e15 }),
        milliwatts: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
      }),
    );
    fc.assert(
      fc.property(fc.oneof(log, any), (readings) => {
        // A step between two extreme times is no safe integer, and no log has one.
        fc.pre(readings.every(({ atMs }, index) => Number.isSafeInteger(atMs - (readings[index - 1]?.atMs ?? 0))));
        expect(unpackSamples(packSamples(readings))).toEqual(readings);
      }),
    );
  });

  it("refuses bytes that end inside a reading, or are of another version", () => {
    const bytes = packSamples([{ atMs: START_MS, milliwatts: 62_870 }]);
    expect(() => unpackSamples(bytes.subarray(0, bytes.length - 1))).toThrow(RangeError);
    expect(() => unpackSamples(Uint8Array.of(9))).toThrow(RangeError);
  });
});

describe("SeriesIntegrator", () => {
  const stream = (readings: readonly Reading[]) => {
    const series = new SeriesIntegrator();
    for (const { atMs, milliwatts } of readings) series.add(atMs, milliwatts);
    return series.finish();
  };
  const exact = (readings: readonly Reading[]) => {
    const merged = mergeSamples([readings]).samples;
    return integrate(merged, { capMs: gapCapOf(stepCounts(merged)) });
  };
  const comparable = ({ totalHalfMicrojoules, coveredMs, gaps, quarters }: ReturnType<typeof exact>) => ({
    totalHalfMicrojoules,
    coveredMs,
    gaps,
    quarters: [...quarters].sort(([a], [b]) => a - b),
  });

  it("gives for a log in order what integrate gives, cap included", () => {
    fc.assert(
      fc.property(log, (readings) => {
        expect(comparable(stream(readings))).toEqual(comparable(exact(readings)));
      }),
    );
  });

  it("gives the same for a log whose blocks are out of order or repeated", () => {
    fc.assert(
      fc.property(log, fc.nat(), (readings, pick) => {
        const at = pick % readings.length;
        const turned = [...readings.slice(at), ...readings.slice(0, at)];
        expect(stream(turned).totalHalfMicrojoules).toBe(exact(readings).totalHalfMicrojoules);
      }),
    );
  });

  it("adds nothing twice when a log is appended to itself, and says so", () => {
    const readings = Array.from({ length: 100 }, (_, index) => ({
      atMs: START_MS + index * 1000,
      milliwatts: 50_000 + index,
    }));
    const twice = stream([...readings, ...readings]);
    expect(twice.totalHalfMicrojoules).toBe(exact(readings).totalHalfMicrojoules);
    expect(twice.overlapping).toBe(100);
  });

  it("puts small disorder in order and averages equal stamps", () => {
    const readings = [0, 1000, 900, 2000, 2000, 1950, 5000].map((ms, index) => ({
      atMs: START_MS + ms,
      milliwatts: 1000 * (index + 1),
    }));
    expect(comparable(stream(readings))).toEqual(comparable(exact(readings)));
    expect(stream(readings).stretches).toBe(1);
  });
});
