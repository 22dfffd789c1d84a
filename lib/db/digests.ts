import type { DigestSubscription as Subscription } from "../generated/prisma/client.ts";
import { prisma } from "./client.ts";
import type { CostView } from "./ledger-reads.ts";
import { type Database, oneRow, rowsOf, run, sql } from "./sql.ts";

export type { Subscription };
export type DeliveryKind = "scheduled" | "test";
export type DeliveryRow = {
  readonly id: number;
  readonly subscriptionId: number;
  readonly email: string;
  readonly period: string;
  readonly kind: DeliveryKind;
  readonly state: "pending" | "sent" | "failed";
  readonly subject: string;
  readonly messageId: string;
  readonly attempts: number;
  readonly result: string;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
};

const DELIVERIES_SHOWN = 50;

export type SubscriptionWrite = Pick<
  Subscription,
  "name" | "email" | "teams" | "cadence" | "dayOfMonth" | "weekday" | "hour" | "zone"
>;

export const allSubscriptions = (): Promise<Subscription[]> =>
  prisma.digestSubscription.findMany({ orderBy: { id: "asc" } });
export const findSubscription = (id: number): Promise<Subscription | null> =>
  prisma.digestSubscription.findUnique({ where: { id } });
export const findByUnsubscribeToken = (unsubscribeToken: string): Promise<Subscription | null> =>
  prisma.digestSubscription.findUnique({ where: { unsubscribeToken } });
export const insertSubscription = (
  write: SubscriptionWrite & { unsubscribeToken: string; createdBy: string; createdAt: Date },
): Promise<Subscription> => prisma.digestSubscription.create({ data: write });
export const updateSubscription = (
  id: number,
  changes: Partial<SubscriptionWrite> & { isActive?: boolean },
): Promise<Subscription> => prisma.digestSubscription.update({ where: { id }, data: changes });
export async function deleteSubscription(id: number): Promise<void> {
  await prisma.digestSubscription.delete({ where: { id } });
}

/** Newest first. */
export async function latestDeliveries(database: Database): Promise<DeliveryRow[]> {
  return rowsOf<DeliveryRow>(
    database,
    sql`SELECT d.id, d.subscription_id AS "subscriptionId", s.email, d.period, d.kind, d.state, d.subject, d.message_id AS "messageId", d.attempts, d.result, d.created_at AS "createdAt", d.sent_at AS "sentAt"
        FROM digest_delivery d JOIN digest_subscription s ON s.id = d.subscription_id ORDER BY d.id DESC LIMIT ${DELIVERIES_SHOWN}`,
  );
}

/** Period keys of the scheduled deliveries of each subscription, the newest few. */
export async function donePeriods(database: Database): Promise<Map<number, Set<string>>> {
  const rows = await rowsOf<{ subscriptionId: number; period: string }>(
    database,
    sql`SELECT subscription_id AS "subscriptionId", period FROM digest_delivery WHERE kind = 'scheduled' AND created_at > now() - interval '400 days'`,
  );
  const periods = new Map<number, Set<string>>();
  for (const row of rows) {
    const known = periods.get(row.subscriptionId) ?? new Set<string>();
    periods.set(row.subscriptionId, known.add(row.period));
  }
  return periods;
}

/** Notes that a digest is to be sent. The unique key lets one of several workers do so: null for the others. */
export async function insertDelivery(
  database: Database,
  delivery: { subscriptionId: number; period: string; kind: DeliveryKind; messageId: string; at: Date },
): Promise<number | null> {
  const { subscriptionId, period, kind, messageId, at } = delivery;
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO digest_delivery (subscription_id, period, kind, state, message_id, created_at)
        VALUES (${subscriptionId}, ${period}, ${kind}, 'pending', ${messageId}, ${at})
        ON CONFLICT (subscription_id, period, kind) DO NOTHING RETURNING id`,
  );
  return row?.id ?? null;
}

/** Deliveries not yet sent nor given up whose next try has come: 0, 1, 3, 7, 15 ... minutes after they were noted. */
export async function pendingDeliveries(
  database: Database,
  { now, most }: { now: Date; most: number },
): Promise<number[]> {
  const rows = await rowsOf<{ id: number }>(
    database,
    sql`SELECT id FROM digest_delivery WHERE state = 'pending'
          AND created_at + (power(2, attempts) - 1) * interval '1 minute' <= ${now} ORDER BY id LIMIT ${most}`,
  );
  return rows.map((row) => row.id);
}

/** Counts a try before it is made, so that a crash while sending is counted too. */
export async function countAttempt(database: Database, id: number): Promise<void> {
  await run(database, sql`UPDATE digest_delivery SET attempts = attempts + 1 WHERE id = ${id} AND state = 'pending'`);
}

/** Holds a pending delivery until the transaction ends; null when another worker holds it or it is done. */
export async function lockPending(database: Database, id: number): Promise<DeliveryRow | null> {
  return oneRow<DeliveryRow>(
    database,
    sql`SELECT d.id, d.subscription_id AS "subscriptionId", s.email, d.period, d.kind, d.state, d.subject, d.message_id AS "messageId", d.attempts, d.result, d.created_at AS "createdAt", d.sent_at AS "sentAt"
        FROM digest_delivery d JOIN digest_subscription s ON s.id = d.subscription_id
        WHERE d.id = ${id} AND d.state = 'pending' FOR UPDATE OF d SKIP LOCKED`,
  );
}

export async function finishDelivery(
  database: Database,
  outcome: { id: number; state: DeliveryRow["state"]; subject: string; result: string; sentAt: Date | null },
): Promise<void> {
  const { id, state, subject, result, sentAt } = outcome;
  await run(
    database,
    sql`UPDATE digest_delivery SET state = ${state}, subject = ${subject}, result = ${result}, sent_at = ${sentAt} WHERE id = ${id}`,
  );
}

/** Cloud and shared cost by team between two usage days, both counted. Rig costs are of the month, not of a day. */
export async function cloudByTeamBetween(
  database: Database,
  { from, to, cost, currency }: { from: string; to: string; cost: CostView; currency: string },
): Promise<{ bearer: string; teamId: number; amount: string; estimated: string }[]> {
  const amount = cost === "effective" ? sql`effective` : sql`billed`;
  return rowsOf(
    database,
    sql`SELECT bearer, coalesce(team_id, 0) AS "teamId", sum(${amount})::text AS amount, coalesce(sum(${amount}) FILTER (WHERE basis = 'estimated'), 0)::text AS estimated FROM ledger_entry
        WHERE day BETWEEN ${from}::date AND ${to}::date AND class <> 'rig' AND currency = ${currency} GROUP BY 1, 2`,
  );
}
