import { AppError } from "../core/app-error.ts";
import { parseDay, utcDay } from "../core/calendar.ts";
import { format, parseDecimal } from "../core/decimal.ts";
import { readEcbCsv } from "../core/fx/ecb-csv.ts";
import type { Issue } from "../core/issue.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { readOrganisation } from "../db/organisation.ts";
import {
  listStoredRates,
  type NewRate,
  type RateFilter,
  type RatesWritten,
  readStoredRate,
  type StoredRate,
  withdrawRate,
  writeRates,
} from "../db/rates.ts";
import type { Database } from "../db/sql.ts";
import { inTransaction } from "../db/transaction.ts";
import { settleAll } from "./settle.ts";
import { reachOfRates } from "./settle-reach.ts";
import { readSmallText } from "./small-text.ts";

export const listRates = (filter: RateFilter): Promise<StoredRate[]> => listStoredRates(pool, filter);

export type EcbImport = RatesWritten & {
  readonly file: string;
  readonly days: number;
  readonly issues: readonly Issue[];
  /** Ledger entries posted anew at the rates that are known now. */
  readonly moved: number;
};

/** Rates written by one statement. */
const BATCH = 20_000;

/**
 * Reads the ECB's file (plain, gzip or in its ZIP) and brings open months in line. The same file twice changes nothing;
 * a day that says another rate replaces it. Cells that are no rate are refused by row and column, the others are kept.
 * @throws AppError unreadable-file when it is not the ECB's file, too-large
 */
export async function importEcbRates({
  fileName,
  bytes,
  by,
  nowMs = Date.now(),
}: {
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
  by: string;
  nowMs?: number;
}): Promise<EcbImport> {
  const { rates, days, issues } = readEcbCsv(await readSmallText({ fileName, bytes }), utcDay(nowMs));
  const blocking = issues.find((issue) => issue.severity === "blocking");
  if (blocking) throw new AppError("unreadable-file", `${fileName}: ${blocking.message}`);
  const given = rates.map(({ day, currency, rate }): NewRate => ({ day, currency: "EUR", quote: currency, rate }));
  const written = await settled(nowMs, async (client) => {
    const total = { added: 0, changed: 0, unchanged: 0 };
    for (let at = 0; at < given.length; at += BATCH) {
      const part = await writeRates(client, given.slice(at, at + BATCH), { source: "ECB", by, note: fileName });
      total.added += part.added;
      total.changed += part.changed;
      total.unchanged += part.unchanged;
    }
    await audit(client, { who: by, what: `read ECB rates from ${fileName}`, details: { days, ...total } });
    return total;
  });
  return { file: fileName, days, issues, ...written };
}

export type NewRateBody = {
  readonly day: string;
  readonly from: string;
  /** The organisation's currency when absent. */
  readonly to?: string | undefined;
  readonly rate: string;
  readonly note?: string | undefined;
};

/**
 * Enters a rate: 1 `from` = `rate` `to` on `day`. The same day and pair again replaces what was entered before.
 * @throws AppError invalid-input naming the field
 */
export async function addRate(
  body: NewRateBody,
  by: string,
  nowMs: number = Date.now(),
): Promise<RatesWritten & { moved: number }> {
  const quote = currencyOf(body.to ?? (await readOrganisation(pool)).currency, "to");
  const rate = { ...checkedRate(body, nowMs), quote };
  if (rate.currency === quote) throw refused("from", `1 ${quote} is 1 ${quote}; a rate needs two currencies.`);
  return settled(nowMs, async (client) => {
    const written = await writeRates(client, [rate], { source: "entered", by, note: body.note ?? "" });
    const what = `entered the rate 1 ${rate.currency} = ${rate.rate} ${quote} of ${rate.day}`;
    await audit(client, { who: by, what, details: { ...rate, note: body.note ?? "" } });
    return written;
  });
}

/** Withdraws a rate; what it converted in open months is converted anew, or waits. @throws AppError not-found, conflict */
export async function endRate(id: number, by: string, nowMs: number = Date.now()): Promise<{ moved: number }> {
  const rate = await readStoredRate(pool, id);
  if (rate?.importId)
    throw new AppError("conflict", `Rate ${id} is from a file. Undo import ${rate.importId} to end it.`);
  return settled(nowMs, async (client) => {
    if (!rate || !(await withdrawRate(client, id)))
      throw new AppError("not-found", `There is no rate with the id ${id} in force.`);
    const what = `withdrew the rate 1 ${rate.currency} = ${rate.rate} ${rate.quote} of ${rate.day}`;
    await audit(client, { who: by, what, details: { id, source: rate.source } });
    return { changed: 1 };
  });
}

/** Does the work under the posting lock; what changed is brought into the ledger, rigs in other currencies included. */
async function settled<T extends { readonly added?: number; readonly changed: number }>(
  nowMs: number,
  work: (client: Database) => Promise<T>,
): Promise<T & { moved: number }> {
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const done = await work(client);
    if (done.changed + (done.added ?? 0) === 0) return { ...done, moved: 0 };
    const { currency } = await readOrganisation(client);
    const moved = await settleAll(client, { rigsAsOfMs: nowMs, reach: await reachOfRates(client, currency) });
    return { ...done, moved };
  });
}

const MAX_PLACES = 15;
const MAX_WHOLE_DIGITS = 13;

function checkedRate(body: NewRateBody, nowMs: number): Omit<NewRate, "quote"> {
  const day = parseDay(body.day);
  const rate = parseDecimal(body.rate);
  if (!day) throw refused("day", `“${body.day}” is not a day. Write it as 2026-05-29.`);
  if (day > utcDay(nowMs)) throw refused("day", `${day} is still to come; nobody can know its rate.`);
  if (!rate || rate.units <= 0n)
    throw refused("rate", `“${body.rate}” is not a rate. Write a number above zero such as 1.0842.`);
  if (rate.scale > MAX_PLACES || rate.units >= 10n ** BigInt(MAX_WHOLE_DIGITS + rate.scale))
    throw refused("rate", `A rate has at most ${MAX_WHOLE_DIGITS} digits before the point and ${MAX_PLACES} after it.`);
  return { day, currency: currencyOf(body.from, "from"), rate: format(rate) };
}

function currencyOf(text: string, field: string): string {
  const currency = text.trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(currency)) return currency;
  throw refused(field, "Write the currency as three letters, such as EUR.");
}

const refused = (field: string, message: string): AppError => new AppError("invalid-input", message, { field });
