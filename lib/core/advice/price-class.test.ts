import { describe, expect, it } from "vitest";
import { day } from "../calendar.ts";
import { add, decimal, divide } from "../decimal.ts";
import { BUDGET_TIER, MODELS_B } from "../reference/published.ts";
import { classOfPrice, priceClass } from "./price-class.ts";

const on = (provider: string, model: string) => priceClass({ provider, model, day: day("2026-10-31") });

describe("price classes", () => {
  it("puts the published budget tier below the line, and what a rig may replace above it", () => {
    const classes = MODELS_B.map((model) => {
      const blended = divide(add(model.inputPerMillion, model.outputPerMillion), decimal(2));
      return [model.name, classOfPrice(blended)] as const;
    });
    const budget = classes.filter(([, name]) => name === "budget").map(([model]) => model);
    expect(budget).toEqual(expect.arrayContaining([...BUDGET_TIER]));
    expect(Object.fromEntries(classes)).toMatchObject({
      "GPT-4.1": "mid-range",
      "Claude Sonnet 4.6": "mid-range",
      "Claude Opus 4.7": "frontier",
      "GPT-5.5": "frontier",
    });
  });
  it("goes by the list price of the day, and does not guess", () => {
    expect(on("deepseek", "deepseek-v4-flash")).toBe("budget");
    expect(on("openai", "gpt-4.1-nano-2025-04-14")).toBe("budget");
    expect(on("openai", "text-embedding-3-large")).toBe("budget");
    expect(on("anthropic", "Claude Sonnet 4.6")).toBe("mid-range");
    expect(on("openai", "gpt-5.5-2026-04-23")).toBe("frontier");
    expect(on("openai", "atlas-internal-7")).toBe("unknown");
  });
});
