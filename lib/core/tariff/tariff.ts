import { type Decimal, ZERO } from "../decimal.ts";

/** A step of a price: up to so many kWh of the month (null: without end), so much per kWh. */
export type Tier = { readonly upToKwh: Decimal | null; readonly perKwh: Decimal };

/** Twelve months (January first) of 24 local clock hours, each the index of a period. */
export type Schedule = readonly (readonly number[])[];

export type EnergyPrice =
  | { readonly kind: "tiers"; readonly tiers: readonly Tier[] }
  | {
      readonly kind: "time-of-use";
      readonly periods: readonly { readonly name: string; readonly tiers: readonly Tier[] }[];
      readonly weekday: Schedule;
      readonly weekend: Schedule;
    }
  /** Prices by time are kept beside the tariff; this is added to each. */
  | { readonly kind: "dynamic"; readonly addPerKwh: Decimal };

/** How energy is priced from a day on. Prices are without tax; `taxPercent` is added to everything. */
export type TariffTerms = {
  readonly energy: EnergyPrice;
  readonly fixedMonthly: Decimal;
  readonly fixedDaily: Decimal;
  /** On the highest mean power of any window of the month, in kW. */
  readonly demand: { readonly perKw: Decimal; readonly windowMinutes: 15 | 30 | 60 } | null;
  readonly taxPercent: Decimal;
};

/** One price for every kWh, nothing else. */
export const flatTariff = (perKwh: Decimal): TariffTerms => ({
  energy: { kind: "tiers", tiers: [{ upToKwh: null, perKwh }] },
  fixedMonthly: ZERO,
  fixedDaily: ZERO,
  demand: null,
  taxPercent: ZERO,
});
