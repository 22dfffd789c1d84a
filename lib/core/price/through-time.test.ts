import { expect, test } from "vitest";
import { day } from "../calendar.ts";
import { decimal } from "../decimal.ts";
import { type OwnPrice, priceBook } from "./price-book.ts";
import { priceThroughTime } from "./through-time.ts";

const own = (changes: Partial<OwnPrice>): OwnPrice => ({
  id: 1,
  provider: "openai",
  model: "o3",
  from: day("2026-05-01"),
  to: day("2026-10-31"),
  currency: "USD",
  perMillion: { input: decimal("1.84") },
  source: "Agreement A-2291",
  ...changes,
});
const pieces = (prices: readonly OwnPrice[], model = "o3") =>
  priceThroughTime(priceBook(prices), { provider: "openai", model, today: day("2026-06-01") }).map(
    ({ from, to, price }) => `${from ?? ""} to ${to ?? ""}: ${price?.ref ?? "none"}`,
  );

test("list price, agreement, list price again", () => {
  expect(pieces([own({})])).toEqual([
    " to 2025-06-09: catalogue",
    "2025-06-10 to 2026-04-30: catalogue",
    "2026-05-01 to 2026-10-31: own:1",
    "2026-11-01 to : catalogue",
  ]);
});

test("a model of no catalogue begins with its first own price, and a gap is a gap", () => {
  expect(
    pieces(
      [own({ model: "in-house" }), own({ id: 2, model: "in-house", from: day("2026-12-01"), to: null })],
      "in-house",
    ),
  ).toEqual(["2026-05-01 to 2026-10-31: own:1", "2026-11-01 to 2026-11-30: none", "2026-12-01 to : own:2"]);
});

test("a model nobody prices is one piece without a price", () => {
  expect(pieces([], "in-house")).toEqual([" to : none"]);
});
