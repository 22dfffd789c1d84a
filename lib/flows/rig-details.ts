import type { RigMonth, RigRowWire } from "../api/wire/rig-pages.ts";
import { monthBoundsMs } from "../core/calendar.ts";
import { latencyAt } from "../core/capacity/capacity.ts";
import { add, compare, decimal, format, formatFixed, isZero, sum } from "../core/decimal.ts";
import { fixed, moneyText } from "../core/display.ts";
import { isIdleService } from "../core/rig/idle-service.ts";
import { wallIn } from "../core/rig/in-month.ts";
import { rigMonthCosts } from "../core/rig/rig-month.ts";
import { kwhOf } from "../core/rig/wall.ts";
import { percentOf } from "../core/statement/figure.ts";
import { pool } from "../db/client.ts";
import { readFills } from "../db/energy-fills.ts";
import { readImports } from "../db/imports.ts";
import { readSeriesEnergy } from "../db/power.ts";
import type { RigRow } from "../db/rigs.ts";
import { rigCarbon } from "./carbon.ts";
import { rigPartNotes } from "./explain-rig.ts";
import { toSummary } from "./imports.ts";
import { termDays } from "./open-from.ts";
import { rigCapacity } from "./rig-capacity.ts";
import { carbonWire } from "./rig-carbon-wire.ts";
import { hoursText, type RigFacts } from "./rig-facts.ts";
import { teamUses } from "./rig-month-input.ts";
import { busyWeekOf, gapsOf, powerSeries, weekOf } from "./rig-power.ts";
import { powerMonths } from "./rig-power-months.ts";
import { rigSettings, rigTerms } from "./rig-settings.ts";
import { type Cells, costOf, groupRows } from "./statement/cells.ts";
import { filterOf, type Statement } from "./statement/load.ts";

type Details = Omit<
  RigMonth,
  keyof RigRowWire | "monthName" | "previousMonth" | "currency" | "months" | "state" | "asOf"
>;
type Given = { readonly facts: RigFacts; readonly own: Cells };

/** Everything the page of a rig shows beside its row. */
export async function rigDetails(statement: Statement, { facts, own }: Given): Promise<Details> {
  const { rig, month } = facts;
  const bounds = monthBoundsMs(statement.month, statement.organisation.zone);
  const stretch = { fromMs: bounds.startMs, toMs: bounds.endMs };
  const [notes, imports, series, capacity, days, fills, carbon, months] = await Promise.all([
    rigPartNotes(rig, statement.month),
    readImports(pool, { rigId: rig.id, limit: 100 }),
    readSeriesEnergy(pool, { rigId: rig.id, ...stretch }),
    capacityWire(rig),
    termDays(pool, statement.nowMs),
    readFills(pool, { rigId: rig.id, ...stretch }),
    rigCarbon(pool, { rig, month: statement.month, facts: month }),
    powerMonths(pool, {
      ...{ rig, month: statement.month, zone: statement.organisation.zone, nowMs: statement.nowMs },
    }),
  ]);
  const power = { quarters: month.quarters, wall: facts.wall, fromMs: facts.fromMs, toMs: facts.toMs };
  const wall = wallIn(rig.terms, statement.month);
  return {
    settings: rigSettings(rig, days.today),
    terms: rigTerms(rig, days),
    partNotes: Object.fromEntries(Object.entries(notes).map(([part, note]) => [part, note.text])),
    measuredKwh: month.quarters.length > 0 ? format(facts.measuredKwh) : null,
    wall: wall && {
      from: wall.from,
      factor: format(wall.factor),
      baseWatts: format(wall.baseWatts),
      pue: format(wall.pue),
      note: wall.note,
    },
    unpricedKwh: format(kwhOf(rigMonthCosts(month.input).unpriced)),
    power: powerSeries(power, month.filled),
    powerMonths: months,
    week: weekOf(power, rig.zone),
    busyWeek: busyWeekOf(month.use.busyByHour, { fromMs: facts.fromMs, toMs: facts.toMs, zone: rig.zone }),
    idleWatts: facts.watts.idle && formatFixed(facts.watts.idle, 1),
    busyWatts: facts.watts.busy && formatFixed(facts.watts.busy, 1),
    gaps: gapsOf(power),
    fills: fills.map((fill) => {
      const inside = month.filled.filter(({ atMs }) => atMs >= fill.fromMs - 900_000 && atMs < fill.toMs);
      return {
        id: fill.id,
        from: new Date(fill.fromMs).toISOString(),
        to: new Date(fill.toMs).toISOString(),
        rule: fill.rule,
        kWh: format(kwhOf(sum(inside.map((each) => each.microjoules)))),
        hours: hoursText(inside.reduce((total, each) => total + each.filledMs, 0)),
        note: fill.note,
        by: fill.by,
      };
    }),
    series: series.map((each) => ({
      device: each.device,
      scope: each.scope,
      kind: each.kind,
      kWh: format(kwhOf(decimal(each.microjoules))),
      coveragePercent:
        facts.serviceMs > 0 ? (percentOf(decimal(each.coveredMs), decimal(Math.round(facts.serviceMs))) ?? "0") : "0",
    })),
    billedScopes: [...new Set(month.quarters.map((quarter) => quarter.scope))],
    split: splitWire(facts),
    users: usersOf(statement, own, facts),
    capacity,
    carbon: carbonWire(statement, carbon),
    imports: imports.map(toSummary),
  };
}

