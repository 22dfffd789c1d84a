import type { PoolClient } from "pg";
import type { NewRig, RigBody, RigSettings } from "../api/wire/rigs.ts";
import { AppError } from "../core/app-error.ts";
import { addDays, type Day, day, firstDay, monthOf } from "../core/calendar.ts";
import { decimal, equals } from "../core/decimal.ts";
import { dayName } from "../core/display-dates.ts";
import type { ChargeKind, RigCharge } from "../core/rig/terms.ts";
import { type TermsInForce, termsInForce } from "../core/rig/terms-in-force.ts";
import { audit } from "../db/audit.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import {
  deleteCharge,
  deleteTariffFrom,
  endCharge,
  insertAsset,
  insertCharge,
  moveCharges,
  type RigWrite,
  type ShareWrite,
  setPricePerKwh,
  setShares,
  setWall,
  updateAsset,
  updateRig,
} from "../db/rig-writes.ts";
import { findRig, type RigRow } from "../db/rigs.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { notBeforeOpen, type TermDays, termDays } from "./open-from.ts";
import { checkedShares, checkHow, checkRig } from "./rig-checks.ts";
import { rigSettings } from "./rig-settings.ts";
import { readBack, rigWrite, SINCE_EVER, wholeBody } from "./rigs.ts";

type Change = {
  readonly client: PoolClient;
  readonly rig: RigRow;
  readonly days: TermDays;
  readonly held: RigSettings;
  readonly inForce: TermsInForce;
  readonly body: RigBody;
};

/**
 * Enters a rig's terms anew. Of the terms in force, those that differ are corrected from the day they began; where a month
 * they counted in is closed, what is signed keeps them and the new ones count from the first open day. Dated terms before
 * and after stay. @returns the rig, and a sentence about what counts from when; null when all of it counts throughout.
 * @throws AppError not-found, invalid-input, month-closed (a purchase that was written off in a closed month)
 */
export async function changeRig(
  slug: string,
  given: Omit<NewRig, "tariffId">,
  by: string,
  nowMs: number = Date.now(),
): Promise<{ rig: RigRow; from: string | null }> {
  const shares = await checkedShares(given.shares ?? []);
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const rig = await findRig(client, slug);
    const days = await termDays(client, nowMs);
    const held = rigSettings(rig, days.today);
    const body = heldWhereLeftOut(wholeBody(given), held);
    checkRig(body);
    checkHow(body);
    const before = { client, rig, days, held, inForce: termsInForce(rig.terms, days.today), body };
    await changePurchase(before);
    const write = await rigWrite(body, rig);
    refuseUndated(rig, write, days);
    await updateRig(client, rig.id, write);
    // Read again: charges that began with its service may have moved with it.
    const moved = await readBack(client, rig.id);
    const change = { ...before, inForce: termsInForce(moved.terms, days.today) };
    const later = [
      ...(await changeCharges(change)),
      await changeTariff(change),
      await changeWall(change),
      await changeShares(change, shares),
    ].some((isLater) => isLater);
    await accrueRig(client, { rigId: rig.id, nowMs });
    await audit(client, { who: by, what: `changed the rig ${rig.name}`, details: given });
    const from =
      later && days.openFrom ? `What changed counts from ${dayName(days.openFrom)}: months before are closed.` : null;
    return { rig: await readBack(client, rig.id), from };
  });
}

