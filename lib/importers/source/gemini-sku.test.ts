import { describe, expect, it } from "vitest";
import { readGoogleSku } from "./gemini-sku.ts";

describe("a SKU of Gemini or Vertex AI", () => {
  it.each([
    ["Generate content input token count gemini 3.7 flash text", "gemini 3.7 flash", "input", {}],
    [
      "Generate content output token count gemini 3.7 flash text batch",
      "gemini 3.7 flash",
      "output",
      { tier: "batch" },
    ],
    ["Generate content cached input token count gemini 3.1 pro short text", "gemini 3.1 pro", "cacheRead", {}],
    [
      "Generate content input token count gemini 3.1 pro long input text flex",
      "gemini 3.1 pro",
      "input",
      { tier: "flex", context: "long" },
    ],
    [
      "Generate content input token count gemini 3.7 flash lite audio caching",
      "gemini 3.7 flash lite",
      "cacheRead",
      {},
    ],
    ["Gemini 2.5 Pro Thinking Text Output - Predictions", "gemini 2.5 pro", "output", {}],
    ["Gemini 2.5 Flash Text Input - Batch Predictions", "gemini 2.5 flash", "input", { tier: "batch" }],
    ["Claude Opus 5 Input Tokens", "claude opus 5", "input", {}],
    ["Claude Sonnet 4.5 Cache Write 1h Input Tokens", "claude sonnet 4.5", "cacheWrite1h", {}],
    ["Claude Sonnet 4.5 Cache Read Input Tokens", "claude sonnet 4.5", "cacheRead", {}],
  ])("%s", (description, model, kind, tags) =>
    expect(readGoogleSku(description)).toEqual({ model, kind, tags, countsTokens: true }),
  );

  it("counts characters in Gemini 1.x, and nothing where there is no direction", () => {
    expect(readGoogleSku("Gemini 1.5 Pro Text Input - Predictions").countsTokens).toBe(false);
    expect(readGoogleSku("Gemini 2.5 Pro Cached Content Storage Input").kind).toBe("other");
    expect(readGoogleSku("N2 Instance Core running in Americas").model).toBeNull();
  });
});
