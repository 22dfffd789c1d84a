import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { keptJson } from "./kept-text.ts";
import { importers } from "./registry.ts";
import { readJsonValues } from "./source/json.ts";
import { readWhole } from "./testing/read-whole.ts";

const blocking = async (text: string): Promise<string[]> =>
  (await readWhole(text)).issues
    .filter((issue) => issue.severity === "blocking")
    .map((issue) => `${issue.row} ${issue.code}`);

const OPENROUTER = "generation_id,created_at,cost_total,byok_usage_inference,provider_name,tokens_prompt,tokens_cached";
const COST = "user_id,utc_date,model,wallet_type,cost,currency";
const SPEND = "request_id,call_type,api_key,spend,prompt_tokens,completion_tokens,startTime,model,custom_llm_provider";

describe("OpenRouter activity", () => {
  it("keeps thirty decimals, whatever the delimiter, case, order, line ending and further columns", async () => {
    const { summary } = await readWhole(
      '\uFEFF"Extra"\t"Cost_Total"\t"GENERATION_ID"\t"created_at"\r\n"x"\t"0.000000000000000000000000000001"\t"g"\t"2026-05-01 00:00:00"\r\n',
    );
    expect(summary.format).toBe("openrouter-activity-csv");
    expect(summary.totals).toEqual([{ currency: "USD", amount: "0.000000000000000000000000000001" }]);
  });

  it("does not guess amounts, dates and counts", async () => {
    const rows = [
      "g1,2026-05-01,,0,,1,0",
      'g2,2026-05-01,"1,000.5",0,,1,0',
      "g3,01/05/2026,1,0,,1,0",
      "g4,2026-05-01,1,free,,1,0",
    ];
    expect(await blocking(`${OPENROUTER}\n${rows.join("\n")}\ng5,2026-05-01,1,0,,many,0\n`)).toEqual([
      "2 amount-empty",
      "3 amount-unreadable",
      "4 date-unreadable",
      "5 amount-unreadable",
      "6 count-unreadable",
    ]);
  });

  it("names who bills for a request on one's own key, and never adds it", async () => {
    const { lines, summary } = await readWhole(
      `${OPENROUTER}\ng1,2026-05-01,0.05,1,Amazon Bedrock,10,0\ng2,2026-05-01,0,2,Google AI Studio,10,4\ng3,2026-05-01,0,3,,10,4\n`,
    );
    expect(lines.filter(({ basis }) => basis === "estimated").map(({ provider }) => provider)).toEqual([
      "aws",
      "google",
      "google",
      "unknown",
      "unknown",
    ]);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "0.05" }]);
    expect(summary.otherTotals).toEqual([{ basis: "estimated", currency: "USD", amount: "6" }]);
    expect(summary.tokens).toEqual({ input: "22", cacheRead: "8" });
    expect(summary.requests).toBe("3");
  });

  it("counts rows without an id each", async () => {
    const { summary } = await readWhole(`${OPENROUTER}\n,2026-05-01,1,0,,1,0\n,2026-05-01,1,0,,1,0\n`);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "2" }]);
  });
});

describe("DeepSeek costs", () => {
  it("keep two currencies apart and negative ones negative", async () => {
    const rows = "u,2026-05-01,m,Paid,7.58,CNY\nu,20260502,m,PAID,-0.5,usd\nu,2026-05-02,m,Paid,1,RMB\n";
    const { summary } = await readWhole(`${COST}\n${rows}`);
    expect(summary.totals).toEqual([
      { currency: "CNY", amount: "8.58" },
      { currency: "USD", amount: "-0.5" },
    ]);
  });

  it("count the day that is written, at the edge of a month too", async () => {
    const { lines } = await readWhole(
      "start_time_iso,end_time_iso,model,wallet_type,cost,currency\n2026-09-01T00:00:00+08:00,2026-09-02T00:00:00+08:00,m,Paid,-1,CNY\n",
    );
    expect(lines.map(({ day, billedMonth }) => [day, billedMonth])).toEqual([["2026-09-01", "2026-09"]]);
  });

  it("have no day 20261340", async () => {
    expect(await blocking(`${COST}\nu,20261340,m,Paid,1,CNY\n`)).toEqual(["2 date-unreadable"]);
  });
});

describe("Fireworks costs", () => {
  it("in two groupings block every row of the second, whichever order", async () => {
    const header = "account_id,date,group_by_dimension,group_by_value,subtotal_usd,currency";
    const rows = [
      "a,2026-05-01,user,ada@acme.example,1,USD",
      "a,2026-05-01,model,m,1,USD",
      "a,2026-05-02,model,m,1,USD",
    ];
    expect(await blocking(`${header}\n${rows.join("\n")}\n`)).toEqual(["3 grouping-mixed", "4 grouping-mixed"]);
  });
});

