import { format } from "../../lib/core/decimal.ts";
import { HARDWARE } from "../../lib/core/rig/catalogue.ts";

/** A machine to start the form from: prices as published, to be replaced by what was paid. */
export type CatalogueRig = {
  readonly id: string;
  readonly name: string;
  readonly memory: string;
  readonly watts: string | null;
  readonly runs: string;
  readonly low: string;
  readonly high: string;
  /** US dollars an hour where it is rented; null: no rent is published. */
  readonly rent: { readonly low: string; readonly high: string } | null;
  readonly source: string;
};

export const CATALOGUE: readonly CatalogueRig[] = HARDWARE.map((hardware) => ({
  id: hardware.id,
  name: hardware.name,
  memory: `${hardware.isUpTo ? "up to " : ""}${hardware.memoryGb} GB`,
  watts: hardware.watts && format(hardware.watts),
  runs: hardware.runs,
  low: format(hardware.priceLow),
  high: format(hardware.priceHigh),
  rent: hardware.rent && { low: format(hardware.rent.lowPerHour), high: format(hardware.rent.highPerHour) },
  source: `“${hardware.source.title}”, ${hardware.source.date}`,
}));
