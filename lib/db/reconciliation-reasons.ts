import { decimal, format } from "../core/decimal.ts";
import { roundForPosting } from "../core/money.ts";
import type { AccountKey } from "../core/reconcile/accounts.ts";
import type { ReasonCode } from "../core/reconcile/facts.ts";
import type { StoredReason } from "../core/reconcile/reconcile-account.ts";
import { type Database, oneRow, rowsOf, sql } from "./sql.ts";

type ReasonRow = AccountKey & {
  id: number;
  code: string;
  amount: string;
  text: string;
  state: string;
  by: string;
  at: Date;
};

/** Reasons that persons stand for and have not withdrawn, oldest first. */
export async function readReasons(database: Database, month: string): Promise<(AccountKey & StoredReason)[]> {
  const rows = await rowsOf<ReasonRow>(
    database,
    sql`SELECT id, provider, account, currency, code, amount::text AS amount, text, state, by, created_at AS at
        FROM reconciliation_reason WHERE month = ${month} AND ended_at IS NULL ORDER BY id`,
  );
  return rows.map((row) => ({
    ...row,
    // what insertReason wrote
    code: row.code as ReasonCode,
    state: row.state as StoredReason["state"],
    amount: decimal(row.amount),
    at: row.at.toISOString(),
  }));
}

export type NewReason = AccountKey &
  Pick<StoredReason, "code" | "amount" | "text" | "state" | "by"> & { readonly month: string };

export async function insertReason(database: Database, reason: NewReason): Promise<number> {
  const row = await oneRow<{ id: number }>(
    database,
    sql`INSERT INTO reconciliation_reason (month, provider, account, currency, amount, code, text, state, by)
        VALUES (${reason.month}, ${reason.provider}, ${reason.account}, ${reason.currency}, ${format(roundForPosting(reason.amount))}::numeric, ${reason.code}, ${reason.text}, ${reason.state}, ${reason.by}) RETURNING id`,
  );
  if (!row) throw new Error("INSERT ... RETURNING gave no row");
  return row.id;
}

/** Withdraws a reason. @returns what it said, or null when there is none in force */
export async function endReason(
  database: Database,
  { id, month }: { id: number; month: string },
): Promise<{ provider: string; text: string } | null> {
  return oneRow(
    database,
    sql`UPDATE reconciliation_reason SET ended_at = now() WHERE id = ${id} AND month = ${month} AND ended_at IS NULL RETURNING provider, text`,
  );
}
