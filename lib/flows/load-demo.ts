import { randomBytes } from "node:crypto";
import { hashPassword } from "../auth/password.ts";
import type { Principal } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { addDays, monthOf, utcDay } from "../core/calendar.ts";
import { monthName } from "../core/display-dates.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { hasOwnData, lastDeedOf, renewDemoPerson } from "../db/demo.ts";
import { allPeople } from "../db/people.ts";
import { resetDemoData } from "../db/reset.ts";
import { findOrganisation, saveOrganisation } from "../db/settings.ts";
import { inTransaction } from "../db/transaction.ts";
import { DIGESTS, ORGANISATION, PEOPLE } from "../demo/company.ts";
import { type DemoCompany, demoCompany } from "../demo/demo-company.ts";
import type { DemoFile } from "../demo/demo-file.ts";
import type { DemoRig } from "../demo/rigs.ts";
import { accrueAllRigs } from "./accrue-rigs.ts";
import { closeMonth } from "./close/close-month.ts";
import { createSubscription } from "./digests.ts";
import { ingestFile } from "./ingest.ts";
import { addPrice } from "./own-prices.ts";
import { changePerson, createPerson } from "./people.ts";
import { importEcbRates } from "./rates.ts";
import { setRigObjective } from "./rig-capacity.ts";
import { addAsset, setWallTerms } from "./rig-terms.ts";
import { createRig } from "./rigs.ts";
import { createRule } from "./rules.ts";
import { applyTariff, createTariff } from "./tariffs.ts";
import { createTeam } from "./teams.ts";

/** Who the demo's records are by, in the audit log and beside its imports. */
const BY = "Demo company";
const OPERATOR: Principal = { userId: "", name: BY, email: "", role: "admin", teams: [] };
/** Who signed the months that are closed: the demo's admin. */
const SIGNER: Principal = { ...OPERATOR, name: PEOPLE[0]?.name ?? BY };
const PASSWORD_BYTES = 12;
const LOADED = "loaded its files";

async function isLoaded(): Promise<boolean> {
  return ((await findOrganisation())?.isDemo ?? false) && (await lastDeedOf(pool, BY)) === LOADED;
}

export type DemoSignIn = {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly password: string;
};
export type LoadedDemo = {
  readonly signIns: DemoSignIn[];
  /** How many were loaded; 0 when the demo was there already. */
  readonly files: number;
};

/**
 * Loads the demo company through the flows a user would go through: people, teams, rules, rigs, then file after file.
 * A load that was interrupted is begun again from nothing; of a demo that is there already only the passwords are new.
 * @param onProgress gets a sentence such as "31 of 64 files read."
 * @throws AppError conflict when the organisation has data of its own
 */
export async function loadDemo({
  onProgress = () => {},
  nowMs,
}: {
  onProgress?: (message: string) => void;
  nowMs: number;
}): Promise<LoadedDemo> {
  const today = utcDay(nowMs);
  if (await isLoaded()) return { signIns: await addPeople(PEOPLE), files: 0 };
  await prepare();
  onProgress("Writing the demo company's files.");
  const company = demoCompany(monthOf(addDays(today, -1)), today);
  for (const team of company.teams) await createTeam(team, BY);
  const signIns = await addPeople(company.people);
  for (const { match, shares, note } of company.rules) {
    await createRule({ match, shares: [...shares], from: null, to: null, note }, BY);
  }
  for (const tariff of company.tariffs) await createTariff({ ...tariff, terms: { ...tariff.terms } }, BY);
  for (const rig of company.rigs) await addRig(rig, nowMs);
  for (const price of company.prices) await addPrice({ ...price, to: null, currency: "USD" }, BY);
  await importEcbRates({ fileName: company.rates.name, bytes: once(company.rates.bytes), by: BY, nowMs });
  let read = 0;
  for (const file of company.files) {
    await ingest(file, nowMs);
    read += 1;
    onProgress(`${read} of ${company.files.length} files read.`);
  }
  for (const { provider, note } of company.splitByUsage) {
    await createRule({ match: { provider }, splitBy: { provider }, shares: [], from: null, to: null, note }, BY);
  }
  await accrueAllRigs(nowMs);
  for (const { month, note, reason } of company.closed) {
    onProgress(`Closing ${monthName(month)}.`);
    await closeMonth({ month, note, reason }, SIGNER, nowMs);
  }
  onProgress(`${read} of ${company.files.length} files read.`);
  for (const digest of DIGESTS) await createSubscription({ ...digest, teams: [...digest.teams] }, OPERATOR, nowMs);
  await audit(pool, { who: BY, what: LOADED, details: { files: company.files.length } });
  return { signIns, files: company.files.length };
}

