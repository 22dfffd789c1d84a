import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { capacityOf } from "../../lib/core/capacity/capacity.ts";
import { weightsOf } from "../../lib/core/capacity/weights.ts";
import { readWhole } from "../../lib/importers/testing/read-whole.ts";
import { run } from "../commands/loadtest.ts";
import { ask } from "./endpoint.ts";
import { type Built, startModelServer } from "./testing/model-server.ts";

/** Four answers at once, each a fifth of a second: with eight users every second one waits as long again. */
const FOUR: Built = { slots: 4, prefillMs: 40, tokens: 8, tokenMs: 20 };

beforeEach(() => {
  const said = vi.spyOn(console, "log").mockImplementation(() => undefined);
  return () => said.mockRestore();
});

async function serve(built: Built) {
  const server = await startModelServer(built);
  onTestFinished(() => server.close());
  return server;
}

const endpointOf = (url: string) => ({
  ...{ url, model: "m", key: null, promptTokens: 64, maxTokens: 8, timeoutMs: 5000 },
  api: "openai" as const,
});

describe("loadtest", () => {
  it.each(["openai", "ollama"])(
    "finds the capacity that a server answering as %s was built to have",
    async (api) => {
      const { url } = await serve(FOUR);
      const file = join(mkdtempSync(join(tmpdir(), "load-test-")), "load.json");
      const words = [
        "--url",
        url,
        "--api",
        api,
        "--model",
        "llm-8b",
        "--levels",
        "1,4,12",
        "--seconds",
        "1",
        "-o",
        file,
      ];
      expect(await run(words, { wantsJson: true })).toBe(0);
      const { result, loadTests, issues } = await readWhole(readFileSync(file), { options: { nowMs: Date.now() } });
      expect(result.importer.id).toBe("tokenwatt-load-test");
      expect(issues).toEqual([]);
      const [test] = loadTests;
      expect(test).toMatchObject({ tool: "tokenwatt", model: "llm-8b", isSingleStream: false });
      for (const level of test?.levels ?? []) {
        expect(level.failed).toBe(0);
        expect(level.outputTokens).toBe((level.requests ?? 0) * FOUR.tokens);
        expect(level.firstToken?.mean).toBeLessThan(level.duration?.mean ?? 0);
        // Users never pause, so Little's law gives them back.
        expect(level.achievedConcurrency ?? 0).toBeGreaterThan((level.configuredConcurrency ?? 0) * 0.8);
      }
      // Alone a request takes 200 ms and more; twelve users wait three times as long.
      const alone = test?.levels[0]?.duration?.p50 ?? 0;
      const capacity = capacityOf(loadTests, { latencyMs: alone * 2, of: "duration", quantile: 50 });
      expect(capacity.at?.concurrency).toBeCloseTo(4, 0);
      expect(capacity.isBounded).toBe(true);
      // Four slots of a fifth of a second are twenty requests a second, less what a busy machine adds to each wait.
      expect(capacity.at?.requestsPerSecond).toBeGreaterThan(5);
      expect(capacity.at?.requestsPerSecond).toBeLessThan(20);
      expect(weightsOf(capacity).basis).not.toBe("assumed");
    },
    20_000,
  );

  it("counts refused requests as failed and says why the first one failed", async () => {
    const { url } = await serve({ ...FOUR, failsEvery: 3 });
    const answers = [];
    for (let at = 0; at < 3; at += 1) answers.push(await ask(endpointOf(url), String(at)));
    expect(answers.map(({ isFailed }) => isFailed)).toEqual([false, false, true]);
    expect(answers[2]?.why).toContain("503");
  });

  it("gives no tokens where the server counts none, and refuses a server that does not answer", async () => {
    const { url } = await serve({ ...FOUR, hasNoUsage: true });
    expect(await ask(endpointOf(url), "a")).toMatchObject({ isFailed: false, inputTokens: null, outputTokens: null });
    const words = ["--url", "http://127.0.0.1:9", "--model", "m", "-o", join(tmpdir(), "never-written.json")];
    await expect(run(words, { wantsJson: true })).rejects.toThrow(/did not answer/);
    await expect(run(["--url", "ftp://a", "--model", "m", "-o", "x"], { wantsJson: true })).rejects.toThrow(
      /not the address/,
    );
  });

  it("sends no more requests than it was told to", async () => {
    const server = await serve({ ...FOUR, tokens: 1, tokenMs: 1, prefillMs: 1 });
    const file = join(mkdtempSync(join(tmpdir(), "load-test-")), "load.json");
    const words = ["--url", server.url, "--model", "m", "--levels", "2,4", "--requests", "6", "-o", file];
    await run(words, { wantsJson: true });
    expect(server.asked()).toBe(1 + 2 * 6);
  });
});

describe("the k6 script", () => {
  it.each(["openai object", "ollama list"])(
    "runs against a server and writes a file that is read: %s",
    async (how) => {
      const [api = "", shape = ""] = how.split(" ");
      const { url } = await serve({ ...FOUR, tokens: 4, tokenMs: 5, failsEvery: shape === "list" ? 5 : 0 });
      const words = [`URL=${url}`, `API=${api}`, "MODEL=llm-8b", "LEVELS=1,2", "SECONDS=1", `SHAPE=${shape}`];
      const written = JSON.parse(await printed(words));
      expect(Object.keys(written)).toEqual(["load-test.json", "stdout"]);
      const { loadTests, issues } = await readWhole(written["load-test.json"], { options: { nowMs: Date.now() } });
      expect(issues).toEqual([]);
      expect(loadTests[0]?.levels.map((level) => [level.configuredConcurrency, level.requests, level.failed])).toEqual([
        [1, 3, 0],
        [2, 6, shape === "list" ? 1 : 0],
      ]);
      expect(loadTests[0]?.levels[0]).toMatchObject({ inputTokens: 3 * 64, outputTokens: 3 * 4, firstToken: null });
    },
    30_000,
  );
});

/** What the script's stand-in for k6 prints; it runs beside the server, whose process must stay free. */
function printed(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "testing", "run-k6-script.ts"), ...words]);
  let text = "";
  let trouble = "";
  child.stdout.on("data", (piece) => (text += piece));
  child.stderr.on("data", (piece) => (trouble += piece));
  return new Promise((resolve, reject) =>
    child.on("close", (code) => (code === 0 ? resolve(text) : reject(new Error(trouble)))),
  );
}
