import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { day } from "../calendar.ts";
import { decimal, format } from "../decimal.ts";
import { CATALOGUE, listPrice } from "./list-price.ts";
import { costAt } from "./price-book.ts";

const on = (provider: string, model: string, at = "2026-11-20") => listPrice({ provider, model, day: day(at) });
const perMillion = (provider: string, model: string, at?: string) =>
  Object.fromEntries(
    Object.entries(on(provider, model, at)?.perMillion ?? {}).map(([kind, price]) => [kind, format(price)]),
  );

describe("list prices", () => {
  it("names the catalogue that is installed", () => {
    const installed = JSON.parse(readFileSync("node_modules/@pydantic/genai-prices/package.json", "utf8")) as {
      version: string;
    };
    expect(CATALOGUE).toBe(`@pydantic/genai-prices ${installed.version}`);
  });
  it("keeps the five token kinds apart", () => {
    expect(perMillion("anthropic", "claude-opus-5")).toEqual({
      input: "5",
      cacheRead: "0.5",
      cacheWrite5m: "6.25",
      cacheWrite1h: "10",
      output: "25",
    });
  });
  it("knows a model by its dated snapshot, display name and billing name", () => {
    expect(on("openai", "gpt-4.1-nano-2025-04-14")?.model).toBe("gpt-4.1-nano");
    expect(on("anthropic", "Claude Opus 5")?.model).toBe("claude-opus-5");
    expect(on("anthropic", "Claude Haiku 4.5")?.model).toBe("claude-haiku-4-5");
    expect(on("anthropic", "Claude Sonnet 4.6")?.model).toBe("claude-sonnet-4-6");
    expect(on("anthropic", "claude-sonnet-4-20250514")?.model).toBe("claude-sonnet-4-0");
    expect(on("Google Cloud", "Gemini 2.5 Flash")?.model).toBe("gemini-2.5-flash");
  });
  it("takes the base tier and says that there are others", () => {
    expect(perMillion("google", "gemini-2.5-pro")).toMatchObject({ input: "1.25", output: "10" });
    expect(on("google", "gemini-2.5-pro")?.isBaseOnly).toBe(true);
    expect(on("openai", "gpt-4.1")?.isBaseOnly).toBe(false);
  });
  it("takes the price of the day", () => {
    expect(perMillion("openai", "o3", "2025-06-09").input).toBe("10");
    expect(perMillion("openai", "o3", "2025-06-10").input).toBe("2");
    expect(on("openai", "o3", "2025-06-10")?.from).toBe("2025-06-10");
  });
  it("leaves an unknown model or provider unpriced", () => {
    expect(on("openai", "atlas-internal-7")).toBeNull();
    expect(on("nobody", "gpt-4.1")).toBeNull();
    expect(on("openai", "")).toBeNull();
  });
  it("prices a month's tokens at the base tier, exactly", () => {
    const price = on("google", "gemini-2.5-pro");
    if (!price) throw new Error("the catalogue lost gemini-2.5-pro");
    const { cost, unpriced } = costAt({ input: decimal(300_000_001), cacheWrite5m: decimal(1) }, price);
    expect(format(cost)).toBe("375.00000125");
    expect(unpriced).toEqual(["cacheWrite5m"]);
  });
});
