import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, format, sum, ZERO } from "../decimal.ts";
import { busyByHour, countedUse, type SeenHour, type UseOfHour } from "./counted.ts";

const NOON = Date.UTC(2026, 4, 14, 12);
const MINUTE = 60_000;

const use = (importId: number, parts: Partial<UseOfHour> = {}): UseOfHour => ({
  importId,
  feed: "ollama-responses",
  endpoint: "",
  hourMs: NOON,
  teamId: 1,
  namesWho: false,
  model: "llama3.2:3b",
  requests: 1,
  input: decimal(100),
  cacheRead: null,
  output: decimal(10),
  requestMs: 1_000,
  ...parts,
});
const seen = (importId: number, [from, to]: readonly [number, number], parts: Partial<SeenHour> = {}): SeenHour => ({
  importId,
  endpoint: "",
  hourMs: NOON,
  firstMs: from * MINUTE,
  lastMs: to * MINUTE,
  busyMs: 1_000,
  ...parts,
});
const inputOf = (uses: readonly UseOfHour[], hours: readonly SeenHour[]): string =>
  format(sum(countedUse(uses, hours).map((each) => each.input)));

describe("files of one feed in one hour", () => {
  it("add where their times lie apart or only touch", () => {
    expect(inputOf([use(1), use(2)], [seen(1, [0, 20]), seen(2, [20, 60])])).toBe("200");
  });
  it("of two that tell of the same time the later counts", () => {
    const uses = [use(1), use(2, { input: decimal(150) })];
    expect(inputOf(uses, [seen(1, [0, 20]), seen(2, [0, 20])])).toBe("150");
  });
  it("of which one tells of more of the hour, that one counts, whichever came first", () => {
    const long = use(1, { input: decimal(900) });
    const hours = [seen(1, [0, 50]), seen(2, [49, 55])];
    expect(inputOf([long, use(2)], hours)).toBe("900");
    const [first, second] = hours;
    if (!first || !second) throw new Error("two hours");
    const swapped = [
      { ...first, importId: 2 },
      { ...second, importId: 1 },
    ];
    expect(inputOf([{ ...long, importId: 2 }, use(1)], swapped)).toBe("900");
  });
  it("that hold the same single chat count it once, alone or inside an hour of others", () => {
    expect(inputOf([use(1), use(2)], [seen(1, [5, 5]), seen(2, [5, 5])])).toBe("100");
    expect(inputOf([use(1), use(2)], [seen(1, [5, 5]), seen(2, [5, 20])])).toBe("100");
  });
  it("tell of what a file between them left standing", () => {
    const hours = [seen(1, [0, 10]), seen(2, [8, 30]), seen(3, [29, 60])];
    expect(inputOf([use(1), use(2), use(3)], hours)).toBe("200");
  });
  it("add where they tell of different servers or models", () => {
    const both = [seen(1, [0, 60]), seen(2, [0, 60])];
    expect(inputOf([use(1), use(2, { model: "qwen3:8b" })], both)).toBe("200");
    const other = { endpoint: "10.0.0.7:8001" };
    expect(inputOf([use(1), use(2, other)], [seen(1, [0, 60]), seen(2, [0, 60], other)])).toBe("200");
  });
  it("give the same in any order", () => {
    const stretch = fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 }));
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 6 }), (stretches) => {
        const hours = stretches.map(([from, length], index) => seen(index + 1, [from, from + length]));
        const uses = stretches.map((_, index) => use(index + 1, { input: decimal(10 ** index) }));
        expect(inputOf([...uses].reverse(), [...hours].reverse())).toBe(inputOf(uses, hours));
      }),
    );
  });
});

describe("several feeds in one hour", () => {
  const proxy = use(1, { feed: "litellm-spend-logs-csv", namesWho: true, input: decimal(60), output: decimal(6) });
  const server = use(2, { feed: "model-server-metrics", teamId: null, input: decimal(100), output: decimal(5) });
  const both = [seen(1, [0, 60], { busyMs: 600_000 }), seen(2, [0, 60], { busyMs: 900_000 })];

  it("count who asked, and what the server counted beyond it as nobody's", () => {
    const counted = countedUse([proxy, server], both);
    expect(counted.map(({ teamId, input, output, isRest }) => [teamId, format(input), format(output), isRest])).toEqual(
      [
        [1, "60", "6", false],
        [null, "40", "0", true],
      ],
    );
  });
  it("say how long the rig was busy by the one that says most, never more than the hour", () => {
    expect([...busyByHour([proxy, server], both)]).toEqual([[NOON, 900_000]]);
    const long = both.map((each) => ({ ...each, busyMs: 9_000_000 }));
    expect([...busyByHour([proxy, server], long)]).toEqual([[NOON, 3_600_000]]);
    expect(busyByHour([proxy], [seen(1, [0, 60], { busyMs: null })]).size).toBe(0);
  });
  it("prefer tokens to requests alone, where neither says who", () => {
    const requests = use(1, { feed: "ollama-server-log", input: null, output: null, requests: 7 });
    const [only, ...rest] = countedUse([requests, use(2, { feed: "ollama-responses" })], both);
    expect(rest).toEqual([]);
    expect(only?.requests).toBe(1);
  });
  it("take what a file does not say as nothing of it", () => {
    const [only] = countedUse([use(1, { input: null, output: null, requests: null, requestMs: null })], []);
    expect(only).toMatchObject({ requests: 0, requestMs: 0, input: ZERO, output: ZERO });
  });
});
