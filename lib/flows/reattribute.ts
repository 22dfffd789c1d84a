import type { PoolClient } from "pg";
import { importsWithLive, readImport } from "../db/imports.ts";
import { lastEntryId, lockPosting, reverseEntries, stageChangedLines } from "../db/ledger-writes.ts";
import { addToRollups } from "../db/rollups.ts";
import { sql } from "../db/sql.ts";
import { postAttributed, stageDecisions } from "./attribute-import.ts";

/**
 * Brings the live entries of an import in line with the rules in force: entries decided otherwise are reversed and
 * posted anew. @returns how many entries were posted anew.
 */
export async function reattributeImport(client: PoolClient, importId: number): Promise<number> {
  const row = await readImport(client, importId);
  if (row?.yields !== "cost") return 0;
  const rules = await stageDecisions(client, importId);
  if ((await stageChangedLines(client, importId)) === 0) return 0;
  const before = await lastEntryId(client);
  await reverseEntries(
    client,
    sql`e.import_id = ${importId} AND e.line_id IN (SELECT line_id FROM pg_temp.changed_line)`,
    { causeId: importId, because: "Attribution changed" },
  );
  const posted = await postAttributed(client, { row, rules, onlyChanged: true });
  await addToRollups(client, before);
  return posted;
}

/** The same for every import that still counts. Call it in the transaction that changes a rule. */
export async function reattributeAll(client: PoolClient): Promise<number> {
  await lockPosting(client);
  let written = 0;
  for (const id of await importsWithLive(client)) written += await reattributeImport(client, id);
  return written;
}
