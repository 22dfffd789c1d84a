import type { Sample } from "../importer.ts";
import { MISSING, readMilliwatts } from "../source/watts.ts";

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
  /** Why no watts can be read, as a sentence; null when they can. */
  readonly problem: string | null;
};

export type PowerColumn = { readonly position: number; readonly device: string | null; readonly factor: number };

const POWER_NAMES = [
  "power.draw",
  "power_draw",
  "power draw",
  "power.draw.average",
  "power.draw.instant",
  "gpu_power_draw",
  "gpu_power",
  "power",
  "power used",
];
const UNIT_SUFFIX = /(?:\s*[[(]([^\])]+)[\])]|[_ ]((?:m|k)?w|watts?))$/i;
const WIDE = /^gpu[_ ]?(\d+)(?:[_ ]?(?:power)?)?$/;
const STAMP = /^\d{4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}/;
/** The stamp only nvidia-smi writes. */
const SMI_STAMP = /^\d{4}\/\d{2}\/\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/;
const SMI_COLUMN =
  /^(?:utilization\.(?:gpu|memory|encoder|decoder)|memory\.(?:used|free|total)|temperature\.(?:gpu|memory)|clocks\.|pci\.|power\.|fan\.speed$|pstate$|driver_version$|used_gpu_memory$|gpu_uuid$|clocks_throttle|ecc\.|mig\.|vbios)/;
const TIME_NAMES = ["timestamp", "time", "datetime", "date_time", "date"];

/** The layout of a power log as nvidia-smi, or a script around it, writes it; null when the file is something else. */
export function layoutOf(sample: Sample): Layout | null {
  const records = sample.records.filter((cells) => cells.some((cell) => cell !== ""));
  const first = records[0];
  if (!first) return null;
  return STAMP.test(first[0] ?? "") ? headlessLayout(records) : headedLayout(first);
}

type Named = { readonly name: string; readonly unit: string };

/** No column of a log has a longer name; a text that is no header may be one cell of 64 Ki brackets. */
const LONGEST_NAME = 200;

function named(cell: string): Named {
  const text = cell.trim().toLowerCase().slice(0, LONGEST_NAME);
  const match = UNIT_SUFFIX.exec(text);
  return { name: match ? text.slice(0, match.index) : text, unit: match?.[1] ?? match?.[2] ?? "" };
}

function headedLayout(header: readonly string[]): Layout | null {
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
  return {
    header: header.map((cell) => cell.trim()),
    time,
    clock,
    power,
    limit: find("power.limit", "enforced.power.limit", "power_limit", "power max"),
    ...identity(find),
    name: find("name", "gpu_name"),
    width: header.length,
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
    const position = columns.findIndex(({ name, unit }) => name === wanted && isPowerUnit(wanted, unit));
    if (position >= 0) return [{ position, device: null, factor: factorOf(columns[position]?.unit ?? "") }];
  }
  const wide = columns.flatMap(({ name, unit }, position) => {
    const match = WIDE.exec(name);
    return match && (unit === "" || factorOf(unit) > 0)
      ? [{ position, device: `GPU${match[1]}`, factor: factorOf(unit) }]
      : [];
  });
  // A lone column called "gpu0" among others could be anything; a wide log is a time and its GPUs.
  return wide.length === columns.length - 1 ? wide : [];
}

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

/** Without a header: the first cell is a stamp, and cells tell what they are by their units. */
function headlessLayout(records: readonly (readonly string[])[]): Layout | null {
  const isSmi = records.every((cells) => SMI_STAMP.test(cells[0] ?? "") || cells.length === 1);
  const cellsOf = (position: number) => records.map((cells) => cells[position] ?? "");
  const width = mostCommon(records.map((cells) => cells.length));
  const positions = Array.from({ length: width }, (_, position) => position).slice(1);
  const watts = positions.filter((position) => cellsOf(position).some((cell) => / m?W$/.test(cell)));
  const uuid = positions.find((position) => cellsOf(position).some((cell) => /^GPU-[0-9a-f-]{8,}$/i.test(cell))) ?? -1;
  if (!isSmi && (watts.length === 0 || uuid < 0)) return null;
  if (isSmi && !looksLikeSmi(records)) return null;
  const index = uuid >= 0 ? -1 : indexColumn(positions, cellsOf);
  const bus =
    positions.find((position) => cellsOf(position).some((cell) => /^[0-9A-F]{8}:[0-9A-F]{2}:/i.test(cell))) ?? -1;
  const draw = drawAmong(watts, cellsOf);
  const device = uuid >= 0 ? uuid : index >= 0 ? index : bus;
  return {
    header: null,
    time: 0,
    clock: -1,
    power: draw.position < 0 ? [] : [{ position: draw.position, device: null, factor: 1000 }],
    limit: -1,
    device,
    deviceKind: uuid >= 0 ? "uuid" : index >= 0 ? "index" : bus >= 0 ? "bus" : "none",
    name:
      positions.find((position) => cellsOf(position).every((cell) => /[a-z]{3}/i.test(cell) && position !== uuid)) ??
      -1,
    width,
    problem: draw.problem,
  };
}

/** Cells nvidia-smi prints: numbers, numbers with its units, its words for missing, names and ids. */
function looksLikeSmi(records: readonly (readonly string[])[]): boolean {
  const cells = records.flatMap((record) => record.slice(1));
  return (
    cells.length > 0 &&
    cells.every(
      (cell) => /^-?[\d.]+( (?:W|mW|%|MiB|MHz|C))?$|^\[.*\]$|^N\/A$|^GPU-|^P\d+$|[a-z]/i.test(cell) || cell === "",
    )
  );
}

/** A small whole number that takes the same few values over and over: the GPU's index. */
function indexColumn(positions: readonly number[], cellsOf: (position: number) => string[]): number {
  const found = positions.find((position) => {
    const cells = cellsOf(position);
    const values = new Set(cells);
    return (
      cells.every((cell) => /^\d{1,2}$/.test(cell)) &&
      values.size > 1 &&
      [...values].every((value) => Number(value) < values.size)
    );
  });
  return found ?? -1;
}

function drawAmong(
  watts: readonly number[],
  cellsOf: (position: number) => string[],
): { position: number; problem: string | null } {
  const [only, ...others] = watts;
  if (only === undefined) return { position: -1, problem: "It has no header, and no cell is in watts." };
  if (others.length === 0) return { position: only, problem: null };
  // A limit stands still and a draw moves: taken only when exactly one of them moves.
  const moving = watts.filter(
    (position) => new Set(cellsOf(position).filter((cell) => readMilliwatts(cell, 0) > MISSING)).size > 1,
  );
  const [draw] = moving;
  if (draw !== undefined && moving.length === 1) return { position: draw, problem: null };
  return {
    position: -1,
    problem: "It has no header and several columns in watts, so the draw cannot be told from the limit.",
  };
}

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