const WEIGHTS_BY = {
  entered: "as entered on the rig",
  measured: "from its load tests",
  derived: "from its load tests under load",
  assumed: "assumed, because no load test tells",
} as const;

function splitWire({ rig, month, busyPercent }: RigFacts): RigMonth["split"] {
  const by = rig.terms.splitBy;
  const files = month.use.files.map(({ importId, fileName }) => ({ importId, fileName }));
  if (by === "shares") return { by, files, working: ["By fixed shares of its month; what is left of 100 % is idle."] };
  const { prefill, decode, basis } = month.weights;
  const what = {
    tokens: `By tokens: one read weighs ${format(prefill)}, one written ${fixed(format(decode), 2)} (${WEIGHTS_BY[basis]}); cache reads weigh nothing.`,
    "gpu-seconds": "By the time its requests took.",
    requests: "By requests.",
  }[by];
  const busy =
    month.use.counted.length === 0
      ? "No file tells who used it this month, so all of it is idle."
      : busyPercent
        ? `It worked ${fixed(format(busyPercent), 1)} % of its hours; that part goes to those who used it, the rest is idle.`
        : "No file tells how long it worked, so all of its month goes to those who used it.";
  return { by, files, working: [what, busy] };
}

function usersOf(statement: Statement, own: Cells, { rig, month }: RigFacts): RigMonth["users"] {
  const whole = costOf(own.now);
  const uses = new Map(
    teamUses(month.use).map((use) => [use.teamId === null ? "unassigned" : String(use.teamId), use]),
  );
  const groups = groupRows(own.now, (row) => (row.bearer === "team" ? String(row.teamId) : row.bearer));
  const users = [...groups].map(([key, rows]) => {
    const team = statement.teams.find((each) => String(each.id) === key);
    const slug = team?.slug ?? null;
    const use = uses.get(key);
    const carried = costOf(rows.filter((row) => isIdleService(row.service)));
    return {
      slug,
      name: team?.name ?? (key === "idle" ? "Idle" : "Unassigned"),
      sharePercent: percentOf(costOf(rows), whole) ?? "0",
      amount: format(costOf(rows)),
      idleAmount: isZero(carried) ? null : format(carried),
      tokens: use ? tokensOf(use) : null,
      requests: use ? formatFixed(use.requests, 0) : null,
      filter: filterOf(statement, { rig: rig.slug, bearer: slug ?? key }),
    };
  });
  return users.sort(
    (a, b) => Number(a.slug === null) - Number(b.slug === null) || compare(decimal(b.amount), decimal(a.amount)),
  );
}

/** Some logs count requests and no tokens: then none are known, which is not none. */
function tokensOf({ input, output, requests }: ReturnType<typeof teamUses>[number]): string | null {
  const tokens = add(input, output);
  return isZero(tokens) && !isZero(requests) ? null : format(tokens);
}

/** What the curve shows where the rig has no objective of its own. */
const USUAL_LATENCY = { latencyMs: 0, of: "duration", quantile: 95 } as const;

async function capacityWire(rig: RigRow): Promise<RigMonth["capacity"]> {
  const { models, objective } = await rigCapacity(rig.slug);
  return models.map(({ model, capacity, tests }) => ({
    model,
    curve: capacity.curve.map((point) => {
      const latency = latencyAt(point, objective ?? USUAL_LATENCY)?.ms ?? null;
      return {
        concurrency: point.concurrency,
        requestsPerSecond: point.requestsPerSecond,
        outputTokensPerSecond: point.outputTokensPerSecond,
        latencyMs: latency,
        isMet: objective === null || latency === null ? null : latency <= objective.latencyMs,
      };
    }),
    at: capacity.at?.concurrency ?? null,
    text: capacity.why ?? capacityText(capacity.at?.concurrency ?? 0, capacity.isBounded, objective),
    prefillTokensPerSecond: capacity.apart.prefill,
    decodeTokensPerSecond: capacity.at?.outputTokensPerSecond ?? capacity.apart.decode,
    tests: tests.map((test) => ({
      importId: test.importId,
      fileName: test.fileName,
      at: test.atMs === null ? null : new Date(test.atMs).toISOString(),
      tool: test.tool,
    })),
  }));
}

function capacityText(
  at: number,
  isBounded: boolean,
  objective: { latencyMs: number; of: "duration" | "first-token" } | null,
): string {
  if (!objective) return `More than ${at} requests at once bring no more throughput.`;
  const what = objective.of === "duration" ? "the answer" : "the first token";
  const limit = moneyText(String(objective.latencyMs)).replace(/\.00$/, "");
  return isBounded
    ? `Beyond ${at} requests at once ${what} is later than ${limit} ms.`
    : `${at} requests at once or more within ${limit} ms: no larger load was measured.`;
}
