import type { Day } from "../calendar.ts";
import { add, compare, type Decimal, decimal, isZero, multiply, subtract, sum, ZERO } from "../decimal.ts";
import type { IdleBearer, RigShares, SplitBy } from "./terms.ts";

/** Who bears a part of a rig's month. `isIdle`: a part nobody used, carried by a team all the same. */
export type Bearer =
  | { readonly kind: "team"; readonly teamId: number; readonly isIdle: boolean }
  | { readonly kind: "unassigned" }
  | { readonly kind: "idle" };
export type BearerWeight = { readonly bearer: Bearer; readonly weight: Decimal };

/** What one team did on the rig in a month; null: keys that no rule knows. Tokens without those read from a cache. */
export type TeamUse = {
  readonly teamId: number | null;
  readonly input: Decimal;
  readonly output: Decimal;
  readonly requests: Decimal;
  readonly requestMs: Decimal;
};

export type IdleTerms = {
  readonly idleBearer: IdleBearer;
  readonly ownerTeamId: number | null;
  /** Teams that carry idle together where it is shared. */
  readonly sharers: readonly number[];
};

const HUNDRED = decimal(100);

/** By fixed shares of the day; what is left of 100 % is idle. @throws RangeError when they exceed 100 % */
export function splitByShares(dated: readonly RigShares[], day: Day, idle: IdleTerms): BearerWeight[] {
  const shares = dated.findLast((each) => each.from <= day)?.shares ?? [];
  const used = sum(shares.map((share) => share.percent));
  if (compare(used, HUNDRED) > 0) throw new RangeError("The shares of a rig exceed 100 %");
  const teams = shares.map(({ teamId, percent }) => ({ teamId, weight: percent }));
  return [...teams.map(forUse), ...carried({ weight: subtract(HUNDRED, used), teams }, idle)].filter(counts);
}

/** What use is weighed by: tokens read and written, requests, or the time requests took. */
export type UseWeights = { readonly prefill: Decimal; readonly decode: Decimal };

/** A team's use as one number in the unit of the split. */
export function weightOf(use: TeamUse, by: Exclude<SplitBy, "shares">, { prefill, decode }: UseWeights): Decimal {
  if (by === "requests") return use.requests;
  if (by === "gpu-seconds") return use.requestMs;
  return add(multiply(use.input, prefill), multiply(use.output, decode));
}

/**
 * By measured use: of the month's time, what the rig was busy goes to the teams by their weight, the rest is idle.
 * `busy`: busy and whole time in one unit; null where no file tells how long the rig was busy, and then all goes to
 * those who used it. A month nobody used is idle as a whole, and carried as idle time is.
 */
export function splitByUse(
  uses: readonly TeamUse[],
  given: {
    by: Exclude<SplitBy, "shares">;
    weights: UseWeights;
    busy: { readonly part: Decimal; readonly whole: Decimal } | null;
    idle: IdleTerms;
  },
): BearerWeight[] {
  const weighed = uses.map((use) => ({ teamId: use.teamId, weight: weightOf(use, given.by, given.weights) }));
  const total = sum(weighed.map((each) => each.weight));
  if (isZero(total)) return carried({ weight: decimal(1), teams: [] }, given.idle);
  const busy = given.busy ?? { part: decimal(1), whole: decimal(1) };
  const part = compare(busy.part, busy.whole) > 0 ? busy.whole : busy.part;
  const used = weighed.map(({ teamId, weight }) => ({ teamId, weight: multiply(weight, part) }));
  const idle = multiply(total, subtract(busy.whole, part));
  return [...used.map(forUse), ...carried({ weight: idle, teams: used }, given.idle)].filter(counts);
}

type TeamWeight = { readonly teamId: number | null; readonly weight: Decimal };

const forUse = ({ teamId, weight }: TeamWeight): BearerWeight => ({
  bearer: teamId === null ? { kind: "unassigned" } : { kind: "team", teamId, isIdle: false },
  weight,
});
const counts = ({ weight }: BearerWeight): boolean => !isZero(weight);

/** What nobody used, by who carries it. Where nobody can, it stays a line of its own. */
function carried(
  { weight, teams }: { weight: Decimal; teams: readonly TeamWeight[] },
  { idleBearer, ownerTeamId, sharers }: IdleTerms,
): BearerWeight[] {
  const own: BearerWeight[] = [{ bearer: { kind: "idle" }, weight }];
  if (idleBearer === "owner" && ownerTeamId !== null) {
    return [{ bearer: { kind: "team", teamId: ownerTeamId, isIdle: true }, weight }];
  }
  if (idleBearer === "shared" && sharers.length > 0) {
    // Equal parts of a weight need not be whole: everybody's weight is scaled by the number of sharers instead.
    return scaled(
      sharers.map((teamId) => ({ teamId, weight: decimal(1) })),
      weight,
    );
  }
  const known = teams.filter((team) => team.teamId !== null && !isZero(team.weight));
  if (idleBearer === "use" && known.length > 0) return scaled(known, weight);
  return own;
}

/** Shares of a weight in proportion to others, to 24 places: the last takes the rest, so they sum to it. */
function scaled(teams: readonly TeamWeight[], weight: Decimal): BearerWeight[] {
  const total = sum(teams.map((team) => team.weight));
  let left = weight;
  return teams.map((team, index) => {
    const isLast = index === teams.length - 1;
    const part = isLast ? left : proportion(multiply(weight, team.weight), total);
    left = subtract(left, part);
    return { bearer: { kind: "team" as const, teamId: team.teamId ?? 0, isIdle: true }, weight: part };
  });
}

function proportion(dividend: Decimal, divisor: Decimal): Decimal {
  return isZero(divisor) ? ZERO : divideFinely(dividend, divisor);
}

function divideFinely(dividend: Decimal, divisor: Decimal): Decimal {
  const places = 24;
  const units =
    (dividend.units * 10n ** BigInt(places + divisor.scale)) / (divisor.units * 10n ** BigInt(dividend.scale));
  return { units, scale: places };
}
