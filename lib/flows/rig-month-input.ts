import { addDays, type Day, dayStartMs, type Month, monthBoundsMs } from "../core/calendar.ts";
import { add, type Decimal, decimal } from "../core/decimal.ts";
import { type Fill, filledQuarters } from "../core/energy/fill.ts";
import { QUARTER_MS } from "../core/energy/quarters.ts";
import { HOUR_MS } from "../core/local-use/split-at-hours.ts";
import type { RigMonthInput } from "../core/rig/rig-month.ts";
import { type BearerWeight, splitByShares, splitByUse, type TeamUse } from "../core/rig/split.ts";
import { hourOfWeek, localClock } from "../core/tariff/local-clock.ts";
import type { PriceAt } from "../core/tariff/month.ts";
import { meanPriceOf } from "../core/tariff/price-at.ts";
import { readFills } from "../db/energy-fills.ts";
import { type RigQuarterRow, readRigQuarters } from "../db/power.ts";
import type { RigRow } from "../db/rigs.ts";
import type { Database } from "../db/sql.ts";
import { readTariffPrices } from "../db/tariff-prices.ts";
import { teamIdsOfMonth } from "../db/teams.ts";
import { type RigUse, rigUse } from "./rig-use.ts";
import { type RigWeights, rigWeights } from "./rig-weights.ts";

/** Everything a rig's month is reckoned from. */
export type RigMonthFacts = {
  readonly input: RigMonthInput;
  readonly fromMs: number;
  /** End of the month, or the instant asked at when the month still runs. */
  readonly toMs: number;
  readonly quarters: readonly RigQuarterRow[];
  readonly filled: readonly { readonly atMs: number; readonly microjoules: Decimal; readonly filledMs: number }[];
  readonly use: RigUse;
  readonly weights: RigWeights;
  /** How long it worked of the time that files tell of; null: none tells. */
  readonly busy: ReturnType<typeof busyOf>;
  readonly bearersOn: (day: Day) => readonly BearerWeight[];
};

/** Reads what one month of a rig rests on: readings, statements, prices, use and shares. */
export async function rigMonthFacts(
  database: Database,
  { rig, month, zone, nowMs }: { rig: RigRow; month: Month; zone: string; nowMs: number },
): Promise<RigMonthFacts> {
  const { startMs, endMs } = monthBoundsMs(month, zone);
  const stretch = { fromMs: startMs, toMs: endMs };
  const quarters = await readRigQuarters(database, { rigId: rig.id, ...stretch });
  const fills = await readFills(database, { rigId: rig.id, ...stretch });
  const use = await rigUse(database, rig, stretch);
  const weights = await rigWeights(database, rig);
  const clock = localClock({ zone, ...stretch });
  const filled = filledOf(rig, { fills, quarters, fromMs: startMs, toMs: Math.min(endMs, nowMs) });
  const dynamic = await pricesOf(database, rig, stretch);
  const isWhole = endMs <= nowMs;
  const input: RigMonthInput = {
    terms: rig.terms,
    month,
    zone,
    dayOf: (atMs) => clock(atMs).day,
    measured: quarters,
    estimated: filled,
    prices: (tariff) => (tariff.id === null ? null : (dynamic.get(tariff.id) ?? null)),
    isWhole,
  };
  const untilMs = isWhole ? endMs : knownUntil({ quarters, use, fromMs: startMs });
  const busy = busyOf(use, weights, serviceStretch(rig, { ...stretch, zone, nowMs: untilMs }));
  const everyTeam = rig.terms.idleBearer === "shared" ? await teamIdsOfMonth(database, month) : [];
  const bearersOn = bearersOf(rig.terms, {
    everyTeam,
    uses: teamUses(use),
    weights,
    busy,
  });
  return {
    ...{
      input,
      fromMs: startMs,
      toMs: Math.min(endMs, Math.max(nowMs, startMs)),
      quarters,
      filled,
      use,
      weights,
      busy,
    },
    bearersOn,
  };
}

/**
 * The end of what is known of a month that still runs: hours no file has told of yet are not idle. By files alone, so that
 * the split stays the same until one comes.
 */
function knownUntil({
  quarters,
  use,
  fromMs,
}: {
  quarters: readonly RigQuarterRow[];
  use: RigUse;
  fromMs: number;
}): number {
  const measured = (quarters.at(-1)?.atMs ?? fromMs - QUARTER_MS) + QUARTER_MS;
  return use.counted.reduce((last, { hourMs }) => Math.max(last, hourMs + HOUR_MS), measured);
}

