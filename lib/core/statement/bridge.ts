/**
 * Why a month differs from the one before it, as parts that sum exactly to the difference.
 * Each cell of cost belongs to exactly one part; within cloud usage with token counts the classic decomposition applies:
 *   volume = (T1 - T0) x C0/T0          more or fewer tokens at last month's mix and prices
 *   price  = sum of t1 x (c1/t1 - c0/t0) per provider, model and cost kind used in both months
 *   mix    = what is left: another share of dear or cheap tokens, models that came or went
 */

import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  isNegative,
  isZero,
  subtract,
  sum,
  ZERO,
} from "../decimal.ts";
import { fixed, moneyText, percentText } from "../display.ts";
import { partGroup, type RigPart } from "../rig/parts.ts";

/** One amount of a month, as fine as the effects need it. Amounts in one currency; tokens null when unknown. */
export type Cell = {
  readonly class: "cloud" | "rig" | "shared";
  readonly bearer: "team" | "unassigned" | "idle";
  readonly provider: string;
  readonly model: string | null;
  readonly costKind: string;
  readonly category: string;
  /** Credits, adjustments, purchases and corrections of months already billed. */
  readonly isOneOff: boolean;
  readonly rigPart: RigPart | null;
  readonly tokens: Decimal | null;
  readonly cost: Decimal;
};

export type PartId =
  | "volume"
  | "mix"
  | "price"
  | "usage-without-tokens"
  | "one-off"
  | "rig-hardware"
  | "energy"
  | "hosting"
  | "labour"
  | "shared"
  | "unassigned"
  | "idle";

export type BridgePart = {
  readonly id: PartId;
  readonly label: string;
  readonly note: string;
  readonly amount: Decimal;
};
export type MonthBridge = { readonly parts: BridgePart[]; readonly method: string };

type DifferencePart = Exclude<PartId, "volume" | "mix" | "price" | "usage-without-tokens">;

const LABELS: Readonly<Record<PartId, string>> = {
  volume: "Volume",
  mix: "Mix",
  price: "Price",
  "usage-without-tokens": "Usage without tokens",
  "one-off": "One-off",
  "rig-hardware": "Rig hardware",
  energy: "Energy",
  hosting: "Hosting",
  labour: "Labour",
  shared: "Shared",
  unassigned: "Unassigned",
  idle: "Idle",
};
const BY_DIFFERENCE: readonly DifferencePart[] = [
  "one-off",
  "rig-hardware",
  "energy",
  "hosting",
  "labour",
  "shared",
  "unassigned",
  "idle",
];

export const METHOD =
  "One-off charges, unassigned, idle, shared and rig costs are taken out first, in that order, each by its difference. " +
  "Of the cloud usage that is left, volume is the change in tokens at the earlier month's mix and prices; price is the " +
  "later month's tokens at the change in cost per token of each provider, model and token kind used in both months; mix is " +
  "the rest, with models that are new or gone. Cost without token counts is compared as it is.";

/** The one part a cell belongs to by its nature; null for cloud usage of a team, which is decomposed. */
function partOf(cell: Cell): DifferencePart | null {
  if (cell.isOneOff) return "one-off";
  if (cell.bearer === "unassigned") return "unassigned";
  if (cell.bearer === "idle") return "idle";
  if (cell.class === "shared") return "shared";
  if (cell.class === "cloud") return null;
  const group = cell.rigPart === null ? "depreciation" : partGroup(cell.rigPart);
  return group === "depreciation" ? "rig-hardware" : group;
}

const signed = (value: Decimal): string => fixed(value, 2, { signed: true });

type Side = { cost: Decimal; tokens: Decimal; isCounted: boolean; isPresent: boolean };
type Group = { provider: string; model: string | null; costKind: string; from: Side; to: Side };

const emptySide = (): Side => ({ cost: ZERO, tokens: ZERO, isCounted: true, isPresent: false });

