import type { RigBody } from "../api/wire/records.ts";
import { AppError } from "../core/app-error.ts";
import { isZone, parseDay } from "../core/calendar.ts";
import { compare, decimal, format, isNegative, sum } from "../core/decimal.ts";
import { slugOf } from "../core/slug.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import {
  findRig,
  insertRig,
  type RigRow,
  type RigWrite,
  readRig,
  readRigs,
  replaceRigShares,
  updateRig,
} from "../db/rigs.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { teamNamed } from "./teams.ts";

export const listRigs = (): Promise<RigRow[]> => readRigs(pool);

/** Registers a rig and posts what it has cost so far. @throws AppError invalid-input, conflict, not-found (team) */
export async function createRig(body: RigBody, by: string, nowMs: number = Date.now()): Promise<RigRow> {
  const write = checkedTerms(body);
  const shares = await checkedShares(body);
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const id = await insertRig(client, { ...write, slug: slugOf(body.name) });
    if (id === null) throw new AppError("conflict", `There is already a rig called ${body.name}.`);
    await replaceRigShares(client, id, shares);
    await accrueRig(client, { rigId: id, nowMs });
    await audit(client, { who: by, what: `registered the rig ${body.name}`, details: body });
    return found(await readRig(client, id));
  });
}

/** Changes a rig's terms; its open months are reckoned anew. @throws AppError not-found, invalid-input */
export async function changeRig(slug: string, body: RigBody, by: string, nowMs: number = Date.now()): Promise<RigRow> {
  const write = checkedTerms(body);
  const shares = await checkedShares(body);
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const rig = await findRig(client, slug);
    await updateRig(client, rig.id, write);
    await replaceRigShares(client, rig.id, shares);
    await accrueRig(client, { rigId: rig.id, nowMs });
    await audit(client, { who: by, what: `changed the rig ${rig.name}`, details: body });
    return found(await readRig(client, rig.id));
  });
}

function found(rig: RigRow | null): RigRow {
  if (!rig) throw new Error("The rig just written was not read back");
  return rig;
}

function checkedTerms(body: RigBody): Omit<RigWrite, "slug"> {
  if (!isZone(body.zone))
    throw new AppError("invalid-input", `"${body.zone}" is not a time zone. Write it as Europe/Stockholm.`);
  if (!parseDay(body.inService))
    throw new AppError("invalid-input", `"${body.inService}" is not a day. Write it as 2026-05-14.`);
  if (slugOf(body.name) === "")
    throw new AppError("invalid-input", "A rig needs a name with at least one letter or digit.");
  const amounts = [
    body.price,
    body.salvage,
    body.hostingMonthly,
    body.operationsHours,
    body.operationsRate,
    body.tariffPerKwh,
    body.wallFactor,
  ];
  if (amounts.some((text) => text !== null && isNegative(decimal(text)))) {
    throw new AppError("invalid-input", "No amount of a rig can be negative.");
  }
  if (compare(decimal(body.salvage), decimal(body.price)) > 0)
    throw new AppError("invalid-input", "The salvage value exceeds the price.");
  if (compare(decimal(body.wallFactor), decimal(1)) < 0)
    throw new AppError(
      "invalid-input",
      "The factor from GPU to wall is at least 1: the wall draws what the GPUs draw, and more.",
    );
  const {
    name,
    hardware,
    zone,
    price,
    inService,
    months,
    salvage,
    hostingMonthly,
    operationsHours,
    operationsRate,
    tariffPerKwh,
    wallFactor,
  } = body;
  return {
    name,
    hardware,
    zone,
    currency: body.currency.toUpperCase(),
    price,
    inService,
    months,
    salvage,
    hostingMonthly,
    operationsHours,
    operationsRate,
    tariffPerKwh,
    wallFactor,
  };
}

async function checkedShares(body: RigBody): Promise<{ teamId: number; percent: string }[]> {
  const shares = [];
  for (const share of body.shares)
    shares.push({ teamId: (await teamNamed(share.team)).id, percent: format(decimal(share.percent)) });
  if (shares.some((share) => compare(decimal(share.percent), decimal(0)) <= 0))
    throw new AppError("invalid-input", "Each team's share must be above 0 %.");
  if (new Set(shares.map((share) => share.teamId)).size !== shares.length)
    throw new AppError("invalid-input", "A team can have only one share of a rig.");
  if (compare(sum(shares.map((share) => decimal(share.percent))), decimal(100)) > 0) {
    throw new AppError("invalid-input", "The shares of a rig exceed 100 %. What is left of 100 is idle.");
  }
  return shares;
}
