import type { Figure, FigureFilter, Overview } from "../api/wire/statement.ts";
import { type Principal, readsEverything } from "../auth/principal.ts";
import { daysBetween, daysInMonth, firstDay, lastDay, parseDay } from "../core/calendar.ts";
import { add, type Decimal, decimal, equals, format, sum } from "../core/decimal.ts";
import { rankOf } from "../core/standing/standing.ts";
import { figureText } from "../core/statement/figure.ts";
import { providerName } from "../core/statement/names.ts";
import type { Basis } from "../core/usage-line.ts";
import { pool } from "../db/client.ts";
import { countUnassignedKeys, readKeyCosts, type SourceRow } from "../db/ledger-reads.ts";
import { gapsOf } from "./gaps.ts";
import { adviceOf } from "./statement/advice-of.ts";
import { bridgeOf } from "./statement/bridge-wire.ts";
import { loadCells } from "./statement/cells.ts";
import {
  estimatedOf,
  filterOf,
  hasData,
  headOf,
  historyMonths,
  historyOf,
  loadStatement,
  previousOf,
  type Statement,
  type StatementQuery,
  totalOf,
  unconvertedOf,
} from "./statement/load.ts";
import { meteredOf } from "./statement/metered.ts";

const UNASSIGNED_SHOWN = 20;
const CLASSES = ["cloud", "rig", "shared"] as const;
type Which = { bearer?: "team" | "unassigned" | "idle"; teamId?: number; class?: (typeof CLASSES)[number] };

/**
 * All teams in one month: the first page and what every other page must agree with. A lead sees the own teams.
 * @throws AppError invalid-input
 */
