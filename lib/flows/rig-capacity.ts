import { AppError } from "../core/app-error.ts";
import { type Capacity, capacityOf, type Objective, QUANTILES } from "../core/capacity/capacity.ts";
import { type TokenWeights, weightsOf } from "../core/capacity/weights.ts";
import { audit } from "../db/audit.ts";
import { pool } from "../db/client.ts";
import { readLoadTests, type StoredLoadTest, setLatency } from "../db/load-tests.ts";
import { findRig, type RigRow } from "../db/rigs.ts";
import { inTransaction } from "../db/transaction.ts";

/** What a rig can do with one model, and the tests that say so. Model null: tests that name none. */
export type ModelCapacity = {
  readonly model: string | null;
  readonly capacity: Capacity;
  readonly weights: TokenWeights;
  readonly tests: readonly StoredLoadTest[];
};
export type RigCapacity = {
  readonly rig: RigRow;
  readonly objective: Objective | null;
  readonly models: readonly ModelCapacity[];
};

/** The rig's own objective, as stored; null when it has none. @throws AppError internal (a quantile no test is asked for) */
export function objectiveOf({ latency }: Pick<RigRow, "latency">): Objective | null {
  if (latency === null) return null;
  return { latencyMs: latency.ms, of: latency.of, quantile: checkedQuantile(latency.quantile) };
}

/** @throws AppError invalid-input */
export function checkedQuantile(given: number): Objective["quantile"] {
  const quantile = QUANTILES.find((each) => each === given);
  if (quantile === undefined)
    throw new AppError("invalid-input", `A latency is judged at the quantile ${QUANTILES.join(", ")}, not ${given}.`);
  return quantile;
}

/**
 * The curve and capacity of a rig by model, under an objective or the rig's own, from all its posted load tests.
 * @throws AppError not-found naming the rigs there are
 */
export async function rigCapacity(nameOrSlug: string, objective?: Objective | null): Promise<RigCapacity> {
  const rig = await findRig(pool, nameOrSlug);
  const judged = objective === undefined ? objectiveOf(rig) : objective;
  return { rig, objective: judged, models: modelCapacities(await readLoadTests(pool, rig.id), judged) };
}

/** Each model's tests and what they say; models are never mixed, as each has its own speed. */
export function modelCapacities(tests: readonly StoredLoadTest[], objective: Objective | null): ModelCapacity[] {
  const byModel = new Map<string | null, StoredLoadTest[]>();
  for (const test of tests) byModel.set(test.model, [...(byModel.get(test.model) ?? []), test]);
  return [...byModel]
    .map(([model, all]) => ({ model, tests: all, ...judgedBy(all, objective) }))
    .sort((a, b) => (a.model ?? "\uFFFF").localeCompare(b.model ?? "\uFFFF", "en"));
}

function judgedBy(tests: readonly StoredLoadTest[], objective: Objective | null) {
  // A test without a time counts from when it was posted.
  const timed = tests.map((test) => ({ ...test, row: 1, atMs: test.atMs ?? test.postedMs }));
  const capacity = capacityOf(timed, objective);
  return { capacity, weights: weightsOf(capacity) };
}

/** Sets the objective a rig's capacity is read at. @throws AppError not-found, invalid-input */
export async function setRigObjective(nameOrSlug: string, objective: Objective | null, by: string): Promise<void> {
  if (
    objective !== null &&
    !(Number.isInteger(objective.latencyMs) && objective.latencyMs > 0 && objective.latencyMs <= MOST_MS)
  )
    throw new AppError("invalid-input", "A latency is a whole number of milliseconds, from 1 to 3,600,000.");
  await inTransaction(async ({ client }) => {
    const rig = await findRig(client, nameOrSlug);
    await setLatency(client, rig.id, objective);
    await audit(client, { who: by, what: `set the latency objective of the rig ${rig.name}`, details: { objective } });
  });
}

const MOST_MS = 3_600_000;
