import { monthBoundsMs } from "../core/calendar.ts";
import { decimal, format, isZero, sum } from "../core/decimal.ts";
import { energyText } from "../core/display.ts";
import { wallKwh } from "../core/rig/rig-month.ts";
import { pool } from "../db/client.ts";
import { readEnergyHours } from "../db/power.ts";
import type { Statement } from "./statement/load.ts";

/** Rigs whose power was measured in the month but has no price: their energy is unknown, not zero. */
export async function energyWithoutTariff(statement: Statement): Promise<{ rigId: number; text: string }[]> {
  const bounds = monthBoundsMs(statement.month, statement.organisation.zone);
  const gaps = await Promise.all(
    statement.rigs
      .filter((rig) => rig.terms.tariffPerKwh === null)
      .map(async (rig) => {
        const hours = await readEnergyHours(pool, { rigId: rig.id, fromMs: bounds.startMs, toMs: bounds.endMs });
        const kwh = wallKwh(sum(hours.map((hour) => decimal(hour.microjoules))), rig.terms.wallFactor);
        if (isZero(kwh)) return null;
        return {
          rigId: rig.id,
          text: `${rig.name}: ${energyText(format(kwh))} kWh measured and no tariff entered, so its energy has no cost yet.`,
        };
      }),
  );
  return gaps.filter((gap) => gap !== null);
}
