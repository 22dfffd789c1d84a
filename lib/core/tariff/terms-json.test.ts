import { describe, expect, it } from "vitest";
import { decimal } from "../decimal.ts";
import { flatTariff } from "./tariff.ts";
import { tariffJson, tariffTerms } from "./terms-json.ts";

const HOURS = Array.from({ length: 24 }, (_, hour) => (hour >= 7 && hour < 22 ? 1 : 0));
const PERIODS = [
  { name: "Night", perKwh: "0.08" },
  {
    name: "Day",
    tiers: [
      { upToKwh: "500", perKwh: 0.21 },
      { upToKwh: null, perKwh: "0.30" },
    ],
  },
];

describe("terms as JSON", () => {
  it("reads a flat price and nothing else", () => {
    expect(tariffTerms({ energy: { kind: "flat", perKwh: "0.15" } })).toEqual(flatTariff(decimal("0.15")));
  });
  it("come back as they were written", () => {
    const whole = tariffTerms({
      energy: { kind: "time-of-use", periods: PERIODS, weekday: HOURS, weekend: Array(12).fill(Array(24).fill(0)) },
      fixedMonthly: "9.90",
      fixedDaily: 0.1,
      demand: { perKw: "4.5", windowMinutes: 30 },
      taxPercent: "25",
    });
    const text = JSON.stringify(tariffJson(whole));
    expect(tariffTerms(JSON.parse(text))).toEqual(whole);
    expect(JSON.stringify(tariffJson(tariffTerms(JSON.parse(text))))).toBe(text);
    const dynamic = tariffTerms({ energy: { kind: "dynamic", addPerKwh: "-0.01" } });
    expect(tariffTerms(tariffJson(dynamic))).toEqual(dynamic);
  });
  it("takes one schedule for every day", () => {
    const { energy } = tariffTerms({ energy: { kind: "time-of-use", periods: PERIODS, weekday: HOURS } });
    expect(energy).toMatchObject({ weekday: { length: 12 }, weekend: { length: 12 } });
  });
  const tiers = (...list: unknown[]) => ({ energy: { kind: "tiers", tiers: list } });
  const timed = (rest: object) => ({ energy: { kind: "time-of-use", periods: PERIODS, weekday: HOURS, ...rest } });
  const flat = { kind: "flat", perKwh: "1" };
  it.each<[unknown, RegExp]>([
    [null, /Write an object/],
    [{}, /Say how energy is priced/],
    [{ energy: { kind: "flat" } }, /energy\.perKwh: “nothing” is not an amount/],
    [{ energy: { kind: "flat", perKwh: "0,15" } }, /“0,15” is not an amount/],
    [{ energy: { kind: "flat", perKwh: Number.NaN } }, /“NaN”|“null”/],
    [{ energy: { kind: "flat", perKwh: "1e40" } }, /not an amount/],
    [{ energy: flat, fixedMonthly: "-1" }, /fixedMonthly: -1 is below zero/],
    [{ energy: flat, monthly: 4 }, /“monthly” is not a part of a tariff/],
    [{ energy: flat, taxPercent: "125" }, /percent from 0 to 100/],
    [{ energy: flat, demand: { perKw: 1, windowMinutes: 20 } }, /15, 30 or 60/],
    [tiers(), /1 to 50 entries, not 0/],
    [tiers({ upToKwh: 100, perKwh: 1 }), /The last tier has no end/],
    [tiers({ perKwh: 1 }, { perKwh: 1 }), /upToKwh: “nothing”/],
    [tiers({ upToKwh: 5, perKwh: 1 }, { upToKwh: 5, perKwh: 1 }, { perKwh: 1 }), /more than 5 kWh/],
    [timed({ periods: [] }), /entries, not 0/],
    [timed({ periods: [PERIODS[0], PERIODS[0]] }), /Two periods are called “Night”/],
    [timed({ periods: [{ perKwh: 1, tiers: [] }] }), /not both/],
    [timed({ weekday: HOURS.slice(1) }), /12 entries, not 23/],
    [timed({ weekend: Array(12).fill(Array(24).fill(2)) }), /number of a period, 0 to 1/],
    [timed({ weekday: undefined }), /Write a list/],
  ])("says what is wrong with %j", (json, message) => {
    expect(() => tariffTerms(json)).toThrow(message);
  });
});