/** What the body leaves out stays as it is, so that a form without these fields changes none of them. */
function heldWhereLeftOut(body: RigBody, held: RigSettings): RigBody {
  const isRented = (body.kind ?? held.kind) !== "owned";
  const rent = (value: string | null | undefined, kept: string | null) =>
    value === undefined ? (isRented && !hasRent(body) ? kept : null) : value;
  return {
    ...body,
    kind: body.kind ?? held.kind,
    rentMonthly: rent(body.rentMonthly, held.rentMonthly),
    rentHourly: rent(body.rentHourly, held.rentHourly),
    rentHours: rent(body.rentHours, held.rentHours),
    maintenanceMonthly: body.maintenanceMonthly === undefined ? held.maintenanceMonthly : body.maintenanceMonthly,
    licencesMonthly: body.licencesMonthly === undefined ? held.licencesMonthly : body.licencesMonthly,
    baseWatts: body.baseWatts ?? held.baseWatts,
    pue: body.pue ?? held.pue,
  };
}
const hasRent = (body: RigBody): boolean => Boolean(body.rentMonthly ?? body.rentHourly);

const isSame = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : equals(decimal(a), decimal(b));

async function changePurchase({ client, rig, days, held, inForce, body }: Change): Promise<void> {
  const inService = day(body.inService);
  const isMoved = inService !== rig.terms.inService;
  const { asset } = inForce;
  const isOther =
    isMoved || !isSame(body.price, held.price) || !isSame(body.salvage, held.salvage) || body.months !== held.months;
  if (!isOther) return;
  const first = asset && asset.inService < inService ? asset.inService : inService;
  if (days.openFrom !== null && first < days.openFrom && (asset !== null || isMoved))
    throw new AppError(
      "month-closed",
      `Months of this rig before ${dayName(days.openFrom)} are closed with its purchase as it stands. Dispose of it and add another, or reopen them first.`,
    );
  if (isMoved)
    await moveCharges(client, rig.id, {
      from: [rig.terms.inService, firstDay(monthOf(rig.terms.inService))],
      to: [inService, firstDay(monthOf(inService))],
    });
  if (body.price === null) return;
  const { price, salvage, months } = body;
  const moved = asset && asset.inService !== rig.terms.inService ? asset.inService : inService;
  if (asset)
    await updateAsset(client, rig.id, { id: asset.id, name: asset.name, price, salvage, months, inService: moved });
  else await insertAsset(client, rig.id, { name: body.hardware || body.name, price, salvage, months, inService });
}

/**
 * Its currency, how its month is split and who carries idle time hold for every month alike, so they cannot change once one
 * of its months is closed: the open month would carry the difference of all before. @throws AppError month-closed
 */
function refuseUndated({ terms, currency }: RigRow, write: RigWrite, { openFrom }: TermDays): void {
  if (openFrom === null || terms.inService >= openFrom) return;
  const isOther =
    write.currency !== currency ||
    write.splitBy !== terms.splitBy ||
    write.idleBearer !== terms.idleBearer ||
    (write.idleBearer === "owner" && write.ownerTeamId !== terms.ownerTeamId);
  if (!isOther) return;
  throw new AppError(
    "month-closed",
    `Months of this rig before ${dayName(openFrom)} are closed as they were split. Its currency, its split and who carries its idle time hold for all its months: reopen those months first, or register the rig anew from ${dayName(openFrom)}.`,
  );
}

type Wanted = { readonly monthly: string | null; readonly hourly: string | null; readonly hours: string | null };
type Slot = {
  readonly kind: ChargeKind;
  readonly per: "month" | "hour";
  readonly isSame: boolean;
  /** Null: none from now on. */
  readonly wanted: Wanted | null;
};

