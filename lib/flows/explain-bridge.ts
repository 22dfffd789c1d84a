import type { Explanation } from "../api/wire/explain.ts";
import type { FigureFilter } from "../api/wire/statement.ts";
import type { Principal } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { add, type Decimal, decimal, equals, format, isZero, subtract, ZERO } from "../core/decimal.ts";
import { changeText, count, moneyText } from "../core/display.ts";
import { monthName } from "../core/display-dates.ts";
import { isRigPart, partGroup } from "../core/rig/parts.ts";
import { isCountedByUsage } from "../core/statement/counted.ts";
import { providerName } from "../core/statement/names.ts";
import { pool } from "../db/client.ts";
import { findTeam } from "../db/teams.ts";
import { bridgeOf } from "./statement/bridge-wire.ts";
import { type Cells, costOf, groupRows, isOneOff, loadCells, type StatementCell } from "./statement/cells.ts";
import { loadStatement } from "./statement/load.ts";

const ROWS_SHOWN = 12;
const RIG_GROUP_OF: Readonly<Record<string, string>> = {
  "rig-hardware": "depreciation",
  energy: "energy",
  hosting: "hosting",
  labour: "labour",
};
const groupOf = ({ rigPart }: StatementCell): string => partGroup(isRigPart(rigPart) ? rigPart : "depreciation");

/** Which cells a part of the bridge is made of, in the order of effects it states. */
function isInPart(part: string, row: StatementCell): boolean {
  if (isOneOff(row)) return part === "one-off";
  if (row.bearer !== "team") return part === row.bearer;
  if (row.class === "shared") return part === "shared";
  if (row.class === "rig") return RIG_GROUP_OF[part] === groupOf(row);
  return part === "volume" || part === "mix" || part === "price" || part === "usage-without-tokens";
}

type Asked = { filter: FigureFilter; part: string; principal: Principal; currency: string };

/** A part of "what changed": the cells it is made of in both months, and how the part follows from them. */
export async function explainBridge({ filter, part, principal, currency }: Asked): Promise<Explanation> {
  const statement = await loadStatement(filter, principal);
  const team = filter.bearer ? await findTeam(pool, filter.bearer) : null;
  const cells = await loadCells(statement, team?.id ?? null);
  const bridge = bridgeOf(statement, cells);
  const found = bridge?.parts.find((each) => each.id === part);
  if (!bridge || !found) throw new AppError("not-found", "There is no such part of the change in this month.");
  const mine: Cells = {
    now: cells.now.filter((row) => isInPart(part, row)),
    before: cells.before.filter((row) => isInPart(part, row)),
  };
  const isDecomposed = part === "volume" || part === "mix" || part === "price" || part === "usage-without-tokens";
  const whole = bridge.parts.reduce((total, each) => add(total, decimal(each.amount)), ZERO);
  const difference = subtract(decimal(bridge.to.amount), decimal(bridge.from.amount));
  return {
    title: `${found.label}, ${monthName(statement.previousMonth)} to ${monthName(statement.month)}`,
    figure: found.amount,
    unit: currency,
    missing: null,
    working: [
      ...rowsOf(mine, filter, statement.previousMonth),
      {
        label: isDecomposed ? "Of the difference, by the method below" : "Difference",
        value: changeText(found.amount),
        filter: null,
      },
    ],
    entryCount: mine.now.reduce((total, row) => total + row.entries, 0),
    entries: [],
    restAmount: "0",
    nextAfter: null,
    files: [],
    rules: [
      { id: "note", text: found.note },
      { id: "method", text: bridge.method },
    ],
    check: {
      holds: equals(whole, difference),
      text: `All parts sum to ${changeText(format(whole))}, the change from ${moneyText(bridge.from.amount)} to ${moneyText(bridge.to.amount)}.`,
    },
  };
}

/** The largest movements inside the part: each model, rig or service, both months. */
function rowsOf(cells: Cells, filter: FigureFilter, before: string): Explanation["working"] {
  const keyOf = (row: StatementCell) => (row.model === "" ? `${row.provider}\u0000${row.service}` : row.same.key);
  const earlier = groupRows(cells.before, keyOf);
  const now = groupRows(cells.now, keyOf);
  const rows = [...new Set([...now.keys(), ...earlier.keys()])].map((key) => {
    const own = now.get(key) ?? [];
    const old = earlier.get(key) ?? [];
    const first = own[0] ?? old[0];
    return { first, cost: costOf(own), was: costOf(old), tokens: tokensText(old, own) };
  });
  const size = ({ cost, was }: { cost: Decimal; was: Decimal }) => {
    const change = subtract(cost, was);
    return change.units < 0n ? -change.units : change.units;
  };
  const sorted = rows
    .filter((row) => !isZero(row.cost) || !isZero(row.was))
    .sort((a, b) => (size(b) > size(a) ? 1 : -1));
  return sorted.slice(0, ROWS_SHOWN).map(({ first, cost, was, tokens }) => ({
    label: `${first?.provider.startsWith("rig:") ? first.service : `${providerName(first?.provider ?? "")} ${first?.model ? first.same.name : first?.service}`}: ${moneyText(format(was))} in ${monthName(before)}, ${moneyText(format(cost))} now${tokens}`,
    value: changeText(format(subtract(cost, was))),
    filter: {
      month: filter.month,
      cost: filter.cost,
      monthBy: filter.monthBy,
      ...(filter.bearer ? { bearer: filter.bearer } : {}),
      provider: first?.provider ?? "",
      ...(first?.model ? { model: first.same.names } : {}),
    },
  }));
}

function tokensText(before: readonly StatementCell[], now: readonly StatementCell[]): string {
  const of = (rows: readonly StatementCell[]) =>
    rows.length > 0 && rows.every((row) => row.hasTokens || isCountedByUsage(row, rows))
      ? rows.reduce((total, row) => add(total, decimal(row.tokens)), ZERO)
      : null;
  const was = of(before);
  const is = of(now);
  return was && is ? `; ${count(format(was))} tokens became ${count(format(is))}` : "";
}
