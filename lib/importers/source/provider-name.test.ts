import { expect, test } from "vitest";
import { isLocalAddress, isOwnServer, providerOfName } from "./provider-name.ts";

test.each([
  ["OpenAI", "openai"],
  ["Google Vertex", "google"],
  ["Google AI Studio", "google"],
  ["vertex_ai-anthropic_models", "vertex_ai-anthropic_models"],
  ["vertex_ai", "google"],
  ["Amazon Bedrock", "aws"],
  ["bedrock_converse", "aws"],
  ["azure_ai", "azure"],
  ["Azure", "azure"],
  ["together_ai", "together"],
  ["x-ai", "xai"],
  ["Novita", "novita"],
])("%s is %s", (name, identity) => {
  expect(providerOfName(name)).toBe(identity);
});

test("a server of one's own is known by its name or by its address", () => {
  expect(["ollama", "hosted_vllm", "lm_studio"].every(isOwnServer)).toBe(true);
  expect(isOwnServer("openai")).toBe(false);
  const own = [
    "http://localhost:8000/v1",
    "http://10.1.2.3",
    "http://vllm:8000",
    "https://llm.corp.internal/v1",
    "http://[::1]:11434",
    "http://[fd7a:115c:a1e0::5]:8000/v1",
    "http://100.101.102.103:11434",
    "192.168.1.20:11434",
    "gpu-box:8000/v1",
  ];
  expect(own.filter((address) => !isLocalAddress(address))).toEqual([]);
  const others = [
    "https://api.openai.com/v1",
    "https://172.64.1.1",
    "",
    "api.openai.com",
    "https://10.evil.com",
    "http://100.20.1.1",
    "openai",
  ];
  expect(others.filter(isLocalAddress)).toEqual([]);
});
