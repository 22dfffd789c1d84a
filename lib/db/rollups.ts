import { KEY_KIND, KEY_VALUE } from "./key-columns.ts";
import { type Database, rowsOf, run, type SqlQuery, sql } from "./sql.ts";

/** Entries that count: an entry and the one that takes it back make none. */
const LIVE_COUNT: SqlQuery = sql`sum(CASE WHEN e.corrects IS NULL THEN 1 ELSE -1 END)::int`;

/** Adds the entries after `afterId` to the rollups. */
export async function addToRollups(database: Database, afterId: string): Promise<void> {
  await run(
    database,
    sql`INSERT INTO rollup AS kept (billed_month, used_month, bearer, team_id, class, provider, model, service, cost_kind, category, is_correction, basis, rig_id, rig_part, currency, has_tokens, billed, effective, tokens, entries)
        ${ROLLED} WHERE e.id > ${afterId}::bigint ${ROLLED_BY}
        ON CONFLICT (billed_month, used_month, bearer, team_id, class, provider, model, service, cost_kind, category, is_correction, basis, rig_id, rig_part, currency, has_tokens)
        DO UPDATE SET billed = kept.billed + excluded.billed, effective = kept.effective + excluded.effective,
          tokens = kept.tokens + excluded.tokens, entries = kept.entries + excluded.entries`,
  );
  await run(
    database,
    sql`INSERT INTO key_rollup AS kept (billed_month, used_month, bearer, team_id, provider, key_kind, key, currency, billed, effective, entries, because)
        ${KEYED} WHERE e.id > ${afterId}::bigint ${KEYED_BY}
        ON CONFLICT (billed_month, used_month, bearer, team_id, provider, key_kind, key, currency)
        DO UPDATE SET billed = kept.billed + excluded.billed, effective = kept.effective + excluded.effective,
          entries = kept.entries + excluded.entries, because = coalesce(excluded.because, kept.because)`,
  );
}

/** Why an entry is where it is, told by those that take nothing back. */
const KEYED: SqlQuery = sql`SELECT e.billed_month, e.used_month, e.bearer, coalesce(e.team_id, 0), k.provider, ${KEY_KIND}, ${KEY_VALUE}, e.currency, sum(e.billed), sum(e.effective), ${LIVE_COUNT}, max(e.because) FILTER (WHERE e.corrects IS NULL)
        FROM ledger_entry e JOIN import_line l ON l.id = e.line_id JOIN import_key k ON k.import_id = l.import_id AND k.no = l.key_no`;
const KEYED_BY: SqlQuery = sql`GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`;

const ROLLED: SqlQuery = sql`SELECT e.billed_month, e.used_month, e.bearer, coalesce(e.team_id, 0), e.class, e.provider, coalesce(e.model, ''), e.service, e.cost_kind, e.category, e.is_correction, e.basis, coalesce(e.rig_id, 0), coalesce(e.rig_part, ''), e.currency, e.tokens IS NOT NULL, sum(e.billed), sum(e.effective), coalesce(sum(e.tokens), 0), ${LIVE_COUNT} FROM ledger_entry e`;
const ROLLED_BY: SqlQuery = sql`GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16`;

/** Throws the rollups away and sums the ledger anew. */
export async function rebuildRollups(database: Database): Promise<void> {
  await run(database, sql`TRUNCATE rollup, key_rollup`);
  await addToRollups(database, "0");
}

export type RollupDifference = { readonly where: string; readonly ledger: string; readonly rollup: string };

/** Rollup rows that differ from the ledger, as text; none when all is well. */
export const rollupDifferences = async (database: Database): Promise<RollupDifference[]> => [
  ...(await cellDifferences(database)),
  ...(await keyDifferences(database)),
];

async function keyDifferences(database: Database): Promise<RollupDifference[]> {
  return rowsOf(
    database,
    sql`WITH ledger (billed_month, used_month, bearer, team_id, provider, key_kind, key, currency, billed, effective, entries, because) AS (${KEYED} ${KEYED_BY})
        SELECT concat_ws(' ', coalesce(l.billed_month, r.billed_month), coalesce(l.bearer, r.bearer), coalesce(l.provider, r.provider), coalesce(l.key, r.key)) AS where,
          coalesce(l.billed, 0)::text || ' / ' || coalesce(l.effective, 0)::text AS ledger, coalesce(r.billed, 0)::text || ' / ' || coalesce(r.effective, 0)::text AS rollup
        FROM ledger l FULL JOIN key_rollup r USING (billed_month, used_month, bearer, team_id, provider, key_kind, key, currency)
        WHERE l.billed IS DISTINCT FROM r.billed OR l.effective IS DISTINCT FROM r.effective OR l.entries IS DISTINCT FROM r.entries LIMIT 100`,
  );
}

async function cellDifferences(database: Database): Promise<{ where: string; ledger: string; rollup: string }[]> {
  return rowsOf(
    database,
    sql`WITH ledger (billed_month, used_month, bearer, team_id, class, provider, model, service, cost_kind, category, is_correction, basis, rig_id, rig_part, currency, has_tokens, billed, effective, tokens, entries) AS (${ROLLED} ${ROLLED_BY})
        SELECT concat_ws(' ', l.billed_month, r.billed_month, l.bearer, r.bearer, l.provider, r.provider, l.model, r.model) AS where,
          coalesce(l.billed, 0)::text || ' / ' || coalesce(l.effective, 0)::text AS ledger, coalesce(r.billed, 0)::text || ' / ' || coalesce(r.effective, 0)::text AS rollup
        FROM ledger l FULL JOIN rollup r USING (billed_month, used_month, bearer, team_id, class, provider, model, service, cost_kind, category, is_correction, basis, rig_id, rig_part, currency, has_tokens)
        WHERE l.billed IS DISTINCT FROM r.billed OR l.effective IS DISTINCT FROM r.effective OR l.tokens IS DISTINCT FROM r.tokens OR l.entries IS DISTINCT FROM r.entries LIMIT 100`,
  );
}
