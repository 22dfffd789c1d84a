import type { PoolClient } from "pg";
import type { AssetBody, ChangedTerms, ChargeBody, RigTariffBody, SharesBody, WallBody } from "../api/wire/rigs.ts";
import { AppError } from "../core/app-error.ts";
import { addDays, type Day, day } from "../core/calendar.ts";
import { decimal, format } from "../core/decimal.ts";
import { moneyText } from "../core/display.ts";
import { dayName } from "../core/display-dates.ts";
import { bookValueOf } from "../core/rig/depreciation.ts";
import { audit } from "../db/audit.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import * as writes from "../db/rig-writes.ts";
import { findRig, type RigRow } from "../db/rigs.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { notBeforeOpen, openDay, type TermDays, termDays } from "./open-from.ts";
import { checkAmounts, checkedShares, checkPurchase, checkWall } from "./rig-checks.ts";
import { rigTerms } from "./rig-settings.ts";
import { readBack, SINCE_EVER } from "./rigs.ts";

type Who = { readonly by: string; readonly nowMs?: number };
type Act = (given: { client: PoolClient; rig: RigRow; days: TermDays }) => Promise<string>;

/** One change of a rig's terms: written, reckoned and audited together. `act` says what counts from when. */
async function changeTerms(slug: string, { by, nowMs = Date.now() }: Who, act: Act): Promise<ChangedTerms> {
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const rig = await findRig(client, slug);
    const days = await termDays(client, nowMs);
    const message = `${rig.name}: ${await act({ client, rig, days })}`;
    await accrueRig(client, { rigId: rig.id, nowMs });
    await audit(client, { who: by, what: message, details: { rig: rig.slug } });
    return { message, rig: rigTerms(await readBack(client, rig.id), days) };
  });
}

/**
 * A purchase with a schedule of its own. What it wrote off in months that are closed is posted to the open one, as a
 * correction that names its month. @throws AppError not-found, invalid-input
 */
export function addAsset(slug: string, body: AssetBody, who: Who): Promise<ChangedTerms> {
  return changeTerms(slug, who, async ({ client, rig, days }) => {
    const inService = day(body.inService);
    checkPurchase(body);
    const id = await writes.insertAsset(client, rig.id, { ...body, inService });
    const isLate = days.openFrom !== null && inService < days.openFrom;
    const late = isLate ? " What falls into closed months is posted to the open one as a correction." : "";
    return `${body.name} (asset ${id}) for ${moneyText(body.price)} ${rig.currency}, written off over ${body.months} months from ${dayName(inService)}.${late}`;
  });
}

/** @throws AppError not-found, invalid-input, month-closed */
export function disposeAsset(slug: string, { id, on }: { id: number; on: string }, who: Who): Promise<ChangedTerms> {
  return changeTerms(slug, who, async ({ client, rig, days }) => {
    const asset = rig.terms.assets.find((each) => each.id === id);
    if (!asset) throw new AppError("not-found", `${rig.name} has no asset ${id}. \`rigs show\` lists them.`);
    if (asset.disposedOn)
      throw new AppError("conflict", `${asset.name} was disposed of on ${dayName(asset.disposedOn)} already.`);
    const last = day(on);
    openDay(addDays(last, 1), days); // its last day counts: it may be the eve of the first open one
    if (last < asset.inService)
      throw new AppError(
        "invalid-input",
        `${asset.name} entered service on ${dayName(asset.inService)}, after that day.`,
      );
    await writes.disposeAsset(client, rig.id, { id, on: last });
    const left = format(bookValueOf({ ...asset, disposedOn: last }, last));
    return `${asset.name} is disposed of on ${dayName(last)}: nothing is written off after it. Its book value that day is ${moneyText(left)} ${rig.currency}, which is not counted as a cost.`;
  });
}

