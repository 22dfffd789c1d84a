import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { day, firstDay, type Month, month, monthBoundsMs } from "../calendar.ts";
import { add, type Decimal, decimal, equals, format, formatFixed, multiply, sum, ZERO } from "../decimal.ts";
import { QUARTER_MS } from "../energy/quarters.ts";
import type { NamedTariff } from "../rig/terms.ts";
import { type QuarterUse, tariffMonth } from "./month.ts";
import { moneyOf } from "./price-per-kwh.ts";
import { flatTariff, type Schedule, type TariffTerms } from "./tariff.ts";

const ZONES = ["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Asia/Kathmandu"];
/** Both nights on which the clocks change, in each of the zones that have them. */
const CHANGING = [month("2026-03"), month("2026-04"), month("2026-10"), month("2026-11")];

const named = (terms: TariffTerms, zone = "UTC"): NamedTariff => ({
  id: 1,
  name: "Grid",
  currency: "EUR",
  zone,
  source: "",
  versions: [{ from: day("2020-01-01"), terms, note: "" }],
});
const dated = (...versions: readonly [string, TariffTerms][]): NamedTariff => ({
  ...named(flatTariff(ZERO)),
  versions: versions.map(([from, terms]) => ({ from: day(from), terms, note: "" })),
});
const joules = (watts: number, ms = QUARTER_MS) => decimal(BigInt(watts) * 1000n * BigInt(ms));

/** Every quarter hour of a month in `zone`, drawing what `watts` says. */
function monthOfUse(of: Month, zone: string, watts: (index: number) => number): QuarterUse[] {
  const { startMs, endMs } = monthBoundsMs(of, zone);
  return Array.from({ length: (endMs - startMs) / QUARTER_MS }, (_, index) => ({
    atMs: startMs + index * QUARTER_MS,
    wallMicrojoules: joules(watts(index)),
    coveredMs: QUARTER_MS,
  }));
}
/** `hours` a day of `watts` on thirty days. */
const steady = (watts: number, hours: number): QuarterUse[] =>
  monthOfUse(month("2026-06"), "UTC", (index) => (index % 96 < hours * 4 ? watts : 0));

const reckon = (tariff: NamedTariff, use: readonly QuarterUse[], of = month("2026-06"), zone = "UTC") =>
  tariffMonth({ tariff, month: of, zone, use, prices: null, isWhole: true });
const energyCost = (tariff: NamedTariff, use: readonly QuarterUse[], of?: Month, zone?: string) =>
  moneyOf(sum(reckon(tariff, use, of, zone).energy.map((each) => each ?? expect.fail("unpriced"))));

describe("a month's energy", () => {
  it("costs what the published comparisons say", () => {
    const flat = named(flatTariff(decimal("0.15")));
    const figures: [number, number, string][] = [
      [800, 12, "43.20"],
      [450, 8, "16.20"],
      [450, 24, "48.60"],
      [900, 8, "32.40"],
      [900, 24, "97.20"],
      [300, 8, "10.80"],
      [300, 24, "32.40"],
      [700, 8, "25.20"],
      [700, 24, "75.60"],
    ];
    for (const [watts, hours, published] of figures) {
      expect(formatFixed(energyCost(flat, steady(watts, hours)), 2)).toBe(published);
    }
  });

  it("is kWh x price at a flat tariff, to the last digit", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 14n }), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: -100_000, max: 1_000_000 }),
        fc.integer({ min: 0, max: 30 }),
        (parts, price, tax) => {
          const perKwh = { units: BigInt(price), scale: 6 };
          const { startMs } = monthBoundsMs(month("2026-06"), "UTC");
          const use = parts.map((units, index) => ({
            atMs: startMs + index * QUARTER_MS,
            wallMicrojoules: { units, scale: 0 },
            coveredMs: QUARTER_MS,
          }));
          const terms = { ...flatTariff(perKwh), taxPercent: decimal(tax) };
          const total = sum(reckon(named(terms), use).energy.map((each) => each ?? ZERO));
          const drawn = sum(use.map((each) => each.wallMicrojoules));
          const expected = multiply(multiply(drawn, perKwh), { units: BigInt(100 + tax), scale: 2 });
          expect(equals(total, expected)).toBe(true);
        },
      ),
    );
  });

  it("is unknown before the first version, not zero", () => {
    const tariff = dated(["2026-06-16", flatTariff(decimal("0.2"))]);
    const { energy, periods } = reckon(tariff, steady(1000, 24));
    expect(energy.slice(0, 15 * 96).every((each) => each === null)).toBe(true);
    expect(energy.slice(15 * 96).every((each) => each !== null)).toBe(true);
    expect(periods.map((each) => format(moneyOf(each.cost)))).toEqual(["72"]);
  });

  it("changes its price on the day a version begins, by the tariff's clock", () => {
    const tariff = {
      ...dated(["2020-01-01", flatTariff(decimal(1))], ["2026-06-16", flatTariff(decimal(2))]),
      zone: "Asia/Kathmandu",
    };
    const use = steady(1000, 24);
    const begins = Temporal.ZonedDateTime.from("2026-06-16T00:00[Asia/Kathmandu]").epochMilliseconds;
    for (const [index, each] of reckon(tariff, use).energy.entries()) {
      const quarter = use[index];
      const price = quarter && quarter.atMs >= begins ? 2 : 1;
      expect(each && format(each)).toBe(String(900_000_000_000 * price));
    }
  });
});

