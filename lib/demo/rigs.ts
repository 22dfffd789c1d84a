import type { Month } from "../core/calendar.ts";
import { addMonths, firstDay } from "../core/calendar.ts";
import { MONTHS, SWITCH_MONTH, type TeamSlug } from "./company.ts";

/** A rig as the settings page takes it; amounts are decimal text in `currency`. */
export type DemoRig = {
  readonly slug: string;
  readonly name: string;
  readonly hardware: string;
  readonly zone: string;
  readonly currency: string;
  readonly price: string;
  readonly inService: string;
  readonly months: number;
  readonly salvage: string;
  readonly hostingMonthly: string | null;
  readonly operationsHours: string | null;
  readonly operationsRate: string | null;
  readonly tariffPerKwh: string | null;
  readonly wallFactor: string;
  readonly shares: readonly { readonly team: TeamSlug; readonly percent: string }[];
};

/** How a rig is used: what its logs are drawn from. Watts are per GPU, as nvidia-smi reports. */
export type RigRhythm = {
  readonly slug: string;
  readonly zone: string;
  readonly gpus: number;
  /** First month with a log and the day it starts. */
  readonly from: { readonly index: number; readonly day: number };
  readonly idleWatts: number;
  readonly fullWatts: number;
  /** Share of full load by hour of the day, local time. */
  readonly day: readonly number[];
  readonly weekend: number;
  /** Silent stretches: month, day, hour, hours. */
  readonly gaps: readonly {
    readonly index: number;
    readonly day: number;
    readonly hour: number;
    readonly hours: number;
  }[];
};

// Work by day, an evaluation batch in the small hours.
const OFFICE = [38, 42, 44, 40, 24, 12, 14, 30, 58, 74, 80, 78, 62, 76, 82, 78, 70, 52, 34, 26, 20, 16, 20, 28].map(
  (percent) => percent / 100,
);
// Tickets arrive when customers are awake, in two peaks.
const TICKETS = [8, 6, 5, 5, 6, 9, 18, 36, 58, 70, 66, 56, 48, 60, 68, 62, 50, 38, 30, 26, 22, 18, 14, 10].map(
  (percent) => percent / 100,
);

export const RHYTHMS: readonly RigRhythm[] = [
  {
    slug: "kiln",
    zone: "Europe/Stockholm",
    gpus: 2,
    from: { index: 0, day: 1 },
    idleWatts: 36,
    fullWatts: 318,
    day: OFFICE,
    weekend: 0.34,
    gaps: [
      { index: 4, day: 9, hour: 3, hours: 2 },
      { index: 12, day: 16, hour: 21, hours: 50 },
    ],
  },
  {
    slug: "forge",
    zone: "Europe/Stockholm",
    gpus: 2,
    from: { index: SWITCH_MONTH, day: 11 },
    idleWatts: 22,
    fullWatts: 402,
    day: TICKETS,
    weekend: 0.45,
    gaps: [{ index: 10, day: 23, hour: 13, hours: 6 }],
  },
];

export function demoRigs(lastMonth: Month): DemoRig[] {
  const month = (index: number): Month => addMonths(lastMonth, index - MONTHS + 1);
  return [
    {
      slug: "kiln",
      name: "Kiln",
      hardware: "2x L40S 48 GB, EPYC 9354P, 384 GB",
      zone: "Europe/Stockholm",
      currency: "USD",
      price: "34200.00",
      inService: firstDay(month(0)),
      months: 36,
      salvage: "3600.00",
      hostingMonthly: "310.00",
      operationsHours: "6",
      operationsRate: "85.00",
      tariffPerKwh: "0.170",
      wallFactor: "1.35",
      shares: [
        { team: "platform", percent: "34" },
        { team: "search", percent: "22" },
        { team: "research", percent: "25" },
      ],
    },
    {
      slug: "forge",
      name: "Forge",
      hardware: "2x RTX 4090 24 GB, Ryzen 9 7950X, 128 GB",
      zone: "Europe/Stockholm",
      currency: "USD",
      price: "8600.00",
      inService: `${month(SWITCH_MONTH)}-11`,
      months: 24,
      salvage: "0",
      hostingMonthly: "120.00",
      operationsHours: "4",
      operationsRate: "85.00",
      tariffPerKwh: "0.170",
      wallFactor: "1.28",
      shares: [{ team: "support", percent: "38" }],
    },
  ];
}
