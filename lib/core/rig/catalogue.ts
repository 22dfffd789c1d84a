/**
 * Hardware to start a rig from, with the figures two comparisons published (lib/core/reference/published.ts), and what a
 * month of it comes to. US dollars. A published price is where a form begins, never what was paid.
 */
import { add, type Decimal, decimal, divide, multiply } from "../decimal.ts";
import { electricityMonthly, hardwareMonthly, rentedMonthly } from "../reference/local-cost.ts";
import {
  COMPARISON_A,
  COMPARISON_B,
  type PublishedRig,
  RENTED_B,
  RIGS_B,
  TWO_RTX_4090,
} from "../reference/published.ts";

export type Source = {
  readonly title: string;
  /** When it was printed, as far as it says: a day, or a year. */
  readonly date: string;
};
export type Hardware = {
  readonly id: string;
  readonly name: string;
  /** The most it can hold, where `isUpTo`. */
  readonly memoryGb: number;
  readonly isUpTo: boolean;
  readonly priceLow: Decimal;
  readonly priceHigh: Decimal;
  /** Null: the source does not state it. */
  readonly watts: Decimal | null;
  readonly runs: string;
  /** What one costs by the hour where it is rented. Null: the source names no rent. */
  readonly rent: { readonly lowPerHour: Decimal; readonly highPerHour: Decimal } | null;
  /** Printed electricity of a month; what it was printed for. */
  readonly publishedMonthly: { readonly amount: Decimal; readonly what: string } | null;
  readonly source: Source;
};

export const SOURCE_A: Source = { title: COMPARISON_A.title, date: "2026" };
export const SOURCE_B: Source = { title: COMPARISON_B.title, date: "2026-05-12" };

const fromB = (id: string, rig: PublishedRig, rented: string | null): Hardware => {
  const rent = RENTED_B.find((each) => each.name === rented);
  return {
    id,
    name: rig.name,
    memoryGb: rig.vramGb,
    isUpTo: false,
    priceLow: rig.priceLow,
    priceHigh: rig.priceHigh,
    watts: rig.watts,
    runs: rig.runs,
    rent: rent ? { lowPerHour: rent.lowPerHour, highPerHour: rent.highPerHour } : null,
    publishedMonthly: { amount: rig.published, what: "electricity, said to be for 8 h a day; it is that of 24 h" },
    source: SOURCE_B,
  };
};

/** By the names the second comparison prints. */
const IDS_B: readonly { name: string; id: string; rented: string | null }[] = [
  { name: "RTX 4090", id: "rtx-4090", rented: null },
  { name: TWO_RTX_4090.name, id: "2x-rtx-4090", rented: null },
  { name: "A100 80GB", id: "a100-80gb", rented: "A100" },
  { name: "H100 80GB", id: "h100-80gb", rented: "H100" },
];

export const HARDWARE: readonly Hardware[] = [
  ...IDS_B.flatMap(({ name, id, rented }) => {
    const rig = RIGS_B.find((each) => each.name === name);
    return rig ? [fromB(id, rig, rented)] : [];
  }),
  {
    id: "2x-rtx-4090-pc",
    name: COMPARISON_A.rig,
    memoryGb: TWO_RTX_4090.vramGb,
    isUpTo: false,
    priceLow: COMPARISON_A.price,
    priceHigh: COMPARISON_A.price,
    watts: COMPARISON_A.watts,
    runs: TWO_RTX_4090.runs,
    rent: null,
    publishedMonthly: { amount: decimal(43), what: "electricity at 12 h a day and 0.15 a kWh" },
    source: SOURCE_A,
  },
  {
    id: "mac-studio-ultra",
    name: "Mac Studio Ultra",
    memoryGb: 192,
    isUpTo: true,
    priceLow: decimal(4_500),
    priceHigh: decimal(6_000),
    watts: null,
    runs: "70B+ quantised",
    rent: null,
    publishedMonthly: null,
    source: SOURCE_A,
  },
];

export const hardwareOf = (id: string): Hardware | null => HARDWARE.find((each) => each.id === id) ?? null;

export type EstimateInput = {
  /** Null: nothing was bought. */
  readonly asset: { readonly price: Decimal; readonly salvage: Decimal; readonly months: number } | null;
  /** A month's rent, or a rate for so many hours a day (24: always on). Null: nothing is rented. */
  readonly rent: { readonly monthly: Decimal } | { readonly perHour: Decimal; readonly hoursPerDay: Decimal } | null;
  /** At the wall. Null: not stated. */
  readonly draw: { readonly watts: Decimal; readonly hoursPerDay: Decimal } | null;
  readonly perKwh: Decimal | null;
  /** Days of the month. */
  readonly days: number;
  /** Hosting, labour and the like by the month, as far as entered. */
  readonly others: readonly Decimal[];
};
/** Each null where what it needs is not known: no part is zero for want of an input. */
export type Estimate = {
  readonly depreciation: Decimal | null;
  readonly rent: Decimal | null;
  readonly energyKwh: Decimal | null;
  readonly energy: Decimal | null;
  /** The sum of what is known. */
  readonly total: Decimal | null;
};

/** What a whole month of a rig comes to before anything is measured. Quotients at 12 places. */
export function catalogueEstimate({ asset, rent, draw, perKwh, days, others }: EstimateInput): Estimate {
  const ofMonth = decimal(days);
  const depreciation =
    asset && hardwareMonthly({ price: asset.price, salvage: asset.salvage, months: decimal(asset.months) });
  const paid = rent && ("monthly" in rent ? rent.monthly : rentedMonthly({ ...rent, days: ofMonth }));
  const energyKwh = draw && divide(multiply(multiply(draw.watts, draw.hoursPerDay), ofMonth), decimal(1_000));
  const energy = draw && perKwh && electricityMonthly({ ...draw, days: ofMonth, perKwh });
  const known = [depreciation, paid, energy, ...others].filter((part) => part !== null);
  const [first, ...rest] = known;
  return { depreciation, rent: paid, energyKwh, energy, total: first ? rest.reduce(add, first) : null };
}
