import { format } from "../../lib/core/decimal.ts";
import { RIGS_B } from "../../lib/core/reference/published.ts";

/** A machine to start the form from: prices as published, to be replaced by what was paid. */
export type CatalogueRig = {
  readonly name: string;
  readonly memory: string;
  readonly watts: string | null;
  readonly runs: string;
  readonly low: string;
  readonly high: string;
};

export const CATALOGUE: readonly CatalogueRig[] = [
  ...RIGS_B.map((rig) => ({
    name: rig.name,
    memory: `${rig.vramGb} GB`,
    watts: format(rig.watts),
    runs: rig.runs,
    low: format(rig.priceLow),
    high: format(rig.priceHigh),
  })),
  {
    name: "Mac Studio Ultra",
    memory: "up to 192 GB",
    watts: null,
    runs: "70B and more, quantised",
    low: "4500",
    high: "6000",
  },
];
