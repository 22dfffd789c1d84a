import { describe, expect, it } from "vitest";
import { decimal } from "../decimal.ts";
import { estimatedWords, scopeWords, unpricedWords } from "./gap-words.ts";

describe("what a month lacks, in words", () => {
  it("names estimated money by provider, most first", () => {
    const money = [
      { provider: "xai", amount: decimal("2.5") },
      { provider: "deepseek", amount: decimal("10") },
    ];
    expect(estimatedWords(money, "USD")?.text).toBe(
      "Of the total, ≈ 12.50 USD is estimated, nobody billed it: DeepSeek 10.00, Xai 2.50.",
    );
    expect(estimatedWords([], "USD")).toBeNull();
  });
  it("names models without a price with their tokens", () => {
    const models = [
      { model: "small", tokens: "40000" },
      { model: "halden-reranker-2", tokens: "412000000" },
    ];
    expect(unpricedWords(models)?.text).toBe(
      "2 models have no price: halden-reranker-2 (412 M tokens), small (0.040 M tokens).",
    );
    expect(unpricedWords(models.slice(1))?.text).toBe("1 model has no price: halden-reranker-2 (412 M tokens).");
    expect(unpricedWords([])).toBeNull();
  });
  it("counts what of a broad bill is out of scope, by currency", () => {
    const outside = ["AmazonEC2", "AmazonS3", "AmazonRDS", "AWSLambda", "AmazonSNS"].map((service, index) => ({
      service,
      lines: 10,
      currency: index === 4 ? "EUR" : "USD",
      amount: "100.25",
    }));
    expect(scopeWords({ label: "AWS CUR", outside })?.text).toBe(
      "AWS CUR: 50 lines, 401.00 USD and 100.25 EUR, out of scope (AmazonEC2, AmazonS3, AmazonRDS and 2 more).",
    );
    expect(scopeWords({ label: "AWS CUR", outside: [] })).toBeNull();
  });
});