function groupCells(from: readonly Cell[], to: readonly Cell[]): Group[] {
  const groups = new Map<string, Group>();
  const put = (cell: Cell, side: "from" | "to") => {
    const key = JSON.stringify([cell.provider, cell.model, cell.costKind]);
    let group = groups.get(key);
    if (!group) {
      group = { ...cell, from: emptySide(), to: emptySide() };
      groups.set(key, group);
    }
    const at = group[side];
    at.isPresent = true;
    at.cost = add(at.cost, cell.cost);
    if (cell.tokens !== null) at.tokens = add(at.tokens, cell.tokens);
    // One line of money without a count makes the count of its whole group too low to divide by.
    else if (!isZero(cell.cost)) at.isCounted = false;
  };
  for (const cell of from) put(cell, "from");
  for (const cell of to) put(cell, "to");
  return [...groups.values()];
}

/** Both sides can be divided by their tokens (an absent side can: it is a model that came or went). */
function hasUnitCost(group: Group): boolean {
  const isUsable = (side: Side) =>
    side.isCounted && side.tokens.units >= 0n && (!isZero(side.tokens) || isZero(side.cost));
  return isUsable(group.from) && isUsable(group.to);
}

const nameOf = (group: { provider: string; model: string | null }): string => group.model ?? group.provider;

/** The entry with the largest absolute value, by name; null when all are zero. */
function largest(entries: readonly { name: string; amount: Decimal }[]): { name: string; amount: Decimal } | null {
  const byName = new Map<string, Decimal>();
  for (const entry of entries) byName.set(entry.name, add(byName.get(entry.name) ?? ZERO, entry.amount));
  let best: { name: string; amount: Decimal } | null = null;
  for (const [name, amount] of byName) {
    if (isZero(amount)) continue;
    if (!best || compare(absolute(amount), absolute(best.amount)) > 0) best = { name, amount };
  }
  return best;
}

function decompose(groups: readonly Group[]): BridgePart[] {
  const tokensFrom = sum(groups.map((group) => group.from.tokens));
  const tokensTo = sum(groups.map((group) => group.to.tokens));
  const costFrom = sum(groups.map((group) => group.from.cost));
  const costTo = sum(groups.map((group) => group.to.cost));
  const growth = subtract(tokensTo, tokensFrom);
  const volume = isZero(tokensFrom) ? ZERO : divide(multiplyExact(costFrom, growth), tokensFrom);
  const prices = groups
    .filter((group) => !isZero(group.from.tokens) && !isZero(group.to.tokens))
    .map((group) => ({
      name: nameOf(group),
      amount: subtract(group.to.cost, divide(multiplyExact(group.from.cost, group.to.tokens), group.from.tokens)),
    }));
  const price = sum(prices.map((entry) => entry.amount));
  const mix = subtract(subtract(subtract(costTo, costFrom), volume), price);
  return [
    part("volume", volume, volumeNote(groups, tokensFrom, growth)),
    part("mix", mix, mixNote(groups)),
    part("price", price, priceNote(prices)),
  ];
}

const multiplyExact = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale });
const part = (id: PartId, amount: Decimal, note: string): BridgePart => ({ id, label: LABELS[id], note, amount });

function volumeNote(groups: readonly Group[], tokensFrom: Decimal, growth: Decimal): string {
  if (isZero(tokensFrom)) return "The earlier month has no token counts to compare with.";
  if (isZero(growth)) return "As many tokens as the month before.";
  const percent = divide(multiplyExact(absolute(growth), decimal(100)), tokensFrom, { scale: 1 });
  const top = largest(
    groups.map((group) => ({ name: nameOf(group), amount: subtract(group.to.tokens, group.from.tokens) })),
  );
  const isSameWay = top !== null && isNegative(top.amount) === isNegative(growth);
  const where = top && isSameWay ? `, most in ${top.name}` : "";
  return `${percentText(percent)} % ${isNegative(growth) ? "fewer" : "more"} tokens${where}.`;
}

