import { expect, test } from "vitest";
import { workingLines } from "./entry-working.ts";

const row = {
  working: null,
  tokens: null,
  teamId: 1,
  currency: "USD",
  amount: "530",
  originalCurrency: null,
  originalAmount: null,
};

test("an amount that is the file's own has no working", () => {
  expect(workingLines(row)).toEqual([]);
});

test("a converted amount names its rate, its day and its source", () => {
  const working = { rate: "1.084200000000000", rateDay: "2026-05-29", rateSource: "ECB" };
  expect(workingLines({ ...row, originalCurrency: "EUR", originalAmount: "488.840000000000", working })).toEqual([
    "488.84 EUR at 1.0842 of 29 May 2026, ECB",
  ]);
});

test("a priced amount names tokens, price and whose price it is", () => {
  const working = { price: "own:12", perMillion: "2.760000", currency: "USD" };
  expect(workingLines({ ...row, tokens: "12400000.000000", working })).toEqual([
    "12,400,000 tokens at 2.76 USD per 1M, own price 12",
  ]);
  expect(
    workingLines({ ...row, tokens: "1", working: { ...working, price: "catalogue", perMillion: "0.0375" } }),
  ).toEqual(["1 tokens at 0.0375 USD per 1M, the catalogue’s price"]);
});

test("a part by usage says which part of what, measured over what", () => {
  const usage = {
    over: "day and model",
    day: "2026-05-14",
    model: "gemini-2.5-pro",
    by: "money",
    weights: [
      { teamId: 1, weight: "73.6" },
      { teamId: null, weight: "26.4" },
    ],
  };
  expect(workingLines({ ...row, working: { usage } })).toEqual([
    "73.6 % of the line, by measured tokens × price of gemini-2.5-pro on 14 May 2026: 73.60 of 100.00",
  ]);
  expect(workingLines({ ...row, teamId: null, working: { usage: { ...usage, over: "month", by: "tokens" } } })).toEqual(
    ["26.4 % of the line, by measured tokens in the month: 26.40 of 100.00"],
  );
});

test("a working of another shape is left out", () => {
  expect(workingLines({ ...row, working: { usage: "x" } })).toEqual([]);
});
