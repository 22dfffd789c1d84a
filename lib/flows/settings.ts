import type { z } from "zod";
import type { SettingsPage, settingsBody } from "../api/wire/records.ts";
import { mayAdminister, type Principal, readsEverything } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { isZone } from "../core/calendar.ts";
import { isNegative, parseDecimal } from "../core/decimal.ts";
import { audit } from "../db/audit.ts";
import { allPeople } from "../db/people.ts";
import {
  allTeams,
  countClosedMonths,
  findOrganisation,
  lockOrganisation,
  recentAudit,
  saveOrganisation,
} from "../db/settings.ts";
import { inTransaction } from "../db/transaction.ts";

/** When advice is given, unless the organisation says otherwise. Decimal text; amounts are in its currency, per month. */
export const DEFAULT_THRESHOLDS = {
  changePercent: "10",
  changeAmount: "250",
  stayInCloudMonthly: "500",
  evaluateHardwareMonthly: "1000",
  rigUnderUsedPercent: "40",
  unassignedPercent: "3",
  meteredPercent: "95",
  adviceMinimum: "25",
} as const;
export type Thresholds = Readonly<Record<keyof typeof DEFAULT_THRESHOLDS, string>>;

const isThreshold = (name: string): name is keyof Thresholds => Object.hasOwn(DEFAULT_THRESHOLDS, name);

/** What advice compares with: the organisation's own thresholds over the defaults. Decimal text. */
export function withDefaults(stored: unknown): Thresholds {
  const own = Object.entries(typeof stored === "object" && stored !== null ? stored : {});
  return { ...DEFAULT_THRESHOLDS, ...Object.fromEntries(own.filter(([name]) => isThreshold(name))) };
}

/**
 * The settings page: organisation, people, teams, thresholds and the latest of the audit log.
 * @throws AppError forbidden for a lead
 */
export async function settingsOf(principal: Principal): Promise<SettingsPage> {
  if (!readsEverything(principal)) throw new AppError("forbidden", "Settings are for admins and finance.");
  const [organisation, people, teams, events] = await Promise.all([
    findOrganisation(),
    allPeople(),
    allTeams(),
    recentAudit(),
  ]);
  return {
    organisation: {
      name: organisation?.name ?? "",
      currency: organisation?.currency ?? "USD",
      zone: organisation?.zone ?? "UTC",
      isDemo: organisation?.isDemo ?? false,
    },
    thresholds: withDefaults(organisation?.thresholds),
    people: people.map(({ id, name, email, role, teams: slugs, disabledAt, lastSeenAt }) => ({
      id,
      name,
      email,
      role,
      teams: [...slugs],
      isDisabled: disabledAt !== null,
      lastSeen: lastSeenAt?.toISOString() ?? null,
    })),
    teams,
    audit: events.map(({ at, who, what }) => ({ at: at.toISOString(), who, what })),
  };
}

/**
 * Changes what is given. Currency and zone stand once a month is closed: its figures are signed in them.
 * @throws AppError forbidden, invalid-input, conflict
 */
export async function changeSettings(body: z.infer<typeof settingsBody>, principal: Principal): Promise<void> {
  if (!mayAdminister(principal)) throw new AppError("forbidden", "Only an admin changes settings.");
  const currency = body.currency === undefined ? undefined : checkCurrency(body.currency);
  const zone = body.zone === undefined ? undefined : checkZone(body.zone);
  const thresholds = checkThresholds(body.thresholds ?? {});
  await inTransaction(async ({ client, prisma }) => {
    const before = await lockOrganisation(prisma);
    const movesMonths =
      (currency !== undefined && currency !== before?.currency) || (zone !== undefined && zone !== before?.zone);
    if (movesMonths && (await countClosedMonths(prisma)) > 0) {
      throw new AppError(
        "conflict",
        "Currency and time zone stand once a month is closed: its figures are signed in them.",
      );
    }
    await saveOrganisation(prisma, {
      ...(body.name && { name: body.name }),
      ...(currency && { currency }),
      ...(zone && { zone }),
      ...(body.thresholds && { thresholds: { ...withDefaults(before?.thresholds), ...thresholds } }),
    });
    for (const [name, value] of Object.entries({ name: body.name, currency, zone, ...thresholds })) {
      if (value !== undefined) await audit(client, { who: principal.name, what: `set ${name} to ${value}` });
    }
  });
}

function checkThresholds(given: Readonly<Record<string, string>>): Record<string, string> {
  for (const [name, text] of Object.entries(given)) {
    const value = parseDecimal(text);
    if (!isThreshold(name)) throw refused("thresholds", `There is no threshold "${name}".`);
    if (!value || isNegative(value)) throw refused(`thresholds.${name}`, "A threshold is a number, zero or more.");
  }
  return { ...given };
}

/** An ISO-4217 code in capitals. @throws AppError invalid-input */
export function checkCurrency(text: string): string {
  const currency = text.trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(currency)) return currency;
  throw refused("currency", "Write the currency as three letters, such as EUR.");
}

/** An IANA zone. @throws AppError invalid-input */
export function checkZone(zone: string): string {
  if (isZone(zone)) return zone;
  throw refused("zone", `"${zone}" is not a time zone. Write it as Europe/Berlin.`);
}

const refused = (field: string, message: string): AppError => new AppError("invalid-input", message, { field });
