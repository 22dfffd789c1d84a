import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modelKey, snapshotOf } from "./model-name.ts";

const ONE_MODEL: readonly (readonly string[])[] = [
  ["Claude Opus 5", "claude-opus-5", "claude-opus-5-20260801", "anthropic/claude-opus-5", "CLAUDE_OPUS_5"],
  [
    "Claude Sonnet 4.5",
    "claude-sonnet-4-5-20250929",
    "claude-sonnet-4-5@20250929",
    "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "openrouter/anthropic/claude-sonnet-4.5",
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0",
    "publishers/anthropic/models/claude-sonnet-4-5@20250929",
    "Claude Sonnet 4.5 (Amazon Bedrock Edition)",
  ],
  [
    "claude-3-5-sonnet-20241022",
    "Claude Sonnet 3.5",
    "Claude 3.5 Sonnet",
    "claude-3-5-sonnet-latest",
    "anthropic.claude-3-5-sonnet-20241022-v2:0",
    "claude-3-5-sonnet-v2@20241022",
  ],
  ["claude-sonnet-4-20250514", "claude-sonnet-4-0", "Claude Sonnet 4", "claude-4-sonnet-20250514"],
  ["claude-3-haiku-20240307", "anthropic.claude-3-haiku-20240307-v1:0:200k", "Claude Haiku 3"],
  ["anthropic.claude-opus-4-6-v1", "claude-opus-4-6", "Claude Opus 4.6"],
  ["gpt-5-nano-2025-08-07", "gpt-5-nano", "GPT-5 nano", "openai/gpt-5-nano", "azure/gpt-5-nano"],
  ["gpt-4.1-mini-2025-04-14", "GPT-4.1 mini", "gpt-4.1-mini", "GPT4.1 mini"],
  ["models/gemini-2.5-pro", "gemini-2.5-pro", "Gemini 2.5 Pro", "google/gemini-2.5-pro", "vertex_ai/gemini-2.5-pro"],
  ["gemini-2.0-flash-001", "gemini-2.0-flash", "models/gemini-2.0-flash"],
  ["openai.gpt-oss-120b-1:0", "gpt-oss-120b", "openai/gpt-oss-120b"],
  ["deepseek.r1-v1:0", "deepseek-r1", "us.deepseek.r1-v1:0", "DeepSeek R1"],
  ["amazon.nova-lite-v1:0", "Nova Lite", "eu.amazon.nova-lite-v1:0"],
  ["accounts/fireworks/models/llama-v3p1-8b-instruct", "llama-v3.1-8b-instruct"],
  ["meta.llama3-1-8b-instruct-v1:0", "Llama 3.1 8B Instruct"],
  ["mistral-large-latest", "Mistral Large"],
  ["command-r+", "command-r-plus"],
];

const ALL_DIFFERENT = [
  "gpt-4.1",
  "gpt-4.1-mini",
  "gpt-4.1-nano",
  "gpt-4o",
  "gpt-4o-mini",
  "gpt-4",
  "gpt-4-0613",
  "gpt-4-1106-preview",
  "gpt-4-turbo",
  "gpt-5",
  "gpt-5-codex",
  "gpt-5.1",
  "gpt-3.5-turbo-0613",
  "gpt-3.5-turbo-1106",
  "o1",
  "o1-preview-2024-09-12",
  "o3",
  "o3-mini",
  "ft:gpt-4.1:halden",
  "ft:gpt-4.1:halden::a1",
  "ft:gpt-4.1-2025-04-14:halden",
  "gemini-2.5-pro",
  "gemini-2.5-pro-preview-05-06",
  "gemini-2.5-pro-preview",
  "gemini-2.5-flash",
  "gemini-2.5-flash-lite",
  "claude-opus-4-1",
  "claude-opus-4",
  "claude-opus-5",
  "claude-sonnet-5",
  "claude-3-5-haiku-latest",
  "claude-3-haiku-20240307",
  "claude-2.1",
  "anthropic.claude-v2",
  "anthropic.claude-v2:1",
  "claude-instant-1.2",
  "text-embedding-004",
  "text-embedding-005",
  "text-embedding-3-small",
  "amazon.titan-embed-text-v1",
  "amazon.titan-embed-text-v2:0",
  "mistral.mistral-7b-instruct-v0:2",
  "mistral-7b-instruct-v0.3",
  "deepseek/deepseek-r1",
  "deepseek/deepseek-r1:free",
  "deepseek-v3",
  "deepseek-v3.1",
  "command-r",
  "command-r+",
  "qwen2.5-72b",
  "qwen2.5-7b",
  "llama-3.1-8b",
  "llama-3.2-8b",
];

describe("modelKey", () => {
  test.each(ONE_MODEL.map((names) => ({ names })))("$names.0 is one model however it is written", ({ names }) => {
    expect(new Set(names.map(modelKey)), names.map((name) => `${name} -> ${modelKey(name)}`).join("\n")).toHaveProperty(
      "size",
      1,
    );
  });

  test("different models stay apart", () => {
    const keys = new Map<string, string>();
    for (const name of ALL_DIFFERENT) {
      expect(keys.get(modelKey(name)), `${name} and ${keys.get(modelKey(name))}`).toBeUndefined();
      keys.set(modelKey(name), name);
    }
  });

  test("a normal form is its own normal form", () => {
    const names = fc.oneof(
      fc.constantFrom(...ALL_DIFFERENT, ...ONE_MODEL.flat()),
      fc.string(),
      fc.string({ unit: "grapheme" }),
    );
    const isStable = (name: string) => modelKey(modelKey(name)) === modelKey(name);
    fc.assert(fc.property(names, isStable), { numRuns: 5000 });
  });

  test("case, blanks around a name and a seller before it do not matter", () => {
    const sellers = fc.constantFrom("", "openai/", "anthropic/", "openrouter/google/", "models/");
    const names = fc.constantFrom(...ALL_DIFFERENT.filter((name) => !/[:/]|^\w+\./.test(name)));
    fc.assert(
      fc.property(sellers, names, fc.constantFrom("", "-20260801", "-2026-08-01"), (seller, name, date) => {
        if (snapshotOf(name) !== null) return;
        const written = name.includes("latest") ? name : `${name}${date}`;
        expect(modelKey(`  ${seller}${written.toUpperCase()} `)).toBe(modelKey(name));
      }),
    );
  });
});

describe("snapshotOf", () => {
  test.each([
    ["gpt-4o-2024-05-13", "20240513"],
    ["claude-3-5-sonnet-20241022", "20241022"],
    ["anthropic.claude-3-5-sonnet-20241022-v2:0", "20241022"],
    ["claude-sonnet-4-5@20250929", "20250929"],
    ["gpt-4o", null],
    ["gpt-4-1106-preview", null],
  ])("%s: %s", (name, day) => expect(snapshotOf(name)).toBe(day));
});
