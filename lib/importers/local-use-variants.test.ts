import { describe, expect, it } from "vitest";
import { format } from "../core/decimal.ts";
import type { LocalUse } from "../core/local-use/local-use.ts";
import { readWhole } from "./testing/read-whole.ts";

const gin = (stamp: string, duration = "1s", path = "/api/chat") =>
  `[GIN] ${stamp} | 200 | ${duration} | 127.0.0.1 | POST "${path}"`;
const ends = (uses: readonly LocalUse[]) => uses.map(({ toMs }) => new Date(toMs).toISOString());
const codes = (issues: readonly { severity: string; code: string }[]) =>
  issues.map(({ severity, code }) => `${severity} ${code}`);
const tokens = (uses: readonly LocalUse[]) =>
  uses.map(({ input, cacheRead, output }) => [input, cacheRead, output].map((count) => count && format(count)));

describe("Ollama's log", () => {
  it.each([
    ["Europe/Stockholm", "2026/10/25", ["01:30", "02:30", "02:50", "02:10", "03:10"], [23.5, 0.5, 0.83, 1.16, 2.16]],
    ["America/New_York", "2026/11/01", ["00:30", "01:30", "01:50", "01:10", "02:10"], [4.5, 5.5, 5.83, 6.16, 7.16]],
  ])("tells the two hours of the autumn night of %s apart", async (zone, day, times, hours) => {
    const text = times.map((time) => gin(`${day} - ${time}:00`)).join("\n");
    const { localUses, issues } = await readWhole(`${text}\n`, { fileName: "a.log", options: { zone } });
    expect(localUses.map(({ toMs }) => Math.floor((toMs % 86_400_000) / 36_000) / 100)).toEqual(hours);
    expect(codes(issues)).toEqual(["notice no-tokens"]);
  });

  it("says that times which the spring night skips do not exist", async () => {
    const text = ["01:59:00", "02:30:00", "03:00:00"].map((time) => gin(`2026/03/29 - ${time}`)).join("\n");
    const { issues } = await readWhole(`${text}\n`, { fileName: "a.log", options: { zone: "Europe/Stockholm" } });
    expect(codes(issues)).toContain("warning time-does-not-exist");
  });

  it("is the same with a BOM, CRLF, UTF-16 and in pieces of any size", async () => {
    const text = `${[gin("2026/05/14 - 09:00:00", "23.668µs"), gin("2026/05/14 - 09:00:05", "1h10m9s")].join("\r\n")}\r\n`;
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"));
    for (const content of [text, `\uFEFF${text}`, utf16])
      for (const pieceBytes of [7, 65_536]) {
        const { localUses } = await readWhole(content, { fileName: "a.log", pieceBytes });
        expect(localUses.map(({ busyMs }) => busyMs)).toEqual([0, 4_209_000]);
      }
  });

  it("counts two equal requests twice, and a log appended to itself once", async () => {
    const day = "2026/05/14 - ";
    const lines = [gin(`${day}09:00:00`), gin(`${day}09:00:00`), gin(`${day}09:05:00`)];
    expect((await readWhole(`${lines.join("\n")}\n`, { fileName: "a.log" })).localUses).toHaveLength(3);
    const twice = await readWhole(`${[...lines, ...lines.slice(0, 2)].join("\n")}\n`, { fileName: "a.log" });
    expect(twice.localUses).toHaveLength(3);
    expect(codes(twice.issues)).toContain("notice rows-repeated");
  });

  it("keeps neither addresses nor prompts of debug lines, and reads the same from what it keeps", async () => {
    const text = `time=2026-05-14T09:00:00Z level=DEBUG source=routes.go:1 msg="chat request" prompt="secret words"\nMay 14 09:00:00 box ollama[1]: [GIN] 2026/05/14 - 09:00:00 | 200 | 2.5s |    192.168.1.44 | POST     "/api/chat?key=secret"\n`;
    const { blocks, localUses } = await readWhole(text, { fileName: "a.log" });
    const kept = blocks.map((block) => block.text).join("");
    expect(kept).not.toMatch(/secret|192\.168/);
    expect(kept.split("\n")).toHaveLength(text.split("\n").length);
    expect((await readWhole(kept, { fileName: "a.log" })).localUses).toEqual(localUses);
  });

  it("is not what another program writes in the same form", async () => {
    const text = '[GIN] 2026/05/14 - 09:00:00 | 200 | 1s | 127.0.0.1 | GET "/health"\n';
    await expect(readWhole(text, { fileName: "a.log" })).rejects.toMatchObject({ code: "unknown-format" });
  });

  it("of a start without requests says that there are none", async () => {
    const text =
      "[GIN-debug] GET    /api/tags --> github.com/ollama/ollama/server.(*Server).ListHandler-fm (5 handlers)\n";
    const { localUses, issues } = await readWhole(text, { fileName: "a.log" });
    expect(localUses).toEqual([]);
    expect(codes(issues)).toEqual(["notice no-rows"]);
  });
});

const scrape = (time: string, counts: Readonly<Record<string, string>>) =>
  `${time}\n${Object.entries(counts)
    .map(([name, value]) => `vllm:${name} ${value}\n`)
    .join("")}`;

