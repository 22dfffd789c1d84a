import { capacityOf } from "../core/capacity/capacity.ts";
import { weightsOf } from "../core/capacity/weights.ts";
import type { Decimal } from "../core/decimal.ts";
import { readLoadTests } from "../db/load-tests.ts";
import type { RigRow } from "../db/rigs.ts";
import type { Database } from "../db/sql.ts";

/** What a prefill and a decode token weigh on a rig, and by what; speeds where a load test tells them. */
export type RigWeights = {
  readonly prefill: Decimal;
  readonly decode: Decimal;
  readonly basis: "entered" | "measured" | "derived" | "assumed";
  readonly prefillTokensPerSecond: number | null;
  readonly decodeTokensPerSecond: number | null;
};

/** A decode token takes about four times a prefill token's time where nothing is known; the page says that it is assumed. */
export async function rigWeights(database: Database, rig: RigRow): Promise<RigWeights> {
  const capacity = capacityOf(
    (await readLoadTests(database, rig.id)).map((test) => ({ ...test, row: 1, atMs: test.atMs ?? test.postedMs })),
    null,
  );
  const measured = weightsOf(capacity);
  const speeds = {
    prefillTokensPerSecond: capacity.apart.prefill,
    decodeTokensPerSecond: capacity.apart.decode,
  };
  if (rig.prefillWeight && rig.decodeWeight)
    return { prefill: rig.prefillWeight, decode: rig.decodeWeight, basis: "entered", ...speeds };
  return { ...measured, ...speeds };
}
