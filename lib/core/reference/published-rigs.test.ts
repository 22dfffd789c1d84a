import { describe, expect, it } from "vitest";
import { type Day, day, month } from "../calendar.ts";
import { add, type Decimal, decimal, formatFixed, multiply, subtract, sum, ZERO } from "../decimal.ts";
import { catalogueEstimate, HARDWARE } from "../rig/catalogue.ts";
import { depreciationOf } from "../rig/depreciation.ts";
import { rigMonthCosts } from "../rig/rig-month.ts";
import type { RigTerms } from "../rig/terms.ts";
import type { MeasuredQuarter } from "../rig/wall.ts";
import { tariffMonth } from "../tariff/month.ts";
import { moneyOf } from "../tariff/price-per-kwh.ts";
import { flatTariff } from "../tariff/tariff.ts";
import { referenceFigures } from "./figures.ts";
import { paybackMonths } from "./local-cost.ts";
import { COMPARISON_A, COMPARISON_B, RENTED_B, RIGS_B, TWO_RTX_4090 } from "./published.ts";

/** The functions that reckon a rig's month give the figures the reference page shows. June has the publications' 30 days. */
const JUNE = month("2026-06");
const JANUARY = day("2026-01-01");
const QUARTER_MS = 900_000;
const { rows } = referenceFigures();
const shown = (source: string, figure: string): string | null =>
  rows.find((row) => row.source === source && row.figure === figure)?.exact ?? null;
const four = (value: Decimal): string => formatFixed(value, 4);
const fourOf = (text: string | null): string | null => text && four(decimal(text));

const tariff = (perKwh: Decimal): RigTerms["tariffs"][number]["tariff"] => ({
  ...{ id: null, name: "published", currency: "USD", zone: "UTC", source: "" },
  versions: [{ from: JANUARY, terms: flatTariff(perKwh), note: "" }],
});

/** Quarter hours at the wall of so many hours a day, 30 days. */
const drawn = (watts: Decimal, hoursPerDay: number): MeasuredQuarter[] =>
  Array.from({ length: 30 * hoursPerDay * 4 }, (_, index) => ({
    atMs: Date.UTC(2026, 5, 1 + Math.floor(index / (hoursPerDay * 4))) + (index % (hoursPerDay * 4)) * QUARTER_MS,
    scope: "wall",
    microjoules: multiply(watts, decimal(1_000 * QUARTER_MS)),
    coveredMs: QUARTER_MS,
  }));

type Given = { price: Decimal | null; perHour?: Decimal; watts: Decimal; hoursPerDay: number; perKwh: Decimal };
function monthOfRig({ price, perHour, watts, hoursPerDay, perKwh }: Given) {
  const asset = { id: 1, name: "", salvage: ZERO, inService: JANUARY, months: 24, disposedOn: null };
  const terms: RigTerms = {
    ...{ kind: perHour ? "rented" : "owned", currency: "USD", zone: "UTC", inService: JANUARY, retiredOn: null },
    assets: price ? [{ ...asset, price }] : [],
    charges: perHour
      ? [
          {
            id: 1,
            kind: "rent",
            from: JANUARY,
            to: null,
            amount: { per: "hour", rate: perHour, hours: null },
            covers: "",
          },
        ]
      : [],
    tariffs: perHour ? [] : [{ from: JANUARY, tariff: tariff(perKwh) }],
    ...{ walls: [], shares: [], splitBy: "shares", idleBearer: "idle", ownerTeamId: null },
  };
  const { costs } = rigMonthCosts({
    ...{ terms, month: JUNE, zone: "UTC", measured: drawn(watts, hoursPerDay), estimated: [], isWhole: true },
    dayOf: (atMs) => new Date(atMs).toISOString().slice(0, 10) as Day, // an ISO date is a day
    prices: () => null,
  });
  const part = (name: string) => sum(costs.filter((cost) => cost.part === name).map((cost) => cost.amount));
  return { part, total: sum(costs.map((cost) => cost.amount)) };
}

