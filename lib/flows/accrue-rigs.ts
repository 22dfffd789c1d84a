import type { PoolClient } from "pg";
import { dayInZone, type Month, monthBoundsMs, monthOf, monthsBetween } from "../core/calendar.ts";
import { format, multiply } from "../core/decimal.ts";
import type { RateBook } from "../core/fx/rates.ts";
import { roundForPosting } from "../core/money.ts";
import { idleService } from "../core/rig/idle-service.ts";
import { type RigMonthEntry, rigMonthCosts, rigMonthEntries } from "../core/rig/rig-month.ts";
import type { Bearer } from "../core/rig/split.ts";
import type { IdleBearer, SplitBy } from "../core/rig/terms.ts";
import {
  closedMonths,
  insertEntries,
  lastEntryId,
  lockPosting,
  type NewEntry,
  reverseEntries,
} from "../db/ledger-writes.ts";
import { readOrganisation } from "../db/organisation.ts";
import { rigQuarterSpan, rigsWithoutQuarters } from "../db/power.ts";
import { liveRigEntries, type RigRow, readRig, readRigs } from "../db/rigs.ts";
import { addToRollups } from "../db/rollups.ts";
import { sql } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import { integrateRig } from "./integrate-power.ts";
import { loadRates } from "./rate-book.ts";
import { rigMonthFacts } from "./rig-month-input.ts";

/** UTC instants, the end not in it. */
type Stretch = { readonly fromMs: number; readonly toMs: number };
type Accrual = {
  readonly rigId: number;
  readonly nowMs: number;
  /** Only months that this touches; absent: every month from the rig's first. */
  readonly touched?: Stretch | null;
};

/**
 * Brings the ledger's entries for a rig in line with its terms, its use and its measured energy, for every month from its
 * first to the month of `nowMs`: what differs is reversed and posted anew, what agrees is left alone. Scheduled costs
 * count for the whole month from its first day. @returns how many entries were written.
 */
export async function accrueRig(client: PoolClient, { rigId, nowMs, touched }: Accrual): Promise<number> {
  const rig = await readRig(client, rigId);
  if (!rig) return 0;
  const { zone, currency } = await readOrganisation(client);
  const months = await monthsOf(client, rig, { zone, nowMs, touched: touched ?? null });
  const posting: RigPosting = {
    rig,
    currency,
    closed: await closedMonths(client),
    rates: await ratesOf(client, rig, currency),
  };
  const live = await liveRigEntries(client, rigId);
  const isAll = !touched;
  const kept = new Map(
    live
      .filter(({ month }) => isAll || months.some((each) => each === month))
      .map((each) => [`${each.month} ${each.part}`, each.fingerprint]),
  );
  const wanted = new Map<string, NewEntry[]>();
  for (const month of months) {
    const facts = await rigMonthFacts(client, { rig, month, zone, nowMs });
    for (const entry of rigMonthEntries(rigMonthCosts(facts.input).costs, facts.bearersOn)) {
      const key = `${month} ${entry.part}`;
      const entries = wanted.get(key);
      if (entries) entries.push(toEntry(posting, entry));
      else wanted.set(key, [toEntry(posting, entry)]);
    }
  }
  return writeDifferences(client, { rig, kept, wanted });
}

async function writeDifferences(
  client: PoolClient,
  {
    rig,
    kept,
    wanted,
  }: { rig: RigRow; kept: ReadonlyMap<string, string>; wanted: ReadonlyMap<string, readonly NewEntry[]> },
): Promise<number> {
  const before = await lastEntryId(client);
  let written = 0;
  for (const key of new Set([...kept.keys(), ...wanted.keys()])) {
    const entries = wanted.get(key) ?? [];
    if ((kept.get(key) ?? "") === fingerprintOf(entries)) continue;
    const [month = "", part = ""] = key.split(" ");
    written += await reverseEntries(
      client,
      sql`e.rig_id = ${rig.id} AND coalesce(e.of_month, e.billed_month) = ${month} AND e.rig_part = ${part}`,
      { causeId: null, because: `${rig.name}: reckoned anew` },
    );
    await insertEntries(client, [...entries]);
    written += entries.length;
  }
  if (written > 0) await addToRollups(client, before);
  return written;
}

/** Months from the first that costs or measures anything to the one that runs, or those of them that are touched. */
async function monthsOf(
  client: PoolClient,
  { id, terms }: RigRow,
  { zone, nowMs, touched }: { zone: string; nowMs: number; touched: Stretch | null },
): Promise<Month[]> {
  const last = monthOf(dayInZone(nowMs, zone));
  const monthAt = (ms: number): Month => monthOf(dayInZone(ms, zone));
  if (touched) {
    const to = monthAt(touched.toMs - 1);
    return monthsBetween({ from: monthAt(touched.fromMs), to: to < last ? to : last });
  }
  const span = await rigQuarterSpan(client, id);
  const firsts = [
    monthOf(terms.inService),
    ...terms.assets.map((asset) => monthOf(asset.inService)),
    ...terms.charges.map((charge) => monthOf(charge.from)),
    ...(span ? [monthAt(span.firstMs)] : []),
  ];
  return monthsBetween({ from: firsts.reduce((first, each) => (each < first ? each : first)), to: last });
}

