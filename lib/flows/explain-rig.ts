import type { Explanation } from "../api/wire/explain.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import { type Month, month as toMonth } from "../core/calendar.ts";
import { format, formatFixed } from "../core/decimal.ts";
import { energyText, moneyText } from "../core/display.ts";
import { type Asset, lastMonthOf, monthOfLife } from "../core/rig/depreciation.ts";
import { chargesIn, paysForEnergy, sharesIn, tariffIn, wallIn } from "../core/rig/in-month.ts";
import { RIG_PARTS, type RigPart } from "../core/rig/parts.ts";
import type { ChargeKind, RigCharge } from "../core/rig/terms.ts";
import { pool } from "../db/client.ts";
import { readOrganisation } from "../db/organisation.ts";
import { type RigRow, readRigs } from "../db/rigs.ts";
import { type RigEnergy, rigEnergy } from "./rig-energy.ts";

/** How each part of a rig's month is reckoned, for a figure of one rig. Empty for any other figure. */
export async function rigWorking(filter: FigureFilter): Promise<Explanation["working"]> {
  if (!filter.rig) return [];
  const rig = (await readRigs(pool)).find((each) => each.slug === filter.rig);
  if (!rig) return [];
  const notes = await rigPartNotes(rig, filter.month);
  const { month, cost, monthBy, bearer } = filter;
  const wanted = RIG_PARTS.filter((part) =>
    filter.kind ? filter.kind.split("\n").includes(part) : notes[part].isPart,
  );
  const steps: Explanation["working"] = wanted.map((part) => ({
    label: notes[part].text,
    value: notes[part].amount,
    filter: { month, cost, monthBy, rig: rig.slug, kind: part },
  }));
  const team = rig.teams.find((each) => each.slug === bearer);
  const share = sharesIn(rig.terms, toMonth(month)).find((each) => each.teamId === team?.teamId);
  if (share && team && rig.terms.splitBy === "shares")
    steps.push({ label: `${team.name} bears this share`, value: `${format(share.percent)} %`, filter: null });
  return steps;
}

/** `isPart`: the rig has such a cost, or would have and it was not entered. */
export type PartNote = { readonly text: string; readonly amount: string; readonly isPart: boolean };

const NONE = "\u2014";
const NEVER: Readonly<Record<ChargeKind, string>> = {
  rent: "Rent not entered; nothing is counted",
  hosting: "Hosting not entered; nothing is counted",
  maintenance: "No maintenance entered",
  licences: "No licences entered",
  labour: "Operations labour not entered; nothing is counted",
};

/** What each part rests on, in words with its numbers. */
export async function rigPartNotes(rig: RigRow, given: string): Promise<Record<RigPart, PartNote>> {
  const month = toMonth(given);
  const { zone } = await readOrganisation(pool);
  const energy = await rigEnergy(pool, { rig, month, zone });
  const charge = (kind: ChargeKind): PartNote => chargeNote(rig, kind, month);
  return {
    depreciation: depreciationNote(rig, month),
    rent: charge("rent"),
    energy: energyNote(rig, month, energy),
    grid: gridNote(rig, month),
    hosting: charge("hosting"),
    maintenance: charge("maintenance"),
    licences: charge("licences"),
    labour: charge("labour"),
  };
}

function depreciationNote({ terms }: RigRow, month: Month): PartNote {
  const [first, ...others] = terms.assets;
  if (!first) return { text: "Nothing bought, so nothing is written off", amount: NONE, isPart: false };
  const text =
    others.length === 0
      ? assetText(first, month)
      : terms.assets.map((asset) => `${asset.name} ${assetText(asset, month)}`).join("; ");
  const amount = others.length === 0 ? formatFixed(first.price, 2) : `${terms.assets.length} purchases`;
  return { text: `${text}, scheduled`, amount, isPart: true };
}

