/**
 * Sends what is due, once. A delivery is a row with a unique key, written before anything is sent; a worker that dies
 * while sending leaves it pending, and the next try carries the same Message-ID.
 */
import { join } from "node:path";
import { daysOfPeriod, duePeriods, latestPeriod } from "../core/digest/schedule.ts";
import { dataFolder } from "../data-folder.ts";
import { pool } from "../db/client.ts";
import {
  allSubscriptions,
  countAttempt,
  type DeliveryRow,
  donePeriods,
  findSubscription,
  finishDelivery,
  insertDelivery,
  lockPending,
  pendingDeliveries,
  type Subscription,
} from "../db/digests.ts";
import { inTransaction } from "../db/transaction.ts";
import { deliver, type MailRoute, type Outcome } from "../email/mailer.ts";
import { env } from "../env.ts";
import { unsubscribeUrlOf, writeDigest } from "./digest-mail.ts";
import { scheduleOf } from "./digest-schedule.ts";

/** After so many tries, two hours after the first, a delivery is given up and the page says so. */
const MOST_ATTEMPTS = 8;
const MOST_PER_SWEEP = 200;

export function mailRoute(): MailRoute {
  return env.SMTP_URL ? { kind: "smtp", url: env.SMTP_URL } : { kind: "folder", folder: join(dataFolder(), "mail") };
}

const senderDomain = (): string => /@([^>\s]+)>?\s*$/.exec(env.MAIL_FROM)?.[1] ?? "localhost";
const messageIdOf = (subscription: Subscription, period: string): string =>
  `<digest.${subscription.id}.${subscription.createdAt.getTime()}.${period}@${senderDomain()}>`;

/** Notes every digest that is due, then tries to send what is pending. @returns how many were sent. */
export async function sweepDigests({
  nowMs,
  route = mailRoute(),
}: {
  nowMs: number;
  route?: MailRoute;
}): Promise<{ sent: number }> {
  const now = new Date(nowMs);
  const done = await donePeriods(pool);
  for (const subscription of await allSubscriptions()) {
    if (!subscription.isActive) continue;
    for (const { period } of duePeriods(scheduleOf(subscription), nowMs, done.get(subscription.id) ?? new Set())) {
      const messageId = messageIdOf(subscription, period);
      await insertDelivery(pool, { subscriptionId: subscription.id, period, kind: "scheduled", messageId, at: now });
    }
  }
  let sent = 0;
  for (const id of await pendingDeliveries(pool, { now, most: MOST_PER_SWEEP })) {
    if ((await sendDelivery({ id, nowMs, route }))?.isSent) sent += 1;
  }
  return { sent };
}

/** Sends a digest at once to its address, marked as a test, whatever the schedule says. */
export async function sendTestDigest({
  subscription,
  nowMs,
  route = mailRoute(),
}: {
  subscription: Subscription;
  nowMs: number;
  route?: MailRoute;
}): Promise<Outcome | null> {
  const { period } = latestPeriod(scheduleOf(subscription), nowMs);
  // The stamp keeps tests apart from each other; the page shows only the period before it.
  const stamped = `${period} ${new Date(nowMs).toISOString()}`;
  const messageId = messageIdOf(subscription, `${period}.${nowMs}`);
  const delivery = {
    subscriptionId: subscription.id,
    period: stamped,
    kind: "test" as const,
    messageId,
    at: new Date(nowMs),
  };
  const id = await insertDelivery(pool, delivery);
  return id === null ? null : sendDelivery({ id, nowMs, route });
}

/** One try. Null when another worker has it, or it was done meanwhile. */
async function sendDelivery({
  id,
  nowMs,
  route,
}: {
  id: number;
  nowMs: number;
  route: MailRoute;
}): Promise<Outcome | null> {
  await countAttempt(pool, id);
  return inTransaction(async ({ client }) => {
    const delivery = await lockPending(client, id);
    const subscription = delivery && (await findSubscription(delivery.subscriptionId));
    if (!delivery || !subscription) return null;
    const { outcome, subject } = await attempt(delivery, subscription, { nowMs, route });
    const isOver = outcome.isSent || outcome.isFinal || delivery.kind === "test" || delivery.attempts >= MOST_ATTEMPTS;
    const state = outcome.isSent ? "sent" : isOver ? "failed" : "pending";
    const tries = delivery.attempts > 1 ? `, try ${delivery.attempts}` : "";
    const sentAt = outcome.isSent ? new Date(nowMs) : null;
    await finishDelivery(client, { id, state, subject, result: `${outcome.result}${tries}`, sentAt });
    return outcome;
  });
}

async function attempt(
  delivery: DeliveryRow,
  subscription: Subscription,
  { nowMs, route }: { nowMs: number; route: MailRoute },
): Promise<{ outcome: Outcome; subject: string }> {
  // A test carries its moment after the period.
  const period = daysOfPeriod(delivery.period.split(" ")[0] ?? delivery.period);
  const digest = await writeDigest(subscription, period, nowMs);
  if (!digest) {
    const result = "not sent: this person is disabled";
    return { outcome: { isSent: false, isFinal: true, result }, subject: "" };
  }
  const subject = delivery.kind === "test" ? `Test: ${digest.subject}` : digest.subject;
  const mail = {
    from: env.MAIL_FROM,
    to: { name: subscription.name, address: subscription.email },
    subject,
    html: digest.html,
    text: digest.text,
    messageId: delivery.messageId,
    unsubscribeUrl: unsubscribeUrlOf(subscription.unsubscribeToken),
    date: new Date(nowMs),
  };
  return { outcome: await deliver(mail, route), subject };
}