/** Who bears what falls on a day. Idle time is carried together by the teams that have a share that day, else by every team. */
function bearersOf(
  { splitBy, shares, idleBearer, ownerTeamId }: RigRow["terms"],
  { everyTeam, uses, weights, busy }: Carrying,
): RigMonthFacts["bearersOn"] {
  return (day) => {
    const ofDay = shares.findLast((each) => each.from <= day)?.shares.map(({ teamId }) => teamId) ?? [];
    const idle = { idleBearer, ownerTeamId, sharers: ofDay.length > 0 ? ofDay : everyTeam };
    return splitBy === "shares"
      ? splitByShares(shares, day, idle)
      : splitByUse(uses, { by: splitBy, weights, busy, idle });
  };
}
type Carrying = {
  readonly everyTeam: readonly number[];
  readonly uses: readonly TeamUse[];
  readonly weights: RigWeights;
  readonly busy: ReturnType<typeof busyOf>;
};

/** Milliseconds of the stretch in which the rig was in service, up to now. */
export function serviceStretch(
  { terms }: RigRow,
  { fromMs, toMs, zone, nowMs }: { fromMs: number; toMs: number; zone: string; nowMs: number },
): number {
  const starts = dayStartMs(terms.inService, zone);
  const ends = terms.retiredOn ? dayStartMs(addDays(terms.retiredOn, 1), zone) : Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(toMs, nowMs, ends) - Math.max(fromMs, starts));
}

/** The month's use by team, summed. */
export function teamUses(use: RigUse): TeamUse[] {
  const sums = new Map<number | null, { input: Decimal; output: Decimal; requests: number; requestMs: number }>();
  for (const each of use.counted) {
    const sum = sums.get(each.teamId);
    if (!sum) {
      const { input, output, requests, requestMs } = each;
      sums.set(each.teamId, { input, output, requests, requestMs });
      continue;
    }
    sum.input = add(sum.input, each.input);
    sum.output = add(sum.output, each.output);
    sum.requests += each.requests;
    sum.requestMs += each.requestMs;
  }
  return [...sums]
    .sort(([a], [b]) => (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY))
    .map(([teamId, { input, output, requests, requestMs }]) => ({
      ...{ teamId, input, output },
      // Parts of a request by a shared key: six places are finer than any split needs.
      requests: decimal(requests.toFixed(6)),
      requestMs: decimal(requestMs.toFixed(6)),
    }));
}

/** How long the rig was busy of the time it was in service: measured, else by its load test's speeds; null when neither tells. */
export function busyOf(use: RigUse, weights: RigWeights, serviceMs: number): { part: Decimal; whole: Decimal } | null {
  if (serviceMs <= 0) return null;
  const whole = decimal(Math.round(serviceMs));
  if (use.busyByHour.size > 0) {
    return { part: decimal([...use.busyByHour.values()].reduce((sum, each) => sum + Math.round(each), 0)), whole };
  }
  if (weights.prefillTokensPerSecond === null || weights.decodeTokensPerSecond === null) return null;
  const seconds = use.counted.reduce(
    (sum, each) =>
      sum +
      Number(each.input.units) / 10 ** each.input.scale / (weights.prefillTokensPerSecond ?? 1) +
      Number(each.output.units) / 10 ** each.output.scale / (weights.decodeTokensPerSecond ?? 1),
    0,
  );
  return { part: decimal(Math.round(seconds * 1000)), whole };
}

function filledOf(
  rig: RigRow,
  {
    fills,
    quarters,
    fromMs,
    toMs,
  }: { fills: readonly Fill[]; quarters: readonly RigQuarterRow[]; fromMs: number; toMs: number },
) {
  if (fills.length === 0) return [];
  const covered = new Map(quarters.map((quarter) => [quarter.atMs, quarter.coveredMs]));
  return filledQuarters(fills, {
    fromMs,
    toMs,
    coveredMs: (atMs) => covered.get(atMs) ?? 0,
    hourOfWeek: hourOfWeek({ zone: rig.zone, fromMs, toMs }),
  });
}

async function pricesOf(
  database: Database,
  rig: RigRow,
  stretch: { fromMs: number; toMs: number },
): Promise<Map<number, PriceAt>> {
  const prices = new Map<number, PriceAt>();
  for (const { tariff } of rig.terms.tariffs) {
    const isDynamic = tariff.versions.some(({ terms }) => terms.energy.kind === "dynamic");
    if (tariff.id === null || !isDynamic) continue;
    prices.set(tariff.id, meanPriceOf(await readTariffPrices(database, { tariffId: tariff.id, ...stretch })));
  }
  return prices;
}
