import type { PoolClient } from "pg";
import { dayInZone, monthOf, monthsBetween } from "../core/calendar.ts";
import { decimal, format, multiply } from "../core/decimal.ts";
import type { RateBook } from "../core/fx/rates.ts";
import { roundForPosting } from "../core/money.ts";
import { RIG_PARTS, type RigMonthEntry, type RigPart, rigMonthEntries } from "../core/rig/rig-month.ts";
import {
  closedMonths,
  insertEntries,
  lastEntryId,
  lockPosting,
  type NewEntry,
  reverseEntries,
} from "../db/ledger-writes.ts";
import { readOrganisation } from "../db/organisation.ts";
import { energyByDay, liveRigEntries, type RigRow, readRig, readRigs } from "../db/rigs.ts";
import { addToRollups } from "../db/rollups.ts";
import { sql } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import { loadRates } from "./rate-book.ts";

const BASIS: Readonly<Record<RigPart, "scheduled" | "metered">> = {
  depreciation: "scheduled",
  energy: "metered",
  hosting: "scheduled",
  labour: "scheduled",
};

/**
 * Brings the ledger's entries for a rig in line with its terms, shares and measured energy, for every month from its
 * first to the month of `nowMs`: what differs is reversed and posted anew, what agrees is left alone. Scheduled costs
 * count for the whole month from its first day. @returns how many entries were written.
 */
export async function accrueRig(
  client: PoolClient,
  { rigId, nowMs }: { rigId: number; nowMs: number },
): Promise<number> {
  const rig = await readRig(client, rigId);
  if (!rig) return 0;
  const { zone, currency } = await readOrganisation(client);
  const wanted = await wantedEntries(client, { rig, zone, nowMs });
  const posting: RigPosting = {
    rig,
    currency,
    closed: await closedMonths(client),
    rates: rig.currency === currency ? null : await loadRates(client, { quote: currency, currencies: [rig.currency] }),
  };
  const kept = new Map(
    (await liveRigEntries(client, rigId)).map((live) => [`${live.month} ${live.part}`, live.fingerprint]),
  );
  const before = await lastEntryId(client);
  let written = 0;
  for (const key of new Set([...kept.keys(), ...wanted.keys()])) {
    const entries = (wanted.get(key) ?? []).map((entry) => toEntry(posting, entry));
    if ((kept.get(key) ?? "") === fingerprintOf(entries)) continue;
    const [month = "", part = ""] = key.split(" ");
    written += await reverseEntries(
      client,
      sql`e.rig_id = ${rigId} AND coalesce(e.of_month, e.billed_month) = ${month} AND e.rig_part = ${part}`,
      { causeId: null, because: `${rig.name}: reckoned anew` },
    );
    await insertEntries(client, entries);
    written += entries.length;
  }
  if (written > 0) await addToRollups(client, before);
  return written;
}

async function wantedEntries(client: PoolClient, { rig, zone, nowMs }: { rig: RigRow; zone: string; nowMs: number }) {
  const energy = (await energyByDay(client, { rigId: rig.id, zone })).map(({ day, microjoules }) => ({
    day,
    microjoules: decimal(microjoules),
  }));
  const first =
    energy[0] && monthOf(energy[0].day) < monthOf(rig.terms.asset.inService)
      ? monthOf(energy[0].day)
      : monthOf(rig.terms.asset.inService);
  const last = monthOf(dayInZone(nowMs, zone));
  const wanted = new Map<string, RigMonthEntry[]>();
  for (const month of monthsBetween({ from: first, to: last })) {
    const ofMonth = energy.filter((each) => monthOf(each.day) === month);
    const entries = rigMonthEntries({ terms: rig.terms, month, energy: ofMonth, shares: rig.shares });
    for (const part of RIG_PARTS) {
      const ofPart = entries.filter((entry) => entry.part === part);
      if (ofPart.length > 0) wanted.set(`${month} ${part}`, ofPart);
    }
  }
  return wanted;
}

/** The same text as `liveRigEntries` makes of what is posted. */
function fingerprintOf(entries: readonly NewEntry[]): string {
  return [...entries]
    .sort((a, b) => compareText(a.day, b.day) || (a.teamId ?? 0) - (b.teamId ?? 0))
    .map((entry) =>
      [
        entry.day,
        entry.teamId ?? 0,
        entry.originalBilled ?? entry.billed,
        entry.originalCurrency ?? entry.currency,
        ...(entry.rateId ? [entry.rateId] : []),
      ].join("/"),
    )
    .join(" ");
}
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type RigPosting = {
  readonly rig: RigRow;
  readonly currency: string;
  readonly closed: ReadonlyMap<string, string>;
  /** Null where the rig is kept in the organisation's currency. */
  readonly rates: RateBook | null;
};

function toEntry({ rig, currency, closed, rates }: RigPosting, entry: RigMonthEntry): NewEntry {
  const amount = format(entry.amount);
  const month = monthOf(entry.day);
  const target = closed.get(month) ?? month;
  const rate = rates?.rateFor({ from: rig.currency, day: entry.day, importId: null }) ?? null;
  const posted = rate ? format(roundForPosting(multiply(entry.amount, rate.rate))) : amount;
  return {
    importId: null,
    lineId: null,
    day: entry.day,
    billedMonth: target,
    usedMonth: target,
    ofMonth: target === month ? null : month,
    bearer: entry.teamId === null ? "idle" : "team",
    teamId: entry.teamId,
    class: "rig",
    provider: `rig:${rig.slug}`,
    account: null,
    model: null,
    service: rig.name,
    costKind: "other",
    category: "usage",
    isCorrection: target !== month,
    basis: BASIS[entry.part],
    rigId: rig.id,
    rigPart: entry.part,
    currency: rate ? currency : rig.currency,
    billed: posted,
    effective: posted,
    tokens: null,
    ruleId: null,
    because: entry.teamId === null ? `No team's share of ${rig.name}` : `Share of ${rig.name}`,
    originalCurrency: rate ? rig.currency : null,
    originalBilled: rate ? amount : null,
    originalEffective: rate ? amount : null,
    rateId: rate?.rateId ?? null,
    working: rate ? { rate: format(rate.rate), rateDay: rate.day, rateSource: rate.text } : null,
  };
}

/** What every rig owes up to now; the worker calls it as months begin. */
export async function accrueAllRigs(nowMs: number): Promise<number> {
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    let written = 0;
    for (const rig of await readRigs(client)) written += await accrueRig(client, { rigId: rig.id, nowMs });
    return written;
  });
}
