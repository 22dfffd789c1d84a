import type { Day, Month } from "../calendar.ts";
import { add, type Decimal, multiply, ZERO } from "../decimal.ts";
import { QUARTER_MS } from "../energy/quarters.ts";
import type { NamedTariff } from "../rig/terms.ts";
import { demandCharges, fixedCharges, type TariffCharge } from "./charges.ts";
import { type LocalTime, localClock } from "./local-clock.ts";
import { taxFactor } from "./price-per-kwh.ts";
import type { PriceAt, QuarterUse } from "./quarter-use.ts";
import { TierMeters } from "./tier-meter.ts";
import { versionOn } from "./versions.ts";

export type { PriceAt, QuarterUse } from "./quarter-use.ts";

export type TariffMonth = {
  /**
   * For each of `use`: its microjoules x the price per kWh with tax, exact and undivided (`moneyOf` of the sum is the
   * cost). Null where no version or no price holds, also when nothing was drawn: no price is not zero.
   */
  readonly energy: readonly (Decimal | null)[];
  readonly charges: readonly TariffCharge[];
  /** What was priced, by period of the tariff, in the order first used. `cost` is undivided, as in `energy`. */
  readonly periods: readonly { readonly name: string; readonly microjoules: Decimal; readonly cost: Decimal }[];
};

const ALL_HOURS = "All hours";
const BY_TIME = "Price by time";

/**
 * What a tariff makes of a month of use. Hour, weekday and season are those of the tariff's zone; the month's days those of
 * `zone`, the organisation's. Tiers count the kWh of `use` itself from its first quarter on, on top of what `meters` have
 * counted before, each period of a time-of-use tariff for itself. Fixed charges fall on each day a version holds, whole for a running month; demand is
 * the highest so far unless the month `isWhole`.
 */
export function tariffMonth({
  tariff,
  month,
  zone,
  use,
  prices,
  isWhole,
  meters = new TierMeters(),
}: {
  tariff: NamedTariff;
  month: Month;
  zone: string;
  use: readonly QuarterUse[];
  prices: PriceAt | null;
  isWhole: boolean;
  meters?: TierMeters;
}): TariffMonth {
  const clock = localClock({ zone: tariff.zone, ...spanOf(use) });
  return {
    ...energyOf(use, new Pricer({ tariff, prices, clock, meters })),
    charges: tariffCharges({ tariff, month, zone, use, isWhole }),
  };
}

/** The fixed and demand charges of `tariffMonth` alone: they ask for no price of energy. */
export function tariffCharges({
  tariff,
  month,
  zone,
  use,
  isWhole,
}: {
  tariff: NamedTariff;
  month: Month;
  zone: string;
  use: readonly QuarterUse[];
  isWhole: boolean;
}): TariffCharge[] {
  const span = spanOf(use);
  const clock = localClock({ zone: tariff.zone, ...span });
  const organisationClock = localClock({ zone, ...span });
  const dayOf = (atMs: number): Day => organisationClock(atMs).day;
  return [...fixedCharges(tariff, month), ...demandCharges({ tariff, month, use, clock, dayOf, isWhole })];
}

function spanOf(use: readonly QuarterUse[]): { fromMs: number; toMs: number } {
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for (const { atMs } of use) {
    if (atMs < fromMs) fromMs = atMs;
    if (atMs > toMs) toMs = atMs;
  }
  return use.length === 0 ? { fromMs: 0, toMs: 0 } : { fromMs, toMs };
}

type Clock = (atMs: number) => LocalTime;
type Period = { name: string; microjoules: Decimal; cost: Decimal };

function energyOf(use: readonly QuarterUse[], pricer: Pricer): Pick<TariffMonth, "energy" | "periods"> {
  const energy = Array<Decimal | null>(use.length).fill(null);
  const periods = new Map<string, Period>();
  // Tiers fill in the order of time, whatever the order given.
  const inTime = [...use.entries()].sort(([, one], [, other]) => one.atMs - other.atMs);
  for (const [index, quarter] of inTime) {
    const priced = pricer.price(quarter);
    if (!priced) continue;
    energy[index] = priced.cost;
    const period = periods.get(priced.period) ?? { name: priced.period, microjoules: ZERO, cost: ZERO };
    period.microjoules = add(period.microjoules, quarter.wallMicrojoules);
    period.cost = add(period.cost, priced.cost);
    periods.set(priced.period, period);
  }
  return { energy, periods: [...periods.values()] };
}

type Pricing = {
  readonly tariff: NamedTariff;
  readonly prices: PriceAt | null;
  readonly clock: Clock;
  /** By the period's name: a version from mid-month goes on counting where the one before stopped. */
  readonly meters: TierMeters;
};

class Pricer {
  readonly #given: Pricing;

  constructor(given: Pricing) {
    this.#given = given;
  }

  /** @returns null when no version holds or no price is known. */
  price({ atMs, wallMicrojoules }: QuarterUse): { period: string; cost: Decimal } | null {
    const { tariff, prices, clock, meters } = this.#given;
    const local = clock(atMs);
    const terms = versionOn(tariff, local.day)?.terms;
    if (!terms) return null;
    const { energy } = terms;
    const tax = taxFactor(terms);
    switch (energy.kind) {
      case "tiers": {
        const cost = meters.of(ALL_HOURS).cost(wallMicrojoules, energy.tiers);
        return { period: ALL_HOURS, cost: multiply(cost, tax) };
      }
      case "time-of-use": {
        const schedule = local.isWeekend ? energy.weekend : energy.weekday;
        const period = energy.periods[schedule[local.month]?.[local.hour] ?? -1];
        if (!period) return null;
        const cost = meters.of(period.name).cost(wallMicrojoules, period.tiers);
        return { period: period.name, cost: multiply(cost, tax) };
      }
      case "dynamic": {
        const price = prices?.(atMs, atMs + QUARTER_MS) ?? null;
        if (!price) return null;
        return {
          period: BY_TIME,
          cost: multiply(multiply(wallMicrojoules, add(price, energy.addPerKwh)), tax),
        };
      }
      default:
        return energy satisfies never;
    }
  }
}
