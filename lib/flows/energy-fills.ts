import type { FillBody } from "../api/wire/rigs.ts";
import { AppError } from "../core/app-error.ts";
import { dayInZone, monthOf } from "../core/calendar.ts";
import { type Decimal, decimal, divide } from "../core/decimal.ts";
import { idleMilliwatts, type QuarterPower, weeklyMilliwatts } from "../core/energy/fill-rules.ts";
import { wallMicrojoules, wallOn } from "../core/rig/wall.ts";
import { hourOfWeek } from "../core/tariff/local-clock.ts";
import { audit } from "../db/audit.ts";
import { endFill, type FillRule, insertFill } from "../db/energy-fills.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { readOrganisation } from "../db/organisation.ts";
import { findRig, type RigRow } from "../db/rigs.ts";
import type { Database } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { type RigMonthFacts, rigMonthFacts, serviceStretch } from "./rig-month-input.ts";

type Who = { readonly by: string; readonly nowMs?: number };

/** Below this coverage a month says too little of itself to fill the rest from it. Source: power-formats.md F5. */
const LEAST_COVERAGE = 0.5;
const HOUR_MS = 3_600_000;

/**
 * States what a rig drew while nothing was measured: off, idle, or as in the same hours of the week. The power is reckoned
 * from the month's own readings and kept with the statement; it counts as estimated, only where nothing is measured, and
 * gives way by itself to a log that comes later.
 * @throws AppError not-found, invalid-input
 */
export async function stateFill(
  slug: string,
  body: FillBody,
  { by, nowMs = Date.now() }: Who,
): Promise<{ id: number }> {
  const fromMs = instant(body.from);
  const toMs = instant(body.to);
  if (toMs <= fromMs) throw new AppError("invalid-input", "The time to fill ends before it begins.");
  if (toMs > nowMs) throw new AppError("invalid-input", "The time to fill has not passed yet: end it now or earlier.");
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const rig = await findRig(client, slug);
    const milliwatts = await powerOf(client, { rig, rule: body.rule, fromMs, nowMs, isSure: body.evenBelowHalf });
    const id = await insertFill(client, {
      rigId: rig.id,
      fromMs,
      toMs,
      rule: body.rule,
      milliwatts,
      note: body.note,
      by,
    });
    await accrueRig(client, { rigId: rig.id, nowMs, touched: { fromMs, toMs } });
    await audit(client, { who: by, what: `stated what ${rig.name} drew without a reading`, details: { ...body, id } });
    return { id };
  });
}

/** Takes a statement back. @throws AppError not-found */
export async function withdrawFill(id: number, { by, nowMs = Date.now() }: Who): Promise<void> {
  await inTransaction(async ({ client }) => {
    await lockPosting(client);
    const rigId = await endFill(client, id);
    if (rigId === null) throw new AppError("not-found", `There is no statement ${id} that holds.`);
    await accrueRig(client, { rigId, nowMs });
    await audit(client, { who: by, what: `withdrew the statement ${id} of energy without a reading`, details: { id } });
  });
}

function instant(text: string): number {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || !/(?:Z|[+-]\d\d:?\d\d)$/.test(text))
    throw new AppError("invalid-input", `"${text}" is no instant. Write it as 2026-05-17T04:00:00Z.`);
  return ms;
}

type Wanted = { rig: RigRow; rule: FillRule; fromMs: number; nowMs: number; isSure: boolean };

async function powerOf(client: Database, { rig, rule, fromMs, nowMs, isSure }: Wanted): Promise<number[]> {
  if (rule === "off") return [0];
  const { zone } = await readOrganisation(client);
  const month = monthOf(dayInZone(fromMs, zone));
  const facts = await rigMonthFacts(client, { rig, month, zone, nowMs });
  const coveredMs = facts.quarters.reduce((sum, quarter) => sum + quarter.coveredMs, 0);
  const serviceMs = serviceStretch(rig, { fromMs: facts.fromMs, toMs: facts.toMs, zone, nowMs });
  if (!isSure && coveredMs < LEAST_COVERAGE * serviceMs)
    throw new AppError(
      "invalid-input",
      `Only ${Math.round((100 * coveredMs) / Math.max(serviceMs, 1))} % of ${month} was measured, too little to fill the rest from it. Say that it shall be filled even so, or import more of its logs.`,
    );
  const quarters = powersOf(rig, facts);
  const found =
    rule === "idle"
      ? idleMilliwatts(quarters)
      : weeklyMilliwatts(quarters, hourOfWeek({ zone: rig.zone, fromMs: facts.fromMs, toMs: facts.toMs }));
  if (found === null)
    throw new AppError("invalid-input", `Nothing of ${month} was measured, so nothing can be filled from it.`);
  return typeof found === "number" ? [found] : found;
}

function powersOf(rig: RigRow, { quarters, use, input }: RigMonthFacts): QuarterPower[] {
  return quarters.flatMap((quarter) => {
    if (quarter.coveredMs === 0) return [];
    const wall: Decimal = wallMicrojoules(quarter, wallOn(rig.terms.walls, input.dayOf(quarter.atMs)));
    const milliwatts = divide(wall, decimal(quarter.coveredMs), { scale: 0, rounding: "half-up" });
    const busyMs = use.busyByHour.get(Math.floor(quarter.atMs / HOUR_MS) * HOUR_MS) ?? 0;
    return [
      {
        atMs: quarter.atMs,
        milliwatts: Number(milliwatts.units), // whole milliwatts, far below 2^53
        coveredMs: quarter.coveredMs,
        isIdle: use.busyByHour.size === 0 ? null : busyMs === 0,
      },
    ];
  });
}