describe("tiers", () => {
  const tiers = (edges: readonly [string | null, string][]): TariffTerms => ({
    ...flatTariff(ZERO),
    energy: {
      kind: "tiers",
      tiers: edges.map(([upTo, price]) => ({ upToKwh: upTo === null ? null : decimal(upTo), perKwh: decimal(price) })),
    },
  });
  it("split the quarter hour that crosses an edge exactly", () => {
    // 1 kWh a quarter: 100.25 kWh is crossed a quarter into the 101st.
    const terms = tiers([
      ["100.25", "0.10"],
      [null, "0.30"],
    ]);
    const { energy } = reckon(named(terms), steady(4000, 24));
    expect([99, 100, 101].map((index) => format(moneyOf(energy[index] ?? ZERO)))).toEqual(["0.1", "0.25", "0.3"]);
  });
  it("cross several edges in one quarter hour, and go on from a version to the next", () => {
    const terms = tiers([
      ["0.1", "1"],
      ["0.3", "2"],
      [null, "3"],
    ]);
    const one = reckon(named(terms), steady(4000, 24).slice(0, 1));
    expect(format(moneyOf(one.energy[0] ?? ZERO))).toBe("2.6");
    const dearer = tiers([
      ["720", "0.1"],
      [null, "1"],
    ]);
    const tariff = dated(["2020-01-01", dearer], ["2026-06-02", dearer]);
    expect(format(energyCost(tariff, steady(1000, 24)))).toBe("72");
    expect(format(energyCost(tariff, steady(2000, 24)))).toBe("792");
  });
  it("sum to what the whole month's kWh cost, whatever its shape", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 30 }), (shape) => {
        const terms = tiers([
          ["50", "0.11"],
          ["500.5", "0.23"],
          [null, "0.31"],
        ]);
        const use = monthOfUse(month("2026-06"), "UTC", (index) => shape[index % shape.length] ?? 0);
        const drawn = sum(use.map((each) => each.wallMicrojoules));
        const all = [{ atMs: use[0]?.atMs ?? 0, wallMicrojoules: drawn, coveredMs: QUARTER_MS }];
        expect(equals(energyCost(named(terms), use), energyCost(named(terms), all))).toBe(true);
        // In any order given.
        expect(equals(energyCost(named(terms), [...use].reverse()), energyCost(named(terms), use))).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});

