import { type Day, firstDay, type Month, monthOf } from "../calendar.ts";
import { add, allocate, type Decimal, divide, isZero, STORED_SCALE, subtract, sum, ZERO } from "../decimal.ts";
import type { PriceAt } from "../tariff/month.ts";
import { tariffCharges, tariffMonth } from "../tariff/month.ts";
import { TierMeters } from "../tariff/tier-meter.ts";
import type { Basis } from "../usage-line.ts";
import { chargeOfMonth } from "./charges.ts";
import { depreciationOf } from "./depreciation.ts";
import type { RigPart } from "./parts.ts";
import type { Bearer, BearerWeight } from "./split.ts";
import type { NamedTariff, RigTerms } from "./terms.ts";
import { type EstimatedQuarter, type MeasuredQuarter, MICROJOULES_PER_KWH, wallMicrojoules, wallOn } from "./wall.ts";

export type RigMonthInput = {
  readonly terms: RigTerms;
  readonly month: Month;
  /** The day in the organisation's zone that an instant is on. */
  readonly dayOf: (atMs: number) => Day;
  /** The organisation's zone: edges of the month. */
  readonly zone: string;
  /** What was measured in the month, in time order. */
  readonly measured: readonly MeasuredQuarter[];
  /** What a person stated for time without a reading. */
  readonly estimated: readonly EstimatedQuarter[];
  /** Prices by time of a dynamic tariff. */
  readonly prices: (tariff: NamedTariff) => PriceAt | null;
  /** Is the month over. */
  readonly isWhole: boolean;
};

/** One cost of a rig's month, before anybody bears it. Rounded at 12 places. */
export type RigCost = {
  readonly part: RigPart;
  readonly basis: Extract<Basis, "scheduled" | "metered" | "estimated">;
  readonly currency: string;
  readonly day: Day;
  readonly amount: Decimal;
};

export type RigMonthCosts = {
  readonly costs: readonly RigCost[];
  /** Energy at the wall for which no price is known, in microjoules: no price is not zero. */
  readonly unpriced: Decimal;
};

/** What a rig costs in a month: depreciation + rent + energy + grid + hosting + maintenance + licences + labour. */
export function rigMonthCosts(input: RigMonthInput): RigMonthCosts {
  const { terms, month } = input;
  const start = firstDay(month);
  const scheduled = { basis: "scheduled" as const, currency: terms.currency };
  const depreciation = terms.assets.flatMap((asset): RigCost[] => {
    const amount = depreciationOf(asset, month);
    const day = asset.inService > start ? asset.inService : start;
    return isZero(amount) ? [] : [{ part: "depreciation", ...scheduled, day, amount }];
  });
  const charges = terms.charges.flatMap((charge): RigCost[] => {
    const of = chargeOfMonth(charge, month, terms.retiredOn);
    if (!of || isZero(of.amount)) return [];
    const day = of.day < terms.inService && monthOf(terms.inService) === month ? terms.inService : of.day;
    return [{ part: charge.kind, ...scheduled, day, amount: of.amount }];
  });
  const energy = energyCosts(input);
  return { costs: [...depreciation, ...charges, ...energy.costs], unpriced: energy.unpriced };
}

type Drawn = {
  readonly atMs: number;
  readonly day: Day;
  readonly wallMicrojoules: Decimal;
  readonly coveredMs: number;
};

function energyCosts(input: RigMonthInput): RigMonthCosts {
  const { terms, dayOf } = input;
  const measured = input.measured.map((quarter): Drawn => {
    const day = dayOf(quarter.atMs);
    const wall = wallMicrojoules(quarter, wallOn(terms.walls, day));
    return { atMs: quarter.atMs, day, wallMicrojoules: wall, coveredMs: quarter.coveredMs };
  });
  const estimated = input.estimated.map(
    ({ atMs, microjoules }): Drawn => ({ atMs, day: dayOf(atMs), wallMicrojoules: microjoules, coveredMs: 0 }),
  );
  const costs: RigCost[] = [];
  let unpriced = ZERO;
  const meters = new Map<NamedTariff["id"] | NamedTariff, TierMeters>();
  for (const [basis, drawn] of [
    ["metered", measured],
    ["estimated", estimated],
  ] as const) {
    for (const { tariff, quarters } of byTariff(terms, drawn)) {
      const priced = pricedDays(input, { tariff, quarters, meters: metersOf(meters, tariff) });
      unpriced = add(unpriced, priced.unpriced);
      if (tariff)
        for (const { day, amount } of priced.days)
          costs.push({ part: "energy", basis, currency: tariff.currency, day, amount });
    }
  }
  return { costs: [...costs, ...gridCosts(input, measured)], unpriced };
}

