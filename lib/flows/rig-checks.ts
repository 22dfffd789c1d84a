import type { RigBody } from "../api/wire/rigs.ts";
import { AppError } from "../core/app-error.ts";
import { checkZone, day } from "../core/calendar.ts";
import {
  compare,
  type Decimal,
  decimal,
  format,
  isNegative,
  normalise,
  STORED_SCALE,
  sum,
  ZERO,
} from "../core/decimal.ts";
import { isIdleService } from "../core/rig/idle-service.ts";
import { slugOf } from "../core/slug.ts";
import type { ShareWrite } from "../db/rig-writes.ts";
import { teamNamed } from "./teams.ts";

const ONE = decimal(1);
const AMOUNT_BELOW = decimal(1_000_000_000);
const HUNDRED = decimal(100);
/** NUMERIC(9,6): what a factor, a PUE or a share may hold. */
const FACTOR_BELOW = decimal(1000);
const WATTS_BELOW = decimal(1_000_000);

const wrong = (message: string): AppError => new AppError("invalid-input", message);

/** What can be judged of a rig's body by itself. @throws AppError invalid-input */
export function checkRig(body: RigBody): void {
  checkZone(body.zone);
  day(body.inService);
  if (slugOf(body.name) === "") throw wrong("A rig needs a name with at least one letter or digit.");
  if (isIdleService(body.name))
    throw wrong('A rig\u2019s name cannot end in ", idle": so the ledger names its idle time.');
  checkAmounts([
    body.price,
    body.salvage,
    body.hostingMonthly,
    body.operationsHours,
    body.operationsRate,
    body.tariffPerKwh,
    body.wallFactor,
    body.rentMonthly,
    body.rentHourly,
    body.rentHours,
    body.maintenanceMonthly,
    body.licencesMonthly,
    body.baseWatts,
    body.pue,
  ]);
  if (body.price !== null) checkPurchase({ price: body.price, salvage: body.salvage });
  checkWall({ factor: body.wallFactor, baseWatts: body.baseWatts ?? "0", pue: body.pue ?? "1" });
  checkLabour(body);
  checkReplaces(body.replaces ?? null);
}

export function checkAmounts(amounts: readonly (string | null | undefined)[]): void {
  const given = amounts.filter((text) => text !== null && text !== undefined).map(decimal);
  if (given.some(isNegative)) throw wrong("No amount of a rig can be negative.");
  if (given.some((amount) => compare(amount, AMOUNT_BELOW) >= 0 || normalise(amount).scale > STORED_SCALE))
    throw wrong("An amount of a rig stays below 1,000,000,000 and has at most 12 decimal places.");
}

export function checkPurchase({ price, salvage }: { price: string; salvage: string }): void {
  checkAmounts([price, salvage]);
  if (compare(decimal(salvage), decimal(price)) > 0) throw wrong("The salvage value exceeds the price.");
}

export function checkWall({ factor, baseWatts, pue }: { factor: string; baseWatts: string; pue: string }): void {
  checkAmounts([baseWatts]);
  const isFactor = (value: Decimal): boolean => compare(value, ONE) >= 0 && compare(value, FACTOR_BELOW) < 0;
  if (!isFactor(decimal(factor)))
    throw wrong("The factor from GPU to wall is at least 1: the wall draws what the GPUs draw, and more.");
  if (!isFactor(decimal(pue)))
    throw wrong("The PUE is at least 1: the building draws what the rig draws, and more. Without one, write 1.");
  if (compare(decimal(baseWatts), WATTS_BELOW) >= 0)
    throw wrong("The base load of one rig is below a million watts. Write it in watts.");
}

function checkLabour({ operationsHours, operationsRate }: RigBody): void {
  if ((operationsHours === null) !== (operationsRate === null))
    throw wrong("Operations hours and their rate go together: enter both, or neither.");
}

function checkReplaces(replaces: string | null): void {
  if (replaces !== null && !/^[^/\s]+\/\S+$/.test(replaces))
    throw wrong(`"${replaces}" is not a cloud model. Write it as openai/gpt-4.1.`);
}

/** A rig is bought, or it is paid for by time. @throws AppError invalid-input */
export function checkHow(body: RigBody): void {
  const { rentMonthly = null, rentHourly = null, rentHours = null } = body;
  const hasRent = rentMonthly !== null || rentHourly !== null;
  if (rentMonthly !== null && rentHourly !== null) throw wrong("The rent is by the month or by the hour, not both.");
  if (rentHours !== null && rentHourly === null) throw wrong("Hours of rent need their rate per hour.");
  if ((body.kind ?? "owned") === "owned") {
    if (body.price === null) throw wrong("An owned rig needs its price: what was paid for it. Write it as 5500.");
    if (hasRent) throw wrong("An owned rig pays no rent. Say that it is leased or rented.");
  } else if (!hasRent) {
    throw wrong(`A ${body.kind} rig needs its rent, by the month or by the hour.`);
  }
}

/** Shares by team, each above 0 %, together at most 100. @throws AppError not-found (team), invalid-input */
export async function checkedShares(given: RigBody["shares"]): Promise<ShareWrite[]> {
  const shares: ShareWrite[] = [];
  for (const share of given)
    shares.push({ teamId: (await teamNamed(share.team)).id, percent: format(decimal(share.percent)) });
  if (shares.some((share) => compare(decimal(share.percent), ZERO) <= 0))
    throw wrong("Each team's share must be above 0 %.");
  if (new Set(shares.map((share) => share.teamId)).size !== shares.length)
    throw wrong("A team can have only one share of a rig.");
  if (compare(sum(shares.map((share) => decimal(share.percent))), HUNDRED) > 0)
    throw wrong("The shares of a rig exceed 100 %. What is left of 100 is idle.");
  return shares;
}
