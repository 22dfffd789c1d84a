import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decimal, decimal, format, sum } from "../decimal.ts";
import type { Keys } from "../usage-line.ts";
import { unionMs } from "./busy-time.ts";
import { type HourlyUse, hourlyUse } from "./hours.ts";
import type { LocalUse } from "./local-use.ts";
import { HOUR_MS } from "./split-at-hours.ts";

const NOON = Date.UTC(2026, 4, 14, 12);
const NOBODY: Keys = {
  project: null,
  projectName: null,
  workspace: null,
  apiKey: null,
  apiKeyName: null,
  user: null,
  tags: {},
};

const useOf = (parts: Partial<LocalUse>): LocalUse => ({
  row: 1,
  fromMs: NOON,
  toMs: NOON,
  model: "llama3.2:latest",
  endpoint: null,
  keys: NOBODY,
  requests: 1,
  failed: 0,
  input: null,
  cacheRead: null,
  output: null,
  busyMs: null,
  prefillMs: null,
  decodeMs: null,
  ...parts,
});

const shown = ({ hourMs, requests, input, output, requestMs }: HourlyUse) => ({
  hour: (hourMs - NOON) / HOUR_MS,
  requests,
  input: input && format(input),
  output: output && format(output),
  requestMs,
});

describe("hourlyUse", () => {
  it("splits a window at the hour's edge by time, in whole tokens that sum to it", () => {
    const window = useOf({
      fromMs: NOON - 20 * 60_000,
      toMs: NOON + 40 * 60_000,
      requests: 10,
      input: decimal(100),
      output: decimal(1),
      busyMs: 1_000,
    });
    expect(hourlyUse([window]).uses.map(shown)).toEqual([
      { hour: -1, requests: 3, input: "33", output: "0", requestMs: 333 },
      { hour: 0, requests: 7, input: "67", output: "1", requestMs: 667 },
    ]);
  });

  it("keeps what is not known apart from nought", () => {
    const [hour] = hourlyUse([useOf({}), useOf({ failed: 1 }), useOf({ output: decimal(0) })]).uses;
    expect(hour).toMatchObject({ requests: 3, failed: 1, input: null, requestMs: null, requestsWithoutTokens: 1 });
    expect(hour?.output && format(hour.output)).toBe("0");
  });

  it("counts time under several requests once for the server and each for who asked", () => {
    const first = useOf({ fromMs: NOON, toMs: NOON + 10_000, busyMs: 10_000 });
    const second = useOf({ fromMs: NOON + 5_000, toMs: NOON + 15_000, busyMs: 10_000 });
    const { uses, busyMs } = hourlyUse([first, second]);
    expect(uses.map(({ requestMs }) => requestMs)).toEqual([20_000]);
    expect([...busyMs]).toEqual([[NOON, 15_000]]);
  });

  it("puts the work of a request that waited at its end", () => {
    const waited = useOf({ fromMs: NOON - 8_000, toMs: NOON + 2_000, busyMs: 3_000 });
    expect([...hourlyUse([waited]).busyMs]).toEqual([
      [NOON - HOUR_MS, 1_000],
      [NOON, 2_000],
    ]);
  });

  it("tells models, servers and who asked apart, whatever the order of their tags", () => {
    const tagged = (tags: Record<string, string>) => useOf({ keys: { ...NOBODY, tags } });
    const uses = [
      tagged({ team: "search", kind: "batch" }),
      tagged({ kind: "batch", team: "search" }),
      tagged({ team: "ads" }),
      useOf({ model: "qwen3:8b" }),
      useOf({ endpoint: "10.0.0.5:11434" }),
    ];
    expect(hourlyUse(uses).uses.map(({ requests }) => requests)).toEqual([2, 1, 1, 1]);
  });

  it("says which hours hold tokens that were reckoned from rates", () => {
    const uses = hourlyUse([useOf({ isEstimated: true }), useOf({ fromMs: NOON + HOUR_MS, toMs: NOON + HOUR_MS })]);
    expect(uses.uses.map(({ isEstimated }) => isEstimated)).toEqual([true, false]);
  });
});