/**
 * The tiers of a tariff count what was measured, then what was stated on top of it: together they are the month's kWh, and
 * what was measured costs the same with and without a statement. A tariff taken up again goes on counting.
 */
function metersOf(known: Map<NamedTariff["id"] | NamedTariff, TierMeters>, tariff: NamedTariff | null): TierMeters {
  const key = tariff?.id ?? tariff;
  const meters = known.get(key) ?? new TierMeters();
  known.set(key, meters);
  return meters;
}

/** Quarter hours by the tariff that holds on their day. A rented rig without a tariff has its energy in the rent. */
function byTariff(
  { tariffs, kind }: RigTerms,
  drawn: readonly Drawn[],
): { tariff: NamedTariff | null; quarters: readonly Drawn[] }[] {
  const groups = new Map<NamedTariff | null, Drawn[]>();
  if (tariffs.length === 0 && kind === "rented") return [];
  for (const quarter of drawn) {
    const tariff = tariffs.findLast((each) => each.from <= quarter.day)?.tariff ?? null;
    const group = groups.get(tariff);
    if (group) group.push(quarter);
    else groups.set(tariff, [quarter]);
  }
  return [...groups].map(([tariff, quarters]) => ({ tariff, quarters }));
}

/** Cost by day, rounded on the running total so that the days sum to the month's energy times its prices, rounded once. */
function pricedDays(
  input: RigMonthInput,
  { tariff, quarters, meters }: { tariff: NamedTariff | null; quarters: readonly Drawn[]; meters: TierMeters },
) {
  if (!tariff) return { days: [], unpriced: sum(quarters.map((quarter) => quarter.wallMicrojoules)) };
  const { energy } = tariffMonth({
    tariff,
    month: input.month,
    zone: input.zone,
    use: quarters,
    prices: input.prices(tariff),
    isWhole: input.isWhole,
    meters,
  });
  let unpriced = ZERO;
  const byDay = new Map<Day, Decimal>();
  for (const [index, quarter] of quarters.entries()) {
    const cost = energy[index] ?? null;
    if (cost === null) unpriced = add(unpriced, quarter.wallMicrojoules);
    else byDay.set(quarter.day, add(byDay.get(quarter.day) ?? ZERO, cost));
  }
  let running = ZERO;
  let posted = ZERO;
  const days = [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, undivided]) => {
      running = add(running, undivided);
      const until = divide(running, MICROJOULES_PER_KWH, { scale: STORED_SCALE, rounding: "half-up" });
      const amount = subtract(until, posted);
      posted = until;
      return { day, amount };
    });
  return { days: days.filter(({ amount }) => !isZero(amount)), unpriced };
}

/** Fixed and demand charges of each tariff on the days it holds, one cost a tariff. */
function gridCosts(input: RigMonthInput, measured: readonly Drawn[]): RigCost[] {
  const { terms, month, zone, isWhole } = input;
  return terms.tariffs.flatMap(({ from, tariff }, index): RigCost[] => {
    const until = terms.tariffs[index + 1]?.from ?? null;
    const start = from > terms.inService ? from : terms.inService;
    const holds = (day: Day) =>
      day >= start && (until === null || day < until) && (terms.retiredOn === null || day <= terms.retiredOn);
    const use = measured.filter((quarter) => holds(quarter.day));
    const charges = tariffCharges({ tariff, month, zone, use, isWhole }).filter(({ day }) => holds(day));
    const amount = sum(charges.map((charge) => charge.amount));
    const [first] = charges;
    return first && !isZero(amount)
      ? [{ part: "grid", basis: "scheduled", currency: tariff.currency, day: first.day, amount }]
      : [];
  });
}

export type RigMonthEntry = RigCost & { readonly bearer: Bearer };

/** Each cost split to its bearers by their weights on its day; the parts of a cost sum to it exactly (largest remainder). */
export function rigMonthEntries(
  costs: readonly RigCost[],
  bearersOn: (day: Day) => readonly BearerWeight[],
): RigMonthEntry[] {
  return costs.flatMap((cost) => {
    const bearers = bearersOn(cost.day);
    const split = allocate(
      cost.amount,
      bearers.map(({ weight }) => weight),
    );
    return split.flatMap((amount, index): RigMonthEntry[] => {
      const bearer = bearers[index]?.bearer;
      return bearer && !isZero(amount) ? [{ ...cost, amount, bearer }] : [];
    });
  });
}
