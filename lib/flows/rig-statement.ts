import type { RigMonth, RigsPage } from "../api/wire/records.ts";
import type { Figure, FigureFilter } from "../api/wire/statement.ts";
import { type Principal, readsEverything } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { monthBoundsMs } from "../core/calendar.ts";
import { type Decimal, decimal, divide, format, formatFixed, isZero, subtract, sum } from "../core/decimal.ts";
import { measuredKwh, type RigPart, wallKwh } from "../core/rig/rig-month.ts";
import { figureText, percentOf } from "../core/statement/figure.ts";
import { pool } from "../db/client.ts";
import { readImports } from "../db/imports.ts";
import type { CellRow } from "../db/ledger-reads.ts";
import { type EnergyHourRow, readEnergyHours } from "../db/power.ts";
import type { RigRow } from "../db/rigs.ts";
import { rigPartNotes } from "./explain-rig.ts";
import { toSummary } from "./imports.ts";
import { gapsOfHours, powerSeries, weekOf } from "./rig-power.ts";
import { type Cells, costOf, estimatedIn, groupRows, loadCells } from "./statement/cells.ts";
import { filterOf, hasData, loadStatement, type Statement, type StatementQuery, stateOf } from "./statement/load.ts";
import { rigStretch } from "./statement/metered.ts";

const MS_PER_HOUR = decimal(3_600_000);
const hoursText = (ms: number): string => formatFixed(divide(decimal(Math.round(ms)), MS_PER_HOUR, { scale: 4 }), 2);

function mustRead(principal: Principal): void {
  if (!readsEverything(principal))
    throw new AppError("forbidden", "Rigs are for admins and finance; a team's page shows its part of each.");
}

