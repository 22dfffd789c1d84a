import type { TeamMonth } from "../api/wire/statement.ts";
import { mayReadTeam, type Principal } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { compare, type Decimal, decimal, format } from "../core/decimal.ts";
import { figureText, percentOf } from "../core/statement/figure.ts";
import { pool } from "../db/client.ts";
import { type KeyCostRow, readCells, readEstimatedByKey, readKeyCosts } from "../db/ledger-reads.ts";
import { findTeam, type TeamRow } from "../db/teams.ts";
import { splitOf } from "./overview.ts";
import { loadPriceBook } from "./price-book.ts";
import { adviceOf } from "./statement/advice-of.ts";
import { bridgeOf } from "./statement/bridge-wire.ts";
import { type Cells, costOf, estimatedIn, groupRows, isOneOff, loadCells } from "./statement/cells.ts";
import { costTree } from "./statement/cost-tree.ts";
import {
  estimatedOf,
  filterOf,
  hasData,
  headOf,
  historyOf,
  loadStatement,
  previousOf,
  type Statement,
  type StatementQuery,
  totalOf,
  unconvertedOf,
} from "./statement/load.ts";
import { modelRows, tokenFacts } from "./statement/models.ts";

const KEYS_SHOWN = 200;

/**
 * One team's month. @throws AppError not-found, also for a team the reader may not see: its existence is not said
 */
export async function teamMonthOf(
  slug: string,
  query: StatementQuery,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<TeamMonth> {
  const team = await findTeam(pool, slug);
  if (!team || team.slug !== slug || !mayReadTeam(principal, team.slug)) {
    throw new AppError("not-found", "There is no such team, or it is not one of yours.");
  }
  const statement = await loadStatement(query, principal, nowMs);
  const [cells, advised, book] = await Promise.all([
    loadCells(statement, team.id),
    teamAdvice(statement, team),
    loadPriceBook(pool),
  ]);
  const which = { bearer: "team", teamId: team.id } as const;
  const total = totalOf(statement, { ...which, month: statement.month });
  return {
    ...headOf(statement),
    team: { slug: team.slug, name: team.name, owner: team.owner, costCentre: team.costCentre },
    total: {
      ...figureText({
        amount: total,
        previous: previousOf(statement, which),
        whole: totalOf(statement, { month: statement.month }),
        estimated: estimatedOf(statement, { ...which, month: statement.month }),
      }),
      filter: filterOf(statement, { bearer: team.slug }),
    },
    split: splitOf(statement, which),
    tokens: tokenFacts(cells),
    withoutOneOff: withoutOneOff(statement, cells, team),
    tree: costTree(statement, cells, team.slug),
    models: modelRows(statement, cells, { bearer: team.slug, book }),
    keys: await keysOf(statement, team),
    rigs: await rigsOf(statement, cells, team),
    history: historyOf(statement, team.id),
    bridge: bridgeOf(statement, cells),
    advice: advised,
    unconverted: unconvertedOf(statement, team.id),
  };
}

async function teamAdvice(statement: Statement, team: TeamRow): Promise<TeamMonth["advice"]> {
  const { advice } = await adviceOf(statement, await loadCells(statement, null));
  return advice.filter((each) => each.team === team.slug || each.team === team.name);
}

/** The month as it would be without credits, corrections and purchases; null when it has none. */
function withoutOneOff(statement: Statement, cells: Cells, team: TeamRow): TeamMonth["withoutOneOff"] {
  if (!cells.now.some(isOneOff) && !cells.before.some(isOneOff)) return null;
  const usual = (rows: Cells["now"]) => costOf(rows.filter((row) => !isOneOff(row)));
  const figure = figureText({
    amount: usual(cells.now),
    previous: hasData(statement, statement.previousMonth) ? usual(cells.before) : null,
    whole: costOf(cells.now),
    estimated: estimatedIn(cells.now.filter((row) => !isOneOff(row))),
  });
  return { ...figure, filter: filterOf(statement, { bearer: team.slug, category: "usage" }) };
}

async function keysOf(statement: Statement, team: TeamRow): Promise<TeamMonth["keys"]> {
  const rows = await readKeyCosts(pool, {
    months: [statement.month, statement.previousMonth],
    bearer: "team",
    teamId: team.id,
    views: statement.views,
    limit: KEYS_SHOWN * 2,
  });
  const own = rows.filter((row) => row.currency === statement.organisation.currency);
  const estimates = await estimatesOf(statement, team);
  const whole = totalOf(statement, { month: statement.month, bearer: "team", teamId: team.id });
  return own
    .filter((row) => row.month === statement.month)
    .slice(0, KEYS_SHOWN)
    .map((row) => {
      const before = own.find(
        (other) => other.month !== row.month && other.key === row.key && other.provider === row.provider,
      );
      const previous = hasData(statement, statement.previousMonth) ? decimal(before?.amount ?? "0") : null;
      return {
        ...figureText({ amount: decimal(row.amount), previous, whole, estimated: estimates(row) }),
        key: row.key,
        keyKind: row.keyKind,
        provider: row.provider,
        because: row.because,
        filter: filterOf(statement, { bearer: team.slug, provider: row.provider, key: row.key }),
      };
    });
}

/** What nobody billed of each key; asked of the ledger only where the team has any. */
async function estimatesOf(
  statement: Statement,
  { id: teamId }: TeamRow,
): Promise<(of: Pick<KeyCostRow, "provider" | "keyKind" | "key">) => Decimal | null> {
  const { month, views } = statement;
  if (estimatedOf(statement, { month, bearer: "team", teamId }) === null) return () => null;
  const { currency } = statement.organisation;
  const rows = await readEstimatedByKey(pool, { month, teamId, views, currency });
  return ({ provider, keyKind, key }) => {
    const found = rows.find((row) => row.provider === provider && row.keyKind === keyKind && row.key === key);
    return found ? decimal(found.amount) : null;
  };
}

/** The rigs the team bears cost of, with everyone's part of each month; a lead sees other teams as one. */
async function rigsOf(statement: Statement, cells: Cells, team: TeamRow): Promise<TeamMonth["rigs"]> {
  const rigs = statement.rigs.filter((rig) => cells.now.some((row) => row.rigId === rig.id));
  if (rigs.length === 0) return [];
  const all = await readCells(pool, { months: [statement.month], teamId: null, views: statement.views });
  const names = new Map(statement.teams.map((each) => [each.id, each]));
  return rigs.map((rig) => {
    const rows = all.filter((row) => row.rigId === rig.id && row.currency === statement.organisation.currency);
    const whole = costOf(rows);
    const own = costOf(rows.filter((row) => row.bearer === "team" && row.teamId === team.id));
    const groups = groupRows(rows, (row) => (row.bearer === "idle" ? "idle" : (names.get(row.teamId)?.slug ?? "")));
    const teams = [...groups].map(([slug, group]) => ({
      slug: slug === "idle" || slug === "" ? null : slug,
      name: slug === "idle" ? "Idle" : (statement.teams.find((each) => each.slug === slug)?.name ?? "Other teams"),
      sharePercent: percentOf(costOf(group), whole) ?? "0",
      amount: format(costOf(group)),
    }));
    return {
      slug: rig.slug,
      name: rig.name,
      amount: format(own),
      sharePercent: percentOf(own, whole) ?? "0",
      monthTotal: format(whole),
      teams: teams.sort(
        (a, b) =>
          Number(a.name === "Idle") - Number(b.name === "Idle") || compare(decimal(b.amount), decimal(a.amount)),
      ),
    };
  });
}