const counted = fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null });
const tokens = counted.map((count) => (count === null ? null : decimal(count)));
const anyUse: fc.Arbitrary<LocalUse> = fc
  .record({
    startMs: fc.integer({ min: 0, max: 5 * HOUR_MS }),
    lengthMs: fc.oneof(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 0, max: 4 * HOUR_MS })),
    busyShare: fc.integer({ min: 0, max: 100 }),
    model: fc.constantFrom("a", "b", null),
    requests: fc.oneof(fc.constant(1), counted),
    input: tokens,
    cacheRead: tokens,
    output: tokens,
  })
  .map(({ startMs, lengthMs, busyShare, ...use }) =>
    useOf({
      ...use,
      fromMs: NOON + startMs,
      toMs: NOON + startMs + lengthMs,
      busyMs: Math.floor((lengthMs * busyShare) / 100),
    }),
  );

const total = (values: readonly (Decimal | null)[]): string => format(sum(values.filter((value) => value !== null)));
const totalOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((running, value) => running + (value ?? 0), 0);

describe("any uses", () => {
  it("sum by hour to what they were, to the last token, request and millisecond", () => {
    fc.assert(
      fc.property(fc.array(anyUse, { maxLength: 20 }), (uses) => {
        const hours = hourlyUse(uses).uses;
        for (const kind of ["input", "cacheRead", "output"] as const)
          expect(total(hours.map((hour) => hour[kind]))).toBe(total(uses.map((use) => use[kind])));
        expect(totalOf(hours.map(({ requests }) => requests))).toBe(totalOf(uses.map(({ requests }) => requests)));
        expect(totalOf(hours.map(({ requestMs }) => requestMs))).toBe(totalOf(uses.map(({ busyMs }) => busyMs)));
      }),
    );
  });

  it("are the same in any order", () => {
    fc.assert(
      fc.property(fc.array(anyUse, { maxLength: 12 }), (uses) => {
        const text = (given: readonly LocalUse[]) =>
          hourlyUse(given)
            .uses.map((hour) => JSON.stringify({ ...shown(hour), model: hour.model }))
            .sort();
        expect(text([...uses].reverse())).toEqual(text(uses));
        expect([...hourlyUse([...uses].reverse()).busyMs]).toEqual([...hourlyUse(uses).busyMs]);
      }),
    );
  });

  it("keep a server busy for no more than the hour and no more than their own times", () => {
    fc.assert(
      fc.property(fc.array(anyUse, { maxLength: 12 }), (uses) => {
        const { busyMs } = hourlyUse(uses);
        for (const ms of busyMs.values()) expect(ms).toBeLessThanOrEqual(HOUR_MS);
        expect(totalOf([...busyMs.values()])).toBeLessThanOrEqual(totalOf(uses.map((use) => use.busyMs)));
      }),
    );
  });

  it("of single requests keep a server busy for exactly the union of their working times", () => {
    const request = anyUse.map((use) => ({ ...use, requests: 1 }));
    fc.assert(
      fc.property(fc.array(request, { maxLength: 12 }), (uses) => {
        const working = uses.map((use) => ({ fromMs: use.toMs - (use.busyMs ?? 0), toMs: use.toMs }));
        expect(totalOf([...hourlyUse(uses).busyMs.values()])).toBe(unionMs(working));
      }),
    );
  });
});

describe("unionMs", () => {
  it("agrees with counting milliseconds one by one", () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 10 }), (stretches) => {
        const covered = new Set<number>();
        for (const [from, length] of stretches) for (let ms = from; ms < from + length; ms += 1) covered.add(ms);
        expect(unionMs(stretches.map(([from, length]) => ({ fromMs: from, toMs: from + length })))).toBe(covered.size);
      }),
    );
  });
});
