import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { day, month, monthBoundsMs } from "../calendar.ts";
import { decimal, format, sum, ZERO } from "../decimal.ts";
import { QUARTER_MS } from "../energy/quarters.ts";
import { tariffMonth } from "./month.ts";
import { moneyOf } from "./price-per-kwh.ts";
import { isUrdb, readUrdb, type UrdbRate } from "./urdb.ts";

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8"));
const only = (json: unknown): UrdbRate => {
  const [rate, ...others] = readUrdb(json);
  if (!rate || others.length > 0) throw new Error("not one rate");
  return rate;
};
const ALL_ZERO = Array.from({ length: 12 }, () => Array<number>(24).fill(0));
const rate = (fields: object) => ({
  energyratestructure: [[{ rate: 0.1 }]],
  energyweekdayschedule: ALL_ZERO,
  energyweekendschedule: ALL_ZERO,
  ...fields,
});

describe("a rate of the OpenEI database", () => {
  it("is a flat price of rate and adj where one period is all", () => {
    const { terms, from, to, name, leftOut } = only(fixture("urdb-ann-arbor.json"));
    expect(terms.energy).toEqual({ kind: "tiers", tiers: [{ upToKwh: null, perKwh: decimal("0.135281") }] });
    expect(format(terms.fixedMonthly)).toBe("1.95");
    expect([from, to]).toEqual(["2013-06-01", "2015-03-31"]);
    expect(name).toContain("D1.5");
    expect(leftOut).toEqual([]);
  });

  it("keeps Virginia's periods with their riders, by local hours", () => {
    const { terms, from } = only(fixture("urdb-virginia.json"));
    expect(from).toBe("2014-01-25");
    if (terms.energy.kind !== "time-of-use") throw new Error("no time of use");
    expect(terms.energy.periods.map(({ name, tiers }) => `${name} ${format(tiers[0]?.perKwh ?? ZERO)}`)).toEqual([
      "Period 1 0.04934",
      "Period 2 0.08199",
      "Period 3 0.17539",
    ]);
    // One kW through one winter day: the hours are New York's, not UTC's.
    const zone = "America/New_York";
    const { startMs } = monthBoundsMs(month("2015-01"), zone);
    const use = Array.from({ length: 96 }, (_, index) => ({
      atMs: startMs + index * QUARTER_MS,
      wallMicrojoules: decimal(900_000_000_000),
      coveredMs: QUARTER_MS,
    }));
    const tariff = {
      id: 1,
      name: "Virginia",
      currency: "USD",
      zone,
      source: "",
      versions: [{ from: day("2014-01-25"), terms, note: "" }],
    };
    const { energy, charges } = tariffMonth({
      tariff,
      month: month("2015-01"),
      zone,
      use,
      prices: null,
      isWhole: true,
    });
    const hours = energy.map((each) => format(moneyOf(each ?? ZERO)));
    expect(hours[0]).toBe("0.0204975"); // hour 0: period 2
    expect(hours[4]).toBe("0.012335"); // hour 1: period 1
    expect(hours[12 * 4]).toBe("0.0438475"); // noon: period 3
    expect(format(sum(charges.map((each) => each.amount)))).toBe("2.9");
  });

  it("keeps tiers, and moves periods up where some are never used", () => {
    const hours = Array.from({ length: 12 }, () => Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 0 : 2)));
    const { terms } = only(
      rate({
        energyratestructure: [
          [
            { rate: 0.1, adj: 0.01, max: 250, unit: "kWh" },
            { rate: 0.2, unit: "kWh" },
          ],
          [{}],
          [{ rate: 0.3, max: 9999 }],
        ],
        energyweekdayschedule: hours,
      }),
    );
    expect(terms.energy).toMatchObject({
      kind: "time-of-use",
      periods: [
        {
          name: "Period 1",
          tiers: [
            { upToKwh: decimal(250), perKwh: decimal("0.11") },
            { upToKwh: null, perKwh: decimal("0.2") },
          ],
        },
        { name: "Period 3", tiers: [{ upToKwh: null, perKwh: decimal("0.3") }] },
      ],
    });
    if (terms.energy.kind !== "time-of-use") throw new Error("no time of use");
    expect(terms.energy.weekday[0]?.slice(11, 13)).toEqual([0, 1]);
    expect(terms.energy.weekend[0]?.[23]).toBe(0);
  });

  it("reads fixed charges by day and by year", () => {
    const daily = only(rate({ fixedchargefirstmeter: 0.5, fixedchargeunits: "$/day" })).terms;
    expect([format(daily.fixedDaily), format(daily.fixedMonthly)]).toEqual(["0.5", "0"]);
    const yearly = only(rate({ fixedchargefirstmeter: 120, fixedchargeunits: "$/year" })).terms;
    expect(format(yearly.fixedMonthly)).toBe("10");
    expect(format(only(rate({ fixedmonthlycharge: 4 })).terms.fixedMonthly)).toBe("4");
  });

  it("keeps one demand price and says what else it leaves out", () => {
    const flat = only(rate({ flatdemandstructure: [[{ rate: 7.5, adj: 0.5 }]], flatdemandmonths: Array(12).fill(0) }));
    expect(flat.terms.demand).toEqual({ perKw: decimal(8), windowMinutes: 15 });
    expect(flat.leftOut).toEqual([]);
    const seasonal = only(
      rate({
        flatdemandstructure: [[{ rate: 3 }], [{ rate: 6 }]],
        flatdemandmonths: [0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0],
        demandratestructure: [[{ rate: 0 }]],
        demandwindow: 30,
        mincharge: 12,
        demandratchetpercentage: Array(12).fill(0.5),
        coincidentratestructure: [[{ rate: 0 }]],
      }),
    );
    expect(seasonal.terms.demand).toBeNull();
    expect(seasonal.leftOut).toEqual([
      "The least that is charged, 12, is not kept.",
      "The demand charge by month is not kept: it has several prices (3, 6 per kW).",
      "The ratchet, by which a past peak raises later months, is not kept.",
    ]);
    const kva = only(rate({ flatdemandstructure: [[{ rate: 3 }]], flatdemandunit: "kVA" }));
    expect(kva.leftOut).toEqual(["The demand charge by month is not kept: it is per kVA, not per kW (3)."]);
  });

  it.each<[object, RegExp]>([
    [{ energyratestructure: undefined }, /no energy prices/],
    [{ energyratestructure: [[{ rate: "free" }]] }, /“free” is not an amount/],
    [{ energyratestructure: [[{}]] }, /no price/],
    [{ energyratestructure: [[]] }, /no price/],
    [{ energyratestructure: [[{ rate: 1, max: 5, unit: "kWh daily" }, { rate: 2 }]] }, /“kWh daily” cannot be kept/],
    [{ energyratestructure: [[{ rate: 1 }, { rate: 2 }]] }, /end above the one before/],
    [{ energyweekdayschedule: ALL_ZERO.slice(1) }, /twelve months of 24 hours/],
    [{ energyweekendschedule: ALL_ZERO.map(() => Array(24).fill(1)) }, /period 1, and the rate prices 1/],
    [{ startdate: "soon" }, /not a time/],
  ])("refuses what it cannot keep: %j", (fields, message) => {
    expect(() => readUrdb(rate(fields))).toThrow(message);
  });

  it("is told from other JSON", () => {
    expect(isUrdb(fixture("urdb-virginia.json"))).toBe(true);
    expect(isUrdb(rate({}))).toBe(true);
    expect([null, [], 5, {}, { results: [] }, { items: [{ name: "x" }] }].map(isUrdb)).toEqual(Array(6).fill(false));
  });
});