/** A rig with everything that changed of it, before any of its months is closed. */
async function addRig({ slug, entered, changes }: DemoRig, nowMs: number): Promise<void> {
  const who = { by: BY, nowMs };
  await createRig({ ...entered, shares: [...entered.shares], serves: [...entered.serves] }, BY, nowMs);
  for (const asset of changes.assets) await addAsset(slug, asset, who);
  for (const wall of changes.walls) await setWallTerms(slug, wall, who);
  for (const { name, from } of changes.tariffs) await applyTariff({ name }, { rig: slug, from }, who);
  if (changes.objective) await setRigObjective(slug, changes.objective, BY);
}

/** Marks the organisation as a demo before anything is loaded, so that an interrupted load can be told apart and redone. */
async function prepare(): Promise<void> {
  await inTransaction(async ({ client, prisma }) => {
    const organisation = await findOrganisation(prisma);
    if (organisation?.isDemo) await resetDemoData(client);
    else if (await hasOwnData(client)) {
      throw new AppError(
        "conflict",
        "This Tokenwatt has data of its own. The demo company loads only into an empty one.",
      );
    }
    const name = organisation?.name || ORGANISATION.name;
    const zone = organisation?.name ? organisation.zone : ORGANISATION.zone;
    await saveOrganisation(prisma, { name, zone, currency: ORGANISATION.currency, isDemo: true });
  });
}

async function addPeople(people: DemoCompany["people"]): Promise<DemoSignIn[]> {
  const signIns: DemoSignIn[] = [];
  for (const { name, email, role, teams } of people) {
    const password = randomBytes(PASSWORD_BYTES).toString("base64url");
    const isKnown = await renewDemoPerson(pool, { email, passwordHash: await hashPassword(password), teams });
    if (!isKnown) await createPerson({ name, email, role, teams: [...teams], password }, BY);
    signIns.push({ name, email, role, password });
  }
  return signIns;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function ingest(file: DemoFile, nowMs: number): Promise<void> {
  const done = await ingestFile({
    fileName: file.name,
    bytes: once(file.bytes),
    by: BY,
    nowMs,
    // The restated week replaces a week that is posted already, as it would for a user who confirms it.
    replace: true,
    ...(file.account ? { account: file.account } : {}),
    ...(file.rig ? { rig: file.rig } : {}),
  });
  if (!done.isPosted)
    throw new AppError("internal", `The demo's ${file.name} was not posted; import ${done.importId} says why.`);
}

/**
 * Empties the organisation of the demo: everything but settings, the audit log and people; the demo's people are
 * disabled, except the one who asks.
 * @throws AppError conflict when the data is not the demo's
 */
export async function removeDemo(principal: Principal, now: Date): Promise<void> {
  await inTransaction(async ({ client, prisma }) => {
    if (!(await findOrganisation(prisma))?.isDemo) {
      throw new AppError("conflict", "This is not the demo company. Its ledger cannot be emptied.");
    }
    await resetDemoData(client);
    await audit(client, { who: principal.name, what: "removed the demo company" });
  });
  const demoEmails = new Set(PEOPLE.map((person) => person.email));
  for (const person of await allPeople()) {
    if (!demoEmails.has(person.email) || person.id === principal.userId || person.disabledAt) continue;
    await changePerson({ id: person.id, body: { isDisabled: true } }, principal, now);
  }
}