function mixNote(groups: readonly Group[]): string {
  const came = largest(
    groups
      .filter((group) => !isZero(group.to.tokens) && isZero(group.from.tokens))
      .map((group) => ({ name: nameOf(group), amount: group.to.cost })),
  );
  const went = largest(
    groups
      .filter((group) => isZero(group.to.tokens) && !isZero(group.from.tokens))
      .map((group) => ({ name: nameOf(group), amount: group.from.cost })),
  );
  const parts = [
    came ? `${came.name} is new with ${signed(came.amount)}` : null,
    went ? `${went.name} is gone, ${signed({ ...went.amount, units: -went.amount.units })}` : null,
  ].filter((text) => text !== null);
  return parts.length > 0 ? `${parts.join("; ")}.` : "The same models and token kinds in other proportions.";
}

function priceNote(prices: readonly { name: string; amount: Decimal }[]): string {
  const top = largest(prices);
  // Below a cent a change is rounding in the provider's file, not a price.
  if (!top || compare(absolute(top.amount), decimal("0.01")) < 0) return "Cost per token as the month before.";
  return `Most in ${top.name}, ${signed(top.amount)} for the same tokens.`;
}

function withoutTokens(groups: readonly Group[]): BridgePart | null {
  const before = sum(groups.map((group) => group.from.cost));
  const after = sum(groups.map((group) => group.to.cost));
  if (isZero(before) && isZero(after)) return null;
  const top = largest(
    groups.map((group) => ({ name: nameOf(group), amount: subtract(group.to.cost, group.from.cost) })),
  );
  const most = top ? ` Most in ${top.name}, ${signed(top.amount)}.` : "";
  return part(
    "usage-without-tokens",
    subtract(after, before),
    `The exports give no token counts for ${moneyText(after)} of this month's cloud cost.${most}`,
  );
}

const WHAT: Readonly<Record<DifferencePart, string>> = {
  "one-off": "Credits, corrections and purchases",
  "rig-hardware": "Depreciation and rent of rigs",
  energy: "Electricity of rigs with its fixed and demand charges",
  hosting: "Hosting, maintenance and licences of rigs",
  labour: "Operations labour on rigs",
  shared: "Costs shared by all teams",
  unassigned: "Cost that no rule gives to a team",
  idle: "Time of rigs that nobody used",
};

function byDifference(id: DifferencePart, from: readonly Cell[], to: readonly Cell[]): BridgePart | null {
  const before = sum(from.map((cell) => cell.cost));
  const after = sum(to.map((cell) => cell.cost));
  if (isZero(before) && isZero(after) && id !== "one-off") return null;
  const top = largest([
    ...to.map((cell) => ({ name: nameOf(cell), amount: cell.cost })),
    ...from.map((cell) => ({ name: nameOf(cell), amount: { ...cell.cost, units: -cell.cost.units } })),
  ]);
  const isWorthNaming = top !== null && (id === "one-off" || id === "unassigned" || id === "shared");
  const most = isWorthNaming ? `, most in ${top.name}` : "";
  const isNothing = from.length === 0 && to.length === 0;
  const note = isNothing
    ? "None in either month."
    : `${WHAT[id]}: ${moneyText(before)} became ${moneyText(after)}${most}.`;
  return part(id, subtract(after, before), note);
}

/**
 * @param from the earlier month's cells, @param to the later month's; one currency, one view of money
 * @returns parts whose amounts sum exactly to total(to) - total(from). Volume, mix, price and one-off are always
 *   present; another part is left out when it is zero in both months.
 */
export function bridge({ from, to }: { from: readonly Cell[]; to: readonly Cell[] }): MonthBridge {
  const usage = (cells: readonly Cell[]) => cells.filter((cell) => partOf(cell) === null);
  const groups = groupCells(usage(from), usage(to));
  const counted = groups.filter(hasUnitCost);
  const uncounted = groups.filter((group) => !hasUnitCost(group));
  const parts: (BridgePart | null)[] = [
    ...decompose(counted),
    withoutTokens(uncounted),
    ...BY_DIFFERENCE.map((id) =>
      byDifference(
        id,
        from.filter((cell) => partOf(cell) === id),
        to.filter((cell) => partOf(cell) === id),
      ),
    ),
  ];
  return { parts: parts.filter((entry) => entry !== null), method: METHOD };
}
