import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { format } from "../core/decimal.ts";
import { hourlyUse } from "../core/local-use/hours.ts";
import { readWhole } from "./testing/read-whole.ts";

/** Files made by other people, read where they lie: the folder is named by REAL_SAMPLES. */
const folder = process.env.REAL_SAMPLES ?? "";
const isThere = folder !== "" && existsSync(folder);
if (!isThere) console.info("REAL_SAMPLES names no folder: the tests on files made by others are skipped.");

const read = (path: string, zone: string | null = null) =>
  readWhole(readFileSync(join(folder, path)), { fileName: path, options: { zone } });

describe.skipIf(!isThere)("real files of local servers", () => {
  it.each([
    ["UTC", 0],
    ["Europe/Stockholm", 1],
  ])("Ollama's log: eight requests, their ends read in %s", async (zone, column) => {
    const { localUses, summary, issues } = await read("ollama/ollama-server-gin-excerpts.log", zone);
    // Ends and durations as a separate script with its own arithmetic gives them.
    const expected = [
      [1719082006000, 1719074806000, 130_000, 0],
      [1719082346000, 1719075146000, 71_000, 0],
      [1769576830000, 1769573230000, 606, 0],
      [1732150352000, 1732146752000, 6, 1],
      [1764065579000, 1764061979000, 490_000, 0],
      [1764065595000, 1764061995000, 438_000, 0],
      [1764065637000, 1764062037000, 416_000, 0],
      [1753521074000, 1753513874000, 5_105, 0],
    ].map((row) => [row[column], row[2], row[3]]);
    expect(localUses.map(({ toMs, busyMs, failed }) => [toMs, busyMs, failed])).toEqual(expected);
    expect(localUses.every(({ fromMs, toMs, busyMs }) => toMs - fromMs === busyMs)).toBe(true);
    expect(summary.requests).toBe("8");
    expect(summary.tokens).toBeUndefined();
    expect(issues.map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      "notice others-passed-over",
      "notice no-tokens",
    ]);
  });

  it("Ollama's log: three requests at once keep the server busy for no longer than the longest began to the last ended", async () => {
    const { localUses } = await read("ollama/ollama-server-gin-excerpts.log", "UTC");
    const { busyMs, uses } = hourlyUse(localUses.filter(({ row }) => row >= 6 && row <= 8));
    expect([...busyMs.values()]).toEqual([548_000]);
    expect(uses.map(({ requests, requestMs }) => [requests, requestMs])).toEqual([[3, 1_344_000]]);
  });

  it("Open WebUI: tokens and times of two answers", async () => {
    const { localUses, issues } = await read("ollama/openwebui-usage-excerpt.json");
    expect(
      localUses.map((use) => ({
        ...use,
        input: use.input && format(use.input),
        output: use.output && format(use.output),
      })),
    ).toMatchObject([
      {
        fromMs: 1745071894000,
        toMs: 1745071902448,
        model: "llama3.2:latest",
        input: "36",
        output: "63",
        busyMs: 8_435,
      },
      {
        fromMs: 1769704953000,
        toMs: 1769704971653,
        model: "ministral-3:8b",
        input: "2345",
        output: "217",
        busyMs: 18_507,
      },
    ]);
    expect(issues).toEqual([]);
  });

  it("vLLM's and NIM's log: one interval for each line without a neighbour, marked as estimates", async () => {
    const { localUses, summary } = await read("vllm-metrics/vllm-log-excerpts.log", "UTC");
    expect(
      localUses.map((use) => [
        new Date(use.toMs).toISOString(),
        use.input && format(use.input),
        use.output && format(use.output),
      ]),
    ).toEqual([
      ["2026-09-02T13:08:10.000Z", "0", "2387"],
      ["2025-12-05T08:51:10.000Z", "73", "16"],
      ["2025-09-10T16:32:05.957Z", "2", "11"],
    ]);
    expect(localUses.every(({ isEstimated, requests }) => isEstimated === true && requests === null)).toBe(true);
    expect(summary.requests).toBeUndefined();
  });

  it("llama.cpp's metrics: one scrape without a time is no use of any hour", async () => {
    const { localUses, issues } = await read("vllm-metrics/llamacpp-metrics-excerpt.prom");
    expect(localUses).toEqual([]);
    expect(issues.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["blocking no-time"]);
    expect(issues[0]?.message).toContain("while sleep 15; do");
  });

  it("llama.cpp's metrics: the same scrape with times before and after some use", async () => {
    const text = readFileSync(join(folder, "vllm-metrics/llamacpp-metrics-excerpt.prom"), "utf8");
    const later = text
      .replace("prompt_tokens_total 16135", "prompt_tokens_total 1.7135e+04")
      .replace("tokens_predicted_total 1", "tokens_predicted_total 201");
    const { localUses } = await readWhole(`# 2026-05-14T09:00:00Z\n${text}\n# 2026-05-14T09:00:15Z\n${later}`);
    expect(localUses.map(({ input, output }) => [input && format(input), output && format(output)])).toEqual([
      ["1000", "200"],
    ]);
  });
});
