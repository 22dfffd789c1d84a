import { ANVIL_MONTH, BMC_MONTHS, PLUG_MONTH, SECOND_GPU_MONTH, SWITCH_MONTH } from "./company.ts";

/** How a rig is used and watched: what its logs are drawn from. Watts are per GPU, as nvidia-smi reports. */
export type RigRhythm = {
  readonly slug: string;
  readonly zone: string;
  /** How many GPUs are in it in a month. */
  readonly gpus: (index: number) => number;
  /** First month with a log and the day it starts. */
  readonly from: { readonly index: number; readonly day: number };
  readonly idleWatts: number;
  readonly fullWatts: number;
  /** What the machine draws beside its GPUs, and how much of what they draw is lost on the way. */
  readonly hostWatts: number;
  readonly loss: number;
  /** Share of full load by hour of the day, local time. */
  readonly day: readonly number[];
  readonly weekend: number;
  /** Which files there are of a month. */
  readonly logs: (index: number) => readonly LogKind[];
  /** Silent stretches of the GPU log: month, day, hour, hours. */
  readonly gaps: readonly {
    readonly index: number;
    readonly day: number;
    readonly hour: number;
    readonly hours: number;
  }[];
};
/** nvidia-smi at the GPUs, the server's own BMC, a Shelly plug's counter at the wall. */
export type LogKind = "nvidia-smi" | "bmc" | "plug";

const percents = (...values: readonly number[]): readonly number[] => values.map((value) => value / 100);
// Work by day, an evaluation batch in the small hours.
const OFFICE = percents(
  ...[38, 42, 44, 40, 24, 12, 14, 30, 58, 74, 80, 78, 62, 76, 82, 78, 70, 52, 34, 26, 20, 16, 20, 28],
);
// Tickets arrive when customers are awake, in two peaks.
const TICKETS = percents(...[8, 6, 5, 5, 6, 9, 18, 36, 58, 70, 66, 56, 48, 60, 68, 62, 50, 38, 30, 26, 22, 18, 14, 10]);
// Notebooks in working hours, nothing at night.
const NOTEBOOKS = percents(...[0, 0, 0, 0, 0, 0, 0, 4, 22, 46, 58, 52, 30, 50, 60, 54, 40, 22, 10, 6, 4, 2, 0, 0]);

export const RHYTHMS: readonly RigRhythm[] = [
  {
    slug: "kiln",
    zone: "Europe/Stockholm",
    gpus: (index) => (index < SECOND_GPU_MONTH ? 1 : 2),
    from: { index: 0, day: 1 },
    idleWatts: 68,
    fullWatts: 612,
    hostWatts: 238,
    loss: 0.06,
    day: OFFICE,
    weekend: 0.34,
    logs: (index) => (BMC_MONTHS.includes(index) ? ["nvidia-smi", "bmc"] : ["nvidia-smi"]),
    gaps: [
      { index: 4, day: 9, hour: 3, hours: 2 },
      { index: 12, day: 16, hour: 21, hours: 50 },
    ],
  },
  {
    slug: "forge",
    zone: "Europe/Stockholm",
    gpus: () => 2,
    from: { index: SWITCH_MONTH, day: 11 },
    idleWatts: 22,
    fullWatts: 402,
    hostWatts: 84,
    loss: 0.08,
    day: TICKETS,
    weekend: 0.45,
    logs: (index) => (index < PLUG_MONTH ? ["nvidia-smi"] : index === PLUG_MONTH ? ["nvidia-smi", "plug"] : ["plug"]),
    gaps: [{ index: 10, day: 23, hour: 13, hours: 6 }],
  },
  {
    slug: "anvil",
    zone: "Europe/Stockholm",
    gpus: () => 1,
    from: { index: ANVIL_MONTH, day: 1 },
    idleWatts: 54,
    fullWatts: 288,
    hostWatts: 0,
    loss: 0,
    day: NOTEBOOKS,
    weekend: 0.1,
    logs: () => ["nvidia-smi"],
    gaps: [],
  },
];