/** Null where everything is kept in the organisation's currency. */
async function ratesOf(client: PoolClient, rig: RigRow, currency: string): Promise<RateBook | null> {
  const foreign = [rig.currency, ...rig.terms.tariffs.map(({ tariff }) => tariff.currency)].filter(
    (each) => each !== currency,
  );
  return foreign.length === 0 ? null : loadRates(client, { quote: currency, currencies: [...new Set(foreign)] });
}

/** The same text as `liveRigEntries` makes of what is posted. */
function fingerprintOf(entries: readonly NewEntry[]): string {
  return entries
    .map((entry) =>
      [
        entry.day,
        entry.bearer === "team" ? String(entry.teamId) : entry.bearer,
        entry.basis,
        entry.service,
        entry.originalBilled ?? entry.billed,
        entry.originalCurrency ?? entry.currency,
        ...(entry.rateId ? [entry.rateId] : []),
      ].join("/"),
    )
    .sort(compareText)
    .join(" ");
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type RigPosting = {
  readonly rig: RigRow;
  readonly currency: string;
  readonly closed: ReadonlyMap<string, string>;
  readonly rates: RateBook | null;
};

function toEntry({ rig, currency, closed, rates }: RigPosting, entry: RigMonthEntry): NewEntry {
  const amount = format(entry.amount);
  const month = monthOf(entry.day);
  const target = closed.get(month) ?? month;
  const isForeign = entry.currency !== currency;
  const rate = isForeign ? (rates?.rateFor({ from: entry.currency, day: entry.day, importId: null }) ?? null) : null;
  const posted = rate ? format(roundForPosting(multiply(entry.amount, rate.rate))) : amount;
  const { bearer } = entry;
  return {
    importId: null,
    lineId: null,
    day: entry.day,
    billedMonth: target,
    usedMonth: target,
    ofMonth: target === month ? null : month,
    bearer: bearer.kind,
    teamId: bearer.kind === "team" ? bearer.teamId : null,
    class: "rig",
    provider: `rig:${rig.slug}`,
    account: null,
    model: null,
    service: bearer.kind === "team" && bearer.isIdle ? idleService(rig.name) : rig.name,
    costKind: "other",
    category: "usage",
    isCorrection: target !== month,
    basis: entry.basis,
    rigId: rig.id,
    rigPart: entry.part,
    currency: rate ? currency : entry.currency,
    billed: posted,
    effective: posted,
    tokens: null,
    ruleId: null,
    because: becauseOf(rig, bearer),
    originalCurrency: rate ? entry.currency : null,
    originalBilled: rate ? amount : null,
    originalEffective: rate ? amount : null,
    rateId: rate?.rateId ?? null,
    working: rate ? { rate: format(rate.rate), rateDay: rate.day, rateSource: rate.text } : null,
  };
}

const SHARE_OF: Readonly<Record<SplitBy, string>> = {
  shares: "Share of",
  "gpu-seconds": "By GPU time on",
  tokens: "By tokens on",
  requests: "By requests to",
};

function becauseOf(rig: RigRow, bearer: Bearer): string {
  if (bearer.kind === "idle")
    return rig.terms.splitBy === "shares" ? `No team's share of ${rig.name}` : `Nobody used ${rig.name}`;
  if (bearer.kind === "unassigned") return `Used on ${rig.name} by keys that no rule knows`;
  if (bearer.isIdle) return `Idle time of ${rig.name}, ${CARRIED[rig.terms.idleBearer]}`;
  return `${SHARE_OF[rig.terms.splitBy]} ${rig.name}`;
}

const CARRIED: Readonly<Record<IdleBearer, string>> = {
  idle: "by nobody",
  owner: "carried by its owner",
  shared: "carried together",
  use: "carried by use",
};

/** What every rig owes up to now, or in one month only; the worker calls it as months begin. */
export async function accrueAllRigs(nowMs: number, month?: Month): Promise<number> {
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    // Readings kept by an earlier version, of which no quarter hours were reckoned yet.
    for (const rigId of await rigsWithoutQuarters(client)) await integrateRig(client, rigId);
    const { zone } = await readOrganisation(client);
    const bounds = month ? monthBoundsMs(month, zone) : null;
    const touched = bounds && { fromMs: bounds.startMs, toMs: bounds.endMs };
    let written = 0;
    for (const rig of await readRigs(client)) written += await accrueRig(client, { rigId: rig.id, nowMs, touched });
    return written;
  });
}
