import type { Sample } from "../importer.ts";
import { headlessLayout } from "./headless.ts";

/** Which cell of a record is what; -1 where the log has no such column. */
export type Layout = {
  readonly header: readonly string[] | null;
  readonly time: number;
  /** A second time column (`Date,Time,...`). */
  readonly clock: number;
  /** One for a log with a row a device, several for a wide one (`timestamp,GPU0,GPU1`). */
  readonly power: readonly PowerColumn[];
  readonly limit: number;
  readonly device: number;
  readonly deviceKind: "uuid" | "index" | "bus" | "none";
  readonly name: number;
  readonly width: number;
  /** The watts were found by how they are written: said once. */
  readonly isByPlaces: boolean;
  /** Why no watts can be read, as a sentence; null when they can. */
  readonly problem: string | null;
};

export type PowerColumn = {
  readonly position: number;
  readonly device: string | null;
  readonly factor: number;
  /** Where else the same draw stands, for GPUs that do not have it here. */
  readonly instead: readonly number[];
};

/** What nvidia-smi calls the draw, best first: the mean is what is billed, an instant misses what lies between. */
const SMI_DRAWS = ["power.draw.average", "power.draw", "power.draw.instant"];
const POWER_NAMES = [...SMI_DRAWS, "power_draw", "power draw", "gpu_power_draw", "gpu_power", "power", "power used"];
const UNIT_SUFFIX = /(?:\s*[[(]([^\])]+)[\])]|[_ ]((?:m|k)?w|watts?))$/i;
const WIDE = /^gpu[_ ]?(\d+)(?:[_ .]power)?(?:[_ .]draw)?$/;
/** The sum of the columns beside it. */
const TOTAL = /^(?:total|sum)(?:[_ .](?:gpu|power))*(?:[_ .]draw)?$/;
const SMI_COLUMN =
  /^(?:utilization\.(?:gpu|memory|encoder|decoder)|memory\.(?:used|free|total)|temperature\.(?:gpu|memory)|clocks\.|pci\.|power\.|fan\.speed$|pstate$|driver_version$|used_gpu_memory$|gpu_uuid$|clocks_throttle|ecc\.|mig\.|vbios)/;
const TIME_NAMES = ["timestamp", "time", "datetime", "date_time", "date"];

/** The layout of a power log as nvidia-smi, or a script around it, writes it; null when the file is something else. */
export function layoutOf(sample: Sample): Layout | null {
  const records = sample.records.filter((cells) => cells.some((cell) => cell !== ""));
  const first = records[0];
  if (!first) return null;
  const layout = headlessLayout(records) ?? headedLayout(first);
  return layout?.header && layout.deviceKind === "none" && isPanel(sample.text, layout.header) ? null : layout;
}

/** Grafana quotes its header and begins it with Time; "Power (W)" of a panel may be any meter's. */
const isPanel = (text: string, header: readonly string[]): boolean =>
  /^\uFEFF?\s*"Time"/.test(text) && !header.some((cell) => SMI_COLUMN.test(named(cell).name));

type Named = { readonly name: string; readonly unit: string };

/** No column of a log has a longer name; a text that is no header may be one cell of 64 Ki brackets. */
const LONGEST_NAME = 200;

function named(cell: string): Named {
  const text = cell.trim().toLowerCase().slice(0, LONGEST_NAME);
  const match = UNIT_SUFFIX.exec(text);
  return { name: match ? text.slice(0, match.index) : text, unit: match?.[1] ?? match?.[2] ?? "" };
}

/** The layout a header gives; null when it is none of a power log. */
export function headedLayout(header: readonly string[]): Layout | null {
  const columns = header.map(named);
  const find = (...names: readonly string[]) =>
    names.map((name) => columns.findIndex((column) => column.name === name)).find((at) => at >= 0) ?? -1;
  const isSplit = find("timestamp") < 0 && find("date") >= 0 && find("time") >= 0;
  const time = isSplit ? find("date") : find(...TIME_NAMES);
  if (time < 0) return null;
  const clock = isSplit ? find("time") : -1;
  const power = powerColumns(columns);
  const isSmi = columns.some(({ name }) => SMI_COLUMN.test(name));
  if (power.length === 0 && !isSmi) return null;
  const { deviceKind } = identity(find);
  // A row that names a host and no GPU holds the watts of the host.
  if (!isSmi && deviceKind === "none" && find("host", "hostname", "node", "server", "machine", "bmc") >= 0) return null;
  return {
    header: header.map((cell) => cell.trim()),
    time,
    clock,
    power,
    limit: find("power.limit", "enforced.power.limit", "power_limit", "power max"),
    ...identity(find),
    name: find("name", "gpu_name"),
    width: header.length,
    isByPlaces: false,
    problem:
      power.length === 0
        ? `It has the columns ${header.map((cell) => cell.trim()).join(", ")}, and none is power.draw.`
        : null,
  };
}

function identity(find: (...names: readonly string[]) => number): Pick<Layout, "device" | "deviceKind"> {
  const uuid = find("uuid", "gpu_uuid");
  if (uuid >= 0) return { device: uuid, deviceKind: "uuid" };
  const index = find("index", "gpu", "gpu_index", "gpu_id", "gpu index", "id", "minor_number");
  if (index >= 0) return { device: index, deviceKind: "index" };
  const bus = find("pci.bus_id", "gpu_bus_id", "pci.bus", "serial", "gpu_serial");
  return bus >= 0 ? { device: bus, deviceKind: "bus" } : { device: -1, deviceKind: "none" };
}

function powerColumns(columns: readonly Named[]): PowerColumn[] {
  for (const wanted of POWER_NAMES) {
    const position = positionOf(columns, wanted);
    if (position < 0) continue;
    const instead = SMI_DRAWS.map((name) => positionOf(columns, name)).filter((at) => at >= 0 && at !== position);
    const factor = factorOf(columns[position]?.unit ?? "");
    return [{ position, device: null, factor, instead: SMI_DRAWS.includes(wanted) ? instead : [] }];
  }
  const wide = columns.flatMap(({ name, unit }, position) => {
    const match = WIDE.exec(name);
    return match && (unit === "" || factorOf(unit) > 0)
      ? [{ position, device: `GPU${match[1]}`, factor: factorOf(unit), instead: [] }]
      : [];
  });
  // A lone column called "gpu0" among others could be anything; a wide log is a time and its GPUs.
  const others = columns.filter(({ name }) => !TOTAL.test(name)).length;
  return wide.length === others - 1 ? wide : [];
}

const positionOf = (columns: readonly Named[], wanted: string): number =>
  columns.findIndex(({ name, unit }) => name === wanted && isPowerUnit(wanted, unit));

/** `power` and `gpu_power` alone say too little: only with a unit are they watts. */
function isPowerUnit(name: string, unit: string): boolean {
  if (name === "power" || name === "gpu_power") return unit !== "" && factorOf(unit) > 0;
  return unit === "" || factorOf(unit) > 0;
}

function factorOf(unit: string): number {
  const text = unit.toLowerCase();
  if (text === "mw") return 1;
  if (text === "kw") return 1_000_000;
  return text === "" || text === "w" || text.startsWith("watt") ? 1000 : 0;
}
