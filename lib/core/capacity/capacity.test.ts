import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { format } from "../decimal.ts";
import { capacityOf, type Objective } from "./capacity.ts";
import { type LoadLevel, type LoadTest, levelOf, type MeasuredLevel } from "./load-test.ts";
import { weightsOf } from "./weights.ts";

const latency = (ms: number) => ({ mean: ms * 0.8, p50: ms * 0.75, p90: ms * 0.95, p95: ms, p99: ms * 1.2 });

const at = (configured: number, requests: number, ms: number, more: Partial<MeasuredLevel> = {}): LoadLevel =>
  levelOf({
    configured,
    requests,
    failed: 0,
    seconds: 100,
    inputTokens: requests * 500,
    outputTokens: requests * 100,
    // As Little's law has it when users never pause.
    duration: { ...latency(ms), mean: (configured / requests) * 100_000 },
    firstToken: latency(ms / 10),
    ...more,
  });

const test = (levels: readonly LoadLevel[], more: Partial<LoadTest> = {}): LoadTest => ({
  row: 1,
  tool: "vllm-bench",
  model: "llm-8b",
  atMs: 1_790_000_000_000,
  levels,
  objectives: [],
  isSingleStream: false,
  notes: [],
  ...more,
});

const SWEEP = test([at(16, 480, 3300), at(1, 40, 2500), at(32, 520, 6200), at(4, 150, 2700)]);
const within = (latencyMs: number, more: Partial<Objective> = {}): Objective => ({
  latencyMs,
  of: "duration",
  quantile: 95,
  ...more,
});

describe("the capacity of a rig", () => {
  it("is the largest load that meets the objective, and whether a larger one was measured", () => {
    const found = capacityOf([SWEEP], within(4000));
    expect(found.at).toMatchObject({ concurrency: 16, requestsPerSecond: 4.8, outputTokensPerSecond: 480 });
    expect(found).toMatchObject({ isBounded: true, judgedBy: 95, why: null });
    expect(found.requestsPerSecondPerSlot).toBeCloseTo(0.3, 12);
    expect(found.curve.map((point) => point.concurrency)).toEqual([1, 4, 16, 32]);
    expect(capacityOf([SWEEP], within(10_000))).toMatchObject({ at: { concurrency: 32 }, isBounded: false });
  });

  it("comes from several files of one model as from one", () => {
    const files = SWEEP.levels.map((level) => test([level]));
    expect(capacityOf(files, within(4000))).toEqual(capacityOf([SWEEP], within(4000)));
    expect(capacityOf(files.toReversed(), within(4000))).toEqual(capacityOf([SWEEP], within(4000)));
  });

  it("takes the later of two measurements of one load", () => {
    const later = test([at(16, 300, 9000)], { atMs: 1_795_000_000_000 });
    expect(capacityOf([later, SWEEP], within(4000)).at?.concurrency).toBe(4);
  });

  it("is not known from one load, from one stream, from nothing", () => {
    expect(capacityOf([], within(4000)).why).toMatch(/No load test/);
    expect(capacityOf([test([at(16, 480, 3300)])], within(4000))).toMatchObject({
      at: null,
      why: expect.stringContaining("at least two"),
    });
    const single = { ...at(1, 40, 2500), concurrencyIs: "single-stream" } as const;
    expect(capacityOf([test([single], { isSingleStream: true })], within(4000)).why).toMatch(/one stream only/);
    const unlimited = at(1, 40, 2500, { configured: null, duration: null });
    expect(capacityOf([test([unlimited])], within(4000)).why).toMatch(/at once/);
  });

  it("says what the smallest load took when none meets the objective", () => {
    expect(capacityOf([SWEEP], within(1000)).why).toMatch(
      /1 at once, the 95th percentile of a request's duration was 2500 ms/,
    );
  });

  it("judges by a higher quantile where the tests lack the one asked for, never by a lower one", () => {
    const only99 = (level: LoadLevel) => ({
      ...level,
      firstToken: { mean: 1, p50: 1, p90: null, p95: null, p99: 300 },
    });
    const found = capacityOf([test(SWEEP.levels.map(only99))], within(300, { of: "first-token" }));
    expect(found).toMatchObject({ at: { concurrency: 32 }, judgedBy: 99 });
    const only50 = (level: LoadLevel) => ({
      ...level,
      firstToken: { mean: 1, p50: 1, p90: null, p95: null, p99: null },
    });
    expect(capacityOf([test(SWEEP.levels.map(only50))], within(300, { of: "first-token" })).why).toMatch(
      /No test gives/,
    );
  });

  it("a load at which more than 1 % failed was not served, however fast the failures came", () => {
    const failing = test([at(1, 40, 2500), at(8, 4000, 50, { failed: 3000 })]);
    expect(capacityOf([failing], within(4000)).at?.concurrency).toBe(1);
  });

  it("without an objective it is the smallest load near the highest throughput", () => {
    expect(capacityOf([SWEEP], null)).toMatchObject({ at: { concurrency: 32 }, objective: null });
    const flat = test([at(4, 150, 2700), at(16, 480, 3300), at(32, 490, 6500)]);
    expect(capacityOf([flat], null)).toMatchObject({ at: { concurrency: 16 }, isBounded: true });
  });

  it("never grows when the objective tightens", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 1, max: 9000 }), (a, b) => {
        const loose = capacityOf([SWEEP], within(Math.max(a, b))).at?.concurrency ?? 0;
        const tight = capacityOf([SWEEP], within(Math.min(a, b))).at?.concurrency ?? 0;
        expect(tight).toBeLessThanOrEqual(loose);
      }),
    );
  });
});

