import { type Decimal, format, isZero } from "../core/decimal.ts";
import { energyText } from "../core/display.ts";
import { monthName } from "../core/display-dates.ts";
import { isInService, paysForEnergy, tariffIn } from "../core/rig/in-month.ts";
import type { RigPart } from "../core/rig/parts.ts";
import { pool } from "../db/client.ts";
import type { RigRow } from "../db/rigs.ts";
import { rigEnergy } from "./rig-energy.ts";
import type { Statement } from "./statement/load.ts";

/** A part of a rig's month that is not known, and so is no zero. */
export type RigGap = { readonly rigId: number; readonly parts: readonly RigPart[]; readonly text: string };

/** Of the rigs in service in the month: energy nobody measured or priced, hosting and labour nobody entered. */
export async function rigGaps(statement: Statement): Promise<RigGap[]> {
  const rigs = statement.rigs.filter((rig) => isInService(rig.terms, statement.month));
  const gaps = await Promise.all(
    rigs.map(async (rig) => [await energyGap(statement, rig), neverEntered(rig)].filter((gap) => gap !== null)),
  );
  return gaps.flat();
}

/** Rigs whose power was measured in the month but has no price: their energy is unknown, not zero. */
export async function energyWithoutTariff(statement: Statement): Promise<RigGap[]> {
  const untold = statement.rigs.filter((rig) => hasNoTariff(rig, statement));
  const gaps = await Promise.all(untold.map(async (rig) => tariffGap(rig, await kwhOf(statement, rig))));
  return gaps.filter((gap) => gap !== null);
}

const hasNoTariff = ({ terms }: RigRow, { month }: Statement): boolean =>
  paysForEnergy(terms) && tariffIn(terms, month) === null;

async function energyGap(statement: Statement, rig: RigRow): Promise<RigGap | null> {
  if (!paysForEnergy(rig.terms)) return null;
  const kwh = await kwhOf(statement, rig);
  if (kwh !== null) return hasNoTariff(rig, statement) ? tariffGap(rig, kwh) : null;
  const text = `${rig.name}: no power was measured in ${monthName(statement.month)}, so its energy has no cost yet.`;
  return { rigId: rig.id, parts: ["energy"], text };
}

/** Energy at the wall; null where nothing was measured in the month. */
async function kwhOf({ month, organisation, nowMs }: Statement, rig: RigRow): Promise<Decimal | null> {
  const energy = await rigEnergy(pool, { rig, month, zone: organisation.zone, nowMs });
  return energy.quarters.length === 0 ? null : energy.wallKwh;
}

function tariffGap(rig: RigRow, kwh: Decimal | null): RigGap | null {
  if (kwh === null || isZero(kwh)) return null;
  const text = `${rig.name}: ${energyText(format(kwh))} kWh measured and no tariff entered, so its energy has no cost yet.`;
  return { rigId: rig.id, parts: ["energy"], text };
}

/** Charges nobody ever entered; of a leased or rented rig hosting is the lessor's. */
function neverEntered({ id, name, terms }: RigRow): RigGap | null {
  const has = (kind: "hosting" | "labour") => terms.charges.some((charge) => charge.kind === kind);
  const parts: RigPart[] = [
    ...(has("hosting") || terms.kind === "rented" ? [] : (["hosting"] as const)),
    ...(has("labour") ? [] : (["labour"] as const)),
  ];
  if (parts.length === 0) return null;
  const [have, their] = parts.length > 1 ? ["were", "they have"] : ["was", "it has"];
  return { rigId: id, parts, text: `${name}: ${parts.join(" and ")} ${have} never entered, so ${their} no cost yet.` };
}
