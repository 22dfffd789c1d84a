import { log } from "../log.ts";
import { pool } from "./client.ts";

/** Does the database answer a query right now? */
export async function answers(): Promise<boolean> {
  try {
    await pool.query("SELECT 1");
    return true;
  } catch (error) {
    log.error({ err: error }, "the database does not answer");
    return false;
  }
}
