/** What runs when, as declarations: a name, a payload, a clock, and the flow that does the work. No rules live here. */
import { z } from "zod";
import { accrueAllRigs } from "../flows/accrue-rigs.ts";
import { sweepDigests } from "../flows/send-digests.ts";

export type JobDeclaration<Payload> = {
  /** The queue's name in the database: never reuse an old one for something else. */
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  /** Five fields, UTC; null = only when sent. */
  readonly cron: string | null;
  /** After so long a run counts as dead and may begin again: every flow here can be repeated safely. */
  readonly limitSeconds: number;
  /** @returns what it did, for the log; null when there was nothing to do. */
  run(payload: Payload, nowMs: number): Promise<string | null>;
};

const nothing = z.object({});

/** Every minute, because each subscriber has an hour and a zone of their own. */
const digestSweep: JobDeclaration<z.infer<typeof nothing>> = {
  name: "digest-sweep",
  payload: nothing,
  cron: "* * * * *",
  limitSeconds: 600,
  run: async (_, nowMs) => {
    const { sent } = await sweepDigests({ nowMs });
    return sent === 0 ? null : `${sent} digests sent`;
  },
};

/** Every hour, so that a month's scheduled rig costs are there soon after it begins in the rig's zone. */
const rigAccrual: JobDeclaration<z.infer<typeof nothing>> = {
  name: "rig-accrual",
  payload: nothing,
  cron: "5 * * * *",
  limitSeconds: 600,
  run: async (_, nowMs) => {
    const entries = await accrueAllRigs(nowMs);
    return entries === 0 ? null : `${entries} entries of rigs posted`;
  },
};

export const jobs: readonly JobDeclaration<z.infer<typeof nothing>>[] = [digestSweep, rigAccrual];
