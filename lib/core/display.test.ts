import { describe, expect, it } from "vitest";
import { amountText, changeText, dayText, moneyText, monthText, percentText, tokensText } from "./display.ts";

describe("figures as people read them", () => {
  it("groups thousands and keeps two places", () => {
    expect(amountText("42765.02")).toBe("42,765.02");
    expect(amountText("0.005")).toBe("0.00");
    expect(amountText("999.995")).toBe("1,000.00");
    expect(amountText("-1234567.899")).toBe("−1,234,567.90");
  });
  it("never writes a signed zero", () => {
    expect(changeText("-0.001")).toBe("0.00");
    expect(changeText("3625.67")).toBe("+3,625.67");
    expect(changeText("-386.98")).toBe("−386.98");
  });
  it("writes money, percent, tokens and dates", () => {
    expect(moneyText("42765.02", "USD")).toBe("$42,765.02");
    expect(moneyText("-3", "SEK")).toBe("−SEK 3.00");
    expect(percentText("9.26")).toBe("9.3 %");
    expect(tokensText("2914000000")).toBe("2,914 M");
    expect(tokensText("18234")).toBe("18.2 k");
    expect(monthText("2026-05")).toBe("May 2026");
    expect(dayText("2026-05-04")).toBe("4 May 2026");
  });
});
