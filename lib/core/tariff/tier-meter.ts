import { add, compare, type Decimal, isZero, multiply, subtract, ZERO } from "../decimal.ts";
import { MICROJOULES_PER_KWH } from "./price-per-kwh.ts";
import type { Tier } from "./tariff.ts";

/** Counts what a month has used so far, and prices each stretch by the tiers it falls into. */
export class TierMeter {
  #used: Decimal = ZERO;

  /**
   * Microjoules x price per kWh, undivided and without tax. A stretch that crosses the edge of a tier is split there
   * exactly. Beyond the last tier its price goes on.
   */
  cost(microjoules: Decimal, tiers: readonly Tier[]): Decimal {
    let left = microjoules;
    let cost = ZERO;
    for (const [index, tier] of tiers.entries()) {
      const isLast = index === tiers.length - 1 || tier.upToKwh === null;
      const room = isLast || tier.upToKwh === null ? left : this.#roomBelow(tier.upToKwh);
      const part = compare(room, left) < 0 ? room : left;
      cost = add(cost, multiply(part, tier.perKwh));
      this.#used = add(this.#used, part);
      left = subtract(left, part);
      if (isLast || isZero(left)) break;
    }
    return cost;
  }

  #roomBelow(upToKwh: Decimal): Decimal {
    const room = subtract(multiply(upToKwh, MICROJOULES_PER_KWH), this.#used);
    return room.units > 0n ? room : ZERO;
  }
}

/** What a month has used so far of each period of a tariff, by the period's name. */
export class TierMeters {
  readonly #meters = new Map<string, TierMeter>();

  of(period: string): TierMeter {
    const meter = this.#meters.get(period) ?? new TierMeter();
    this.#meters.set(period, meter);
    return meter;
  }
}