describe("LiteLLM spend logs", () => {
  it("read NULL of a database dump as not there, which is not zero", async () => {
    const { lines, summary } = await readWhole(
      `${SPEND}\na,x,k,NULL,NULL,2,2026-05-01 00:00:00+00,gpt-4o,openai\nb,x,k,1E-7,\\N,2,2026-05-01 00:00:00+00,gpt-4o,NULL\n`,
    );
    expect(lines.map(({ basis, costKind, provider }) => [basis, costKind, provider])).toEqual([
      ["quantity", "output", "openai"],
      ["estimated", "output", "openai"],
    ]);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "0.0000001" }]);
  });

  it.each([
    [
      "bedrock",
      "bedrock/eu.anthropic.claude-3-haiku-20240307-v1:0",
      "aws",
      "eu.anthropic.claude-3-haiku-20240307-v1:0",
    ],
    ["vertex_ai", "claude-sonnet-4@20250514", "google", "claude-sonnet-4@20250514"],
    ["vertex_ai-anthropic_models", "vertex_ai/claude-sonnet-4", "google", "claude-sonnet-4"],
    ["", "azure/house-deployment", "azure", "house-deployment"],
    ["", "gemini/gemini-2.5-pro", "google", "gemini-2.5-pro"],
    ["", "claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"],
    ["openrouter", "openrouter/anthropic/claude-sonnet-4.5", "openrouter", "anthropic/claude-sonnet-4.5"],
    ["together_ai", "together_ai/meta-llama/Llama-3.3-70B", "together", "meta-llama/Llama-3.3-70B"],
    ["groq", "llama-3.3-70b-versatile", "groq", "llama-3.3-70b-versatile"],
    ["", "house-model", "unknown", "house-model"],
  ])("%s %s is billed by %s as %s", async (route, model, provider, name) => {
    const { lines } = await readWhole(`${SPEND}\na,x,k,1,1,0,2026-05-01,${model},${route}\n`);
    expect(lines.map((line) => [line.provider, line.model])).toEqual([[provider, name]]);
  });

  it.each([
    ["hosted_vllm", "hosted_vllm/Qwen/Qwen3-32B", "", "Qwen/Qwen3-32B", null],
    ["ollama_chat", "ollama_chat/llama3.2:3b", "http://gpu-box:11434", "llama3.2:3b", "gpu-box:11434"],
    ["openai", "openai/house", "http://key@10.0.0.7:8000/v1", "house", "10.0.0.7:8000"],
    ["lm_studio", "lm_studio/qwen2.5-7b", "http://[::1]:1234/v1", "qwen2.5-7b", "[::1]:1234"],
  ])("%s %s at %s is local use of a rig and no line of a bill", async (route, model, base, name, endpoint) => {
    const text = `${SPEND},api_base,endTime\na,x,k,0.75,5,2,2026-05-01T10:00:00Z,${model},${route},${base},2026-05-01T10:00:02.5Z\n`;
    const { lines, localUses, issues, summary } = await readWhole(text);
    expect(lines).toEqual([]);
    expect(summary.totals).toEqual([]);
    expect(localUses).toMatchObject([{ model: name, endpoint, requests: 1, failed: 0, busyMs: 2_500 }]);
    expect(issues.map(({ code, message }) => [code, /0\.75 USD/.test(message)])).toEqual([["served-locally", true]]);
  });

  it("keep the price of what another gateway in the own network passed on", async () => {
    const text = `${SPEND},api_base\na,x,k,0.75,5,2,2026-05-01T10:00:00Z,litellm_proxy/gpt-4o,litellm_proxy,http://10.0.0.7:4000\n`;
    const { localUses, summary } = await readWhole(text);
    expect(localUses).toEqual([]);
    expect(summary.totals).toEqual([{ currency: "USD", amount: "0.75" }]);
  });

  it("do not take an end that cannot be for how long a server of one's own worked", async () => {
    const row = (id: string, end: string) => `${id},x,k,0,5,2,2026-05-01T10:00:00Z,m,ollama,${end}`;
    const rows = [row("a", "2026-05-01T09:59:59Z"), row("b", "soon"), row("c", "")];
    const { localUses, issues } = await readWhole(`${SPEND},endTime\n${rows.join("\n")}\n`);
    expect(localUses.map(({ busyMs, fromMs, toMs }) => [busyMs, toMs - fromMs])).toEqual([
      [null, 0],
      [null, 0],
      [null, 0],
    ]);
    expect(issues.map(({ code }) => code)).toEqual(["end-unsound", "served-locally"]);
  });

  it("keep no prompt, answer, address or person", async () => {
    const path = join(import.meta.dirname, "litellm-spend-logs-json/fixtures/v1.json");
    const { lines, sources } = await readWhole(readFileSync(path), { fileName: "v1.json" });
    for (const secret of ["ada@acme", "10.0.0.9", "hello", "choices"]) {
      expect([...sources.values()].join()).not.toContain(secret);
      expect(lines.map(({ keys }) => JSON.stringify(keys)).join()).not.toContain(secret);
    }
  });
});

describe("JSON as it is kept", () => {
  const names = ["langfuse-observations-json/fixtures/lines.jsonl", "langfuse-observations-json/fixtures/page.json"];
  it.each(names)("%s gives the same money and tokens again, without its prompts", async (name) => {
    const text = readFileSync(join(import.meta.dirname, name), "utf8");
    const first = await readWhole(text);
    const importer = importers.find(({ id }) => id === first.summary.format);
    if (!importer) throw new Error("the fixture's importer is registered");
    const kept = keptJson(text, readJsonValues(text).values, importer);
    const again = await readWhole(kept);
    expect([again.summary.totals, again.summary.tokens]).toEqual([first.summary.totals, first.summary.tokens]);
    expect(kept).not.toContain("hello");
  });
});

describe("answers without rows", () => {
  it.each([
    ['{"changes":[],"total":{"val":"0"}}', "xai-prepaid-json"],
    ['{"timeSeries":[],"limitReached":false}', "xai-usage-json"],
    [`${OPENROUTER}\n`, "openrouter-activity-csv"],
    [`${COST}\r\n`, "deepseek-cost-csv"],
  ])("%s say so and sum to nothing", async (text, format) => {
    const { summary, issues } = await readWhole(text);
    expect([summary.format, summary.totals]).toEqual([format, []]);
    expect(issues.map(({ code }) => code)).toEqual(["no-rows"]);
  });
});