describe("comparison A, by the functions that reckon a rig's month", () => {
  const rig = monthOfRig({ ...COMPARISON_A, hoursPerDay: 12 });
  it("hardware 229.1667, electricity 43.20, together 272.3667, as the reference page has them", () => {
    expect(four(rig.part("depreciation"))).toBe("229.1667");
    expect(four(rig.part("energy"))).toBe("43.2000");
    expect(four(rig.total)).toBe("272.3667");
    expect(fourOf(shown("A", "Hardware a month"))).toBe("229.1667");
    expect(fourOf(shown("A", "Electricity a month"))).toBe("43.2000");
    expect(fourOf(shown("A", "Local a month"))).toBe("272.3667");
  });
  it("payback 1.4838 months", () => {
    const paid = paybackMonths({
      price: COMPARISON_A.price,
      cloudMonthly: decimal(3750),
      runningMonthly: rig.part("energy"),
    });
    expect(paid && four(paid)).toBe("1.4838");
    expect(fourOf(shown("A", "Payback"))).toBe("1.4838");
  });
  it("depreciation of 24 months is the price to the last digit", () => {
    const asset = {
      price: COMPARISON_A.price,
      salvage: ZERO,
      inService: day("2026-01-16"),
      months: 24,
      disposedOn: null,
    };
    const months = Array.from({ length: 25 }, (_, index) =>
      month(`${2026 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`),
    );
    const left = subtract(COMPARISON_A.price, sum(months.map((each) => depreciationOf(asset, each))));
    expect(four(left)).toBe("0.0000");
    expect(left.units).toBe(0n);
  });
});

describe("comparison B", () => {
  it.each(RIGS_B.flatMap((rig) => ([8, 24] as const).map((hoursPerDay) => ({ ...rig, hoursPerDay }))))(
    "electricity of $name at $hoursPerDay h a day is the same by month, tariff, estimate and page",
    (rig) => {
      const perKwh = COMPARISON_B.perKwh;
      const ofPage = fourOf(shown("B", `${rig.name}, ${rig.hoursPerDay} hours a day`));
      const use = drawn(rig.watts, rig.hoursPerDay).map(({ atMs, microjoules, coveredMs }) => ({
        ...{ atMs, coveredMs, wallMicrojoules: microjoules },
      }));
      const { energy } = tariffMonth({
        ...{ tariff: tariff(perKwh), month: JUNE, zone: "UTC", use, prices: null, isWhole: true },
      });
      const estimate = catalogueEstimate({
        ...{ asset: null, rent: null, perKwh, days: 30, others: [] },
        draw: { watts: rig.watts, hoursPerDay: decimal(rig.hoursPerDay) },
      });
      expect(ofPage).not.toBeNull();
      expect(four(monthOfRig({ ...rig, price: null, perKwh }).part("energy"))).toBe(ofPage);
      expect(four(moneyOf(energy.reduce<Decimal>((total, each) => add(total, each ?? ZERO), ZERO)))).toBe(ofPage);
      expect(estimate.energy && four(estimate.energy)).toBe(ofPage);
    },
  );

  it("break-even of the 2x RTX 4090: 266.6667 a month, 10 months against GPT-4.1, never against DeepSeek V4 Flash", () => {
    const price = TWO_RTX_4090.priceHigh;
    const hardware = monthOfRig({ ...TWO_RTX_4090, price, hoursPerDay: 8, perKwh: COMPARISON_B.perKwh }).part(
      "depreciation",
    );
    const electricity = decimal(100); // as printed
    expect(four(add(hardware, electricity))).toBe("266.6667");
    expect(fourOf(shown("B", "Local a month"))).toBe("266.6667");
    const against = (cloudMonthly: number) =>
      paybackMonths({ price, cloudMonthly: decimal(cloudMonthly), runningMonthly: electricity });
    const months = against(500);
    expect(months && four(months)).toBe("10.0000");
    expect(against(21)).toBeNull();
  });

  it.each(
    RENTED_B.flatMap((rent) => [rent.lowPerHour, rent.highPerHour].map((perHour) => ({ name: rent.name, perHour }))),
  )(
    "a rented $name is its rate by every hour, without capital or electricity, in the month and in the estimate",
    ({ perHour }) => {
      const rented = monthOfRig({ ...{ price: null, perHour, watts: decimal(700), hoursPerDay: 24, perKwh: ZERO } });
      const estimate = catalogueEstimate({
        ...{ asset: null, draw: null, perKwh: null, days: 30, others: [] },
        rent: { perHour, hoursPerDay: decimal(24) },
      });
      expect(four(rented.total)).toBe(four(multiply(perHour, decimal(720))));
      expect(estimate.total && four(estimate.total)).toBe(four(rented.total));
    },
  );

  it("has its four rigs in the catalogue, with the price, memory and draw printed", () => {
    for (const rig of RIGS_B)
      expect(HARDWARE.find((each) => each.name === rig.name)).toMatchObject({
        ...{ memoryGb: rig.vramGb, watts: rig.watts, priceLow: rig.priceLow, priceHigh: rig.priceHigh },
      });
  });
});