describe("scrapes of a model server", () => {
  const model = '{engine="0",model_name="m"}';
  const at = (minute: number, prompt: number, output: number) =>
    scrape(`# 2026-05-14T09:${String(minute).padStart(2, "0")}:00Z`, {
      [`prompt_tokens_total${model}`]: String(prompt),
      [`generation_tokens_total${model}`]: String(output),
    });

  it("are the same in any order and with blocks twice", async () => {
    const scrapes = [at(0, 100, 10), at(1, 150, 30), at(2, 150, 30), at(3, 400, 31)];
    const inOrder = await readWhole(scrapes.join(""), { fileName: "a.prom" });
    expect(tokens(inOrder.localUses)).toEqual([
      ["50", null, "20"],
      ["250", null, "1"],
    ]);
    const mixed = await readWhole([...scrapes.slice(2), ...scrapes].join(""), { fileName: "a.prom" });
    expect(tokens(mixed.localUses)).toEqual(tokens(inOrder.localUses));
    expect(mixed.localUses.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(
      inOrder.localUses.map(({ fromMs, toMs }) => [fromMs, toMs]),
    );
  });

  it("count from 0 after a restart, also where the new count is above the old", async () => {
    const created = (seconds: number) => `vllm:prompt_tokens_created${model} ${seconds}\n`;
    const before = Date.UTC(2026, 4, 14, 8) / 1000;
    const between = Date.UTC(2026, 4, 14, 9, 0, 30) / 1000;
    const text = `${at(0, 100, 10)}${created(before)}${at(1, 150, 30)}${created(between)}${at(2, 20, 40)}${created(between)}`;
    const { localUses, issues } = await readWhole(text, { fileName: "a.prom" });
    expect(tokens(localUses)).toEqual([
      ["150", null, "30"],
      ["20", null, "10"],
    ]);
    expect(codes(issues)).toContain("warning counter-reset");
  });

  it("read stamps behind the values as a database's dump has them", async () => {
    const line = (name: string, value: number, ms: number) =>
      `{__name__="vllm:${name}",engine="0",model_name="m",instance="gpu-1:8000"} ${value} ${ms}\n`;
    const start = Date.UTC(2026, 4, 14, 9);
    const text = [0, 60_000].flatMap((ms) => [
      line("prompt_tokens_total", 100 + ms / 1000, start + ms),
      line("generation_tokens_total", 5 + ms / 6000, start + ms),
    ]);
    const { localUses } = await readWhole(text.join(""), { fileName: "dump.txt" });
    expect(tokens(localUses)).toEqual([["60", null, "10"]]);
    expect(localUses[0]).toMatchObject({ endpoint: "gpu-1:8000", fromMs: start, toMs: start + 60_000 });
  });

  it("that were made once say what they lack, and no figure", async () => {
    const { localUses, issues } = await readWhole(at(0, 100, 10), { fileName: "a.prom" });
    expect(localUses).toEqual([]);
    expect(codes(issues)).toEqual(["warning one-look"]);
  });

  it("before whose second no time stands are left out with a warning, not counted into the first", async () => {
    const untimed = at(5, 900, 90).split("\n").slice(1).join("\n");
    const { localUses, issues } = await readWhole(`${at(0, 100, 10)}${untimed}${at(6, 950, 95)}`, {
      fileName: "a.prom",
    });
    expect(tokens(localUses)).toEqual([["850", null, "85"]]);
    expect(codes(issues)).toContain("warning scrape-without-time");
  });

  it("of SGLang count its cache reads apart", async () => {
    const lines = (prompt: number, cached: number, output: number, requests: number) =>
      `sglang:prompt_tokens_total{model_name="m"} ${prompt}\nsglang:cached_tokens_total{model_name="m"} ${cached}\nsglang:generation_tokens_total{model_name="m"} ${output}\nsglang:num_requests_total{model_name="m"} ${requests}\n`;
    const text = `# 1778749200\n${lines(10, 1, 2, 1)}# 1778749260\n${lines(110, 61, 42, 4)}`;
    const { localUses } = await readWhole(text, { fileName: "a.prom" });
    expect(tokens(localUses)).toEqual([["40", "60", "40"]]);
    expect(localUses[0]).toMatchObject({ requests: 3, failed: null });
  });
});

describe("vLLM's log", () => {
  const line = (stamp: string, rate: string) =>
    `INFO ${stamp} [loggers.py:127] Engine 000: Avg prompt throughput: ${rate} tokens/s, Avg generation throughput: 1.0 tokens/s, Running: 1 reqs\n`;

  it("runs over New Year and over a leap day", async () => {
    const options = { nowMs: Date.parse("2025-01-20T00:00:00Z") };
    const text = line("02-29 23:59:55", "1.0") + line("12-31 23:59:55", "1.0") + line("01-01 00:00:05", "2.0");
    const { localUses, issues } = await readWhole(text, { fileName: "a.log", options });
    expect(ends(localUses)).toEqual([
      "2024-02-29T23:59:55.000Z",
      "2024-12-31T23:59:55.000Z",
      "2025-01-01T00:00:05.000Z",
    ]);
    expect(codes(issues)).not.toContain("blocking year-unclear");
  });

  it("that began more than a year ago is refused where that shows", async () => {
    const options = { nowMs: Date.parse("2026-11-21T12:00:00Z") };
    const text = line("11-21 11:59:50", "1.0") + line("11-22 12:00:00", "1.0") + line("11-23 00:00:00", "1.0");
    const { issues } = await readWhole(text, { fileName: "a.log", options });
    expect(issues).toContainEqual(expect.objectContaining({ severity: "blocking", code: "year-unclear", row: 2 }));
  });

  it("keeps neither prompts nor addresses, and reads the same from what it keeps", async () => {
    const text = `INFO 05-14 08:59:59 [logger.py:41] Received request: prompt: 'secret words'\nINFO:     192.168.1.44:51234 - "POST /v1/chat/completions"\n${line("05-14 09:00:00", "1.0")}`;
    const { blocks, localUses } = await readWhole(text, { fileName: "a.log" });
    const kept = blocks.map((block) => block.text).join("");
    expect(kept).not.toMatch(/secret|192\.168/);
    expect((await readWhole(kept, { fileName: "a.log" })).localUses).toEqual(localUses);
  });
});

describe("the time that a container's log has beside each line", () => {
  const at = "2026-05-14T07:00:00.500000000Z";
  const shapes: [string, (line: string) => string][] = [
    ["docker logs -t", (line) => `${at} ${line}`],
    ["docker compose logs -t", (line) => `llm-1  | ${at} ${line}`],
    ["journalctl -o short-iso", (line) => `2026-05-14T09:00:00.5+0200 box llm[1]: ${line}`],
    ["Docker's own files", (line) => JSON.stringify({ log: `${line}\n`, stream: "stderr", time: at })],
  ];
  const lines: [string, string][] = [
    ["ollama-server-log", gin("2026/05/14 - 09:00:00", "2.5s")],
    [
      "vllm-server-log",
      "INFO 05-14 09:00:00 [loggers.py:127] Engine 000: Avg prompt throughput: 1.0 tokens/s, Avg generation throughput: 1.0 tokens/s, Running: 1 reqs",
    ],
    [
      "llamacpp-server-log",
      "       eval time =     200.50 ms /    20 tokens (   10.03 ms per token,    99.75 tokens per second)",
    ],
  ];
  const cases = lines.flatMap(([format, line]) => shapes.map(([shape, wrap]) => ({ format, shape, text: wrap(line) })));

  it.each(cases)("is used for $format by $shape, and no zone is asked for", async ({ format, text }) => {
    const { summary, localUses, issues, blocks } = await readWhole(`${text}\n`, { fileName: "a.log" });
    expect(summary.format).toBe(format);
    expect(ends(localUses)).toEqual(["2026-05-14T07:00:00.500Z"]);
    expect(codes(issues)).not.toContain("warning zone-missing");
    const kept = blocks.map((block) => block.text).join("");
    expect(ends((await readWhole(kept, { fileName: "a.log" })).localUses)).toEqual(ends(localUses));
  });
});

describe("saved answers", () => {
  it("of Ollama keep no word of prompts and answers", async () => {
    const { sources } = await readWhole(
      '{"model":"m","created_at":"2026-05-14T09:00:00.000001Z","response":"secret","context":[1,2],"done":true,"total_duration":1000000,"prompt_eval_count":3,"eval_count":4}\n',
    );
    expect([...sources.values()].join()).not.toMatch(/secret|context/);
    expect([...sources.keys()]).toEqual([1]);
  });

  it("that were cut give what stands before the cut, and block", async () => {
    const one =
      '{"model":"m","created_at":"2026-05-14T09:00:00.000001Z","done":true,"total_duration":1000000,"eval_count":4}\n';
    const { localUses, issues } = await readWhole(`${one}${one.slice(0, 70)}`);
    expect(localUses).toHaveLength(1);
    expect(codes(issues)).toContain("blocking json-cut");
  });

  it("of Open WebUI keep no word of a chat, and read the same tokens from what is kept", async () => {
    const chat = {
      id: "c",
      user_id: "u",
      title: "secret title",
      chat: {
        title: "secret title",
        history: {
          messages: {
            a: {
              id: "a",
              role: "assistant",
              content: "secret",
              model: "m",
              timestamp: 1778749200,
              sources: ["secret"],
              usage: { prompt_tokens: 3, completion_tokens: 4 },
            },
          },
        },
        messages: [],
      },
    };
    const { keptJson } = await import("./kept-text.ts");
    const { readJsonValues } = await import("./source/json.ts");
    const { importers } = await import("./registry.ts");
    const text = JSON.stringify([chat]);
    const first = await readWhole(text);
    const importer = importers.find(({ id }) => id === first.summary.format);
    if (!importer) throw new Error("the importer is registered");
    const kept = keptJson(text, readJsonValues(text).values, importer);
    expect(kept).not.toContain("secret");
    expect(tokens((await readWhole(kept)).localUses)).toEqual(tokens(first.localUses));
    expect([...first.sources.values()].join()).not.toContain("secret");
  });
});
