import { describe, expect, it } from "vitest";
import { besideText, energyText, monthsText, seasonsOf, sinceText } from "./tariff-text.ts";

const tier = (perKwh: string, upToKwh: string | null = null) => ({ upToKwh, perKwh });

describe("a tariff in words", () => {
  it("says how energy is priced", () => {
    expect(energyText({ kind: "tiers", tiers: [tier("0.15")] })).toBe("0.15");
    expect(energyText({ kind: "tiers", tiers: [tier("0.1", "250"), tier("0.2")] })).toBe("0.1 to 250 kWh, then 0.2");
    const periods = [
      { name: "Night", tiers: [tier("0.1")] },
      { name: "Day", tiers: [tier("0.3")] },
    ];
    expect(energyText({ kind: "time-of-use", periods, weekday: [], weekend: [] })).toBe("Night 0.1, Day 0.3");
    expect(energyText({ kind: "dynamic", addPerKwh: "0" })).toBe("by time");
  });
  it("says what is charged beside the kWh, and nothing of what is not", () => {
    const none = {
      energy: { kind: "tiers" as const, tiers: [] },
      fixedMonthly: "0",
      fixedDaily: "0",
      demand: null,
      taxPercent: "0",
    };
    expect(besideText(none)).toBe("");
    expect(
      besideText({ ...none, fixedMonthly: "9.9", demand: { perKw: "4", windowMinutes: 15 }, taxPercent: "25" }),
    ).toBe("9.9 a month, 4 a kW of 15 min, tax 25 %");
    expect([sinceText("2000-01-01"), sinceText("2026-05-01")]).toEqual(["since ever", "1 May 2026"]);
  });
  it("groups the months that share their hours, over the turn of the year too", () => {
    const winter = Array<number>(24).fill(1);
    const summer = Array<number>(24).fill(0);
    const weekday = Array.from({ length: 12 }, (_, month) => (month < 3 || month > 9 ? winter : summer));
    const seasons = seasonsOf({ weekday, weekend: weekday });
    expect(seasons.map(({ months }) => monthsText(months))).toEqual(["Nov to Mar", "Apr to Oct"]);
    expect(monthsText([5, 7])).toBe("Jun, Aug");
    expect(monthsText([...Array(12).keys()])).toBe("All year");
  });
});
