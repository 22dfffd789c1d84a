import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import k6PointsJson from "./k6-points-json/index.ts";
import k6SummaryJson from "./k6-summary-json/index.ts";
import { keptJson } from "./kept-text.ts";
import { readJsonValues } from "./source/json.ts";
import { tokenMetric } from "./source/k6-metrics.ts";
import { readWhole } from "./testing/read-whole.ts";
import vllmBenchJson from "./vllm-bench-json/index.ts";

const fixture = (path: string): string => readFileSync(join(import.meta.dirname, path), "utf8");
const POINTS_CSV = fixture("k6-points-csv/fixtures/ramping.csv");
const POINTS_JSON = fixture("k6-points-json/fixtures/ramping.json");
const SUMMARY = fixture("k6-summary-json/fixtures/handle-summary.json");
const BENCH = fixture("llama-bench-csv/fixtures/two-builds.csv");
const SWEEP = fixture("vllm-bench-json/fixtures/sweep.json");

const utf16 = (text: string): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]));
const levelsOf = async (content: string | Uint8Array) =>
  (await readWhole(content, { pieceBytes: 777 })).loadTests.map(({ levels }) => levels);

describe("the same load test, written in another way, says the same", () => {
  it.each([
    ["a byte order mark", (text: string) => `\uFEFF${text}`],
    ["line endings of Windows", (text: string) => text.replaceAll("\n", "\r\n")],
    ["UTF-16", utf16],
  ])("with %s", async (_, change) => {
    for (const text of [POINTS_CSV, POINTS_JSON, SUMMARY, BENCH, SWEEP])
      expect(await levelsOf(change(text))).toEqual(await levelsOf(text));
  });

  it.each([";", "\t"])("with cells between %j", async (delimiter) => {
    // Commas inside quotes stay what they are.
    const change = (text: string) =>
      text.replaceAll(/("[^"]*")|,/g, (all, quoted) => (quoted === undefined ? delimiter : all));
    expect(await levelsOf(change(BENCH))).toEqual(await levelsOf(BENCH));
    expect(await levelsOf(change(POINTS_CSV))).toEqual(await levelsOf(POINTS_CSV));
  });

  it("points in any order", async () => {
    const [header = "", ...rows] = POINTS_CSV.trim().split("\n");
    const expected = await levelsOf(POINTS_CSV);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        expect(await levelsOf(`${[header, ...shuffled].join("\n")}\n`)).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });

  it("runs of vLLM as an array, as lines and one in each file", async () => {
    const lines = SWEEP.trim().split("\n");
    expect(await levelsOf(`[${lines.join(",\n")}]`)).toEqual(await levelsOf(SWEEP));
    const apart = [];
    for (const line of lines) apart.push(...(await levelsOf(JSON.stringify(JSON.parse(line), null, 4))).flat());
    expect([apart]).toEqual(await levelsOf(SWEEP));
  });
});

describe("figures that are none", () => {
  it("NaN and Infinity, as Python writes them into JSON, are not known and not 0", async () => {
    const [line = ""] = SWEEP.split("\n");
    const odd = line
      .replace(/"(mean_tpot_ms|p99_ttft_ms)": [\d.]+/g, '"$1": NaN')
      .replace('"request_rate": "inf"', '"request_rate": Infinity, "least": -Infinity');
    const { loadTests, issues } = await readWhole(odd);
    expect(issues.map(({ code }) => code)).toEqual(["zone-missing"]);
    expect(loadTests[0]?.levels[0]).toMatchObject({ requests: 40, firstToken: { mean: 100, p99: null } });
  });

  it("times of a run that served nothing are not 0 ms", async () => {
    const run = {
      ...JSON.parse(SWEEP.split("\n")[0] ?? ""),
      completed: 0,
      failed: 40,
      total_output_tokens: 0,
      mean_ttft_ms: 0,
      p99_ttft_ms: 0,
      mean_e2el_ms: 0,
    };
    const { loadTests } = await readWhole(JSON.stringify(run));
    expect(loadTests[0]?.levels[0]).toMatchObject({ failed: 40, firstToken: null, duration: null, concurrency: 1 });
  });

  it("log lines before a table of llama-bench are passed over", async () => {
    expect(
      await levelsOf(`ggml_cuda_init: found 1 CUDA devices:\n  Device 0: A GPU, compute capability 8.9\n${BENCH}`),
    ).toEqual(await levelsOf(BENCH));
  });
});

describe("k6 points", () => {
  const point = (metric: string, ms: number, value: number) =>
    JSON.stringify({
      type: "Point",
      metric,
      data: { time: new Date(1_790_000_000_000 + ms).toISOString(), value, tags: {} },
    });

  it("users held at one number are one level, over the whole test", async () => {
    const lines = [];
    for (let second = 0; second < 30; second += 1) {
      lines.push(point("vus", second * 1000 + 10, 3));
      for (const user of [0, 1, 2]) {
        lines.push(
          point("http_reqs", second * 1000 + 900 + user, 1),
          point("http_req_duration", second * 1000 + 900 + user, 900 + user),
        );
      }
    }
    const { loadTests } = await readWhole(lines.join("\n"));
    expect(loadTests[0]?.levels).toEqual([
      expect.objectContaining({ requests: 90, configuredConcurrency: 3, failed: null, seconds: 29.902 }),
    ]);
    expect(loadTests[0]?.notes.join()).toContain("one load level");
  });

  it("a number of users that never stands still is one level of what was reached", async () => {
    const lines = [];
    for (let second = 0; second < 20; second += 1) {
      lines.push(point("vus", second * 1000, second + 1));
      lines.push(point("http_reqs", second * 1000 + 500, 1), point("http_req_duration", second * 1000 + 500, 2000));
    }
    const [test] = (await readWhole(lines.join("\n"))).loadTests;
    expect(test?.levels).toHaveLength(1);
    expect(test?.levels[0]).toMatchObject({ concurrencyIs: "achieved", configuredConcurrency: 20 });
  });

  it("one load held between a way up and a way down is that load alone", async () => {
    const lines = [];
    for (let second = 0; second < 40; second += 1) {
      const users = second < 12 ? second + 1 : second < 28 ? 13 : 40 - second;
      lines.push(
        point("vus", second * 1000, users),
        point("http_reqs", second * 1000 + 5, 1),
        point("http_req_duration", second * 1000 + 5, 800),
      );
    }
    const [test] = (await readWhole(lines.join("\n"))).loadTests;
    expect(test?.levels).toEqual([expect.objectContaining({ configuredConcurrency: 13, seconds: 16, requests: 16 })]);
    expect(test?.notes.join()).toContain("24 requests ended while the number of users changed");
  });

  it("a header and nothing else, or points of nothing that was asked, is no test", async () => {
    const [header = ""] = POINTS_CSV.split("\n");
    for (const text of [`${header}\n`, `${point("vus", 0, 1)}\n${point("data_sent", 0, 9)}\n`]) {
      const { loadTests, issues } = await readWhole(text);
      expect(loadTests).toEqual([]);
      expect(issues.map(({ code }) => code)).toContain("no-requests");
    }
  });

  it("points of another century, or still to come, are refused by row", async () => {
    const late = JSON.stringify({
      type: "Point",
      metric: "http_reqs",
      data: { time: "2071-01-01T00:00:00Z", value: 1, tags: {} },
    });
    const { issues } = await readWhole(`${point("http_reqs", 0, 1)}\n${late}\n`);
    expect(issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "date-out-of-range", row: 2 }));
  });

  it("points are read by the hundred thousand", { timeout: 60_000 }, async () => {
    const lines: string[] = [];
    for (let at = 0; at < 200_000; at += 1) lines.push(MANY[at % MANY.length] ?? "");
    const { loadTests } = await readWhole(lines.join("\n"), { pieceBytes: 1 << 20 });
    expect(loadTests[0]?.levels[0]?.requests).toBe(200_000 / MANY.length);
  });
  const MANY = [
    "http_reqs",
    "http_req_duration",
    "http_req_failed",
    "http_req_waiting",
    "data_sent",
    "http_req_blocked",
    "iterations",
    "iteration_duration",
  ].map((metric, at) => point(metric, at, metric === "http_req_failed" ? 0 : 1));
});

