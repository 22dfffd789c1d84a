import type { PoolClient } from "pg";
import type { NewRig, RigBody, RigSettings, RigTermsWire } from "../api/wire/rigs.ts";
import { AppError } from "../core/app-error.ts";
import { type Day, day, firstDay, monthOf } from "../core/calendar.ts";
import { USUAL_MONTHS } from "../core/rig/depreciation.ts";
import { slugOf } from "../core/slug.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import {
  type ChargeWrite,
  insertAsset,
  insertCharge,
  insertRig,
  type RigWrite,
  setPricePerKwh,
  setShares,
  setWall,
} from "../db/rig-writes.ts";
import { findRig, type RigRow, readRig, readRigs } from "../db/rigs.ts";
import { readTariff, setRigTariff } from "../db/tariffs.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { hardwareNamed } from "./hardware.ts";
import { termDays } from "./open-from.ts";
import { checkedShares, checkHow, checkRig } from "./rig-checks.ts";
import { rigSettings, rigTerms } from "./rig-settings.ts";
import { teamNamed } from "./teams.ts";

/** What holds from the first day a rig has: before anything it could be asked for. */
export const SINCE_EVER: Day = day("2000-01-01");

/** Every rig with its terms in force today. */
export async function listRigSettings(nowMs: number = Date.now()): Promise<(RigSettings & { slug: string })[]> {
  const { today } = await termDays(pool, nowMs);
  return (await readRigs(pool)).map((rig) => ({ slug: rig.slug, ...rigSettings(rig, today) }));
}

/** Everything of one rig, dated. @throws AppError not-found naming the rigs there are */
export async function showRig(nameOrSlug: string, nowMs: number = Date.now()): Promise<RigTermsWire> {
  return rigTerms(await findRig(pool, nameOrSlug), await termDays(pool, nowMs));
}

/** The body with what was left out as usual, in plain values. */
export const wholeBody = (body: NewRig): RigBody => ({
  ...body,
  hardware: body.hardware ?? "",
  price: body.price ?? null,
  months: body.months ?? USUAL_MONTHS,
  salvage: body.salvage ?? "0",
  hostingMonthly: body.hostingMonthly ?? null,
  operationsHours: body.operationsHours ?? null,
  operationsRate: body.operationsRate ?? null,
  tariffPerKwh: body.tariffPerKwh ?? null,
  wallFactor: body.wallFactor ?? "1",
  shares: body.shares ?? [],
});

/**
 * Registers a rig with its first purchase, charges, tariff, factor to the wall and shares, and posts what it has cost so
 * far. @throws AppError invalid-input, conflict, not-found (team)
 */
export async function createRig(given: NewRig, by: string, nowMs: number = Date.now()): Promise<RigRow> {
  const body = wholeBody(given);
  checkRig(body);
  checkHow(body);
  if (given.tariffId !== undefined && body.tariffPerKwh !== null)
    throw new AppError("invalid-input", "Energy is priced by a tariff or by one price per kWh: give one of the two.");
  const write = await rigWrite(body);
  const shares = await checkedShares(body.shares);
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const id = await insertRig(client, { ...write, slug: slugOf(body.name) });
    if (id === null) throw new AppError("conflict", `There is already a rig called ${body.name}.`);
    await insertFirstTerms(client, id, body);
    if (given.tariffId !== undefined) await priceBy(client, { rigId: id, tariffId: given.tariffId });
    await setShares(client, id, { from: SINCE_EVER, shares });
    await accrueRig(client, { rigId: id, nowMs });
    await audit(client, { who: by, what: `registered the rig ${body.name}`, details: body });
    return readBack(client, id);
  });
}

export async function readBack(client: PoolClient, id: number): Promise<RigRow> {
  const rig = await readRig(client, id);
  if (!rig) throw new Error("The rig just written was not read back");
  return rig;
}

/** Which of a rig's own fields a body gives; `before` is the rig that keeps what the body leaves out. */
export async function rigWrite(body: RigBody, before: RigRow | null = null): Promise<RigWrite> {
  const given = <Value>(value: Value | undefined, otherwise: Value): Value => (value === undefined ? otherwise : value);
  const owner = body.owner ? (await teamNamed(body.owner)).id : null;
  const ownerTeamId = body.owner === undefined ? (before?.owner?.id ?? null) : owner;
  const idleBearer = given(body.idleBearer, before?.terms.idleBearer ?? "idle");
  if (idleBearer === "owner" && ownerTeamId === null)
    throw new AppError("invalid-input", "Say which team owns the rig: its owner is to carry what nobody used.");
  const hardware = body.catalogueId ? hardwareNamed(body.catalogueId) : null;
  return {
    name: body.name,
    hardware: body.hardware || (hardware?.name ?? ""),
    kind: given(body.kind, before?.terms.kind ?? "owned"),
    catalogueId: given(body.catalogueId, before?.catalogueId ?? null),
    zone: body.zone,
    currency: body.currency.toUpperCase(),
    inService: day(body.inService),
    ownerTeamId,
    idleBearer,
    splitBy: given(body.splitBy, before?.terms.splitBy ?? "shares"),
    serves: given(body.serves, [...(before?.serves ?? [])]),
    replaces: given(body.replaces, before?.replaces ?? null),
    gridZone: given(body.gridZone, before?.gridZone ?? null),
  };
}

async function insertFirstTerms(client: PoolClient, rigId: number, body: RigBody): Promise<void> {
  const inService = day(body.inService);
  if (body.price !== null) {
    const { price, salvage, months } = body;
    await insertAsset(client, rigId, { name: body.hardware || body.name, price, salvage, inService, months });
  }
  for (const charge of firstCharges(body)) await insertCharge(client, rigId, charge);
  if (body.tariffPerKwh !== null) await setPricePerKwh(client, rigId, { from: SINCE_EVER, perKwh: body.tariffPerKwh });
  await setWall(client, rigId, {
    from: SINCE_EVER,
    factor: body.wallFactor,
    baseWatts: body.baseWatts ?? "0",
    pue: body.pue ?? "1",
    note: "",
  });
}

/** @throws AppError not-found */
async function priceBy(client: PoolClient, { rigId, tariffId }: { rigId: number; tariffId: number }): Promise<void> {
  const { tariff } = await readTariff(client, tariffId);
  await setRigTariff(client, { rigId, from: SINCE_EVER, tariffId: tariff.id ?? tariffId });
}

/** A month's charges count from the month the rig enters service, its rent from the day. */
function firstCharges(body: RigBody): ChargeWrite[] {
  const entered = day(body.inService);
  const month = firstDay(monthOf(entered));
  const none = { to: null, monthly: null, hourly: null, hours: null, covers: "" };
  const charges: ChargeWrite[] = [];
  const monthly = [
    ["rent", entered, body.rentMonthly],
    ["hosting", month, body.hostingMonthly],
    ["maintenance", month, body.maintenanceMonthly],
    ["licences", month, body.licencesMonthly],
  ] as const;
  for (const [kind, from, amount] of monthly) if (amount) charges.push({ ...none, kind, from, monthly: amount });
  if (body.rentHourly)
    charges.push({ ...none, kind: "rent", from: entered, hourly: body.rentHourly, hours: body.rentHours ?? null });
  const { operationsHours: hours, operationsRate: hourly } = body;
  if (hourly !== null && hours !== null) charges.push({ ...none, kind: "labour", from: month, hourly, hours });
  return charges;
}