describe("a time-of-use month", () => {
  const flat = (perKwh: Decimal) => [{ upToKwh: null, perKwh }];
  const scheduleOf = (numbers: readonly number[], periods: number): Schedule =>
    Array.from({ length: 12 }, (_, of) =>
      Array.from({ length: 24 }, (_, hour) => (numbers[(of * 24 + hour) % numbers.length] ?? 0) % periods),
    );

  it.each(ZONES)("is the sum of its hours across both nights the clocks change in %s", (zone) => {
    // The calendar is asked once a quarter hour, whatever the number of runs.
    const locals = new Map<number, Temporal.ZonedDateTime>();
    const localAt = (atMs: number): Temporal.ZonedDateTime => {
      const local = locals.get(atMs) ?? Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
      locals.set(atMs, local);
      return local;
    };
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -500, max: 5000 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(100), { minLength: 1, maxLength: 48 }),
        fc.array(fc.nat(100), { minLength: 1, maxLength: 48 }),
        fc.integer({ min: 1, max: 997 }),
        (prices, weekdayNumbers, weekendNumbers, step) => {
          const weekday = scheduleOf(weekdayNumbers, prices.length);
          const weekend = scheduleOf(weekendNumbers, prices.length);
          const perKwh = prices.map((units) => ({ units: BigInt(units), scale: 4 }));
          const periods = perKwh.map((price, index) => ({ name: `Period ${index + 1}`, tiers: flat(price) }));
          const tariff = named(
            { ...flatTariff(ZERO), energy: { kind: "time-of-use", periods, weekday, weekend } },
            zone,
          );
          for (const of of CHANGING) {
            const use = monthOfUse(of, zone, (index) => (index * step) % 1999);
            // Each hour by itself, as the calendar has it.
            const byHour = use.map(({ atMs, wallMicrojoules }) => {
              const local = localAt(atMs);
              const schedule = local.dayOfWeek >= 6 ? weekend : weekday;
              return multiply(wallMicrojoules, perKwh[schedule[local.month - 1]?.[local.hour] ?? -1] ?? ZERO);
            });
            const reckoned = reckon(tariff, use, of, zone);
            expect(equals(sum(reckoned.energy.map((each) => each ?? ZERO)), sum(byHour))).toBe(true);
            expect(equals(sum(reckoned.periods.map((each) => each.cost)), sum(byHour))).toBe(true);
          }
        },
      ),
      { numRuns: 4 },
    );
  });

  it("reads both 02:xx hours of an autumn night as hour 2", () => {
    const night = scheduleOf(
      [...Array(24).keys()].map((hour) => (hour === 2 ? 1 : 0)),
      2,
    );
    const periods = [
      { name: "Other", tiers: flat(ZERO) },
      { name: "Two", tiers: flat(decimal(1)) },
    ];
    const terms: TariffTerms = {
      ...flatTariff(ZERO),
      energy: { kind: "time-of-use", periods, weekday: night, weekend: night },
    };
    const kwhAtTwo = (of: string, zone: string) =>
      format(
        energyCost(
          named(terms, zone),
          monthOfUse(month(of), zone, () => 1000),
          month(of),
          zone,
        ),
      );
    expect(kwhAtTwo("2026-10", "Europe/Stockholm")).toBe("32");
    expect(kwhAtTwo("2026-03", "Europe/Stockholm")).toBe("30");
    expect(kwhAtTwo("2026-10", "Australia/Lord_Howe")).toBe("30.5");
    expect(kwhAtTwo("2026-10", "Asia/Kathmandu")).toBe("31");
  });

  it("counts the tiers of each period for itself", () => {
    const tiers = [
      { upToKwh: decimal(10), perKwh: decimal(1) },
      { upToKwh: null, perKwh: decimal(2) },
    ];
    const halves = scheduleOf(
      [...Array(24).keys()].map((hour) => (hour < 12 ? 0 : 1)),
      2,
    );
    const periods = ["Morning", "Evening"].map((name) => ({ name, tiers }));
    const terms: TariffTerms = {
      ...flatTariff(ZERO),
      energy: { kind: "time-of-use", periods, weekday: halves, weekend: halves },
    };
    const { periods: parts } = reckon(named(terms), steady(1000, 24).slice(0, 96));
    expect(parts.map((part) => [part.name, format(moneyOf(part.cost))])).toEqual([
      ["Morning", "14"],
      ["Evening", "14"],
    ]);
  });
});

