import type { PoolClient } from "pg";
import { reattributeAll } from "./reattribute.ts";

/**
 * Brings the ledger in line with what posted imports, rules, prices, rates and scopes say now: what would be posted
 * otherwise today is reversed and posted anew. Call it in the transaction that changed any of them.
 * @returns how many entries were posted anew.
 */
export async function settleAll(client: PoolClient): Promise<number> {
  return reattributeAll(client);
}
