import type { PoolClient } from "pg";
import type { NewTariffBody, NewVersionBody, TariffChange, TariffsPage, TariffWire } from "../api/wire/tariffs.ts";
import { AppError } from "../core/app-error.ts";
import { checkZone, type Day, parseDay } from "../core/calendar.ts";
import type { TariffTerms } from "../core/tariff/tariff.ts";
import { tariffJson, tariffTerms } from "../core/tariff/terms-json.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { lockPosting } from "../db/ledger-writes.ts";
import { readOrganisation } from "../db/organisation.ts";
import { findRig, readRigs } from "../db/rigs.ts";
import type { Database } from "../db/sql.ts";
import {
  findTariff,
  insertTariff,
  readTariff,
  readTariffs,
  setRigTariff,
  type TariffRow,
  writeVersion,
} from "../db/tariffs.ts";
import { inTransaction } from "../db/transaction.ts";
import { accrueRig } from "./accrue-rigs.ts";
import { notBeforeOpen, openDay, termDays } from "./open-from.ts";
import { SINCE_EVER } from "./rigs.ts";

export function tariffToWire({ tariff, createdBy, enteredBy, rigs, prices }: TariffRow): TariffWire {
  const { id, name, currency, zone, source } = tariff;
  return {
    ...{ id, name, currency, zone, source, createdBy },
    versions: tariff.versions.map(({ from, terms, note }, index) => ({
      from,
      terms: tariffJson(terms),
      note,
      enteredBy: enteredBy[index] ?? "",
    })),
    rigs: rigs.map((rig) => ({ slug: rig.slug, name: rig.name, from: rig.from })),
    prices: prices && {
      count: prices.count,
      from: prices.fromAt.toISOString(),
      last: prices.lastAt.toISOString(),
    },
  };
}

export async function listTariffs(): Promise<TariffWire[]> {
  return (await readTariffs(pool)).map(tariffToWire);
}

/** Every tariff with what its form needs to know. */
export async function tariffsPage(nowMs: number = Date.now()): Promise<TariffsPage> {
  const [{ currency, zone }, days, tariffs, rigs] = await Promise.all([
    readOrganisation(pool),
    termDays(pool, nowMs),
    listTariffs(),
    readRigs(pool),
  ]);
  return {
    ...{ ...days, currency, zone, tariffs },
    rigs: rigs.map((rig) => ({ slug: rig.slug, name: rig.name, zone: rig.zone, currency: rig.currency })),
  };
}

/** A new tariff with its first terms, which hold since ever unless a day is given. @throws AppError invalid-input, conflict */
export async function createTariff(body: NewTariffBody, by: string): Promise<TariffWire> {
  const terms = tariffTerms(body.terms);
  const from = body.from ? dayOf(body.from) : SINCE_EVER;
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const id = await insertNewTariff(client, { ...body, by });
    await writeVersion(client, id, { from, terms, note: body.note ?? "", createdBy: by });
    const what = `entered the tariff ${body.name.trim()}`;
    await audit(client, { who: by, what, details: { ...body, from, terms: tariffJson(terms) } });
    return tariffToWire(await readTariff(client, id));
  });
}

/** @returns its id. @throws AppError conflict, invalid-input */
export async function insertNewTariff(
  client: PoolClient,
  given: {
    name: string;
    currency?: string | undefined;
    zone?: string | undefined;
    source?: string | undefined;
    by: string;
  },
): Promise<number> {
  const organisation = await readOrganisation(client);
  const currency = (given.currency ?? organisation.currency).trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) throw refused("currency", "Write the currency as three letters, such as EUR.");
  const zone = given.zone ?? organisation.zone;
  checkZone(zone);
  const name = given.name.trim();
  if (name === "") throw refused("name", "Give the tariff a name.");
  const id = await insertTariff(client, { name, currency, zone, source: given.source ?? "", createdBy: given.by });
  if (id === null) throw new AppError("conflict", `There is a tariff called ${name}. Add terms from a day on to it.`);
  return id;
}

