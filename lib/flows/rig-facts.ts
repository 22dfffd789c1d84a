import type { RigEfficiency, RigRowWire } from "../api/wire/rig-pages.ts";
import type { Figure, FigureFilter } from "../api/wire/statement.ts";
import { compare, type Decimal, decimal, divide, format, formatFixed, multiply, sum } from "../core/decimal.ts";
import type { PriceBook } from "../core/price/price-book.ts";
import { isIdlePart } from "../core/rig/idle-service.ts";
import { chargesIn, paysForEnergy, tariffIn } from "../core/rig/in-month.ts";
import type { RigPart } from "../core/rig/parts.ts";
import { kwhOf, wallMicrojoules, wallOn } from "../core/rig/wall.ts";
import { figureText, percentOf } from "../core/statement/figure.ts";
import { pool } from "../db/client.ts";
import type { RigRow } from "../db/rigs.ts";
import { rigEfficiencyOf, type WorkWatts, workWatts } from "./rig-efficiency.ts";
import { type RigMonthFacts, rigMonthFacts } from "./rig-month-input.ts";
import { type Cells, costOf, estimatedIn } from "./statement/cells.ts";
import { filterOf, hasData, type Statement } from "./statement/load.ts";
import { rigStretch } from "./statement/metered.ts";

const HOUR_MS = 3_600_000;
const HUNDRED = decimal(100);
const MS_PER_HOUR = decimal(HOUR_MS);
export const hoursText = (ms: number): string =>
  formatFixed(divide(decimal(Math.round(ms)), MS_PER_HOUR, { scale: 4 }), 2);

/** What was measured of a rig in the statement's month, and what it rests on. */
export type RigFacts = {
  readonly rig: RigRow;
  readonly month: RigMonthFacts;
  /** Microjoules at the wall of each measured quarter hour. */
  readonly wall: readonly Decimal[];
  readonly wallKwh: Decimal;
  readonly measuredKwh: Decimal;
  readonly coveredMs: number;
  /** In service and passed. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly serviceMs: number;
  /** Percent; null where no file tells. */
  readonly busyPercent: Decimal | null;
  readonly watts: WorkWatts;
};

export async function rigFacts(statement: Statement, rig: RigRow): Promise<RigFacts> {
  const { month, nowMs } = statement;
  const { zone } = statement.organisation;
  const facts = await rigMonthFacts(pool, { rig, month, zone, nowMs });
  const { fromMs, toMs } = rigStretch(rig, { month, zone, nowMs });
  const wall = facts.quarters.map((quarter) =>
    wallMicrojoules(quarter, wallOn(rig.terms.walls, facts.input.dayOf(quarter.atMs))),
  );
  const serviceMs = toMs - fromMs;
  const coveredMs = Math.min(
    facts.quarters.reduce((total, quarter) => total + quarter.coveredMs, 0),
    serviceMs,
  );
  const busy = facts.use.counted.length === 0 ? null : facts.busy;
  const measuredKwh = kwhOf(sum(facts.quarters.map((quarter) => quarter.microjoules)));
  return {
    ...{ rig, month: facts, wall, measuredKwh, coveredMs, fromMs, toMs, serviceMs },
    wallKwh: kwhOf(sum(wall)),
    busyPercent: busy && percentExact(busy),
    watts: workWatts(facts, wall),
  };
}

function percentExact({ part, whole }: { part: Decimal; whole: Decimal }): Decimal {
  const capped = compare(part, whole) > 0 ? whole : part;
  return divide(multiply(capped, HUNDRED), whole, { scale: 6, rounding: "half-up" });
}

export const keepCells = (cells: Cells, test: (row: Cells["now"][number]) => boolean): Cells => ({
  now: cells.now.filter(test),
  before: cells.before.filter(test),
});

