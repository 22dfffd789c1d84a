import type { RigsPage } from "../../lib/api/wire/rig-pages.ts";
import { compare, type Decimal, decimal, format, subtract } from "../../lib/core/decimal.ts";
import { energyText, hoursText, moneyText } from "../../lib/core/display.ts";

type Rig = RigsPage["rigs"][number];
const ONE_HOUR = decimal("1");

/** What stands under the rigs' table: energy that is in a rent, and hours that nobody measured. */
export function rigNotes(rigs: readonly Rig[]): string[] {
  return rigs.flatMap((rig) => [rentNote(rig), gapNote(rig)].filter((note) => note !== null));
}

function rentNote({ name, energyIsInRent, energyKwh }: Rig): string | null {
  if (!energyIsInRent || energyKwh === null) return null;
  return `${name}\u2019s energy is in its rent: ${energyText(energyKwh)} kWh measured, 0.00 paid apart.`;
}

function gapNote({ name, monthHours, measuredHours, energyKwh, parts }: Rig): string | null {
  const silent: Decimal = subtract(decimal(monthHours), decimal(measuredHours));
  if (compare(silent, ONE_HOUR) < 0) return null;
  const hours = hoursText(format(silent));
  const stated = parts.energy?.estimated ?? null;
  if (stated !== null)
    return `${name} was not measured for ${hours} hours; stated for them: \u2248 ${moneyText(stated)}.`;
  return energyKwh === null
    ? `${name} was not measured in this month; its energy is not known.`
    : `${name} was not measured for ${hours} hours; they carry no energy.`;
}