/**
 * Terms of a tariff from a day on; those before stay. Open months of its rigs are reckoned anew.
 * @throws AppError not-found, invalid-input, month-closed naming the first day that is open
 */
export async function addTariffVersion(
  which: { name: string } | { id: number },
  body: NewVersionBody,
  { by, nowMs = Date.now() }: { by: string; nowMs?: number },
): Promise<TariffChange> {
  const terms = tariffTerms(body.terms);
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const row = "id" in which ? await readTariff(client, which.id) : await findTariff(client, which.name);
    const from = dayOf(body.from);
    await writeOpenVersion(client, row, { from, terms, note: body.note ?? "", by, nowMs });
    return reckoned(client, { tariffId: row.tariff.id, nowMs });
  });
}

/** Writes terms from a day of an open month, with what they replace kept in the record of changes. */
export async function writeOpenVersion(
  client: PoolClient,
  { tariff }: TariffRow,
  version: { from: Day; terms: TariffTerms; note: string; by: string; nowMs: number },
): Promise<void> {
  const from = openDay(version.from, await termDays(client, version.nowMs));
  const { terms, note, by } = version;
  const replaced = tariff.versions.find((each) => each.from === from);
  await writeVersion(client, tariff.id, { from, terms, note, createdBy: by });
  await audit(client, {
    who: by,
    what: `entered terms of the tariff ${tariff.name} from ${from}`,
    details: { from, terms: tariffJson(terms), note, replaced: replaced ? tariffJson(replaced.terms) : null },
  });
}

/**
 * Prices a rig's energy by a tariff from a day on. Without a day it takes the place of what prices the rig now, from the
 * day that began, or from the first open day where that is in a closed month.
 * @throws AppError not-found, invalid-input, month-closed
 */
export async function applyTariff(
  which: { name: string } | { id: number },
  { rig: rigName, from: given }: { rig: string; from?: string | undefined },
  { by, nowMs = Date.now() }: { by: string; nowMs?: number },
): Promise<TariffChange & { rig: string; from: Day }> {
  return inTransaction(async ({ client }) => {
    await lockPosting(client);
    const { tariff } = "id" in which ? await readTariff(client, which.id) : await findTariff(client, which.name);
    const rig = await findRig(client, rigName);
    const days = await termDays(client, nowMs);
    const begins = rig.terms.tariffs.findLast((each) => each.from <= days.today)?.from ?? SINCE_EVER;
    const from = given ? openDay(dayOf(given), days) : notBeforeOpen(begins, days);
    await setRigTariff(client, { rigId: rig.id, from, tariffId: tariff.id });
    const what = `priced the rig ${rig.name} by the tariff ${tariff.name} from ${from}`;
    await audit(client, { who: by, what, details: { rig: rig.slug, tariff: tariff.name, from } });
    const moved = await accrueRig(client, { rigId: rig.id, nowMs });
    return { tariff: tariffToWire(await readTariff(client, tariff.id)), moved, rig: rig.slug, from };
  });
}

/** Reckons the rigs of a tariff anew. */
export async function reckoned(
  client: PoolClient,
  { tariffId, nowMs }: { tariffId: number; nowMs: number },
): Promise<TariffChange> {
  const row = await readTariff(client, tariffId);
  let moved = 0;
  for (const rigId of new Set(row.rigs.map((rig) => rig.id))) moved += await accrueRig(client, { rigId, nowMs });
  return { tariff: tariffToWire(row), moved };
}

/** Null where there is no such tariff. */
export async function tariffNamed(database: Database, name: string): Promise<TariffRow | null> {
  const wanted = name.trim().toLowerCase();
  return (await readTariffs(database)).find(({ tariff }) => tariff.name.toLowerCase() === wanted) ?? null;
}

export function dayOf(text: string): Day {
  const day = parseDay(text.trim());
  if (!day) throw refused("from", `“${text}” is not a day. Write it as 2026-05-01.`);
  return day;
}

const refused = (field: string, message: string): AppError => new AppError("invalid-input", message, { field });
