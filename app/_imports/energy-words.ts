import { percentText, shareOf } from "../../lib/core/display.ts";

/** How readings of a series are meant, in words. */
export const SERIES_KINDS: Readonly<Record<string, string>> = {
  polled: "power",
  "on-change": "power, on change",
  counter: "counter",
  interval: "intervals",
};

/** Coverage as a share of the time from first to last, in words. */
export const coverageText = (coverage: string): string => `${percentText(shareOf(coverage, "1") ?? "0")} %`;
