import type { Day, Month } from "../calendar.ts";
import { add, type Decimal, multiply, ZERO } from "../decimal.ts";
import { QUARTER_MS } from "../energy/quarters.ts";
import type { NamedTariff } from "../rig/terms.ts";
import { demandCharges, fixedCharges, type TariffCharge } from "./charges.ts";
import { type LocalTime, localClock } from "./local-clock.ts";
import { taxFactor } from "./price-per-kwh.ts";
import type { PriceAt, QuarterUse } from "./quarter-use.ts";
import { TierMeter } from "./tier-meter.ts";
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
 * `zone`, the organisation's. Tiers count the kWh of `use` itself from its first quarter on, each period of a
 * time-of-use tariff for itself. Fixed charges fall on each day a version holds, whole for a running month; demand is
 * the highest so far unless the month `isWhole`.
 */
export function tariffMonth({
  tariff,
  month,
  zone,
  use,
  prices,
  isWhole,
}: {
  tariff: NamedTariff;
  month: Month;
  zone: string;
  use: readonly QuarterUse[];
  prices: PriceAt | null;
  isWhole: boolean;
}): TariffMonth {
  const span = spanOf(use);
  const clock = localClock({ zone: tariff.zone, ...span });
  const organisationClock = localClock({ zone, ...span });
  const dayOf = (atMs: number): Day => organisationClock(atMs).day;
  return {
    ...energyOf({ tariff, use, prices, clock }),
    charges: [...fixedCharges(tariff, month), ...demandCharges({ tariff, month, use, clock, dayOf, isWhole })],
  };
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

function energyOf({
  tariff,
  use,
  prices,
  clock,
}: {
  tariff: NamedTariff;
  use: readonly QuarterUse[];
  prices: PriceAt | null;
  clock: Clock;
}): Pick<TariffMonth, "energy" | "periods"> {
  const energy = Array<Decimal | null>(use.length).fill(null);
  const periods = new Map<string, Period>();
  const pricer = new Pricer(tariff, prices, clock);
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

class Pricer {
  readonly #tariff: NamedTariff;
  readonly #prices: PriceAt | null;
  readonly #clock: Clock;
  /** One for each period by name: a version from mid-month goes on counting where the one before stopped. */
  readonly #meters = new Map<string, TierMeter>();

  constructor(tariff: NamedTariff, prices: PriceAt | null, clock: Clock) {
    this.#tariff = tariff;
    this.#prices = prices;
    this.#clock = clock;
  }

  /** @returns null when no version holds or no price is known. */
  price({ atMs, wallMicrojoules }: QuarterUse): { period: string; cost: Decimal } | null {
    const local = this.#clock(atMs);
    const terms = versionOn(this.#tariff, local.day)?.terms;
    if (!terms) return null;
    const { energy } = terms;
    const tax = taxFactor(terms);
    switch (energy.kind) {
      case "tiers": {
        const cost = this.#meter(ALL_HOURS).cost(wallMicrojoules, energy.tiers);
        return { period: ALL_HOURS, cost: multiply(cost, tax) };
      }
      case "time-of-use": {
        const schedule = local.isWeekend ? energy.weekend : energy.weekday;
        const period = energy.periods[schedule[local.month]?.[local.hour] ?? -1];
        if (!period) return null;
        const cost = this.#meter(period.name).cost(wallMicrojoules, period.tiers);
        return { period: period.name, cost: multiply(cost, tax) };
      }
      case "dynamic": {
        const price = this.#prices?.(atMs, atMs + QUARTER_MS) ?? null;
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

  #meter(period: string): TierMeter {
    const meter = this.#meters.get(period) ?? new TierMeter();
    this.#meters.set(period, meter);
    return meter;
  }
}
