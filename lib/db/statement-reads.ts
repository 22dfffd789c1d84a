import type { Views } from "./ledger-reads.ts";
import { type Database, oneRow, rowsOf, sql } from "./sql.ts";

/** When, by whom and with which hash a month was closed; null while it is open. */
export async function readClosing(
  database: Database,
  month: string,
): Promise<{ at: Date | null; by: string | null; hash: string | null } | null> {
  return oneRow(
    database,
    sql`SELECT closed_at AS at, closed_by AS by, hash FROM month_state WHERE month = ${month} AND state = 'closed'`,
  );
}

/** What was written when the month was closed or reopened, oldest first. */
export async function readMonthNotes(
  database: Database,
  month: string,
): Promise<{ by: string; at: Date; text: string }[]> {
  return rowsOf(
    database,
    sql`SELECT by, at, concat_ws(' ', nullif(note, ''), nullif(reason, '')) AS text FROM month_event
        WHERE month = ${month} AND (note <> '' OR reason <> '') ORDER BY id`,
  );
}

export type TeamFile = {
  readonly importId: number | null;
  readonly fileName: string | null;
  readonly postedAt: Date | null;
  readonly sha256: string | null;
  readonly class: "cloud" | "rig" | "shared";
  readonly amount: string;
};

/** A team's month by the file that brings each cost, largest first; what no file brings stands by its class. */
export async function readTeamFiles(
  database: Database,
  { teamId, month, currency, views }: { teamId: number; month: string; currency: string; views: Views },
): Promise<TeamFile[]> {
  const isBilled = views.monthBy === "billed";
  const amount = views.cost === "billed" ? sql`e.billed` : sql`e.effective`;
  return rowsOf<TeamFile>(
    database,
    sql`WITH sums AS (
          SELECT e.import_id, CASE WHEN e.import_id IS NULL THEN e.class ELSE '' END AS class, sum(${amount}) AS amount FROM ledger_entry e
          WHERE ${isBilled ? sql`e.billed_month` : sql`e.used_month`} = ${month} AND e.team_id = ${teamId} AND e.bearer = 'team' AND e.currency = ${currency}
          GROUP BY 1, 2 HAVING sum(${amount}) <> 0)
        SELECT s.import_id AS "importId", i.file_name AS "fileName", i.posted_at AS "postedAt", i.sha256, s.class, s.amount::text AS amount
        FROM sums s LEFT JOIN import i ON i.id = s.import_id ORDER BY s.amount DESC, s.import_id`,
  );
}
