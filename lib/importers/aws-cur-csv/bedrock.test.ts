import { describe, expect, it } from "vitest";
import { format } from "../../core/decimal.ts";
import { readBedrock } from "./bedrock.ts";
import { snakeOf, tagName } from "./columns.ts";

const read = (usageType: string, given: { name?: string; unit?: string } = {}) => {
  const found = readBedrock({
    productCode: "AmazonBedrock",
    productName: given.name ?? "",
    usageType,
    unit: given.unit ?? "1K tokens",
  });
  return { ...found, tokensPerUnit: found.tokensPerUnit && format(found.tokensPerUnit) };
};

describe("a Bedrock usage type", () => {
  it.each([
    ["USE1-MP:USE1_InputTokenCount-Units", "input", {}],
    ["USE1-MP:USE1_OutputTokenCount_Global-Units", "output", { routing: "global" }],
    ["USE1-MP:USE1_CacheReadInputTokenCount-Units", "cacheRead", {}],
    ["USE1-MP:USE1_CacheWriteInputTokenCount_Batch-Units", "cacheWrite5m", { tier: "batch" }],
    ["USE1-MP:USE1_CacheWrite1hInputTokenCount_Global-Units", "cacheWrite1h", { routing: "global" }],
    ["USE1-MP:USE1_OutputTokenCount_LatencyOptimized-Units", "output", { tier: "latency-optimized" }],
    ["USE1-MP:USE1_Reserved_1Month_InputTokenCount-Units", "other", {}],
  ])("in the marketplace's spelling: %s is %s", (usageType, kind, tags) => {
    const name = "Claude Sonnet 4.5 (Amazon Bedrock Edition)";
    expect(read(usageType, { name, unit: "Units" })).toEqual({
      model: "Claude Sonnet 4.5",
      kind,
      tags,
      tokensPerUnit: kind === "other" ? null : "1000000",
    });
  });

  it.each([
    ["USE1-Claude4Sonnet-input-tokens-cross-region-global", "Claude4Sonnet", "input", { routing: "global" }],
    ["USE1-Claude4Sonnet-cache-read-input-token-count-batch", "Claude4Sonnet", "cacheRead", { tier: "batch" }],
    ["EUW1-Nova2.0Lite-output-tokens-flex", "Nova2.0Lite", "output", { tier: "flex" }],
    ["APN1-NovaPro-cache-write-input-token-count", "NovaPro", "cacheWrite5m", {}],
    ["USE1-TitanEmbeddingsG1-Text-input-tokens", "TitanEmbeddingsG1", "input", {}],
    [
      "USW2-anthropic.claude-opus-4-8-mantle-input-tokens-global-standard",
      "anthropic.claude-opus-4-8",
      "input",
      { routing: "global" },
    ],
    ["USW2-openai.gpt-oss-120b-mantle-output-tokens-priority", "openai.gpt-oss-120b", "output", { tier: "priority" }],
  ])("names its model: %s is %s", (usageType, model, kind, tags) => {
    expect(read(usageType)).toEqual({ model, kind, tags, tokensPerUnit: "1000" });
  });

  it("leaves tokens unknown when the unit is bare, and knows what is no token", () => {
    expect(read("USE1-Claude4Sonnet-input-tokens", { unit: "Units" }).tokensPerUnit).toBeNull();
    expect(read("USE1-Claude4Sonnet-input-tokens", { unit: "" }).tokensPerUnit).toBeNull();
    expect(read("USE1-Claude4Sonnet-input-tokens", { unit: "1M tokens" }).tokensPerUnit).toBe("1000000");
    expect(read("USE1-ProvisionedThroughput-ModelUnits", { unit: "Hours" })).toMatchObject({
      kind: "other",
      model: null,
    });
  });
});

describe("names of a report", () => {
  it("are the same with slashes and in snake case", () => {
    expect(snakeOf("lineItem/NetUnblendedCost")).toBe("line_item_net_unblended_cost");
    expect(snakeOf("savingsPlan/SavingsPlanEffectiveCost")).toBe("savings_plan_savings_plan_effective_cost");
    expect(snakeOf("product/ProductName")).toBe("product_product_name");
  });

  it("of tags lose what AWS puts before them, and the creator's is not read", () => {
    expect(["user:Team", "user_team", "iamPrincipal/Team", "Team"].map(tagName)).toEqual(Array(4).fill("team"));
    expect(tagName("aws:createdBy")).toBeNull();
    expect(tagName("aws_created_by")).toBeNull();
  });
});