describe("a dynamic tariff", () => {
  it("prices each quarter hour by the mean given, plus what is added and tax; a missing price stays missing", () => {
    const terms: TariffTerms = {
      ...flatTariff(ZERO),
      energy: { kind: "dynamic", addPerKwh: decimal("0.05") },
      taxPercent: decimal(25),
    };
    const use = steady(4000, 24).slice(0, 3);
    const first = use[0]?.atMs ?? 0;
    const prices = (fromMs: number, toMs: number) => {
      expect(toMs - fromMs).toBe(QUARTER_MS);
      return fromMs === first ? decimal("-0.01") : fromMs === first + QUARTER_MS ? null : decimal("0.15");
    };
    const reckoned = tariffMonth({
      tariff: named(terms),
      month: month("2026-06"),
      zone: "UTC",
      use,
      prices,
      isWhole: true,
    });
    expect(reckoned.energy.map((each) => each && format(moneyOf(each)))).toEqual(["0.05", null, "0.25"]);
    expect(format(reckoned.periods[0]?.microjoules ?? ZERO)).toBe(format(multiply(decimal(2), joules(4000))));
    expect(reckon(named(terms), use).energy).toEqual([null, null, null]);
  });
});

describe("charges", () => {
  it("spread a fixed month over its days, to the last digit, with tax", () => {
    const terms = {
      ...flatTariff(ZERO),
      fixedMonthly: decimal("10"),
      fixedDaily: decimal("0.5"),
      taxPercent: decimal(20),
    };
    const { charges } = reckon(named(terms), []);
    expect(charges).toHaveLength(60);
    expect(format(sum(charges.map((each) => each.amount)))).toBe("30");
    expect(charges[0]).toMatchObject({ day: firstDay(month("2026-06")), what: "Grid: fixed 10 a month, 1 of 30 days" });
  });
  it("count each dated version by its days", () => {
    const priced = (fixedMonthly: number) => ({ ...flatTariff(ZERO), fixedMonthly: decimal(fixedMonthly) });
    const tariff = dated(["2026-06-11", priced(30)], ["2026-06-21", priced(60)]);
    const { charges } = reckon(tariff, []);
    expect(charges[0]?.day).toBe("2026-06-11");
    expect(format(sum(charges.map((each) => each.amount)))).toBe("30");
  });
  const demand = (windowMinutes: 15 | 30 | 60): TariffTerms => ({
    ...flatTariff(ZERO),
    demand: { perKw: decimal(10), windowMinutes },
    taxPercent: decimal(10),
  });
  it.each([
    [15, "22", "2"],
    [30, "16.5", "1.5"],
    [60, "13.75", "1.25"],
  ] as const)("take the highest mean of %i minutes for demand", (windowMinutes, amount, kw) => {
    const use = monthOfUse(month("2026-06"), "UTC", (index) => (index === 500 ? 2000 : 1000));
    const { charges } = reckon(named(demand(windowMinutes)), use);
    expect(charges).toEqual([
      {
        day: "2026-06-06",
        amount: expect.anything(),
        what: `Grid: demand 10 a kW x ${kw} kW, the highest ${windowMinutes} minutes`,
      },
    ]);
    expect(format(charges[0]?.amount ?? ZERO)).toBe(amount);
  });
  it("take the mean of a window over its measured time, and no notice of a second of inrush", () => {
    const { startMs } = monthBoundsMs(month("2026-06"), "UTC");
    const use = [
      { atMs: startMs, wallMicrojoules: joules(3000, 1000), coveredMs: 1000 },
      { atMs: startMs + QUARTER_MS, wallMicrojoules: joules(1000, 600_000), coveredMs: 600_000 },
    ];
    expect(format(reckon(named(demand(15)), use).charges[0]?.amount ?? ZERO)).toBe("11");
    const running = tariffMonth({
      tariff: named(demand(15)),
      month: month("2026-06"),
      zone: "UTC",
      use,
      prices: null,
      isWhole: false,
    });
    expect(running.charges[0]?.what).toContain("so far");
  });
  it("share the demand of a month between versions by days, each by its own peak", () => {
    const tariff = dated(["2020-01-01", demand(15)], ["2026-06-16", demand(15)]);
    const use = monthOfUse(month("2026-06"), "UTC", (index) => (index < 15 * 96 ? 2000 : 4000));
    const { charges } = reckon(tariff, use);
    expect(charges.map((each) => [each.day, format(each.amount)])).toEqual([
      ["2026-06-01", "11"],
      ["2026-06-16", "22"],
    ]);
    expect(format(charges.reduce((total, each) => add(total, each.amount), ZERO))).toBe("33");
  });
});
