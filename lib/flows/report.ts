import type { Principal } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { add, type Decimal, decimal, format, isZero, subtract, ZERO } from "../core/decimal.ts";
import { isRigPart, type PartGroup, partGroup, type RigPart } from "../core/rig/parts.ts";
import type { CellRow } from "../db/ledger-reads.ts";
import { gapsOf } from "./gaps.ts";
import { type RigGap, rigGaps } from "./report-gaps.ts";
import { type Cells, costOf, loadCells } from "./statement/cells.ts";
import {
  estimatedOf,
  loadStatement,
  previousOf,
  type Statement,
  type StatementQuery,
  stateOf,
  totalOf,
  unconvertedOf,
} from "./statement/load.ts";

/**
 * The parts of a team's month, rigs in four lines: depreciation with rent, energy with the tariff's fixed and demand
 * charges, hosting with maintenance and licences, labour. Null where nothing of a part is known: energy nobody measured
 * or priced, hosting and labour nobody entered.
 */
export type ReportParts = {
  readonly cloud: string;
  readonly depreciation: string;
  readonly energy: string | null;
  readonly hosting: string | null;
  readonly labour: string | null;
  readonly shared: string;
};
export type Report = {
  readonly month: string;
  /** open, closed, reopened, or no-data */
  readonly state: string;
  readonly currency: string;
  readonly view: { readonly cost: string; readonly monthBy: string };
  readonly total: string;
  /** Of the total, what nobody billed. */
  readonly estimated: string;
  readonly unassigned: string;
  readonly idle: string;
  readonly cloud: string;
  readonly rigs: string;
  readonly shared: string;
  readonly unconverted: readonly { currency: string; amount: string }[];
  readonly gaps: readonly string[];
  readonly teams: readonly {
    readonly team: string;
    readonly name: string;
    readonly tco: string;
    /** Of it, what nobody billed. */
    readonly estimated: string;
    readonly previous: string | null;
    readonly change: string | null;
    readonly parts: ReportParts;
  }[];
};

/**
 * A month as the command line gives it; the same sums as the overview. Amounts are exact decimal text in the reporting
 * currency. @throws AppError not-found when the team does not exist, invalid-input when the month is not one
 */
export async function reportOf(
  query: StatementQuery & { team?: string | undefined },
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<Report> {
  const statement = await loadStatement(query, principal, nowMs);
  const cells = await loadCells(statement, null);
  const team =
    query.team === undefined
      ? null
      : statement.teams.find((each) => each.slug === query.team || each.name === query.team);
  if (team === undefined) {
    throw new AppError(
      "not-found",
      `There is no team "${query.team}". The teams are ${statement.teams.map((each) => each.slug).join(", ") || "not entered yet"}.`,
    );
  }
  const [onRigs, gaps] = await Promise.all([rigGaps(statement), gapsOf(statement, cells, principal)]);
  const of = (which: Parameters<typeof previousOf>[1]) =>
    format(totalOf(statement, { ...which, month: statement.month }));
  const state = stateOf(statement, statement.month);
  return {
    month: statement.month,
    state: state === "provisional" ? "open" : state,
    currency: statement.organisation.currency,
    view: statement.views,
    total: of({}),
    estimated: format(estimatedOf(statement, { month: statement.month }) ?? ZERO),
    unassigned: of({ bearer: "unassigned" }),
    idle: of({ bearer: "idle" }),
    cloud: of({ class: "cloud" }),
    rigs: of({ class: "rig" }),
    shared: of({ class: "shared" }),
    unconverted: unconvertedOf(statement),
    gaps: [...gaps, ...onRigs].map((gap) => gap.text),
    teams: statement.teams
      .filter((each) => !team || each.id === team.id)
      .map((each) => teamRow(statement, cells, { team: each, onRigs })),
  };
}

function teamRow(
  statement: Statement,
  cells: Cells,
  { team, onRigs }: { team: { id: number; slug: string; name: string }; onRigs: readonly RigGap[] },
): Report["teams"][number] {
  const which = { bearer: "team", teamId: team.id } as const;
  const tco = totalOf(statement, { ...which, month: statement.month });
  const previous = previousOf(statement, which);
  // Nothing known of a month is no fall to zero.
  const hasData = stateOf(statement, statement.month) !== "no-data";
  const own = cells.now.filter((row) => row.bearer === "team" && row.teamId === team.id);
  return {
    team: team.slug,
    name: team.name,
    tco: format(tco),
    estimated: format(estimatedOf(statement, { ...which, month: statement.month }) ?? ZERO),
    previous: previous === null ? null : format(previous),
    change: previous === null || !hasData ? null : format(subtract(tco, previous)),
    parts: partsOf(own, unknownParts(statement, { teamId: team.id, onRigs })),
  };
}

/** Parts that are not known of a rig the team has a share of. */
function unknownParts(
  { rigs }: Statement,
  { teamId, onRigs }: { teamId: number; onRigs: readonly RigGap[] },
): ReadonlySet<RigPart> {
  const own = new Set(rigs.filter((rig) => rig.teams.some((team) => team.teamId === teamId)).map((rig) => rig.id));
  return new Set(onRigs.filter((gap) => own.has(gap.rigId)).flatMap((gap) => gap.parts));
}

function partsOf(rows: readonly CellRow[], unknown: ReadonlySet<RigPart>): ReportParts {
  const ofPart = (group: PartGroup): Decimal =>
    costOf(rows.filter((row) => row.class === "rig" && isRigPart(row.rigPart) && partGroup(row.rigPart) === group));
  const known = (part: PartGroup): string | null => {
    const amount = ofPart(part);
    return unknown.has(part) && isZero(amount) ? null : format(amount);
  };
  return {
    cloud: format(costOf(rows.filter((row) => row.class === "cloud"))),
    depreciation: format(ofPart("depreciation")),
    energy: known("energy"),
    hosting: known("hosting"),
    labour: known("labour"),
    shared: format(costOf(rows.filter((row) => row.class === "shared"))),
  };
}

/** Teams + unassigned + idle and cloud + rigs + shared, each less the ledger: zero when the identity holds. */
export function identityGap(report: Report): { byBearer: string; byClass: string } {
  const total = decimal(report.total);
  const bearers = report.teams.reduce(
    (sum, team) => add(sum, decimal(team.tco)),
    add(decimal(report.unassigned), decimal(report.idle)),
  );
  const classes = [report.cloud, report.rigs, report.shared].reduce((sum, each) => add(sum, decimal(each)), ZERO);
  return { byBearer: format(subtract(bearers, total)), byClass: format(subtract(classes, total)) };
}

/** The operator at the command line: sees everything, is nobody's account. */
export const OPERATOR: Principal = { userId: "operator", name: "Command line", email: "", role: "admin", teams: [] };
