/** What a subscription's digest says at a moment: the pages' flows read as the subscriber may read them. */
import type { DigestPreview } from "../api/wire/records.ts";
import type { Principal } from "../auth/principal.ts";
import { addDays, monthOf } from "../core/calendar.ts";
import { compare, decimal, isZero } from "../core/decimal.ts";
import type { DigestPeriod } from "../core/digest/schedule.ts";
import { pool } from "../db/client.ts";
import { cloudByTeamBetween, type Subscription } from "../db/digests.ts";
import { allPeople, personByEmail } from "../db/people.ts";
import { readTeams } from "../db/teams.ts";
import {
  type DigestContent,
  type DigestFrame,
  monthDigest,
  type WeekSums,
  weekDigest,
} from "../email/digest-content.ts";
import { digestHtml } from "../email/digest-html.ts";
import { digestText } from "../email/digest-text.ts";
import { publicUrl } from "../public-url.ts";
import { overviewOf } from "./overview.ts";

type PeriodDays = Pick<DigestPeriod, "period" | "from" | "to">;

export type DigestFor = Pick<
  Subscription,
  "name" | "email" | "teams" | "cadence" | "dayOfMonth" | "weekday" | "hour" | "zone"
> & { readonly unsubscribeToken: string | null };

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function ordinal(day: number): string {
  const teen = day >= 11 && day <= 13;
  const ending = teen ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th");
  return `${day}${ending}`;
}

/** "on the 12th of each month at 12:00 Europe/Stockholm". */
export function scheduleWords(
  schedule: Pick<DigestFor, "cadence" | "dayOfMonth" | "weekday" | "hour" | "zone">,
): string {
  const when =
    schedule.cadence === "weekly"
      ? `each ${WEEKDAYS[schedule.weekday]}`
      : `on the ${ordinal(schedule.dayOfMonth)} of each month`;
  return `${when} at ${String(schedule.hour).padStart(2, "0")}:00 ${schedule.zone}`;
}

/**
 * As whom the digest reads: all, or the teams it is limited to. A lead gets no more by mail than on the page.
 * @returns null when the address is that of a person who was disabled: nothing is sent.
 */
export async function readerOf(
  subscription: Pick<Subscription, "name" | "email" | "teams">,
): Promise<Principal | null> {
  const person = await personByEmail(subscription.email.toLowerCase());
  if (person?.disabledAt) return null;
  const who = { userId: "", name: subscription.name, email: subscription.email };
  if (person?.role === "lead") {
    const own = (await allPeople()).find((one) => one.id === person.id)?.teams ?? [];
    const teams = subscription.teams.length === 0 ? own : own.filter((slug) => subscription.teams.includes(slug));
    return { ...who, role: "lead", teams };
  }
  if (subscription.teams.length === 0) return { ...who, role: "finance", teams: [] };
  return { ...who, role: "lead", teams: subscription.teams };
}

export const unsubscribeUrlOf = (token: string): string =>
  `${publicUrl()}/api/digests/unsubscribe?token=${encodeURIComponent(token)}`;

async function frameOf(subscription: DigestFor, reader: Principal, month: string): Promise<DigestFrame> {
  const base = publicUrl();
  const names = new Map((await readTeams(pool)).map((team) => [team.slug, team.name]));
  const teams = reader.role === "lead" ? reader.teams.map((slug) => names.get(slug) ?? slug) : [];
  const [only] = reader.teams;
  const path = reader.role === "lead" && reader.teams.length === 1 && only ? `/teams/${encodeURIComponent(only)}` : "/";
  return {
    teams,
    openUrl: `${base}${path}?month=${month}`,
    scheduleUrl: `${base}/digests`,
    unsubscribeUrl: subscription.unsubscribeToken === null ? null : unsubscribeUrlOf(subscription.unsubscribeToken),
    sentWhen: `Sent ${scheduleWords(subscription)}, to ${subscription.email}.`,
  };
}

async function weekSums(period: PeriodDays, reader: Principal, currency: string): Promise<WeekSums> {
  const between = (from: string, to: string) => cloudByTeamBetween(pool, { from, to, cost: "effective", currency });
  const [now, before] = await Promise.all([
    between(period.from, period.to),
    between(addDays(period.from, -7), addDays(period.to, -7)),
  ]);
  const teams = await readTeams(pool);
  const visible = reader.role === "lead" ? teams.filter((team) => reader.teams.includes(team.slug)) : teams;
  const bearers = [
    ...visible.map((team) => ({ bearer: "team", teamId: team.id, name: team.name })),
    ...(reader.role === "lead" ? [] : [{ bearer: "unassigned", teamId: 0, name: "Unassigned" }]),
  ];
  const sumOf = (rows: typeof now, who: { bearer: string; teamId: number }) =>
    rows.find((row) => row.bearer === who.bearer && row.teamId === who.teamId);
  const rows = bearers
    .map((who) => ({
      name: who.name,
      amount: sumOf(now, who)?.amount ?? "0",
      estimated: sumOf(now, who)?.estimated ?? "0",
      previous: sumOf(before, who)?.amount ?? "0",
    }))
    .filter((row) => row.name !== "Unassigned" || !isZero(decimal(row.amount)) || !isZero(decimal(row.previous)))
    .sort((a, b) => compare(decimal(b.amount), decimal(a.amount)));
  return { period: period.period, from: period.from, to: period.to, rows };
}

async function contentFor(
  subscription: DigestFor,
  reader: Principal,
  period: PeriodDays,
  nowMs: number,
): Promise<DigestContent> {
  const month = monthOf(period.to);
  const overview = await overviewOf({ month }, reader, nowMs);
  const frame = await frameOf(subscription, reader, month);
  if (subscription.cadence !== "weekly") return monthDigest(overview, frame);
  return weekDigest(overview, await weekSums(period, reader, overview.currency), frame);
}

/** Subject, HTML and plain text of a digest, from one content. Null when its reader may not read. */
export async function writeDigest(
  subscription: DigestFor,
  period: PeriodDays,
  nowMs: number,
): Promise<DigestPreview | null> {
  const reader = await readerOf(subscription);
  if (!reader) return null;
  const content = await contentFor(subscription, reader, period, nowMs);
  return { subject: content.subject, html: await digestHtml(content), text: digestText(content) };
}
