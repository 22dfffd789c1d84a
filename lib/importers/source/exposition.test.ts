import { describe, expect, it } from "vitest";
import type { JsonValue, Sink } from "../importer.ts";
import { ExpositionParser } from "./exposition.ts";
import { readJsonValues } from "./json.ts";
import { querySeries } from "./query-range.ts";
import { ScrapeTime } from "./scrape-time.ts";

const line = (text: string) => new ExpositionParser().line(text);
const sample = (name: string, labels: Record<string, string>, value: string, atMs: number | null = null) => ({
  is: "sample",
  series: { name, labels },
  value,
  atMs,
});

describe("a line of exposition", () => {
  it.each([
    ["up 1", sample("up", {}, "1")],
    [
      'vllm:prompt_tokens_total{engine="0"} 7.307144e+06',
      sample("vllm:prompt_tokens_total", { engine: "0" }, "7.307144e+06"),
    ],
    ['a{b="x, {y}",c="q\\"q\\\\ \\n",} +Inf', sample("a", { b: "x, {y}", c: 'q"q\\ \n' }, "+Inf")],
    ['a { b = "c" } NaN 1743099740063', sample("a", { b: "c" }, "NaN", 1_743_099_740_063)],
    ["a 1.5 1743099740.063", sample("a", {}, "1.5", 1_743_099_740_063)],
    ["a 1 1743099740", sample("a", {}, "1", 1_743_099_740_000)],
    ['{__name__="a",b="c"} 2 1743099740063', sample("a", { b: "c" }, "2", 1_743_099_740_063)],
    ['{"a.b", c="d"} 2', sample("a.b", { c: "d" }, "2")],
    ['a_bucket{le="1"} 3 # {trace_id="x"} 0.67 1520879607.789', sample("a_bucket", { le: "1" }, "3")],
    ["a inf", sample("a", {}, "inf")],
    ["\ta{}\t3\r", sample("a", {}, "3")],
  ])("%s is read", (text, expected) => expect(line(text)).toEqual(expected));

  it.each(["a", 'a{b="c" 1', "a{b=c} 1", "a one", "1 2", "a 1 soon", "a 1 2 3 4", "curl: (7) Failed to connect"])(
    "%s is none",
    (text) => expect(line(text)).toEqual({ is: "unreadable" }),
  );

  it("tells comments and blank lines", () => {
    expect(line("# TYPE a gauge")).toEqual({ is: "comment", text: "TYPE a gauge" });
    expect(line("  ")).toBeNull();
  });
});

describe("the time of a scrape", () => {
  const read = (text: string, zone: string | null = null) => {
    const ms = new ScrapeTime(zone).read(text);
    return ms === null ? null : new Date(ms).toISOString();
  };
  it.each([
    ["2026-05-01T10:00:00Z", "2026-05-01T10:00:00.000Z"],
    ["# scraped_at 1743099740", "2025-03-27T18:22:20.000Z"],
    ["scraped_at=1743099740.5", "2025-03-27T18:22:20.500Z"],
    ["=== 2026-05-01 10:00:00+02:00 ===", "2026-05-01T08:00:00.000Z"],
    ["--- 2026-05-01T10:00:00Z ---", "2026-05-01T10:00:00.000Z"],
    ["# scrape 3 at 2026-05-01T10:00:00+00:00 of host gpu1", "2026-05-01T10:00:00.000Z"],
    ["# SCRAPE_TIMESTAMP 1743099740", "2025-03-27T18:22:20.000Z"],
    ["# timestamp_ms=1743099740063", "2025-03-27T18:22:20.063Z"],
    ["### 2026-05-01 10:00:00 UTC ###", "2026-05-01T10:00:00.000Z"],
    ["# Fri May  1 10:00:00 UTC 2026", "2026-05-01T10:00:00.000Z"],
    ["[2026-05-01T10:00:00Z]", "2026-05-01T10:00:00.000Z"],
    ["timestamp: 1743099740063", "2025-03-27T18:22:20.063Z"],
    ["1743099740063000000", "2025-03-27T18:22:20.063Z"],
    ["Fri May  1 10:00:00 UTC 2026", "2026-05-01T10:00:00.000Z"],
    ["Fri May  1 10:00:00 PM UTC 2026", "2026-05-01T22:00:00.000Z"],
  ])("%s is read", (text, expected) => expect(read(text)).toBe(expected));

  it("is local where an abbreviation names the machine's zone", () => {
    expect(read("Fri May  1 10:00:00 CEST 2026", "Europe/Berlin")).toBe("2026-05-01T08:00:00.000Z");
  });

  it.each([
    "HELP a The value.",
    "TYPE a gauge",
    "EOF",
    "a 1743099740",
    "",
    "# from 2026-05-01T10:00:00Z to 2026-05-01T11:00:00Z",
    "# version 12.3",
  ])("%s is none", (text) => expect(read(text)).toBeNull());
});

describe("an answer of a query", () => {
  const read = (text: string) => {
    const issues: string[] = [];
    // Only issues are listened to; the rest of a sink is never called here.
    const sink = { issue: (issue: { code: string }) => issues.push(issue.code) } as unknown as Sink;
    const values: readonly JsonValue[] = readJsonValues(text).values;
    return { series: querySeries(values, sink), issues };
  };
  const matrix =
    '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"a","b":"c"},"values":[[1743099740.063,"1"],[1743099755,"NaN"]]},{"metric":{},"values":[[1743099740,"2"]]}]}}';

  it("gives series with names, labels and numbered points", () => {
    expect(read(matrix)).toEqual({
      issues: [],
      series: [
        {
          name: "a",
          labels: { b: "c" },
          points: [
            { row: 1, atMs: 1_743_099_740_063, value: "1" },
            { row: 2, atMs: 1_743_099_755_000, value: "NaN" },
          ],
        },
        { name: null, labels: {}, points: [{ row: 3, atMs: 1_743_099_740_000, value: "2" }] },
      ],
    });
  });

  it("may be a vector, and many after each other", () => {
    const vector = (at: number) =>
      `{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"a"},"value":[${at},"5"]}]}}`;
    expect(read(`${vector(1743099740)}\n${vector(1743099755)}`).series.map(({ points }) => points[0]?.atMs)).toEqual([
      1_743_099_740_000, 1_743_099_755_000,
    ]);
  });

  it("may come from VictoriaMetrics' export", () => {
    const text = '{"metric":{"__name__":"a"},"values":[1.5,null],"timestamps":[1743099740063,1743099755063]}';
    expect(read(text).series[0]?.points).toEqual([
      { row: 1, atMs: 1_743_099_740_063, value: "1.5" },
      { row: 2, atMs: 1_743_099_755_063, value: "NaN" },
    ]);
  });

  it("blocks a point that is none", () => {
    const text = '{"data":{"result":[{"metric":{},"values":[["soon","1"],[1743099740]]}]}}';
    expect(read(text).issues).toEqual(["point-unreadable", "point-unreadable"]);
  });
});
