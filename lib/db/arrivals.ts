import type { Day, Month } from "../core/calendar.ts";
import type { Arrival } from "../core/close/expected-files.ts";
import { type Database, rowsOf, sql } from "./sql.ts";

const WAITING = ["ready", "needs-you"];

type ArrivalRow = Omit<Arrival, "isWaiting" | "receivedOn"> & { readonly state: string; readonly receivedOn: string };

/**
 * What came about the days from `from` to `to`: files by provider account and feed, documents by month, power logs by rig.
 * Days of arrival are those of `zone`. Files that were replaced count as having come.
 */
export async function readArrivals(
  database: Database,
  { from, to, fromMonth, toMonth, zone }: { from: Day; to: Day; fromMonth: Month; toMonth: Month; zone: string },
): Promise<Arrival[]> {
  const rows = await rowsOf<ArrivalRow>(
    database,
    sql`SELECT 'file' AS kind, i.id AS "importId", i.state, coalesce(i.label, c.format) AS label, c.family, c.provider, c.account, c.basis = 'billed' AS "isBill", c.from_day::text AS "from", c.to_day::text AS "to", (i.created_at AT TIME ZONE ${zone})::date::text AS "receivedOn"
          FROM import_coverage c JOIN import i ON i.id = c.import_id
          WHERE i.yields = 'cost' AND i.state IN ('posted', 'superseded', 'ready', 'needs-you') AND c.to_day >= ${from}::date AND c.from_day <= ${to}::date
        UNION ALL
        SELECT DISTINCT 'invoice', i.id, i.state, coalesce(i.label, i.format, v.seller), coalesce(i.format, 'invoice'), v.provider, v.account, false, (v.month || '-01'), (v.month || '-01'), (i.created_at AT TIME ZONE ${zone})::date::text
          FROM invoice v JOIN import i ON i.id = v.import_id
          WHERE i.state IN ('posted', 'ready', 'needs-you') AND v.month BETWEEN ${fromMonth} AND ${toMonth}
        UNION ALL
        SELECT 'power', i.id, i.state, g.name || ', ' || coalesce(i.label, 'power log'), 'rig ' || g.id, g.name, '', false, min(b.day)::text, max(b.day)::text, (i.created_at AT TIME ZONE ${zone})::date::text
          FROM power_block b JOIN import i ON i.id = b.import_id JOIN rig g ON g.id = b.rig_id
          WHERE i.state IN ('posted', 'superseded', 'ready', 'needs-you') AND b.day BETWEEN ${from}::date AND ${to}::date
          GROUP BY i.id, g.id, to_char(b.day, 'YYYY-MM')`,
  );
  return rows.map(({ state, receivedOn, ...row }) => ({
    ...row,
    isWaiting: WAITING.includes(state),
    // DATE as text
    receivedOn: receivedOn as Day,
  }));
}