export async function overviewOf(
  query: StatementQuery,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<Overview> {
  const statement = await loadStatement(query, principal, nowMs);
  const isWhole = readsEverything(principal);
  const cells = await loadCells(statement, null);
  const { month, views } = statement;
  const [advised, list, keys, metered, gaps] = await Promise.all([
    adviceOf(statement, cells),
    isWhole ? unassignedKeysOf(statement) : [],
    isWhole ? countUnassignedKeys(pool, { month, monthBy: views.monthBy }) : 0,
    // A lead's page does not speak of other people's rigs.
    isWhole ? meteredOf(statement) : null,
    gapsOf(statement, cells, principal),
  ]);
  const advice = isWhole ? advised.advice : advised.advice.filter((each) => each.team !== null);
  return {
    ...headOf(statement),
    isWhole,
    total: figureOf(statement, {}, {}),
    classes: CLASSES.map((each) => ({ class: each, ...figureOf(statement, { class: each }, { class: each }) })),
    teams: statement.teams.map((team) => {
      const which = { bearer: "team", teamId: team.id } as const;
      return {
        slug: team.slug,
        name: team.name,
        ...figureOf(statement, which, { bearer: team.slug }),
        split: splitOf(statement, which),
        history: trendOf(statement, which),
      };
    }),
    unassigned: { keys, list, ...bearerFigure(statement, "unassigned") },
    idle: { rigs: idleRigs(statement, cells.now), ...bearerFigure(statement, "idle") },
    identity: identityOf(statement),
    history: historyOf(statement),
    sources: sourcesOf(statement),
    metered,
    unconverted: unconvertedOf(statement),
    gaps,
    bridge: bridgeOf(statement, cells),
    advice,
    adviceTogether: isWhole ? advised.together : null,
  };
}

function figureOf(statement: Statement, which: Which, filter: Partial<FigureFilter>): Figure {
  return {
    ...figureText({
      amount: totalOf(statement, { ...which, month: statement.month }),
      previous: previousOf(statement, which),
      whole: totalOf(statement, { month: statement.month }),
      estimated: estimatedOf(statement, { ...which, month: statement.month }),
    }),
    filter: filterOf(statement, filter),
  };
}

const bearerFigure = (statement: Statement, bearer: "unassigned" | "idle") => ({
  ...figureOf(statement, { bearer }, { bearer }),
  split: splitOf(statement, { bearer }),
  history: trendOf(statement, { bearer }),
});

export function splitOf(statement: Statement, which: Which): { cloud: string; rig: string; shared: string } {
  const of = (each: (typeof CLASSES)[number]) =>
    format(totalOf(statement, { ...which, month: statement.month, class: each }));
  return { cloud: of("cloud"), rig: of("rig"), shared: of("shared") };
}

const trendOf = (statement: Statement, which: Which): (string | null)[] =>
  historyMonths(statement).map((month) =>
    hasData(statement, month) ? format(totalOf(statement, { ...which, month })) : null,
  );

const idleRigs = (statement: Statement, cells: readonly { bearer: string; rigId: number }[]): number =>
  statement.rigs.filter((rig) => cells.some((row) => row.bearer === "idle" && row.rigId === rig.id)).length;

/** The dearest keys of the month without a rule. */
async function unassignedKeysOf(statement: Statement): Promise<Overview["unassigned"]["list"]> {
  const rows = await readKeyCosts(pool, {
    months: [statement.month],
    bearer: "unassigned",
    teamId: null,
    views: statement.views,
    limit: UNASSIGNED_SHOWN,
  });
  return rows.map(({ keyKind, key, provider, lines, currency, amount }) => ({
    keyKind,
    key,
    known: `${providerName(provider)}, ${keyKind}`,
    provider,
    lines,
    currency,
    amount: format(decimal(amount)),
  }));
}

/** Sum of teams + unassigned + idle = cloud + rigs + shared = ledger, to the last digit stored. */
function identityOf(statement: Statement): Overview["identity"] {
  const of = (which: Which): Decimal => totalOf(statement, { ...which, month: statement.month });
  const byBearer = [of({ bearer: "team" }), of({ bearer: "unassigned" }), of({ bearer: "idle" })] as const;
  const byClass = [of({ class: "cloud" }), of({ class: "rig" }), of({ class: "shared" })] as const;
  const ledger = of({});
  const teams = sum(statement.teams.map((team) => of({ bearer: "team", teamId: team.id })));
  return {
    teams: format(teams),
    unassigned: format(byBearer[1]),
    idle: format(byBearer[2]),
    cloud: format(byClass[0]),
    rigs: format(byClass[1]),
    shared: format(byClass[2]),
    ledger: format(ledger),
    holds: equals(add(teams, add(byBearer[1], byBearer[2])), ledger) && equals(sum(byClass), ledger),
  };
}

/** Where a bill speaks for an account, its usage and a gateway's estimate say nothing of how complete the bill is. */
function surest(sources: readonly SourceRow[]): SourceRow[] {
  const kinds = new Map(sources.map((one) => [`${one.provider}\u0000${one.account}\u0000${one.basis}`, one]));
  const isSame = (a: SourceRow, b: SourceRow) =>
    a.provider === b.provider && (a.account === b.account || a.account === "" || b.account === "");
  return sources.filter(
    (source) => ![...kinds.values()].some((other) => isSame(other, source) && rankOfBasis(other) < rankOfBasis(source)),
  );
}
// the column holds nothing but a basis
const rankOfBasis = (source: SourceRow): number => rankOf(source.basis as Basis);

/** Each provider and account that ever reported, with the days of this month it speaks for. */
function sourcesOf(statement: Statement): Overview["sources"] {
  const first = firstDay(statement.month);
  const last = lastDay(statement.month);
  const groups = new Map<string, Overview["sources"][number] & { covered: Set<string> }>();
  for (const source of surest(statement.sources)) {
    const key = `${source.provider}\u0000${source.account}`;
    const group = groups.get(key) ?? {
      provider: source.provider,
      account: source.account || null,
      format: source.label,
      from: null,
      to: null,
      daysCovered: 0,
      daysInMonth: daysInMonth(statement.month),
      lastImport: { id: source.importId, fileName: source.fileName, postedAt: source.postedAt.toISOString() },
      covered: new Set<string>(),
    };
    groups.set(key, group);
    const from = parseDay(source.from < first ? first : source.from);
    const to = parseDay(source.to > last ? last : source.to);
    if (!from || !to || from > to) continue;
    if (group.from === null || from < group.from) group.from = from;
    if (group.to === null || to > group.to) group.to = to;
    for (let index = 0; index < daysBetween({ from, to }); index += 1)
      group.covered.add(String(Number(from.slice(8)) + index));
  }
  return [...groups.values()].map(({ covered, ...group }) => ({ ...group, daysCovered: covered.size }));
}
