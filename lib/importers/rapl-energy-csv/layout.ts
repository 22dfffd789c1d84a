import type { EnergyUnit } from "../source/energy-units.ts";
import type { Columns } from "../source/headed-table.ts";
import { partOf } from "./zone.ts";

export type EnergyColumn = {
  readonly position: number;
  readonly name: string;
  /** The zone its name says; "" where it says none and the row does. */
  readonly zone: string;
  readonly unit: EnergyUnit;
  /** Nothing but a RAPL log has such a column. */
  readonly isSure: boolean;
};

/** Which cell is what; -1 where there is none. */
export type Layout = {
  readonly time: number;
  readonly date: number;
  /** A zone's number or path, and its name where a second column has that. */
  readonly zone: number;
  readonly name: number;
  readonly socket: number;
  readonly host: number;
  readonly range: number;
  readonly energy: readonly EnergyColumn[];
  /** Positions a row must reach to be read. */
  readonly needed: readonly number[];
};

const TIMES = ["timestamp", "time", "datetime", "date_time", "ts", "epoch", "unix_time", "unix_timestamp", "time_s"];
const MORE_TIMES = ["timestamp_s", "timestamp_ms", "timestamp_us", "timestamp_ns", "time_ms", "time_ns", "epoch_ms"];
const ELAPSED = /^(?:elapsed\w*|sample_monotonic_ns|seconds|monotonic\w*|uptime\w*)$/;
const UNITS: Readonly<Record<string, EnergyUnit>> = {
  uj: "uJ",
  µj: "uJ",
  μj: "uJ",
  "micro joules": "uJ",
  microjoules: "uJ",
  mj: "mJ",
  j: "J",
  joules: "J",
  joule: "J",
};
const UNIT = /[\s_]*[([]?(uj|µj|μj|micro ?joules|mj|joules?|j)[)\]]?$/;
/** A difference between two readings, a mean, a limit: no counter. */
const DERIVED = /delta|diff|power|watt|limit|avg|mean|max_|range|total|sum|estimated/;

/** Names that are a zone of RAPL whatever unit stands beside them; "cpu" or "memory" alone may be anything. */
const STRICT = /^(?:package[-_ ]?\d+(?:[-_ ]?die[-_ ]?\d+)?|psys|(?:.*\/)?(?:intel|amd)-rapl(?:-mmio)?(?::\d+)+)$/;
const ZONE_WORD = /^(?:dram|core|uncore|pp0|pp1)(?:[-_ ]?\d+)?$/;

/** Null: the header is none of a log of RAPL counters. */
export function layoutOf(columns: Columns): Layout | null {
  const energy = columns.names.flatMap((name, position) => energyColumn(name, position));
  if (!energy.some(({ isSure }) => isSure)) return null;
  const time = columns.position(...TIMES, ...MORE_TIMES);
  const date = columns.position("date");
  const hasElapsed = columns.names.some((name) => ELAPSED.test(name.toLowerCase()));
  if (time < 0 && date < 0 && !hasElapsed) return null;
  const zone = columns.position("zone", "domain", "rapl_domain", "rapl_zone", "path", "component", "zone_id", "id");
  const name = columns.position("zone_name", "domain_name", "name", "label");
  const stamp = time < 0 ? date : time;
  return {
    time: stamp,
    date: columns.names[stamp]?.toLowerCase() === "time" ? date : -1,
    zone,
    name,
    socket: columns.position("socket", "package", "pkg", "cpu", "package_id", "socket_id"),
    host: columns.position("host", "hostname", "node"),
    range: columns.position("max_energy_range_uj", "max_energy_uj", "max_range_uj", "energy_range_uj"),
    energy,
    needed: [stamp, zone, name, ...energy.map(({ position }) => position)],
  };
}

function energyColumn(name: string, position: number): EnergyColumn[] {
  const lower = name.trim().toLowerCase();
  if (DERIVED.test(lower)) return [];
  const named = UNIT.exec(lower)?.[1] ?? (/energy_uj/.test(lower) ? "uj" : undefined);
  const unit = named === undefined ? undefined : UNITS[named.replace("microjoules", "micro joules")];
  const bare = lower
    .replace(named === undefined ? "" : UNIT, "")
    .replace(/\/energy(?:_uj)?$/, "")
    .replace(/^(?:rapl|energy(?:_uj)?|counter)[_ ]|[_ ]energy$/g, "")
    .trim();
  if (bare === "energy" && unit !== undefined) return [{ position, name, zone: "", unit, isSure: unit === "uJ" }];
  if (unit === undefined && !STRICT.test(bare) && !ZONE_WORD.test(bare)) return [];
  if (partOf(bare) === null) return [];
  return [{ position, name, zone: bare, unit: unit ?? "uJ", isSure: unit === "uJ" || STRICT.test(bare) }];
}
