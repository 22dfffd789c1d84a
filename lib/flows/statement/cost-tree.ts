import type { z } from "zod";
import type { costTreeRow, FigureFilter } from "../../api/wire/statement.ts";
import { compare, format } from "../../core/decimal.ts";
import { idleService, isIdlePart, isIdleService } from "../../core/rig/idle-service.ts";
import { sharesIn } from "../../core/rig/in-month.ts";
import { RIG_PARTS } from "../../core/rig/parts.ts";
import type { IdleBearer } from "../../core/rig/terms.ts";
import { isQuantity } from "../../core/statement/counted.ts";
import { figureText } from "../../core/statement/figure.ts";
import { classNameOf, providerName, rigPartName } from "../../core/statement/names.ts";
import { type Cells, costOf, estimatedIn, type StatementCell } from "./cells.ts";
import { filterOf, hasData, type Statement } from "./load.ts";

export type CostTreeRow = z.infer<typeof costTreeRow>;

type Level = {
  keyOf(row: StatementCell): string;
  label(row: StatementCell, statement: Statement): string;
  identity(row: StatementCell): string | null;
  filter(row: StatementCell, statement: Statement): Partial<FigureFilter>;
};

const CLASS: Level = {
  keyOf: (row) => row.class,
  label: (row) => classNameOf(row.class),
  identity: (row) => `class:${row.class}`,
  filter: (row) => ({ class: row.class }),
};
const rigSlug = (row: StatementCell, statement: Statement): string =>
  statement.rigs.find((rig) => rig.id === row.rigId)?.slug ?? "";
/** What a team carries of a rig that nobody used is a line of its own: it is no use of the team's. */
const RIG: Level = {
  keyOf: (row) => `${row.rigId} ${isIdlePart(row) ? "idle" : "used"}`,
  label: (row, statement) => {
    const name = statement.rigs.find((rig) => rig.id === row.rigId)?.name ?? "Rig";
    return isIdleService(row.service) ? idleService(name) : name;
  },
  identity: (row) => row.provider,
  filter: (row, statement) => ({ rig: rigSlug(row, statement), use: isIdlePart(row) ? "idle" : "used" }),
};
const RIG_PART: Level = {
  keyOf: (row) => row.rigPart,
  label: (row) => rigPartName(row.rigPart),
  identity: () => null,
  filter: (row) => ({ kind: row.rigPart }),
};
const PROVIDER: Level = {
  keyOf: (row) => row.provider,
  label: (row) => providerName(row.provider),
  identity: (row) => row.provider,
  filter: (row) => ({ provider: row.provider }),
};
const ONE_OFFS: Readonly<Record<string, string>> = {
  credit: "credit",
  adjustment: "adjustment",
  purchase: "purchase",
  tax: "tax",
};
const MODEL: Level = {
  keyOf: (row) => `${row.model === "" ? row.service : row.same.key}\u0000${row.category}`,
  label: (row) => {
    const what = ONE_OFFS[row.category];
    const name = row.model === "" ? row.service : row.same.name;
    return what ? `${name}, ${what}` : name;
  },
  identity: () => null,
  filter: (row) => ({
    provider: row.provider,
    category: row.category,
    ...(row.model ? { model: row.same.names } : { service: row.service, model: "" }),
  }),
};

const ORDER: Readonly<Record<string, number>> = { cloud: 0, rig: 1, shared: 2 };
const PART_ORDER: readonly string[] = RIG_PARTS;

/** Where a team's month went: class, then provider and model, or rig and part. Every row is the sum of those under it. */
export function costTree(statement: Statement, cells: Cells, bearer: string): CostTreeRow[] {
  const rows: CostTreeRow[] = [];
  const whole = costOf(cells.now);
  const walk = (
    now: readonly StatementCell[],
    before: readonly StatementCell[],
    levels: readonly Level[],
    depth: number,
    above: Partial<FigureFilter>,
  ) => {
    const [level, ...deeper] = levels;
    if (!level) return;
    for (const { first, own, earlier } of grouped(level, now, before)) {
      const filter = { ...above, ...level.filter(first, statement) };
      const basis = [...new Set(own.concat(earlier).map((row) => row.basis))];
      rows.push({
        ...figureText({
          amount: costOf(own),
          previous: hasData(statement, statement.previousMonth) ? costOf(earlier) : null,
          whole,
          estimated: estimatedIn(own),
        }),
        filter: filterOf(statement, filter),
        depth,
        label: level.label(first, statement),
        identity: level.identity(first),
        basis: deeper.length === 0 && basis.length === 1 ? (basis[0] ?? null) : null,
        note: level === RIG ? shareNote(statement, first, bearer) : null,
      });
      walk(
        own,
        earlier,
        level === CLASS ? (first.class === "rig" ? [RIG, RIG_PART] : [PROVIDER, MODEL]) : deeper,
        depth + 1,
        filter,
      );
    }
  };
  // Usage without money explains what is billed; where money went it adds no row.
  const money = (side: readonly StatementCell[]) => side.filter((row) => !isQuantity(row));
  walk(money(cells.now), money(cells.before), [CLASS], 0, { bearer });
  return rows;
}

function grouped(level: Level, now: readonly StatementCell[], before: readonly StatementCell[]) {
  const groups = new Map<string, { first: StatementCell; own: StatementCell[]; earlier: StatementCell[] }>();
  const put = (row: StatementCell, side: "own" | "earlier") => {
    const key = level.keyOf(row);
    const group = groups.get(key) ?? { first: row, own: [], earlier: [] };
    group[side].push(row);
    groups.set(key, group);
  };
  for (const row of now) put(row, "own");
  for (const row of before) put(row, "earlier");
  return [...groups.values()].sort(
    (a, b) =>
      (ORDER[a.first.class] ?? 9) - (ORDER[b.first.class] ?? 9) ||
      (level === RIG_PART ? PART_ORDER.indexOf(a.first.rigPart) - PART_ORDER.indexOf(b.first.rigPart) : 0) ||
      compare(costOf(b.own), costOf(a.own)),
  );
}

const CARRIED: Readonly<Record<IdleBearer, string>> = {
  idle: "used by nobody",
  owner: "used by nobody, carried by its owner",
  shared: "used by nobody, carried together",
  use: "used by nobody, carried by use",
};

function shareNote(statement: Statement, row: StatementCell, bearer: string): string | null {
  const rig = statement.rigs.find((each) => each.id === row.rigId);
  if (rig && isIdleService(row.service)) return CARRIED[rig.terms.idleBearer];
  const team = rig?.teams.find((each) => each.slug === bearer);
  if (!rig || !team || rig.terms.splitBy !== "shares") return null;
  const share = sharesIn(rig.terms, statement.month).find((each) => each.teamId === team.teamId);
  return share ? `${format(share.percent)} % of its month` : null;
}
