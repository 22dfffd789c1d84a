import { monthBoundsMs, monthOf } from "../core/calendar.ts";
import { decimal, format, isZero, sum } from "../core/decimal.ts";
import { energyText } from "../core/display.ts";
import { monthName } from "../core/display-dates.ts";
import { type RigPart, wallKwh } from "../core/rig/rig-month.ts";
import { pool } from "../db/client.ts";
import { readEnergyHours } from "../db/power.ts";
import type { RigRow } from "../db/rigs.ts";
import type { Statement } from "./statement/load.ts";

/** A part of a rig's month that is not known, and so is no zero. */
export type RigGap = { readonly rigId: number; readonly parts: readonly RigPart[]; readonly text: string };

/** Of the rigs in service in the month: energy nobody measured or priced, hosting and labour nobody entered. */
export async function rigGaps(statement: Statement): Promise<RigGap[]> {
  const rigs = statement.rigs.filter((rig) => monthOf(rig.terms.asset.inService) <= statement.month);
  const gaps = await Promise.all(
    rigs.map(async (rig) => [await energyGap(statement, rig), neverEntered(rig)].filter((gap) => gap !== null)),
  );
  return gaps.flat();
}

/** Rigs whose power was measured in the month but has no price: their energy is unknown, not zero. */
export async function energyWithoutTariff(statement: Statement): Promise<RigGap[]> {
  const untold = statement.rigs.filter((rig) => rig.terms.tariffPerKwh === null);
  const gaps = await Promise.all(untold.map(async (rig) => tariffGap(rig, await kwhOf(statement, rig))));
  return gaps.filter((gap) => gap !== null);
}

async function energyGap(statement: Statement, rig: RigRow): Promise<RigGap | null> {
  const kwh = await kwhOf(statement, rig);
  if (kwh !== null) return rig.terms.tariffPerKwh === null ? tariffGap(rig, kwh) : null;
  const text = `${rig.name}: no power was measured in ${monthName(statement.month)}, so its energy has no cost yet.`;
  return { rigId: rig.id, parts: ["energy"], text };
}

/** Energy at the wall; null where nothing was measured in the month. */
async function kwhOf(statement: Statement, rig: RigRow) {
  const bounds = monthBoundsMs(statement.month, statement.organisation.zone);
  const hours = await readEnergyHours(pool, { rigId: rig.id, fromMs: bounds.startMs, toMs: bounds.endMs });
  if (hours.length === 0) return null;
  return wallKwh(sum(hours.map((hour) => decimal(hour.microjoules))), rig.terms.wallFactor);
}

function tariffGap(rig: RigRow, kwh: Awaited<ReturnType<typeof kwhOf>>): RigGap | null {
  if (kwh === null || isZero(kwh)) return null;
  const text = `${rig.name}: ${energyText(format(kwh))} kWh measured and no tariff entered, so its energy has no cost yet.`;
  return { rigId: rig.id, parts: ["energy"], text };
}

function neverEntered({ id, name, terms }: RigRow): RigGap | null {
  const hasLabour = terms.operationsHours !== null && terms.operationsRate !== null;
  const parts: RigPart[] = [
    ...(terms.hostingMonthly === null ? (["hosting"] as const) : []),
    ...(hasLabour ? [] : (["labour"] as const)),
  ];
  if (parts.length === 0) return null;
  const [have, their] = parts.length > 1 ? ["were", "they have"] : ["was", "it has"];
  return { rigId: id, parts, text: `${name}: ${parts.join(" and ")} ${have} never entered, so ${their} no cost yet.` };
}
