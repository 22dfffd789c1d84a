/** Subscriptions: who gets the statement by mail, when, and what became of each mail. */
import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { DigestPreview, DigestsPage, newSubscriptionBody } from "../api/wire/records.ts";
import { mayKeepBooks, type Principal } from "../auth/principal.ts";
import { AppError } from "../core/app-error.ts";
import { isZone } from "../core/calendar.ts";
import { daysOfPeriod, isoWeekOf, latestPeriod, nextPeriod } from "../core/digest/schedule.ts";
import { monthName } from "../core/display-dates.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import {
  allSubscriptions,
  type DeliveryRow,
  deleteSubscription,
  findByUnsubscribeToken,
  findSubscription,
  insertSubscription,
  latestDeliveries,
  type Subscription,
  updateSubscription,
} from "../db/digests.ts";
import { env } from "../env.ts";
import { type DigestFor, writeDigest } from "./digest-mail.ts";
import { scheduleOf } from "./digest-schedule.ts";
import { mailRoute, sendTestDigest } from "./send-digests.ts";
import { teamNamed } from "./teams.ts";

type NewSubscription = z.infer<typeof newSubscriptionBody>;
export type SubscriptionChange = Partial<NewSubscription> & { readonly isActive?: boolean | undefined };

const TOKEN_BYTES = 24;

function checkReader(principal: Principal): void {
  if (!mayKeepBooks(principal)) throw new AppError("forbidden", "Digests are set up by admins and finance.");
}

/** The digests page: subscriptions, the last deliveries, and where mail goes. @throws AppError forbidden for a lead */
export async function digestsOf(principal: Principal, nowMs: number): Promise<DigestsPage> {
  checkReader(principal);
  const [subscriptions, deliveries] = await Promise.all([allSubscriptions(), latestDeliveries(pool)]);
  return {
    subscriptions: subscriptions.map((one) => subscriptionWire(one, deliveries, nowMs)),
    deliveries: deliveries.map((one) => ({
      id: one.id,
      at: (one.sentAt ?? one.createdAt).toISOString(),
      to: one.email,
      period: periodWords(one),
      subject: one.subject,
      result: one.result || "waiting to be sent",
    })),
    mail: mailWords(),
  };
}

function subscriptionWire(one: Subscription, deliveries: readonly DeliveryRow[], nowMs: number) {
  const last = deliveries.find((each) => each.subscriptionId === one.id && each.kind === "scheduled" && each.sentAt);
  const { id, name, email, teams, dayOfMonth, weekday, hour, zone, isActive } = one;
  const schedule = scheduleOf(one);
  const next = isActive ? new Date(nextPeriod(schedule, nowMs).dueMs).toISOString() : null;
  const lastSent = last?.sentAt?.toISOString() ?? null;
  return {
    id,
    name,
    email,
    teams,
    cadence: schedule.cadence,
    dayOfMonth,
    weekday,
    hour,
    zone,
    isActive,
    lastSent,
    next,
  };
}

function periodWords({ period, kind }: Pick<DeliveryRow, "period" | "kind">): string {
  const key = period.split(" ")[0] ?? period;
  const { from } = daysOfPeriod(key);
  const words = key.includes("W") ? `week ${Number(isoWeekOf(from).slice(-2))} of ${key.slice(0, 4)}` : monthName(key);
  return kind === "test" ? `Test, ${words}` : words;
}

function mailWords(): DigestsPage["mail"] {
  const route = mailRoute();
  return route.kind === "smtp"
    ? { isConfigured: true, text: `Sent through ${new URL(route.url).hostname} as ${env.MAIL_FROM}.` }
    : {
        isConfigured: false,
        text: `No mail server is set (SMTP_URL), so digests are written to ${route.folder} as .eml files.`,
      };
}

async function checked<Body extends SubscriptionChange>(body: Body): Promise<Body> {
  if (body.zone !== undefined && !isZone(body.zone)) {
    throw new AppError("invalid-input", `"${body.zone}" is not a time zone. Write it as Europe/Stockholm.`, {
      field: "zone",
    });
  }
  if (body.teams === undefined) return body;
  const teams = await Promise.all(body.teams.map(async (name) => (await teamNamed(name)).slug));
  return { ...body, teams: [...new Set(teams)] };
}

/** @throws AppError forbidden, invalid-input (zone), not-found (team) */
export async function createSubscription(
  body: NewSubscription,
  principal: Principal,
  nowMs: number,
): Promise<{ id: number }> {
  checkReader(principal);
  const { name, email, teams, cadence, dayOfMonth, weekday, hour, zone } = await checked(body);
  const { id } = await insertSubscription({
    ...{ name, email, teams, cadence, dayOfMonth, weekday, hour, zone },
    unsubscribeToken: randomBytes(TOKEN_BYTES).toString("base64url"),
    createdBy: principal.name,
    createdAt: new Date(nowMs),
  });
  await audit(pool, { who: principal.name, what: `subscribed ${email} to the ${cadence} digest` });
  return { id };
}

async function found(id: number): Promise<Subscription> {
  const subscription = await findSubscription(id);
  if (!subscription) throw new AppError("not-found", "There is no such digest subscription.");
  return subscription;
}

/** @throws AppError forbidden, not-found, invalid-input */
export async function changeSubscription(
  { id, body }: { id: number; body: SubscriptionChange },
  principal: Principal,
): Promise<void> {
  checkReader(principal);
  await found(id);
  const change = await checked(body);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const { email } = await updateSubscription(id, given);
  const what = body.isActive === undefined ? "changed" : body.isActive ? "resumed" : "paused";
  await audit(pool, { who: principal.name, what: `${what} the digest of ${email}`, details: given });
}

/** @throws AppError forbidden, not-found */
export async function removeSubscription(id: number, principal: Principal): Promise<void> {
  checkReader(principal);
  const { email } = await found(id);
  await deleteSubscription(id);
  await audit(pool, { who: principal.name, what: `ended the digest of ${email}` });
}

/** What the subscriber would get now, due or not. @throws AppError forbidden, not-found, conflict */
export async function previewSubscription(id: number, principal: Principal, nowMs: number): Promise<DigestPreview> {
  checkReader(principal);
  return previewDigest(await found(id), nowMs);
}

/** As `previewSubscription` for a schedule that need not be stored; for the command line. @throws AppError conflict */
export async function previewDigest(subscription: DigestFor, nowMs: number): Promise<DigestPreview> {
  const cadence = subscription.cadence === "weekly" ? "weekly" : "monthly";
  const digest = await writeDigest(subscription, latestPeriod({ cadence, zone: subscription.zone }, nowMs), nowMs);
  if (!digest)
    throw new AppError("conflict", `${subscription.email} belongs to a disabled person, who gets no digest.`);
  return digest;
}

/** Sends what the subscriber would get now to that address. @throws AppError forbidden, not-found, internal */
export async function testSubscription(id: number, principal: Principal, nowMs: number): Promise<{ result: string }> {
  checkReader(principal);
  const outcome = await sendTestDigest({ subscription: await found(id), nowMs });
  return { result: outcome?.result ?? "A test to this address is being sent already." };
}

/** Ends a subscription by the token in its mails; twice is no error. @returns the address, null for an unknown token */
export async function unsubscribe(token: string): Promise<{ email: string } | null> {
  const subscription = await findByUnsubscribeToken(token);
  if (!subscription) return null;
  if (subscription.isActive) {
    await updateSubscription(subscription.id, { isActive: false });
    await audit(pool, { who: subscription.email, what: "unsubscribed from the digest by its link" });
  }
  return { email: subscription.email };
}
