import type { RigMonth, RigsPage } from "../api/wire/rig-pages.ts";
import { type Principal, readsEverything } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { decimal, divide, format, isZero, multiply, sum } from "../core/decimal.ts";
import { isIdlePart } from "../core/rig/idle-service.ts";
import { percentOf } from "../core/statement/figure.ts";
import { pool } from "../db/client.ts";
import { loadPriceBook } from "./price-book.ts";
import { rigDetails } from "./rig-details.ts";
import { figureOf, hoursText, keepCells, partsBy, rigFacts, rigRowOf } from "./rig-facts.ts";
import { type Cells, costOf, loadCells } from "./statement/cells.ts";
import { loadStatement, type Statement, type StatementQuery, stateOf } from "./statement/load.ts";

const MILLION = decimal(1_000_000);

function mustRead(principal: Principal): void {
  if (!readsEverything(principal))
    throw new AppError("forbidden", "Rigs are for admins and finance; a team's page shows its part of each.");
}

async function loadRigs(
  query: StatementQuery,
  principal: Principal,
  nowMs: number,
): Promise<{ statement: Statement; ofRigs: Cells }> {
  mustRead(principal);
  const statement = await loadStatement(query, principal, nowMs);
  const cells = await loadCells(statement, null);
  return { statement, ofRigs: keepCells(cells, (row) => row.class === "rig") };
}

/** Every rig in one month. @throws AppError forbidden for a lead */
export async function rigsOf(
  query: StatementQuery,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<RigsPage> {
  const { statement, ofRigs } = await loadRigs(query, principal, nowMs);
  const book = await loadPriceBook(pool);
  const facts = await Promise.all(statement.rigs.map((rig) => rigFacts(statement, rig)));
  const rigs = facts.map((each) => rigRowOf(statement, ofRigs, each, book));
  const whole = costOf(ofRigs.now);
  const idleCost = sum(rigs.map((rig) => decimal(rig.idle.amount)));
  const served = rigs.flatMap((rig) => (rig.efficiency.tokens === null ? [] : [rig]));
  const tokens = served.length === 0 ? null : sum(served.map((rig) => decimal(rig.efficiency.tokens ?? "0")));
  const servedCost = sum(served.map((rig) => decimal(rig.month.amount)));
  return {
    month: statement.month,
    previousMonth: statement.previousMonth,
    currency: statement.organisation.currency,
    months: [...statement.months],
    state: stateOf(statement, statement.month),
    asOf: new Date(nowMs).toISOString(),
    total: figureOf(statement, ofRigs, { filter: { class: "rig" } }),
    ...bearers(statement, ofRigs),
    idlePercent: percentOf(idleCost, whole),
    energyKwh: format(sum(facts.map((each) => each.wallKwh))),
    measuredHours: hoursText(facts.reduce((total, each) => total + each.coveredMs, 0)),
    rigHours: hoursText(facts.reduce((total, each) => total + each.serviceMs, 0)),
    tokens: tokens && format(tokens),
    costPerMillion:
      tokens && !isZero(tokens)
        ? format(divide(multiply(servedCost, MILLION), tokens, { scale: 12, rounding: "half-up" }))
        : null,
    parts: partsBy((part) =>
      rigs.every((rig) => rig.parts[part] === null)
        ? null
        : figureOf(
            statement,
            keepCells(ofRigs, (row) => row.rigPart === part),
            {
              filter: { class: "rig", kind: part },
              whole,
            },
          ),
    ),
    rigs,
  };
}

function bearers(statement: Statement, ofRigs: Cells): Pick<RigsPage, "used" | "idle"> {
  const isUsed = (row: Cells["now"][number]) => !isIdlePart(row);
  return {
    used: figureOf(statement, keepCells(ofRigs, isUsed), { filter: { class: "rig", use: "used" } }),
    idle: figureOf(statement, keepCells(ofRigs, isIdlePart), { filter: { class: "rig", use: "idle" } }),
  };
}

/** One rig in one month: cost, power, use, capacity, who bears it. @throws AppError not-found, forbidden */
export async function rigMonthOf(
  slug: string,
  query: StatementQuery,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<RigMonth> {
  const { statement, ofRigs } = await loadRigs(query, principal, nowMs);
  const rig = statement.rigs.find((each) => each.slug === slug);
  if (!rig) throw new AppError("not-found", "There is no such rig.");
  const facts = await rigFacts(statement, rig);
  const row = rigRowOf(statement, ofRigs, facts, await loadPriceBook(pool));
  return {
    ...row,
    monthName: statement.month,
    previousMonth: statement.previousMonth,
    currency: statement.organisation.currency,
    months: [...statement.months],
    state: stateOf(statement, statement.month),
    asOf: new Date(nowMs).toISOString(),
    ...(await rigDetails(statement, { facts, own: keepCells(ofRigs, (each) => each.rigId === rig.id) })),
  };
}
