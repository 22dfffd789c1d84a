import type { Day } from "../calendar.ts";
import type { NamedTariff } from "../rig/terms.ts";

export type TariffVersion = NamedTariff["versions"][number];

/** The version that holds on a day; null before the first one. */
export function versionOn(tariff: NamedTariff, day: Day): TariffVersion | null {
  let holds: TariffVersion | null = null;
  for (const version of tariff.versions) {
    if (version.from <= day && (!holds || version.from >= holds.from)) holds = version;
  }
  return holds;
}
