import { describe, expect, test } from "vitest";
import { type SourceScope, scopesOf } from "./source-scope.ts";

const byDefault = (format: string) => (format === "aws-cur" ? "ai-and-gpu" : "everything");
const counts = (chosen: readonly SourceScope[], scope: string, changes: { service?: string; format?: string } = {}) =>
  scopesOf(chosen, byDefault).countsInScope({
    provider: "aws",
    format: "aws-cur",
    service: "Amazon S3",
    scope,
    ...changes,
  });

describe("scopesOf", () => {
  test("of a cloud's bill AI, GPU and seats count, of any other source everything", () => {
    expect(["ai", "gpu", "", "included", "other"].map((scope) => counts([], scope))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(counts([], "other", { format: "deepseek-zip" })).toBe(true);
  });

  test("an admin widens a source to everything, or by services", () => {
    const source = { provider: "aws", format: "aws-cur" };
    expect(counts([{ ...source, scope: "everything", services: [] }], "other")).toBe(true);
    const services: SourceScope[] = [{ ...source, scope: "ai-and-gpu", services: ["amazon s3 "] }];
    expect(counts(services, "other")).toBe(true);
    expect(counts(services, "other", { service: "Amazon EC2" })).toBe(false);
  });

  test("an admin narrows a source that counted whole", () => {
    expect(
      counts([{ provider: "aws", format: "x", scope: "ai-and-gpu", services: [] }], "other", { format: "x" }),
    ).toBe(false);
  });

  test("a choice for one source says nothing of another", () => {
    expect(counts([{ provider: "azure", format: "aws-cur", scope: "everything", services: [] }], "other")).toBe(false);
  });
});