describe("what is kept of a load test", () => {
  const kept = (text: string, importer: Parameters<typeof keptJson>[2]) =>
    keptJson(text, readJsonValues(text).values, importer);

  it("has no setup data, numbers neither, and no answers of a model", () => {
    expect(kept(SUMMARY, k6SummaryJson)).not.toMatch(/setup_data|4711|sk-/);
    expect(kept(fixture("vllm-bench-json/fixtures/old-detailed.json"), vllmBenchJson)).not.toMatch(
      /private answer|sk-000|10\.0\.0\.9/,
    );
  });

  it("has no addresses or own tags of points", () => {
    if (k6PointsJson.shape !== "lines" || !k6PointsJson.keptLine) throw new Error("points are kept line by line");
    const line =
      '{"type":"Point","metric":"http_reqs","data":{"time":"2026-10-05T10:00:00Z","value":1,"tags":{"url":"http://kim:pw@10.0.0.9/?a=}\\"","status":"200","user":"kim","scenario":"ramp"},"metadata":{"trace":"abc"}}}';
    expect(k6PointsJson.keptLine(line)).toBe(
      '{"type":"Point","metric":"http_reqs","data":{"time":"2026-10-05T10:00:00Z","value":1,"tags":{"status":"200","scenario":"ramp"},"metadata":{}}}',
    );
    for (const each of POINTS_JSON.trim().split("\n")) {
      expect(() => JSON.parse(k6PointsJson.keptLine?.(each) ?? "")).not.toThrow();
      expect(k6PointsJson.keptLine(each)).not.toMatch(/secret|10\.0\.0\.9/);
    }
  });
});

describe("metrics of a script", () => {
  it.each([
    ["eval_count", "output"],
    ["prompt_eval_count", "input"],
    ["completion_tokens", "output"],
    ["llm_output_tokens_total", "output"],
    ["input_tokens", "input"],
    ["tokens_in", "input"],
    ["tokens_generated", "output"],
    ["total_tokens", "unclear"],
    ["tokens_per_second", null],
    ["time_to_first_token", null],
    ["token_latency", null],
    ["output_tokens{scenario:a}", null],
    ["http_reqs", null],
  ] as const)("%s counts %s", (name, kind) => {
    expect(tokenMetric(name)).toBe(kind);
  });
});
