import type { Advice } from "../../api/wire/statement.ts";
import type { AdviceInput, ModelUse, RigUse, TeamUse } from "../../core/advice/advice.ts";
import { adviseMonth } from "../../core/advice/advise-month.ts";
import { daysInMonth, firstDay } from "../../core/calendar.ts";
import { add, compare, type Decimal, decimal, divide, multiply, sum, ZERO } from "../../core/decimal.ts";
import { listPrice } from "../../core/price/list-price.ts";
import type { TokenKind } from "../../core/usage-line.ts";
import { pool } from "../../db/client.ts";
import { type CellRow, readKeyCosts } from "../../db/ledger-reads.ts";
import type { RigRow } from "../../db/rigs.ts";
import { withDefaults } from "../settings.ts";
import { type Cells, costOf, groupRows, isOneOff, tokensOf } from "./cells.ts";
import { daysCovered, hasData, previousOf, type Statement, totalOf } from "./load.ts";

const KEYS_IN_ADVICE = 20;

/** The recommendations of a month and what they save together. */
export async function adviceOf(
  statement: Statement,
  cells: Cells,
): Promise<{ advice: Advice[]; together: string | null }> {
  if (!hasData(statement, statement.month)) return { advice: [], together: null };
  return adviseMonth(await inputOf(statement, cells));
}

async function inputOf(statement: Statement, cells: Cells): Promise<AdviceInput> {
  const thresholds = withDefaults(statement.organisation.thresholds);
  const days = daysInMonth(statement.month);
  const keys = await readKeyCosts(pool, {
    months: [statement.month],
    bearer: "unassigned",
    teamId: null,
    views: statement.views,
    limit: KEYS_IN_ADVICE,
  });
  return {
    month: statement.month,
    currency: statement.organisation.currency,
    // Hardware and list prices are in US dollars; another reporting currency needs a rate, and none is kept yet.
    perDollar: statement.organisation.currency === "USD" ? decimal(1) : null,
    daysInMonth: days,
    daysCovered: statement.month < statement.currentMonth ? days : daysCovered(statement, statement.month),
    daysElapsed: days, // scheduled rig costs count for the whole month from its first day
    thresholds: {
      stayInCloudMonthly: decimal(thresholds.stayInCloudMonthly),
      evaluateHardwareMonthly: decimal(thresholds.evaluateHardwareMonthly),
      rigUnderUsedPercent: decimal(thresholds.rigUnderUsedPercent),
      adviceMinimum: decimal(thresholds.adviceMinimum),
    },
    teams: statement.teams.map((team) => teamUse(statement, cells, team)),
    rigs: statement.rigs
      .filter((rig) => cells.now.some((row) => row.rigId === rig.id))
      .map((rig) => rigUse(cells, rig)),
    unassigned: {
      amount: totalOf(statement, { month: statement.month, bearer: "unassigned" }),
      previous: previousOf(statement, { bearer: "unassigned" }),
      keys: keys
        .filter((key) => key.currency === statement.organisation.currency)
        .map(({ keyKind, key, provider, amount }) => ({ keyKind, key, provider, amount: decimal(amount) })),
    },
    unpriced: unpricedModels(statement, cells),
    tariffPerKwh: statement.rigs.find((rig) => rig.terms.tariffPerKwh)?.terms.tariffPerKwh ?? null,
    labourMonthlyPerRig: labourPerRig(statement.rigs),
  };
}

const isCloudUse = (row: CellRow): boolean => row.class !== "rig" && row.model !== "" && !isOneOff(row);

function teamUse(statement: Statement, cells: Cells, team: { id: number; slug: string; name: string }): TeamUse {
  const isOwn = (row: CellRow) => row.bearer === "team" && row.teamId === team.id;
  const now = cells.now.filter((row) => isOwn(row) && isCloudUse(row));
  const before = groupRows(
    cells.before.filter((row) => isOwn(row) && isCloudUse(row)),
    modelKey,
  );
  const models = [...groupRows(now, modelKey)].map(([key, rows]): ModelUse => {
    const earlier = before.get(key);
    return {
      provider: rows[0]?.provider ?? "",
      model: rows[0]?.model ?? "",
      cost: costOf(rows),
      previousCost: earlier ? costOf(earlier) : null,
      tokens: tokensByKind(rows),
    };
  });
  const cloud = { bearer: "team", teamId: team.id, class: "cloud" } as const;
  return {
    slug: team.slug,
    name: team.name,
    cloudCost: totalOf(statement, { ...cloud, month: statement.month }),
    previousCloudCost: previousOf(statement, cloud),
    isOnRig: cells.now.some((row) => isOwn(row) && row.class === "rig"),
    models,
  };
}

const modelKey = (row: CellRow): string => `${row.provider}\u0000${row.model}`;

/** Null unless every billed line of the model has a count. */
function tokensByKind(rows: readonly CellRow[]): Partial<Record<TokenKind, Decimal>> | null {
  const counted: Partial<Record<TokenKind, Decimal>> = {};
  for (const row of rows) {
    const tokens = tokensOf(row);
    if (tokens === null || row.costKind === "other") return null;
    const kind = row.costKind as TokenKind; // the only other cost kind is excluded above
    counted[kind] = add(counted[kind] ?? ZERO, tokens);
  }
  return counted;
}

function rigUse(cells: Cells, rig: RigRow): RigUse {
  const rows = cells.now.filter((row) => row.rigId === rig.id);
  const partOf = (part: string): Decimal | null => {
    const own = rows.filter((row) => row.rigPart === part);
    return own.length > 0 ? costOf(own) : null;
  };
  const shared = sum(rig.shares.map((share) => share.percent));
  return {
    slug: rig.slug,
    name: rig.name,
    hardware: rig.hardware,
    parts: {
      depreciation: partOf("depreciation"),
      energy: partOf("energy"),
      hosting: partOf("hosting"),
      labour: partOf("labour"),
    },
    usedPercent: shared,
    idleCost: costOf(rows.filter((row) => row.bearer === "idle")),
  };
}

/** Models with tokens that no list price covers: what they cost is right, what a token of them costs cannot be checked. */
function unpricedModels(statement: Statement, cells: Cells): AdviceInput["unpriced"] {
  const names = new Map(statement.teams.map((team) => [team.id, team.name]));
  return [
    ...groupRows(
      cells.now.filter((row) => isCloudUse(row) && row.hasTokens),
      modelKey,
    ),
  ].flatMap(([, rows]) => {
    const { provider = "", model = "" } = rows[0] ?? {};
    if (listPrice({ provider, model, day: firstDay(statement.month) })) return [];
    const tokens = sum(rows.map((row) => decimal(row.tokens)));
    const teams = [...new Set(rows.map((row) => names.get(row.teamId) ?? "Unassigned"))];
    return compare(tokens, ZERO) > 0 ? [{ provider, model, tokens, teams }] : [];
  });
}

function labourPerRig(rigs: readonly RigRow[]): Decimal | null {
  const known = rigs.flatMap((rig) =>
    rig.terms.operationsHours && rig.terms.operationsRate
      ? [multiply(rig.terms.operationsHours, rig.terms.operationsRate)]
      : [],
  );
  return known.length > 0 ? divide(sum(known), decimal(known.length)) : null;
}
