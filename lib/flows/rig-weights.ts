import { ASSUMED } from "../core/capacity/weights.ts";
import type { Decimal } from "../core/decimal.ts";
import { readLoadTests } from "../db/load-tests.ts";
import type { RigRow } from "../db/rigs.ts";
import type { Database } from "../db/sql.ts";
import { type ModelCapacity, modelCapacities } from "./rig-capacity.ts";

/** What a prefill and a decode token weigh on a rig, and by what; speeds where a load test tells them. */
export type RigWeights = {
  readonly prefill: Decimal;
  readonly decode: Decimal;
  readonly basis: "entered" | "measured" | "derived" | "assumed";
  readonly prefillTokensPerSecond: number | null;
  readonly decodeTokensPerSecond: number | null;
};

/**
 * A decode token takes about four times a prefill token's time where nothing is known; the page says that it is assumed. Of
 * several models the one tested last counts: each has its own speeds.
 */
export async function rigWeights(database: Database, rig: RigRow): Promise<RigWeights> {
  const models = modelCapacities(await readLoadTests(database, rig.id), null).sort((a, b) => lastOf(b) - lastOf(a));
  const known = models.find(({ weights }) => weights.basis !== "assumed");
  const speeds = {
    prefillTokensPerSecond: known?.capacity.apart.prefill ?? null,
    decodeTokensPerSecond: known?.capacity.apart.decode ?? null,
  };
  if (rig.prefillWeight && rig.decodeWeight)
    return { prefill: rig.prefillWeight, decode: rig.decodeWeight, basis: "entered", ...speeds };
  return { ...(known?.weights ?? ASSUMED), ...speeds };
}

const lastOf = ({ tests }: ModelCapacity): number =>
  tests.reduce((last, test) => Math.max(last, test.atMs ?? test.postedMs), 0);
