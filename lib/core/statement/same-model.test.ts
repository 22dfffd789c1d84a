import { describe, expect, it } from "vitest";
import { firstName, namesIn, sameModels } from "./same-model.ts";

const of = (model: string, provider = "anthropic") => ({ provider, model });

describe("one model under several names", () => {
  it("is one, named as the first that is given", () => {
    const same = sameModels([of("Claude Opus 5"), of("claude-opus-5-20260801"), of("claude-opus-5")]);
    expect(same(of("claude-opus-5-20260801"))).toEqual(same(of("Claude Opus 5")));
    expect(same(of("claude-opus-5")).name).toBe("Claude Opus 5");
    expect(namesIn(same(of("claude-opus-5")).names)).toEqual([
      "Claude Opus 5",
      "claude-opus-5-20260801",
      "claude-opus-5",
    ]);
  });
  it("stays apart by provider, by size, and by snapshot where every name has its day", () => {
    const names = ["gpt-4o-2024-05-13", "gpt-4o-2024-08-06", "gpt-4o-mini"];
    const same = sameModels([...names.map((model) => of(model, "openai")), of("gpt-4o-mini", "azure")]);
    const keys = new Set([
      ...names.map((model) => same(of(model, "openai")).key),
      same(of("gpt-4o-mini", "azure")).key,
    ]);
    expect(keys.size).toBe(4);
    expect(firstName(same(of("gpt-4o-mini", "openai")).names)).toBe("gpt-4o-mini");
  });
  it("leaves a name it was not told of as it is", () => {
    expect(sameModels([])(of("x")).names).toBe("x");
  });
});