async function changeCharges(change: Change): Promise<boolean[]> {
  const { body, held } = change;
  const month = (kind: ChargeKind, wanted: string | null | undefined, now: string | null): Slot => ({
    kind,
    per: "month",
    isSame: isSame(wanted ?? null, now),
    wanted: wanted ? { monthly: wanted, hourly: null, hours: null } : null,
  });
  const { operationsRate, operationsHours, rentHourly = null, rentHours = null } = body;
  const hour = (kind: ChargeKind, rate: string | null, hours: string | null, same: boolean): Slot => ({
    kind,
    per: "hour",
    isSame: same,
    wanted: rate === null ? null : { monthly: null, hourly: rate, hours },
  });
  const sameWork = isSame(operationsRate, held.operationsRate) && isSame(operationsHours, held.operationsHours);
  const sameRent = isSame(rentHourly, held.rentHourly) && isSame(rentHours, held.rentHours);
  const slots = [
    month("rent", body.rentMonthly, held.rentMonthly),
    month("hosting", body.hostingMonthly, held.hostingMonthly),
    month("maintenance", body.maintenanceMonthly, held.maintenanceMonthly),
    month("licences", body.licencesMonthly, held.licencesMonthly),
    hour("rent", rentHourly, rentHours, sameRent),
    hour("labour", operationsRate, operationsHours, sameWork),
  ];
  const later: boolean[] = [];
  for (const slot of slots) if (!slot.isSame) later.push(await changeCharge(change, slot));
  return later;
}

/** @returns whether what was there stays for closed months. */
async function changeCharge(
  { client, rig, days, inForce, body }: Change,
  { kind, per, wanted }: Slot,
): Promise<boolean> {
  const current = inForce.charges.filter((charge) => charge.kind === kind && charge.amount.per === per);
  const isNow = day(body.inService);
  const begins = firstOf(current) ?? (kind === "rent" ? isNow : firstDay(monthOf(isNow)));
  const from = notBeforeOpen(begins, days);
  for (const charge of current) {
    if (charge.from >= from) await deleteCharge(client, rig.id, charge.id);
    else await endCharge(client, rig.id, { id: charge.id, to: addDays(from, -1) });
  }
  const covers = current[0]?.covers ?? "";
  if (wanted) await insertCharge(client, rig.id, { kind, from, to: current[0]?.to ?? null, covers, ...wanted });
  return from !== begins;
}
const firstOf = (charges: readonly RigCharge[]): Day | null => charges.map((charge) => charge.from).sort()[0] ?? null;

async function changeTariff({ client, rig, days, held, inForce, body }: Change): Promise<boolean> {
  const isNamed = inForce.tariff !== null && inForce.tariff.tariff.id !== null;
  // A named tariff shows as no price per kWh here: a form that leaves the field empty keeps it.
  if (isSame(body.tariffPerKwh, held.tariffPerKwh) || (isNamed && body.tariffPerKwh === null)) return false;
  const begins = inForce.tariff?.from ?? SINCE_EVER;
  const from = notBeforeOpen(begins, days);
  if (body.tariffPerKwh !== null) await setPricePerKwh(client, rig.id, { from, perKwh: body.tariffPerKwh });
  else if (from === begins) await deleteTariffFrom(client, rig.id, begins);
  else
    throw new AppError(
      "month-closed",
      "Closed months were priced by this rig's tariff, so it cannot be taken away. Give the price that holds now.",
    );
  return from !== begins;
}

async function changeWall({ client, rig, days, held, inForce, body }: Change): Promise<boolean> {
  const { wallFactor: factor, baseWatts = "0", pue = "1" } = body;
  if (isSame(factor, held.wallFactor) && isSame(baseWatts, held.baseWatts) && isSame(pue, held.pue)) return false;
  const begins = inForce.wall?.from ?? SINCE_EVER;
  const from = notBeforeOpen(begins, days);
  await setWall(client, rig.id, { from, factor, baseWatts, pue, note: inForce.wall?.note ?? "" });
  return from !== begins;
}

async function changeShares({ client, rig, days, inForce }: Change, shares: readonly ShareWrite[]): Promise<boolean> {
  const now = inForce.shares?.shares ?? [];
  const isAsBefore =
    now.length === shares.length &&
    shares.every((share) =>
      now.some((each) => each.teamId === share.teamId && equals(each.percent, decimal(share.percent))),
    );
  if (isAsBefore) return false;
  const begins = inForce.shares?.from ?? SINCE_EVER;
  const from = notBeforeOpen(begins, days);
  await setShares(client, rig.id, { from, shares });
  return from !== begins;
}
