import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { capacityOf } from "../core/capacity/capacity.ts";
import { readWhole } from "./testing/read-whole.ts";

/** Files made by other people, read where they lie: the folder is named by REAL_SAMPLES. */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);

const read = (path: string, zone: string | null = null) =>
  readWhole(readFileSync(join(folder, path)), { fileName: path, options: { zone } });

describe.skipIf(!isThere)("real load tests", () => {
  it.each([
    ["k6/grafana-k6-old-summary-export-fixture.json", "where true means that the threshold was missed"],
    ["k6/grafana-k6-handleSummary-fixture.json", "where ok says whether it was met"],
  ])("%s: the same test, %s", async (path) => {
    const { result, loadTests, issues } = await read(path);
    expect([result.importer.id, issues, loadTests.length]).toEqual(["k6-summary-json", [], 1]);
    const [test] = loadTests;
    expect(test?.levels).toEqual([
      expect.objectContaining({
        requests: 3,
        seconds: 1,
        requestsPerSecond: 3,
        concurrency: 1,
        failed: null,
        duration: null,
      }),
    ]);
    expect(new Map(test?.objectives.map(({ text, isMet }) => [text, isMet]))).toEqual(
      new Map([
        ["checks rate>70", true],
        ["my_trend<1000", false],
        ["http_reqs rate<100", false],
      ]),
    );
  });

  it("vLLM on 4 L40S: 43.02 requests and 11,481 tokens a second, the first token within 1,353 ms for 99 of 100", async () => {
    const { result, loadTests, issues } = await read("vllm-bench/vllm-bench-serve-4xL40S-llama3.2-3b.json");
    expect([result.importer.id, issues.map(({ code }) => code)]).toEqual(["vllm-bench-json", ["zone-missing"]]);
    const [test] = loadTests;
    expect(test).toMatchObject({ model: "meta-llama/Llama-3.2-3B-Instruct", atMs: 1_748_637_606_000 });
    const [level] = test?.levels ?? [];
    expect(level).toMatchObject({
      concurrency: null,
      concurrencyIs: "unlimited",
      requests: 900,
      failed: 0,
      inputTokens: 899_100,
      outputTokens: 240_163,
      duration: null,
      firstToken: { mean: 902.2531994799939, p50: 877.0819514993491, p95: null, p99: 1353.1694669699937 },
    });
    expect(level?.requestsPerSecond).toBeCloseTo(43.0245911, 7);
    expect(level?.decodeTokensPerSecond).toBeCloseTo(11_481.0165251, 6);
    expect(level?.prefillTokensPerSecond).toBeCloseTo(42_981.5665101, 6);
    expect(capacityOf(loadTests, null)).toMatchObject({ at: null, why: expect.stringContaining("at once") });
  });

  it("its date is in the zone of the machine", async () => {
    const { loadTests, issues } = await read("vllm-bench/vllm-bench-serve-4xL40S-llama3.2-3b.json", "America/New_York");
    expect([loadTests[0]?.atMs, issues]).toEqual([1_748_637_606_000 + 4 * 3_600_000, []]);
  });

  it("llama-bench: the header of every build is known, and a file of nothing but headers gives no speed", async () => {
    const path = "llama-bench/llama-bench-csv-header-variants.csv";
    const { result, loadTests, issues } = await read(path);
    expect([result.importer.id, loadTests, issues.map(({ code }) => code)]).toEqual([
      "llama-bench-csv",
      [],
      ["no-rows"],
    ]);
    const headers = readFileSync(join(folder, path), "utf8").trim().split("\n");
    for (const header of headers) {
      const names = header.split(",");
      const values: Readonly<Record<string, string>> = {
        n_prompt: "512",
        n_gen: "0",
        avg_ts: "2368.8",
        avg_ns: "216143194",
        test_time: "2026-10-02T08:10:11Z",
        model_filename: "m.gguf",
      };
      const row = names
        .map((name) => `"${values[name] ?? "1"}"`)
        .join(",")
        .replace(/"1"(?=,"2026-10-02)/, '"0"');
      const made = await readWhole(`${header}\n${row}\n`);
      expect(made.loadTests[0]?.levels[0]).toMatchObject({
        prefillTokensPerSecond: 2368.8,
        decodeTokensPerSecond: null,
      });
    }
  });
});
