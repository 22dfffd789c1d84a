import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, type Day, day } from "../calendar.ts";
import { decimal, format } from "../decimal.ts";
import type { ListPrice } from "./list-price.ts";
import { type OwnPrice, priceBook } from "./price-book.ts";

const list: ListPrice = {
  provider: "anthropic",
  model: "claude-sonnet-4-6",
  name: "Claude Sonnet 4.6",
  currency: "USD",
  perMillion: { input: decimal("3"), cacheRead: decimal("0.3"), output: decimal("15") },
  from: day("2026-02-17"),
  source: "catalogue 1",
  isBaseOnly: true,
};
const catalogue = ({ model }: { model: string }) => (model === "unknown-model" ? null : list);

const own = (changes: Partial<OwnPrice>): OwnPrice => ({
  id: 1,
  provider: "anthropic",
  model: "Claude Sonnet 4.6",
  from: day("2026-05-01"),
  to: null,
  currency: "USD",
  perMillion: { input: decimal("2.76"), output: decimal("13.8") },
  source: "Agreement A-2291",
  ...changes,
});
const asked = { provider: "anthropic", model: "claude-sonnet-4-6-20260217", day: day("2026-05-14") };

describe("priceBook", () => {
  test("an own price wins from its first day to its last, and the catalogue holds before and after", () => {
    const book = priceBook([own({ to: day("2026-05-31") })], catalogue);
    const at = (on: string) => book.priceOf({ ...asked, day: day(on) })?.ref;
    expect(["2026-04-30", "2026-05-01", "2026-05-31", "2026-06-01"].map(at)).toEqual([
      "catalogue",
      "own:1",
      "own:1",
      "catalogue",
    ]);
  });

  test("kinds an own price does not name are the catalogue's in the same currency, and the source says so", () => {
    const price = priceBook([own({})], catalogue).priceOf(asked);
    expect(Object.entries(price?.perMillion ?? {}).map(([kind, value]) => `${kind} ${format(value)}`)).toEqual([
      "input 2.76",
      "cacheRead 0.3",
      "output 13.8",
    ]);
    expect(price?.source).toBe("Agreement A-2291; cacheRead: catalogue 1");
    expect(price?.isBaseOnly).toBe(true);
  });

  test("a price in another currency takes nothing from the catalogue", () => {
    const price = priceBook([own({ currency: "EUR" })], catalogue).priceOf(asked);
    expect(price).toMatchObject({ currency: "EUR", source: "Agreement A-2291", isBaseOnly: false });
    expect(Object.keys(price?.perMillion ?? {})).toEqual(["input", "output"]);
  });

  test("a model nobody has a price for has none, and gets one from its first day", () => {
    const unknown = { ...asked, model: "unknown-model" };
    expect(priceBook([], catalogue).priceOf(unknown)).toBeNull();
    const book = priceBook([own({ model: "Unknown model" })], catalogue);
    expect(book.priceOf({ ...unknown, day: day("2026-04-30") })).toBeNull();
    expect(book.priceOf(unknown)?.ref).toBe("own:1");
  });

  test("another provider's price of the same model does not count", () => {
    expect(priceBook([own({ provider: "aws" })], catalogue).priceOf(asked)?.ref).toBe("catalogue");
    expect(
      priceBook([own({ provider: "Amazon Web Services" })], catalogue).priceOf({ ...asked, provider: "aws" })?.ref,
    ).toBe("own:1");
  });

  test("a price of one snapshot says nothing of another", () => {
    const book = priceBook([own({ provider: "openai", model: "gpt-4o-2024-05-13" })], () => null);
    const refs = ["gpt-4o-2024-05-13", "gpt-4o-2024-08-06", "gpt-4o"].map(
      (model) => book.priceOf({ provider: "openai", model, day: asked.day })?.ref,
    );
    expect(refs).toEqual(["own:1", undefined, "own:1"]);
  });

  test("on every day the latest price that has begun and not ended holds, the latest entered among equals", () => {
    const start = day("2026-01-01");
    const spans = fc.array(fc.tuple(fc.nat(40), fc.option(fc.nat(20))), { maxLength: 8 });
    fc.assert(
      fc.property(spans, fc.nat(60), (ranges, offset) => {
        const prices = ranges.map(([from, length], index) =>
          own({
            id: index + 1,
            from: addDays(start, from),
            to: length === null ? null : addDays(start, from + length),
          }),
        );
        const on: Day = addDays(start, offset);
        const fitting = prices.filter((price) => price.from <= on && (price.to === null || on <= price.to));
        const expected = fitting.reduce<OwnPrice | null>(
          (best, price) => (!best || price.from >= best.from ? price : best),
          null,
        );
        expect(priceBook(prices, () => null).priceOf({ ...asked, day: on })?.ref).toBe(
          expected ? `own:${expected.id}` : undefined,
        );
      }),
    );
  });
});