/** @throws AppError not-found, invalid-input, month-closed */
export function addCharge(slug: string, body: ChargeBody, who: Who): Promise<ChangedTerms> {
  return changeTerms(slug, who, async ({ client, rig, days }) => {
    const { kind, monthly, hourly, hours, covers } = body;
    checkAmounts([monthly, hourly, hours]);
    if ((monthly === null) === (hourly === null))
      throw new AppError("invalid-input", "A charge is a month's amount or a rate per hour: give one of the two.");
    if (hours !== null && hourly === null) throw new AppError("invalid-input", "Hours need their rate per hour.");
    const from = body.from === null ? startDay(days, rig) : openDay(day(body.from), days);
    const to = body.to === null ? null : day(body.to);
    if (to !== null && to < from)
      throw new AppError("invalid-input", "The last day of a charge is on or after its first.");
    const id = await writes.insertCharge(client, rig.id, { kind, from, to, monthly, hourly, hours, covers });
    const until = to === null ? "" : ` to ${dayName(to)}`;
    return `${kind} (charge ${id}), ${amountText(body, rig.currency)}, from ${dayName(from)}${until}.`;
  });
}

function amountText({ monthly, hourly, hours }: ChargeBody, currency: string): string {
  if (monthly !== null) return `${moneyText(monthly)} ${currency} a month`;
  const time = hours === null ? "every hour" : `${format(decimal(hours))} hours a month`;
  return `${format(decimal(hourly ?? "0"))} ${currency} an hour, ${time}`;
}

/** @throws AppError not-found, invalid-input, month-closed */
export function endCharge(slug: string, { id, to }: { id: number; to: string }, who: Who): Promise<ChangedTerms> {
  return changeTerms(slug, who, async ({ client, rig, days }) => {
    const charge = rig.terms.charges.find((each) => each.id === id);
    if (!charge) throw new AppError("not-found", `${rig.name} has no charge ${id}. \`rigs show\` lists them.`);
    const last = day(to);
    openDay(addDays(last, 1), days); // the last day counts: it may be the eve of the first open one
    if (last < charge.from)
      throw new AppError("invalid-input", `That charge begins on ${dayName(charge.from)}, after that day.`);
    await writes.endCharge(client, rig.id, { id, to: last });
    return `${charge.kind} (charge ${id}) ends on ${dayName(last)}.`;
  });
}

/** @throws AppError not-found, invalid-input, month-closed */
export function setWallTerms(slug: string, body: WallBody, who: Who): Promise<ChangedTerms> {
  return changeTerms(slug, who, async ({ client, rig, days }) => {
    checkWall(body);
    const from = fromDay(body.from, { days, isFirst: rig.terms.walls.length === 0 });
    await writes.setWall(client, rig.id, { ...body, from });
    return `to the wall by ${body.factor}, ${body.baseWatts} W beside it, PUE ${body.pue}, ${since(from)}.`;
  });
}

/** @throws AppError not-found, invalid-input, month-closed */
export async function setShareTerms(slug: string, body: SharesBody, who: Who): Promise<ChangedTerms> {
  const shares = await checkedShares(body.shares);
  return changeTerms(slug, who, async ({ client, rig, days }) => {
    const from = fromDay(body.from, { days, isFirst: rig.terms.shares.length === 0 });
    await writes.setShares(client, rig.id, { from, shares });
    const named = body.shares.map(({ team, percent }) => `${team} ${format(decimal(percent))} %`).join(", ");
    return `${named === "" ? "no team has a share" : named}, ${since(from)}.`;
  });
}

/** One price per kWh from a day on. @throws AppError not-found, invalid-input, month-closed */
export function setTariffPrice(slug: string, { from: given, perKwh }: RigTariffBody, who: Who): Promise<ChangedTerms> {
  return changeTerms(slug, who, async ({ client, rig, days }) => {
    checkAmounts([perKwh]);
    const from = fromDay(given, { days, isFirst: rig.terms.tariffs.length === 0 });
    await writes.setPricePerKwh(client, rig.id, { from, perKwh });
    return `${format(decimal(perKwh))} ${rig.currency} per kWh, ${since(from)}.`;
  });
}

const since = (from: Day): string => (from === SINCE_EVER ? "from its first day on" : `from ${dayName(from)} on`);

/** The day as given; without one, all time for a rig's first such term, else today, and never a closed month. */
function fromDay(given: string | null, { days, isFirst }: { days: TermDays; isFirst: boolean }): Day {
  if (given !== null) return openDay(day(given), days);
  return notBeforeOpen(isFirst ? SINCE_EVER : days.today, days);
}

const startDay = (days: TermDays, rig: RigRow): Day =>
  notBeforeOpen(days.today < rig.terms.inService ? rig.terms.inService : days.today, days);
