import { expect, test } from "vitest";
import { providerOfModel } from "./model-provider.ts";

test.each([
  ["claude-opus-4-5-20251101", "anthropic"],
  ["Claude Haiku 4.5", "anthropic"],
  ["claude-4.5-sonnet-thinking", "anthropic"],
  ["gpt-5.2-codex", "openai"],
  ["gpt4o-mini", "openai"],
  ["gpt-4o-mini", "openai"],
  ["chatgpt-4o-latest", "openai"],
  ["ft:gpt-4o-mini-2024-07-18:acme::id", "openai"],
  ["o3-mini", "openai"],
  ["o1", "openai"],
  ["text-embedding-3-large", "openai"],
  ["whisper-1", "openai"],
  ["codex-mini-latest", "openai"],
  ["gemini-2.5-pro", "google"],
  ["text-embedding-004", "google"],
  ["deepseek-chat", "deepseek"],
  ["grok-4-fast", "xai"],
  ["mistral-large-latest", "mistral"],
  ["open-mixtral-8x22b", "mistral"],
  ["codestral-2501", "mistral"],
  ["command-r-plus", "cohere"],
  ["embed-english-v3.0", "cohere"],
  ["kimi-k2", "moonshot"],
  ["amazon.nova-lite-v1:0", "aws"],
  ["us.anthropic.claude-sonnet-4-20250514-v1:0", "aws"],
  ["arn:aws:bedrock:us-east-1:123456789012:inference-profile/x", "aws"],
  ["azure/gpt-4o", "azure"],
  ["vertex_ai/claude-sonnet-4", "google"],
  ["anthropic/claude-sonnet-4.5", "anthropic"],
  ["openrouter/anthropic/claude-sonnet-4.5", "openrouter"],
])("%s is sold by %s", (model, provider) => {
  expect(providerOfModel(model)).toBe(provider);
});

test.each([
  "llama-3.3-70b-instruct",
  "meta-llama/Llama-3.3-70B-Instruct",
  "qwen3-coder",
  "gpt-oss-120b",
  "deepseek-r1-distill-llama-70b",
  "gemma-3-27b-it",
  "auto",
  "default",
  "composer-1",
  "commander",
  "o365-agent",
  "acme/claude-like",
  "constructor/x",
  "",
])("the name %s tells nothing", (model) => {
  expect(providerOfModel(model)).toBeNull();
});
