import type { PoolClient } from "pg";
import { localUseSpan } from "../db/local-use.ts";
import { readRigs } from "../db/rigs.ts";
import { accrueRig } from "./accrue-rigs.ts";

const HOUR_MS = 3_600_000;

/**
 * Splits the months of the rigs anew that an import tells the use of: the rig it was given, or those that serve the hosts
 * and models it names. @returns entries written
 */
export async function accrueUsed(
  client: PoolClient,
  { importId, rigId, nowMs }: { importId: number; rigId: number | null; nowMs: number },
): Promise<number> {
  const span = await localUseSpan(client, importId);
  if (!span) return 0;
  const rigs = (await readRigs(client)).filter(
    (rig) => rig.id === rigId || (rigId === null && span.namesNoRig && rig.serves.length > 0),
  );
  let written = 0;
  for (const rig of rigs) {
    const touched = { fromMs: span.firstMs, toMs: span.lastMs + HOUR_MS };
    written += await accrueRig(client, { rigId: rig.id, nowMs, touched });
  }
  return written;
}