export function figureOf(
  statement: Statement,
  cells: Cells,
  { filter, whole }: { filter: Partial<FigureFilter>; whole?: Decimal },
): Figure {
  const amount = costOf(cells.now);
  const previous = hasData(statement, statement.previousMonth) ? costOf(cells.before) : null;
  return {
    ...figureText({ amount, previous, whole: whole ?? amount, estimated: estimatedIn(cells.now) }),
    filter: filterOf(statement, filter),
  };
}

/** A rig's month as the list shows it. */
export function rigRowOf(statement: Statement, ofRigs: Cells, facts: RigFacts, book: PriceBook): RigRowWire {
  const { rig } = facts;
  const own = keepCells(ofRigs, (row) => row.rigId === rig.id);
  const whole = costOf(own.now);
  const filter = { rig: rig.slug };
  const idle = keepCells(own, isIdlePart);
  const used = keepCells(own, (row) => !isIdlePart(row));
  const isMeasured = facts.month.quarters.length > 0;
  return {
    slug: rig.slug,
    name: rig.name,
    hardware: rig.hardware,
    kind: rig.terms.kind,
    zone: rig.zone,
    month: figureOf(statement, own, { filter, whole }),
    used: figureOf(statement, used, { filter: { ...filter, use: "used" }, whole }),
    idle: figureOf(statement, idle, { filter: { ...filter, use: "idle" }, whole }),
    energyKwh: isMeasured ? format(facts.wallKwh) : null,
    coveragePercent:
      facts.serviceMs > 0
        ? percentOf(decimal(Math.round(facts.coveredMs)), decimal(Math.round(facts.serviceMs)))
        : null,
    measuredHours: hoursText(facts.coveredMs),
    monthHours: hoursText(facts.serviceMs),
    usedPercent: percentOf(costOf(used.now), whole) ?? "0",
    busyPercent: facts.busyPercent && format(facts.busyPercent),
    energyIsInRent: !paysForEnergy(rig.terms),
    parts: partFigures(statement, own, facts, whole),
    efficiency: efficiencyWire(statement, own, facts, book),
  };
}

function partFigures(statement: Statement, own: Cells, { rig, month }: RigFacts, whole: Decimal): RigRowWire["parts"] {
  const of = (part: RigPart): Figure | null => {
    const cells = keepCells(own, (row) => row.rigPart === part);
    const isKnown = cells.now.length > 0 || cells.before.length > 0 || isEntered(rig, part, statement, month);
    return isKnown ? figureOf(statement, cells, { filter: { rig: rig.slug, kind: part }, whole }) : null;
  };
  return partsBy(of);
}

/** One value for each part of a rig's month. */
export function partsBy(of: (part: RigPart) => Figure | null): RigRowWire["parts"] {
  return {
    depreciation: of("depreciation"),
    rent: of("rent"),
    energy: of("energy"),
    grid: of("grid"),
    hosting: of("hosting"),
    maintenance: of("maintenance"),
    licences: of("licences"),
    labour: of("labour"),
  };
}

/** Was what a part needs ever entered: then nothing is zero, else it is not known. */
function isEntered({ terms }: RigRow, part: RigPart, { month }: Statement, { quarters }: RigMonthFacts): boolean {
  if (part === "depreciation") return terms.assets.length > 0;
  if (part === "energy") return quarters.length > 0 && tariffIn(terms, month) !== null;
  return part === "grid" ? false : chargesIn(terms, month, part).length > 0;
}

function efficiencyWire(statement: Statement, own: Cells, facts: RigFacts, book: PriceBook): RigEfficiency {
  const { rig, month, wallKwh, busyPercent, watts, serviceMs } = facts;
  return rigEfficiencyOf({
    ...{ rig, busyPercent, watts, book },
    month: statement.month,
    currency: statement.organisation.currency,
    facts: month,
    cost: costOf(own.now),
    energyCost: costOf(own.now.filter((row) => row.rigPart === "energy")),
    wallKwh: month.quarters.length === 0 ? null : wallKwh,
    hours: divide(decimal(Math.round(serviceMs)), MS_PER_HOUR, { scale: 6 }),
  });
}