/** Every rig in one month. @throws AppError forbidden for a lead */
export async function rigsOf(
  query: StatementQuery,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<RigsPage> {
  mustRead(principal);
  const statement = await loadStatement(query, principal, nowMs);
  const cells = await loadCells(statement, null);
  const ofRigs: Cells = {
    now: cells.now.filter((row) => row.class === "rig"),
    before: cells.before.filter((row) => row.class === "rig"),
  };
  const measured = await Promise.all(statement.rigs.map((rig) => measuredOf(statement, rig)));
  return {
    month: statement.month,
    previousMonth: statement.previousMonth,
    currency: statement.organisation.currency,
    months: [...statement.months],
    state: stateOf(statement, statement.month),
    asOf: new Date(nowMs).toISOString(),
    total: figureOf(statement, ofRigs, { class: "rig" }),
    idle: figureOf(statement, onlyBearer(ofRigs, "idle"), { class: "rig", bearer: "idle" }),
    energyKwh: format(sum(measured.map((each) => each.kwh))),
    measuredHours: hoursText(measured.reduce((total, each) => total + each.coveredMs, 0)),
    rigHours: hoursText(measured.reduce((total, each) => total + each.serviceMs, 0)),
    rigs: statement.rigs.map((rig, index) => rowOf(statement, ofRigs, rig, measured[index] ?? NOTHING)),
  };
}

type Measured = {
  readonly hours: readonly EnergyHourRow[];
  readonly kwh: Decimal;
  readonly gpuKwh: Decimal;
  readonly coveredMs: number;
  readonly serviceMs: number;
  readonly fromMs: number;
  readonly toMs: number;
};
const NOTHING: Measured = {
  hours: [],
  kwh: decimal(0),
  gpuKwh: decimal(0),
  coveredMs: 0,
  serviceMs: 0,
  fromMs: 0,
  toMs: 0,
};

async function measuredOf(statement: Statement, rig: RigRow): Promise<Measured> {
  const zone = statement.organisation.zone;
  const { fromMs, toMs } = rigStretch(rig, { month: statement.month, zone, nowMs: statement.nowMs });
  const bounds = monthBoundsMs(statement.month, zone);
  const hours = await readEnergyHours(pool, { rigId: rig.id, fromMs: bounds.startMs, toMs: bounds.endMs });
  const microjoules = sum(hours.map((hour) => decimal(hour.microjoules)));
  return {
    hours,
    kwh: wallKwh(microjoules, rig.terms.wallFactor),
    gpuKwh: measuredKwh(microjoules),
    coveredMs: Math.min(
      hours.reduce((total, hour) => total + hour.coveredMs, 0),
      toMs - fromMs,
    ),
    serviceMs: toMs - fromMs,
    fromMs,
    toMs,
  };
}

function figureOf(statement: Statement, cells: Cells, filter: Partial<FigureFilter>, whole?: Decimal): Figure {
  const amount = costOf(cells.now);
  const previous = hasData(statement, statement.previousMonth) ? costOf(cells.before) : null;
  return {
    ...figureText({ amount, previous, whole: whole ?? amount, estimated: estimatedIn(cells.now) }),
    filter: filterOf(statement, filter),
  };
}

const onlyBearer = (cells: Cells, bearer: CellRow["bearer"]): Cells => keep(cells, (row) => row.bearer === bearer);
const keep = (cells: Cells, test: (row: CellRow) => boolean): Cells => ({
  now: cells.now.filter(test),
  before: cells.before.filter(test),
});

function rowOf(statement: Statement, ofRigs: Cells, rig: RigRow, measured: Measured): RigsPage["rigs"][number] {
  const own = keep(ofRigs, (row) => row.rigId === rig.id);
  const whole = costOf(own.now);
  const isMeasured = measured.hours.length > 0;
  const filter = { rig: rig.slug };
  const partFigure = (part: RigPart): Figure | null => {
    const cells = keep(own, (row) => row.rigPart === part);
    const isEntered =
      part === "hosting"
        ? rig.terms.hostingMonthly
        : part === "labour"
          ? rig.terms.operationsHours && rig.terms.operationsRate
          : part === "energy"
            ? rig.terms.tariffPerKwh && isMeasured
            : true;
    return cells.now.length === 0 && cells.before.length === 0 && !isEntered
      ? null
      : figureOf(statement, cells, { ...filter, kind: part }, whole);
  };
  const used = keep(own, (row) => row.bearer === "team");
  return {
    slug: rig.slug,
    name: rig.name,
    hardware: rig.hardware,
    zone: rig.zone,
    month: figureOf(statement, own, filter, whole),
    used: { ...figureOf(statement, used, filter, whole), filter: filterOf(statement, filter) },
    idle: figureOf(statement, onlyBearer(own, "idle"), { ...filter, bearer: "idle" }, whole),
    energyKwh: isMeasured ? format(measured.kwh) : null,
    coveragePercent:
      measured.serviceMs > 0
        ? percentOf(decimal(Math.round(measured.coveredMs)), decimal(Math.round(measured.serviceMs)))
        : null,
    measuredHours: hoursText(measured.coveredMs),
    monthHours: hoursText(measured.serviceMs),
    usedPercent: format(sum(rig.shares.map((share) => share.percent))),
    parts: {
      depreciation: partFigure("depreciation"),
      energy: partFigure("energy"),
      hosting: partFigure("hosting"),
      labour: partFigure("labour"),
    },
  };
}

/** One rig in one month: cost, power, who bears it. @throws AppError not-found, forbidden */
export async function rigMonthOf(
  slug: string,
  query: StatementQuery,
  principal: Principal,
  nowMs: number = Date.now(),
): Promise<RigMonth> {
  mustRead(principal);
  const statement = await loadStatement(query, principal, nowMs);
  const rig = statement.rigs.find((each) => each.slug === slug);
  if (!rig) throw new AppError("not-found", "There is no such rig.");
  const [cells, measured, notes, imports] = await Promise.all([
    loadCells(statement, null),
    measuredOf(statement, rig),
    rigPartNotes(rig, statement.month),
    readImports(pool, { rigId: rig.id, limit: 100 }),
  ]);
  const ofRigs = keep(cells, (row) => row.class === "rig");
  return {
    ...rowOf(statement, ofRigs, rig, measured),
    monthName: statement.month,
    previousMonth: statement.previousMonth,
    currency: statement.organisation.currency,
    months: [...statement.months],
    state: stateOf(statement, statement.month),
    asOf: new Date(nowMs).toISOString(),
    settings: settingsOf(rig),
    partNotes: {
      depreciation: notes.depreciation.text,
      energy: notes.energy.text,
      hosting: notes.hosting.text,
      labour: notes.labour.text,
    },
    wallFactor: format(rig.terms.wallFactor),
    gpuKwh: measured.hours.length > 0 ? format(measured.gpuKwh) : null,
    power: powerSeries(measured),
    week: weekOf(measured.hours, rig.zone),
    gaps: gapsOfHours(measured),
    users: usersOf(
      statement,
      keep(ofRigs, (row) => row.rigId === rig.id),
      rig,
    ),
    imports: imports.map(toSummary),
  };
}

function usersOf(statement: Statement, own: Cells, rig: RigRow): RigMonth["users"] {
  const whole = costOf(own.now);
  const groups = groupRows(own.now, (row) => (row.bearer === "team" ? String(row.teamId) : row.bearer));
  const users = [...groups].map(([key, rows]) => {
    const team = statement.teams.find((each) => String(each.id) === key);
    const share = rig.shares.find((each) => String(each.teamId) === key);
    const slug = team?.slug ?? null;
    return {
      slug,
      name: team?.name ?? (key === "idle" ? "Idle" : "Unassigned"),
      sharePercent: share ? format(share.percent) : (percentOf(costOf(rows), whole) ?? "0"),
      amount: format(costOf(rows)),
      filter: filterOf(statement, { rig: rig.slug, bearer: slug ?? key }),
    };
  });
  return users.sort(
    (a, b) =>
      Number(a.slug === null) - Number(b.slug === null) ||
      (isZero(subtract(decimal(a.amount), decimal(b.amount)))
        ? 0
        : subtract(decimal(a.amount), decimal(b.amount)).units < 0n
          ? 1
          : -1),
  );
}

function settingsOf(rig: RigRow): RigMonth["settings"] {
  const { asset, hostingMonthly, operationsHours, operationsRate, tariffPerKwh, wallFactor } = rig.terms;
  const text = (value: Decimal | null): string | null => (value ? format(value) : null);
  return {
    name: rig.name,
    hardware: rig.hardware,
    zone: rig.zone,
    currency: rig.currency,
    price: format(asset.price),
    inService: asset.inService,
    months: asset.months,
    salvage: format(asset.salvage),
    hostingMonthly: text(hostingMonthly),
    operationsHours: text(operationsHours),
    operationsRate: text(operationsRate),
    tariffPerKwh: text(tariffPerKwh),
    wallFactor: format(wallFactor),
    shares: rig.shares.map((share) => ({ team: share.slug, percent: format(share.percent) })),
  };
}
