import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { erlangB, erlangC, meanWait, waitsLongerThan } from "./erlang.ts";

/** The sums of the textbooks, term by term: a^k / k!. */
function terms(servers: number, load: number): number[] {
  const all = [1];
  for (let k = 1; k <= servers; k += 1) all.push(((all[k - 1] ?? 0) * load) / k);
  return all;
}
const bruteB = (servers: number, load: number): number => {
  const all = terms(servers, load);
  return (all[servers] ?? 0) / all.reduce((sum, term) => sum + term, 0);
};
const bruteC = (servers: number, load: number): number => {
  const all = terms(servers, load);
  const last = ((all[servers] ?? 0) * servers) / (servers - load);
  return last / (all.slice(0, servers).reduce((sum, term) => sum + term, 0) + last);
};

describe("Erlang's formulae", () => {
  it("B agrees with the sum of its definition", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40 }), fc.double({ min: 0.01, max: 60, noNaN: true }), (servers, load) => {
        expect(erlangB({ servers, load })).toBeCloseTo(bruteB(servers, load), 12);
      }),
    );
  });

  it("C agrees with the sum of its definition", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (servers, busy) => {
          expect(erlangC({ servers, load: busy * servers })).toBeCloseTo(bruteC(servers, busy * servers), 10);
        },
      ),
    );
  });

  it("gives the table's known values", () => {
    expect(erlangB({ servers: 10, load: 5 })).toBeCloseTo(0.018385, 6);
    expect(erlangB({ servers: 2, load: 1 })).toBeCloseTo(0.2, 12);
    expect(erlangC({ servers: 2, load: 1 })).toBeCloseTo(1 / 3, 12);
    expect(erlangC({ servers: 1, load: 0.7 })).toBeCloseTo(0.7, 12);
    expect(meanWait({ servers: 1, load: 0.5 })).toBeCloseTo(1, 12);
    expect(waitsLongerThan({ servers: 1, load: 0.5 }, 2)).toBeCloseTo(0.5 * Math.exp(-1), 12);
  });

  it("more servers block less, more load blocks more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0.1, max: 300, noNaN: true }), (servers, load) => {
        const blocked = erlangB({ servers, load });
        expect(blocked).toBeGreaterThanOrEqual(0);
        expect(blocked).toBeLessThanOrEqual(1);
        expect(erlangB({ servers: servers + 1, load })).toBeLessThanOrEqual(blocked);
        expect(erlangB({ servers, load: load * 1.01 })).toBeGreaterThanOrEqual(blocked);
      }),
    );
  });

  it("holds where a factorial would overflow, and at the edges", () => {
    expect(erlangB({ servers: 5000, load: 4900 })).toBeGreaterThan(0);
    expect(erlangB({ servers: 0, load: 3 })).toBe(1);
    expect(erlangB({ servers: 3, load: 0 })).toBe(0);
    expect(erlangC({ servers: 3, load: 3 })).toBe(1);
    expect(meanWait({ servers: 3, load: 4 })).toBe(Number.POSITIVE_INFINITY);
    expect(waitsLongerThan({ servers: 3, load: 4 }, 10)).toBe(1);
    expect(() => erlangB({ servers: 1.5, load: 1 })).toThrow(RangeError);
    expect(() => erlangC({ servers: 1, load: Number.NaN })).toThrow(RangeError);
  });
});
