import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, day } from "../calendar.ts";
import { absolute, compare, decimal, format, multiply, subtract } from "../decimal.ts";
import { FILE_RATE_REACH_DAYS, RATE_REACH_DAYS, type RateRow, rateBook } from "./rates.ts";

let lastId = 0;
const row = (text: string, changes: Partial<RateRow> = {}): RateRow => {
  const [on = "", pair = "", rate = ""] = text.split(" ");
  const [currency = "", quote = ""] = pair.split("/");
  lastId += 1;
  return { id: lastId, day: day(on), currency, quote, rate: decimal(rate), source: "ECB", importId: null, ...changes };
};
const ask = (rows: readonly RateRow[], from: string, on: string, importId: number | null = null) => {
  const rate = rateBook(rows, "USD").rateFor({ from, day: day(on), importId });
  return rate && `${format(rate.rate)} ${rate.day} ${rate.text}`;
};

describe("rateBook", () => {
  test("a rate is taken as stated, turned round, or through EUR", () => {
    const rows = [row("2026-05-29 EUR/USD 1.0842"), row("2026-05-29 EUR/SEK 11.12"), row("2026-05-29 GBP/USD 1.25")];
    expect(ask(rows, "EUR", "2026-05-29")).toBe("1.0842 2026-05-29 ECB");
    expect(ask(rows, "GBP", "2026-05-29")).toBe("1.25 2026-05-29 ECB");
    expect(ask(rows, "SEK", "2026-05-29")).toBe("0.0975 2026-05-29 ECB, through EUR");
    expect(ask([row("2026-05-29 USD/CNY 7.2")], "CNY", "2026-05-29")).toBe(
      "0.138888888888889 2026-05-29 ECB, from USD in CNY",
    );
  });

  test("both legs of a cross are of one day", () => {
    const rows = [row("2026-05-29 EUR/USD 1.1"), row("2026-05-28 EUR/SEK 11"), row("2026-05-28 EUR/USD 1.2")];
    expect(ask(rows, "SEK", "2026-05-29")).toMatch(/^0\.109090909090909 2026-05-28/);
  });

  test("the last rate before the day holds for a week, a later one never", () => {
    const rows = [row("2026-05-08 EUR/USD 1.1"), row("2026-05-29 EUR/USD 1.2")];
    expect(ask(rows, "EUR", String(addDays(day("2026-05-08"), RATE_REACH_DAYS)))).toBe("1.1 2026-05-08 ECB");
    expect(ask(rows, "EUR", String(addDays(day("2026-05-08"), RATE_REACH_DAYS + 1)))).toBeNull();
    expect(ask(rows, "EUR", "2026-05-07")).toBeNull();
  });

  test("an entered rate beats the bank's of the same day, and the bank's later one beats it", () => {
    const entered = row("2026-05-28 EUR/USD 1.5", { source: "entered" });
    const rows = [row("2026-05-28 EUR/USD 1.1"), entered, row("2026-05-29 EUR/USD 1.2")];
    expect(ask(rows, "EUR", "2026-05-28")).toBe("1.5 2026-05-28 entered");
    expect(ask(rows, "EUR", "2026-05-29")).toBe("1.2 2026-05-29 ECB");
    const turned = row("2026-05-29 USD/EUR 0.5", { source: "entered" });
    expect(ask([...rows, turned], "EUR", "2026-05-29")).toBe("2 2026-05-29 entered, from USD in EUR");
  });

  test("a file's own rate comes first for its lines, and for nobody else's", () => {
    const own = row("2026-05-01 EUR/USD 1.05", { source: "file", importId: 7 });
    const rows = [own, row("2026-05-20 EUR/USD 1.1")];
    expect(ask(rows, "EUR", "2026-05-20", 7)).toBe("1.05 2026-05-01 the file’s own rate");
    expect(ask(rows, "EUR", "2026-05-20", 8)).toBe("1.1 2026-05-20 ECB");
    expect(ask([own], "EUR", "2026-05-02")).toBeNull();
    expect(ask([own], "EUR", String(addDays(day("2026-05-01"), FILE_RATE_REACH_DAYS + 1)), 7)).toBeNull();
  });

  test("the same currency needs no rate", () => {
    expect(rateBook([], "USD").rateFor({ from: "USD", day: day("2026-05-01"), importId: null })).toMatchObject({
      rateId: null,
      rate: decimal(1),
    });
  });

  test("a rate of nothing converts nothing", () => {
    expect(ask([row("2026-05-29 EUR/USD 0")], "EUR", "2026-05-29")).toBeNull();
  });

  test("a cross is the quotient of its legs to 15 places", () => {
    const rates = fc.tuple(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 10_000_000 }));
    fc.assert(
      fc.property(rates, ([usd, other]) => {
        const rows = [
          { ...row("2026-05-29 EUR/USD 1"), rate: { units: BigInt(usd), scale: 4 } },
          { ...row("2026-05-29 EUR/XXX 1"), rate: { units: BigInt(other), scale: 4 } },
        ];
        const found = rateBook(rows, "USD").rateFor({ from: "XXX", day: day("2026-05-29"), importId: null });
        if (!found) return false;
        const off = absolute(subtract(multiply(found.rate, decimal(other)), decimal(usd)));
        return compare(off, multiply(decimal(other), decimal("0.0000000000000005"))) <= 0;
      }),
    );
  });
});
