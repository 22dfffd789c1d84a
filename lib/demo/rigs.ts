/** The demo's rigs as their owner would enter them: Kiln bought in two steps, Forge bought at once, Anvil rented. */
import type { Day, Month } from "../core/calendar.ts";
import { addMonths, firstDay } from "../core/calendar.ts";
import { ANVIL_MONTH, MONTHS, SECOND_GPU_MONTH, SWITCH_MONTH, type TeamSlug, TIME_OF_USE_MONTH } from "./company.ts";
import { TIME_OF_USE } from "./tariffs.ts";

/** A rig as the settings page takes it; amounts are decimal text in `currency`. */
export type NewDemoRig = {
  readonly name: string;
  readonly hardware: string;
  readonly catalogueId: string;
  readonly kind: "owned" | "rented";
  readonly zone: string;
  readonly currency: string;
  readonly price: string | null;
  readonly inService: string;
  readonly months: number;
  readonly salvage: string;
  readonly rentHourly: string | null;
  readonly hostingMonthly: string | null;
  readonly operationsHours: string | null;
  readonly operationsRate: string | null;
  readonly tariffPerKwh: string | null;
  readonly wallFactor: string;
  readonly shares: readonly { readonly team: TeamSlug; readonly percent: string }[];
  readonly splitBy: "shares" | "tokens" | "gpu-seconds";
  readonly owner: TeamSlug | null;
  readonly idleBearer: "idle" | "owner";
  readonly serves: readonly string[];
  readonly replaces: string;
  readonly gridZone: string;
};

/** What changed of a rig after it was entered, each from its day. */
export type DemoRigChanges = {
  readonly assets: readonly {
    readonly name: string;
    readonly price: string;
    readonly salvage: string;
    readonly inService: Day;
    readonly months: number;
  }[];
  readonly walls: readonly {
    readonly from: Day;
    readonly factor: string;
    readonly baseWatts: string;
    readonly pue: string;
    readonly note: string;
  }[];
  /** From which day which of the demo's tariffs prices it. */
  readonly tariffs: readonly { readonly from: Day; readonly name: string }[];
  /** How long an answer may take: at the quantile, in milliseconds. */
  readonly objective: { readonly latencyMs: number; readonly of: "duration"; readonly quantile: 95 } | null;
};

export type DemoRig = { readonly slug: string; readonly entered: NewDemoRig; readonly changes: DemoRigChanges };

const UNCHANGED: DemoRigChanges = { assets: [], walls: [], tariffs: [], objective: null };
/** Where Kiln answers, as the gateway names it. */
export const KILN_HOST = "10.20.0.12";

export function demoRigs(lastMonth: Month): DemoRig[] {
  const month = (index: number): Month => addMonths(lastMonth, index - MONTHS + 1);
  return [kiln(month), forge(month), anvil(month)];
}

type MonthAt = (index: number) => Month;

function kiln(month: MonthAt): DemoRig {
  return {
    slug: "kiln",
    entered: {
      name: "Kiln",
      hardware: "2x H100 80 GB, EPYC 9354P, 768 GB",
      catalogueId: "h100-80gb",
      kind: "owned",
      zone: "Europe/Stockholm",
      currency: "USD",
      price: "41600.00",
      inService: firstDay(month(0)),
      months: 36,
      salvage: "5600.00",
      rentHourly: null,
      hostingMonthly: "310.00",
      operationsHours: "6",
      operationsRate: "85.00",
      tariffPerKwh: "0.170",
      wallFactor: "1.35",
      shares: [],
      splitBy: "tokens",
      owner: "platform",
      idleBearer: "idle",
      serves: [KILN_HOST],
      replaces: "openai/gpt-4.1",
      gridZone: "SWE",
    },
    changes: {
      assets: [
        {
          name: "Second H100 80 GB",
          price: "27900.00",
          salvage: "3900.00",
          inService: firstDay(month(SECOND_GPU_MONTH)),
          months: 36,
        },
      ],
      walls: [
        {
          from: firstDay(month(SECOND_GPU_MONTH)),
          factor: "1.12",
          baseWatts: "240",
          pue: "1.08",
          note: "Host measured by its BMC over a day at rest and a day at work; PUE as the hall states it",
        },
      ],
      tariffs: [{ from: firstDay(month(TIME_OF_USE_MONTH)), name: TIME_OF_USE.name }],
      objective: { latencyMs: 9_000, of: "duration", quantile: 95 },
    },
  };
}

function forge(month: MonthAt): DemoRig {
  return {
    slug: "forge",
    entered: {
      name: "Forge",
      hardware: "2x RTX 4090 24 GB, Ryzen 9 7950X, 128 GB",
      catalogueId: "2x-rtx-4090",
      kind: "owned",
      zone: "Europe/Stockholm",
      currency: "USD",
      price: "8600.00",
      inService: `${month(SWITCH_MONTH)}-11`,
      months: 24,
      salvage: "0",
      rentHourly: null,
      hostingMonthly: "120.00",
      operationsHours: "4",
      operationsRate: "85.00",
      tariffPerKwh: "0.170",
      wallFactor: "1.28",
      shares: [{ team: "support", percent: "38" }],
      splitBy: "shares",
      owner: "support",
      idleBearer: "owner",
      serves: [],
      replaces: "anthropic/claude-sonnet-4-6",
      gridZone: "SWE",
    },
    changes: UNCHANGED,
  };
}

/** By the hour, always on; its energy is in the rent, measured all the same. */
function anvil(month: MonthAt): DemoRig {
  return {
    slug: "anvil",
    entered: {
      name: "Anvil",
      hardware: "1x A100 80 GB",
      catalogueId: "a100-80gb",
      kind: "rented",
      zone: "Europe/Stockholm",
      currency: "USD",
      price: null,
      inService: firstDay(month(ANVIL_MONTH)),
      months: 24,
      salvage: "0",
      rentHourly: "2.05",
      hostingMonthly: null,
      operationsHours: "2",
      operationsRate: "85.00",
      tariffPerKwh: null,
      wallFactor: "1.3",
      shares: [],
      splitBy: "gpu-seconds",
      owner: "research",
      idleBearer: "idle",
      serves: [],
      replaces: "openai/gpt-4.1-mini",
      gridZone: "SWE",
    },
    changes: UNCHANGED,
  };
}