describe("a level", () => {
  it("has the concurrency that was reached where users pause or come slowly (Little's law)", () => {
    // 6.59 requests a second of 12.56 s each: 82.8 of 100 users.
    const level = levelOf({
      configured: 100,
      requests: 856,
      failed: 0,
      seconds: 130,
      requestsPerSecond: 6.59,
      inputTokens: null,
      outputTokens: null,
      duration: { mean: 12_560, p50: null, p90: null, p95: null, p99: null },
      firstToken: null,
    });
    expect(level.concurrency).toBeCloseTo(82.77, 2);
    expect(level).toMatchObject({ concurrencyIs: "achieved", configuredConcurrency: 100 });
    expect(at(16, 480, 3300)).toMatchObject({ concurrency: 16, concurrencyIs: "configured", achievedConcurrency: 16 });
  });
});

describe("what tokens weigh", () => {
  const bench = (label: string, prefill: number | null, decode: number | null): LoadLevel => ({
    ...at(1, 1, 1000),
    label,
    concurrencyIs: "single-stream",
    ratesAre: "apart",
    requestsPerSecond: null,
    inputTokens: prefill === null ? 0 : 512,
    outputTokens: decode === null ? 0 : 128,
    prefillTokensPerSecond: prefill,
    decodeTokensPerSecond: decode,
  });
  const single = test([bench("pp512", 2400, null), bench("tg128", null, 96)], {
    isSingleStream: true,
    tool: "llama-bench",
  });

  it("follows from speeds measured apart", () => {
    const { decode, basis } = weightsOf(capacityOf([single], null));
    expect([format(decode), basis]).toEqual(["25", "measured"]);
  });

  it("is the decode speed under load where prefill alone and the mix are known", () => {
    // in/P + out/D = 1 at the peak: 1200/2400 of a second reads prompts, so 600 tokens took the other half: D = 1200.
    const busy = at(32, 240, 9000, { inputTokens: 120_000, outputTokens: 60_000 });
    const { decode, basis } = weightsOf(capacityOf([single, test([at(4, 20, 5000), busy])], null));
    expect([format(decode), basis]).toEqual(["2", "derived"]);
  });

  it("is assumed, and says so, where only a mix was served", () => {
    expect(weightsOf(capacityOf([test([at(4, 20, 5000, { firstToken: null })])], null)).basis).toBe("assumed");
    expect(format(weightsOf(capacityOf([], null)).decode)).toBe("4");
  });

  it("one user's first token and what comes after it are speeds measured apart", () => {
    const one = at(1, 40, 2500, {
      firstToken: { mean: 500, p50: null, p90: null, p95: null, p99: null },
      duration: { ...latency(1), mean: 2480 },
    });
    const { apart } = capacityOf([test([one])], null);
    expect(apart.prefill).toBeCloseTo(1000, 9);
    expect(apart.decode).toBeCloseTo(99 / 1.98, 9);
  });
});
