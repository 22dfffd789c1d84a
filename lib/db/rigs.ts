import { AppError } from "../core/app-error.ts";
import { ABOUT_MONTH } from "./live.ts";
import { type RawRig, type RigRow, rigOfRow, SELECT_RIG } from "./rig-rows.ts";
import { type Database, oneRow, rowsOf, sql } from "./sql.ts";

export type { RigRow } from "./rig-rows.ts";

export async function readRigs(database: Database): Promise<RigRow[]> {
  return (await rowsOf<RawRig>(database, sql`${SELECT_RIG} ORDER BY g.id`)).map(rigOfRow);
}
export async function readRig(database: Database, id: number): Promise<RigRow | null> {
  const raw = await oneRow<RawRig>(database, sql`${SELECT_RIG} WHERE g.id = ${id}`);
  return raw ? rigOfRow(raw) : null;
}
/** By slug, or by name in any case. @throws AppError not-found naming the rigs there are */
export async function findRig(database: Database, nameOrSlug: string): Promise<RigRow> {
  const raw = await oneRow<RawRig>(
    database,
    sql`${SELECT_RIG} WHERE g.slug = lower(${nameOrSlug}) OR lower(g.name) = lower(${nameOrSlug}) LIMIT 1`,
  );
  if (raw) return rigOfRow(raw);
  const names = (await readRigs(database)).map((rig) => rig.name);
  const known = names.length > 0 ? `The rigs are ${names.join(", ")}.` : "No rig is registered yet.";
  throw new AppError(
    "not-found",
    `There is no rig "${nameOrSlug}". ${known} Register it with \`tokenwatt rigs add\` or on the Rigs page.`,
  );
}

/** Live entries of a rig's part and month, as one text a set can be compared by. */
export async function liveRigEntries(
  database: Database,
  rigId: number,
): Promise<{ month: string; part: string; fingerprint: string }[]> {
  return rowsOf(
    database,
    sql`WITH live AS (SELECT ${ABOUT_MONTH} AS month, e.rig_part AS part, concat_ws('/', e.day, CASE WHEN e.bearer = 'team' THEN e.team_id::text ELSE e.bearer END, e.basis, e.service, trim_scale(coalesce(e.original_billed, e.billed)), coalesce(e.original_currency, e.currency), e.rate_id) AS print
          FROM ledger_entry e WHERE e.rig_id = ${rigId} AND e.corrects IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.corrects = e.id))
        SELECT month, part, string_agg(print, ' ' ORDER BY print COLLATE "C") AS fingerprint FROM live GROUP BY 1, 2`,
  );
}
