import type { Explanation } from "../api/wire/explain.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import { monthBoundsMs, month as toMonth } from "../core/calendar.ts";
import { decimal, format, formatFixed, sum } from "../core/decimal.ts";
import { energyText, moneyText } from "../core/display.ts";
import { monthOfLife } from "../core/rig/depreciation.ts";
import { type RigPart, wallKwh } from "../core/rig/rig-month.ts";
import { pool } from "../db/client.ts";
import { readOrganisation } from "../db/organisation.ts";
import { readEnergyHours } from "../db/power.ts";
import { type RigRow, readRigs } from "../db/rigs.ts";

/** How each part of a rig's month is reckoned, for a figure of one rig. Empty for any other figure. */
export async function rigWorking(filter: FigureFilter): Promise<Explanation["working"]> {
  if (!filter.rig) return [];
  const rig = (await readRigs(pool)).find((each) => each.slug === filter.rig);
  if (!rig) return [];
  const parts: RigPart[] = ["depreciation", "energy", "hosting", "labour"];
  const notes = await rigPartNotes(rig, filter.month);
  const { month, cost, monthBy, bearer } = filter;
  const wanted = parts.filter((part) => !filter.kind || filter.kind === part);
  const share = rig.shares.find((each) => each.slug === bearer);
  const steps: Explanation["working"] = wanted.map((part) => ({
    label: notes[part].text,
    value: notes[part].amount,
    filter: { month, cost, monthBy, rig: rig.slug, kind: part },
  }));
  if (share) steps.push({ label: `${share.name} bears this share`, value: `${format(share.percent)} %`, filter: null });
  return steps;
}

export type PartNote = { readonly text: string; readonly amount: string };

/** What each part rests on, in words with its numbers. */
export async function rigPartNotes(rig: RigRow, month: string): Promise<Record<RigPart, PartNote>> {
  const { asset, hostingMonthly, operationsHours, operationsRate, tariffPerKwh, wallFactor } = rig.terms;
  const { zone } = await readOrganisation(pool);
  const { startMs, endMs } = monthBoundsMs(toMonth(month), zone);
  const hours = await readEnergyHours(pool, { rigId: rig.id, fromMs: startMs, toMs: endMs });
  const kwh = format(wallKwh(sum(hours.map((hour) => decimal(hour.microjoules))), wallFactor));
  const life = monthOfLife(asset, toMonth(month));
  const salvage = asset.salvage.units === 0n ? "" : ` less ${moneyText(format(asset.salvage))} salvage`;
  const factor = format(wallFactor) === "1" ? "" : `, GPU to wall ${format(wallFactor)}`;
  const none = "\u2014";
  return {
    depreciation: {
      text: `${moneyText(format(asset.price))}${salvage} over ${asset.months} months, ${life < 1 ? "not in service yet" : life > asset.months ? "written off" : `month ${life}`}, scheduled`,
      amount: formatFixed(asset.price, 2),
    },
    energy: {
      text: tariffPerKwh
        ? `${energyText(kwh)} kWh at ${format(tariffPerKwh)}${factor}, metered`
        : `${energyText(kwh)} kWh measured; no tariff entered, so no cost is counted`,
      amount: `${energyText(kwh)} kWh`,
    },
    hosting: {
      text: hostingMonthly
        ? `${moneyText(format(hostingMonthly))} a month, scheduled`
        : "Hosting not entered; nothing is counted",
      amount: hostingMonthly ? moneyText(format(hostingMonthly)) : none,
    },
    labour: {
      text:
        operationsHours && operationsRate
          ? `${format(operationsHours)} h at ${moneyText(format(operationsRate))}, scheduled`
          : "Operations labour not entered; nothing is counted",
      amount: operationsHours ? `${format(operationsHours)} h` : none,
    },
  };
}
