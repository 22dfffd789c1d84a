import type { Advice } from "../../api/wire/statement.ts";
import type { AdviceInput, ModelUse, RigUse, TeamUse } from "../../core/advice/advice.ts";
import { adviseMonth } from "../../core/advice/advise-month.ts";
import { daysInMonth, lastDay, type Month } from "../../core/calendar.ts";
import { compare, type Decimal, decimal, divide, isZero, multiply, sum, ZERO } from "../../core/decimal.ts";
import type { PriceBook } from "../../core/price/price-book.ts";
import { chargeOfMonth } from "../../core/rig/charges.ts";
import { isIdlePart } from "../../core/rig/idle-service.ts";
import { chargesIn, tariffIn } from "../../core/rig/in-month.ts";
import { isRigPart, partGroup } from "../../core/rig/parts.ts";
import { hasMoney, isCounted, isQuantity, tokensIn } from "../../core/statement/counted.ts";
import { namesIn } from "../../core/statement/same-model.ts";
import { TOKEN_KINDS, type TokenKind } from "../../core/usage-line.ts";
import { pool } from "../../db/client.ts";
import { readKeyCosts } from "../../db/ledger-reads.ts";
import type { RigRow } from "../../db/rigs.ts";
import { loadPriceBook } from "../price-book.ts";
import { withDefaults } from "../settings.ts";
import { type Cells, costOf, groupRows, isOneOff, type StatementCell } from "./cells.ts";
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
    unpriced: unpricedModels(statement, cells, await loadPriceBook(pool)),
    tariffPerKwh: flatPriceOf(statement),
    labourMonthlyPerRig: labourPerRig(statement.rigs, statement.month),
  };
}

const isCloudUse = (row: StatementCell): boolean => row.class !== "rig" && row.model !== "" && !isOneOff(row);

function teamUse(statement: Statement, cells: Cells, team: { id: number; slug: string; name: string }): TeamUse {
  const isOwn = (row: StatementCell) => row.bearer === "team" && row.teamId === team.id;
  const now = cells.now.filter((row) => isOwn(row) && isCloudUse(row));
  const before = groupRows(
    cells.before.filter((row) => isOwn(row) && isCloudUse(row)),
    modelKey,
  );
  const models = [...groupRows(now, modelKey)].flatMap(([key, rows]): ModelUse[] => {
    const [first] = rows;
    // What nobody billed or priced has no cost to weigh.
    if (!first || !hasMoney(rows)) return [];
    const earlier = before.get(key);
    return [
      {
        provider: first.provider,
        model: first.same.name,
        cost: costOf(rows),
        previousCost: earlier && hasMoney(earlier) ? costOf(earlier) : null,
        tokens: tokensByKind(rows),
      },
    ];
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

const modelKey = (row: StatementCell): string => row.same.key;

/** Null unless all money of the model has a count, its own or its usage's. */
function tokensByKind(rows: readonly StatementCell[]): Partial<Record<TokenKind, Decimal>> | null {
  const counted: Partial<Record<TokenKind, Decimal>> = {};
  // Tokens of no kind, and money of no kind beside money that has one, cannot be weighed by kind.
  const isOther = (row: StatementCell) => row.costKind === "other";
  if (!isCounted(rows)) return null;
  if (rows.some(isOther) && !(rows.some(isQuantity) && rows.every((row) => isOther(row) !== row.hasTokens)))
    return null;
  for (const kind of TOKEN_KINDS) {
    const tokens = tokensIn(rows, [kind]);
    if (tokens !== null) counted[kind] = tokens;
    else if (rows.some((row) => row.costKind === kind)) return null;
  }
  return counted;
}

function rigUse(cells: Cells, rig: RigRow): RigUse {
  const rows = cells.now.filter((row) => row.rigId === rig.id);
  const partOf = (part: string): Decimal | null => {
    const own = rows.filter((row) => isRigPart(row.rigPart) && partGroup(row.rigPart) === part);
    return own.length > 0 ? costOf(own) : null;
  };
  const whole = costOf(rows);
  const used = costOf(rows.filter((row) => !isIdlePart(row)));
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
    usedPercent: isZero(whole) ? null : divide(multiply(used, decimal(100)), whole, { scale: 6 }),
    idleCost: costOf(rows.filter((row) => row.bearer === "idle")),
  };
}

/** Models with tokens that no price covers: what they cost is right, what a token of them costs cannot be checked. */
function unpricedModels(statement: Statement, cells: Cells, book: PriceBook): AdviceInput["unpriced"] {
  const names = new Map(statement.teams.map((team) => [team.id, team.name]));
  return [
    ...groupRows(
      cells.now.filter((row) => isCloudUse(row) && row.hasTokens),
      modelKey,
    ),
  ].flatMap(([, rows]) => {
    const [first] = rows;
    if (!first) return [];
    const { provider, same } = first;
    const day = lastDay(statement.month);
    if (namesIn(same.names).some((model) => book.priceOf({ provider, model, day }) !== null)) return [];
    const tokens = sum(rows.map((row) => decimal(row.tokens)));
    const teams = [...new Set(rows.map((row) => names.get(row.teamId) ?? "Unassigned"))];
    return compare(tokens, ZERO) > 0 ? [{ provider, model: same.name, tokens, teams }] : [];
  });
}

function labourPerRig(rigs: readonly RigRow[], month: Month): Decimal | null {
  const known = rigs.flatMap((rig) => {
    const charges = chargesIn(rig.terms, month, "labour").flatMap((charge) => chargeOfMonth(charge, month) ?? []);
    return charges.length > 0 ? [sum(charges.map((charge) => charge.amount))] : [];
  });
  return known.length > 0 ? divide(sum(known), decimal(known.length)) : null;
}

/** The price per kWh of the first rig whose tariff is one price; the advice says which it took. */
function flatPriceOf({ rigs, month }: Statement): Decimal | null {
  for (const rig of rigs) {
    const energy = tariffIn(rig.terms, month)?.versions.findLast((each) => each.from <= lastDay(month))?.terms.energy;
    const only = energy?.kind === "tiers" && energy.tiers.length === 1 ? energy.tiers[0] : null;
    if (only) return only.perKwh;
  }
  return null;
}
