import { describe, expect, it } from "vitest";
import { format } from "../../core/decimal.ts";
import { readMeter, tokensPerUnit } from "./meters.ts";

describe("a meter of Azure OpenAI", () => {
  it.each([
    ["gpt 4o 1120 Inp glbl Tokens", "gpt-4o-1120", "input", { routing: "global" }],
    ["gpt 4o 1120 cached Inp glbl Tokens", "gpt-4o-1120", "cacheRead", { routing: "global" }],
    ["o3 0416 Outp glbl Tokens", "o3-0416", "output", { routing: "global" }],
    ["5.4 inp Gl 1M Tokens", "gpt-5.4", "input", { routing: "global" }],
    ["5.5 ShortCo opt Dz 1M Tokens", "gpt-5.5", "output", { routing: "data zone" }],
    ["5.5 LongCo cd inp Gl 1M Tokens", "gpt-5.5", "cacheRead", { routing: "global", context: "long" }],
    ["gpt-4o-mini-0718-Batch-Outp-glbl Tokens", "gpt-4o-mini-0718", "output", { tier: "batch", routing: "global" }],
    ["Mistral Large 2411 Inp Tokens", "mistral-large-2411", "input", {}],
  ])("%s is %s, %s", (meter, model, kind, tags) => expect(readMeter(meter)).toEqual({ model, kind, tags }));

  it.each(["Provisioned Managed Global Unit", "S1 Transactions", "Standard Text Records", "Tokens", ""])(
    "%s counts no tokens that are known",
    (meter) => expect(readMeter(meter)).toEqual({ model: null, kind: "other", tags: {} }),
  );

  it.each([
    ["1K", "x Inp Tokens", "1000"],
    ["1M", "5.4 inp Gl 1M Tokens", "1000000"],
    ["1M Tokens", "x", "1000000"],
    ["1000", "x Inp Tokens", "1000"],
    ["100", "x Inp Tokens", "100"],
    ["1", "x Inp Tokens", "1"],
    ["1", "5.4 inp Gl 1M Tokens", null],
    ["1 Hour", "x", null],
    ["", "x", null],
    ["Tokens", "x", null],
    ["9".repeat(90), "x", null],
  ])("a unit of %s of %s is %s tokens", (unit, meter, expected) => {
    const size = tokensPerUnit(unit, meter);
    expect(size && format(size)).toBe(expected);
  });
});