function assetText(asset: Asset, month: Month): string {
  const life = monthOfLife(asset, month);
  const salvage = asset.salvage.units === 0n ? "" : ` less ${moneyText(format(asset.salvage))} salvage`;
  const isOver = month > lastMonthOf(asset);
  const stands =
    asset.disposedOn && asset.disposedOn.slice(0, 7) <= month
      ? `disposed of on ${asset.disposedOn}`
      : life < 1
        ? "not in service yet"
        : isOver
          ? "written off"
          : `month ${life}`;
  return `${moneyText(format(asset.price))}${salvage} over ${asset.months} months, ${stands}`;
}

function energyNote({ terms }: RigRow, month: Month, { wallKwh, isConverted }: RigEnergy): PartNote {
  const tariff = tariffIn(terms, month);
  // Measured at the wall, nothing was added, whatever the terms would add to less.
  const wall = isConverted ? wallIn(terms, month) : null;
  const amount = `${energyText(format(wallKwh))} kWh`;
  if (!paysForEnergy(terms)) return { text: `${amount} measured; its energy is in the rent`, amount, isPart: true };
  if (!tariff) return { text: `${amount} measured; no tariff entered, so no cost is counted`, amount, isPart: true };
  const parts = [
    ...(wall && format(wall.factor) !== "1" ? [`GPU to wall ${format(wall.factor)}`] : []),
    ...(wall && wall.baseWatts.units !== 0n ? [`base ${format(wall.baseWatts)} W`] : []),
    ...(wall && format(wall.pue) !== "1" ? [`PUE ${format(wall.pue)}`] : []),
  ];
  const factor = parts.map((part) => `, ${part}`).join("");
  const price = tariff.id === null ? tariff.name.replace(/ per kWh$/, "") : tariff.name;
  return { text: `${amount} at ${price}${factor}, metered`, amount, isPart: true };
}

function gridNote({ terms }: RigRow, month: Month): PartNote {
  const tariff = tariffIn(terms, month);
  const of = tariff?.versions.findLast((each) => each.from.slice(0, 7) <= month)?.terms;
  if (!tariff || !of || (of.fixedMonthly.units === 0n && of.fixedDaily.units === 0n && of.demand === null))
    return { text: "No fixed or demand charge", amount: NONE, isPart: false };
  const parts = [
    ...(of.fixedMonthly.units === 0n ? [] : [`${moneyText(format(of.fixedMonthly))} a month`]),
    ...(of.fixedDaily.units === 0n ? [] : [`${moneyText(format(of.fixedDaily))} a day`]),
    ...(of.demand
      ? [`${moneyText(format(of.demand.perKw))} per kW of the highest ${of.demand.windowMinutes} minutes`]
      : []),
  ];
  return { text: `${tariff.name}: ${parts.join(", ")}, scheduled`, amount: parts[0] ?? NONE, isPart: true };
}

function chargeNote({ terms }: RigRow, kind: ChargeKind, month: Month): PartNote {
  const charges = chargesIn(terms, month, kind);
  const [first] = charges;
  const isUsual =
    kind === "labour" || (kind === "hosting" && terms.kind !== "rented") || (kind === "rent" && terms.kind !== "owned");
  if (!first) return { text: NEVER[kind], amount: NONE, isPart: isUsual };
  const texts = charges.map((charge) => `${chargeText(charge)}${charge.covers === "" ? "" : ` (${charge.covers})`}`);
  return { text: `${texts.join("; ")}, scheduled`, amount: chargeAmount(first), isPart: true };
}

function chargeText({ amount }: RigCharge): string {
  if (amount.per === "month") return `${moneyText(format(amount.amount))} a month`;
  const rate = moneyText(format(amount.rate));
  return amount.hours === null ? `every hour at ${rate}` : `${format(amount.hours)} h at ${rate}`;
}

function chargeAmount({ amount }: RigCharge): string {
  if (amount.per === "month") return moneyText(format(amount.amount));
  return amount.hours === null ? `${moneyText(format(amount.rate))} an hour` : `${format(amount.hours)} h`;
}
