import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, format, round } from "./decimal.ts";
import {
  bytesText,
  changeText,
  count,
  fixed,
  headline,
  isLargeChange,
  moneyPieces,
  percentChangeText,
  shareOf,
  sumsAsShown,
  tokenPlaces,
  tokensInMillions,
  unitCostText,
} from "./display.ts";
import { daySpan, instantName, monthName, shiftMonth } from "./display-dates.ts";

describe("numbers as people read them", () => {
  it("splits the cents from the amount", () => {
    expect(moneyPieces("11349.18")).toEqual({ whole: "11,349", cents: ".18" });
    expect(moneyPieces("-318.4")).toEqual({ whole: "\u2212318", cents: ".40" });
    expect(moneyPieces("1204318442.07").whole).toBe("1,204,318,442");
  });

  it("puts the currency behind the minus", () => {
    expect(headline("42765.02", "USD")).toBe("$42,765.02");
    expect(headline("-318.40", "EUR")).toBe("\u2212\u20ac318.40");
    expect(headline("12", "CHF")).toBe("CHF\u00a012.00");
  });

  it("writes a change with arrow, sign and amount", () => {
    expect(changeText("752.71")).toBe("\u25b2 +752.71");
    expect(changeText("-386.98")).toBe("\u25bc \u2212386.98");
    expect(changeText("0.001")).toBe("0.00");
    expect(percentChangeText("-7.1")).toBe("\u22127.1");
  });

  it("colours a change only when both limits are reached", () => {
    const limits = { percent: "10", amount: "250" };
    expect(isLargeChange({ change: "1158.25", changePercent: "18.0" }, limits)).toBe(true);
    expect(isLargeChange({ change: "752.71", changePercent: "7.1" }, limits)).toBe(false);
    expect(isLargeChange({ change: "40", changePercent: "90" }, limits)).toBe(false);
    expect(isLargeChange({ change: "-900", changePercent: null }, limits)).toBe(true);
    expect(isLargeChange({ change: null, changePercent: null }, limits)).toBe(false);
  });

  it("chooses the places of a token column so that nothing used reads as zero", () => {
    expect(tokenPlaces(["498000000", null, "0"])).toBe(0);
    expect(tokenPlaces(["498000000", "1200000"])).toBe(1);
    expect(tokenPlaces(["498000000", "1200"])).toBe(3);
    expect(tokensInMillions("498123456", 0)).toBe("498");
    expect(tokensInMillions("12400000", 1)).toBe("12.4");
  });

  it("writes unit costs, counts and sizes", () => {
    expect(unitCostText("2.56")).toBe("2.560");
    expect(count("6698754")).toBe("6,698,754");
    expect(count(0)).toBe("0");
    expect(bytesText(4_100_000)).toBe("4.1 MB");
    expect(bytesText(212_400)).toBe("212 kB");
    expect(bytesText(12)).toBe("12 bytes");
  });

  it("has no share of nothing", () => {
    expect(shareOf("1", "0")).toBeNull();
    expect(shareOf("5296.63", "42765.02")).toBe("12.4");
  });

  it("knows when rounded cents no longer add up", () => {
    expect(sumsAsShown(["39292.22", "1043.83", "2428.97"], "42765.02")).toBe(true);
    expect(sumsAsShown(["0.004", "0.004", "0.004"], "0.012")).toBe(false);
  });

  it("reads back to the value it rounded, for any decimal", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 6 }),
        (units, scale, places) => {
          const shown = fixed({ units, scale }, places).replaceAll(",", "").replace("\u2212", "-");
          expect(format(decimal(shown))).toBe(format(round({ units, scale }, places)));
        },
      ),
    );
  });
});

describe("dates as people read them", () => {
  it("names months and spans", () => {
    expect(monthName("2026-05")).toBe("May 2026");
    expect(daySpan("2026-05-01", "2026-05-31")).toBe("1 to 31 May 2026");
    expect(daySpan("2026-05-28", "2026-06-03")).toBe("28 May to 3 June 2026");
    expect(daySpan("2025-12-28", "2026-01-03")).toBe("28 December 2025 to 3 January 2026");
    expect(daySpan("2026-06-03", "2026-06-03")).toBe("3 June 2026");
  });

  it("writes an instant on the clock it is asked for, whatever the process runs in", () => {
    expect(instantName("2026-06-12T22:40:00Z", "UTC")).toBe("12 June 2026, 22:40");
    expect(instantName("2026-06-12T22:40:00Z", "Europe/Berlin")).toBe("13 June 2026, 00:40");
  });

  it("steps over the year", () => {
    expect(shiftMonth("2026-01", -1)).toBe("2025-12");
    expect(shiftMonth("2025-12", 1)).toBe("2026-01");
  });
});
