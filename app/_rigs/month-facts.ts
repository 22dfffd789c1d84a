import type { MonthFacts, MonthState } from "../_ui/month-bar.tsx";

const STATES: readonly MonthState[] = ["provisional", "closed", "reopened", "no-data"];

/** What the bar shows of a rig page's month; rig pages say nothing about the month before but its name. */
export function monthFactsOf(page: { month: string; previousMonth: string; state: string }): MonthFacts {
  const state = STATES.find((one) => one === page.state) ?? "provisional";
  return { month: page.month, state, previousMonth: page.previousMonth, previousState: null };
}
