import { expect, test } from "vitest";
import { format } from "../../core/decimal.ts";
import { readCostDetails, readUsageDetails } from "./langfuse-usage.ts";

const numbers = (map: Record<string, number | string>) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, { number: String(value) }]));
const tokens = (map: Record<string, number | string>) =>
  Object.fromEntries(
    readUsageDetails(numbers(map)).tokens.flatMap(([kind, count]) => (count ? [[kind, format(count)]] : [])),
  );

test("keys that sum to the total are disjoint", () => {
  expect(
    tokens({ input: 10, cache_read_input_tokens: 90, cache_creation_input_tokens: 5, output: 7, total: 112 }),
  ).toEqual({
    input: "10",
    cacheRead: "90",
    cacheWrite5m: "5",
    output: "7",
  });
  expect(tokens({ input: 10, input_cached_tokens: 90, output: 7, output_reasoning_tokens: 3, total: 110 })).toEqual({
    input: "10",
    cacheRead: "90",
    output: "10",
  });
});

test("keys beyond a total of input and output are inside them", () => {
  expect(tokens({ input: 100, input_cached_tokens: 90, output: 10, output_reasoning_tokens: 3, total: 110 })).toEqual({
    input: "10",
    cacheRead: "90",
    output: "10",
  });
});

test("without a total every key stands for itself, and a total alone says nothing of kinds", () => {
  expect(tokens({ prompt_tokens: 4, completion_tokens: 2 })).toEqual({ input: "4", output: "2" });
  expect(tokens({ total: 12 })).toEqual({});
});

test("what is no count is named", () => {
  expect(readUsageDetails(numbers({ input: -1 })).unreadable).toBe("input");
  expect(readUsageDetails(numbers({ input: 1, input_images: 2 })).unknown).toEqual(["input_images"]);
});

test("the total of the costs is taken, else their sum, and nothing is not zero", () => {
  expect(readCostDetails(numbers({ input: "0.1", output: "0.2", total: "0.30000000000000004" }))).toEqual({
    units: 30000000000000004n,
    scale: 17,
  });
  expect(format(readCostDetails(numbers({ input: "0.1", output: "2E-1" })) ?? { units: 0n, scale: 0 })).toBe("0.3");
  expect(readCostDetails({})).toBeNull();
  expect(readCostDetails({ total: "free" })).toBeUndefined();
});
