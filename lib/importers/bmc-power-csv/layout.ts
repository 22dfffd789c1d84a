import type { Sample } from "../importer.ts";
import { headerOf } from "../source/sample.ts";
import { MILLIWATTS_PER } from "../source/scaled-integer.ts";

/** Where a log of servers' watts has what: one column a server, or one row a server. */
export type Layout = {
  readonly time: number;
  /** A second time column (`date,time,...`); -1 for none. */
  readonly clock: number;
  /** Columns of servers. A total beside its parts is not among them. */
  readonly power: readonly PowerColumn[];
  /** The total beside its parts: compared, never added. */
  readonly total: PowerColumn | null;
  /** The column that names the server of a row; -1 where a column is a server's, or the file is of one. */
  readonly host: number;
  /** One server a row. */
  readonly isLong: boolean;
  /** Names of columns in watts that are parts of a server, its limits or its extremes. */
  readonly unused: readonly string[];
};

export type PowerColumn = { readonly position: number; readonly device: string; readonly factor: number };

const TIMES = new Set([
  "timestamp",
  "time",
  "datetime",
  "date_time",
  "date time",
  "date",
  "ts",
  "epoch",
  "utc",
  "time_utc",
  "timestamp_utc",
  "utc_time",
  "@timestamp",
]);
const HOSTS = new Set([
  "host",
  "hostname",
  "node",
  "server",
  "machine",
  "bmc",
  "system",
  "node_name",
  "host_name",
  "server_name",
]);
/** `n1_watts`, `n1_w`, `n1 [W]`, `n1 (kW)`, `n1_power_w`, `n1-watts`; the name before the unit. */
const UNIT_LAST =
  /^(.*?)(?:[_\-. ]?power)?[_\-. ]*(?:\[(k?w|watts?)\]|\((k?w|watts?)\)|[_\-. ](kw|w|watts?|kilowatts?))$/;
/** `power_node1`, `watts_node1`: the name after it. */
const UNIT_FIRST = /^(?:power|watts)[_\-. ](?:watts?[_\-. ])?(.+)$/;
/** Words that make a column a part of a machine, a limit, an extreme, or something else than a server. */
const NOT_A_SERVER =
  /^(?:gpus?|cpus?|dram|mem|memory|ram|soc|ane|pkg|package|core|cores|psys|fan|fans|disk|storage|min|minimum|max|maximum|avg|average|mean|peak|limit|cap|capacity|allocated|available|requested|draw|power|used|usage|amount|price|cost|active|apparent|reactive|output|out|solar|pv|battery|grid|house|home|plug|wall|import|export|meter|mains|ac|dc|processor|combined|sys|all|idle|busy|reading|value|consumption|current|rate|demand|production|net|return|returned|feed|instantaneous|inst|now|watts?|k?w|mw|rating|rated|tdp|supply|energy|load|charge|ups)$/;
const PART = /^(gpu|cpu)s?[_-]?\d+$/;
export const TOTALS: ReadonlySet<string> = new Set([
  "total",
  "sum",
  "all",
  "all_nodes",
  "total_power",
  "cluster",
  "rack_total",
  "cluster_total",
]);
/** What a log of one server a row calls its figure. */
const LONG_POWER =
  /^(?:watts?|(?:power|server|system|node|total|ipmi|bmc|dcmi|consumed|current|instant|instantaneous|inst|input)?[_ ]?(?:power|reading|consumption)?[_ ]?(?:watts?|w|\[w\]|\(w\))|power_?consumed_?watts|instantaneous)$/;
const REDFISH = /^power_?consumed_?watts$/;
const DCMI = /^inst(?:ant|antaneous)?(?:[_ ]|$)/;
const COMPONENT = /(?:^|[_\-. ])(?:gpu|cpu|dram|pkg|soc)s?\d*(?:[_\-. ]|$)/;
/** Columns that nvidia-smi writes: such a log is its own format. */
const SMI_COLUMN =
  /^(?:utilization|power|temperature|clocks|memory|pci|fan)\.|^(?:uuid|gpu_uuid|pstate|gpu|gpu_index|index)$/;
/** Grafana and InfluxDB quote their header and call its first column Time: their own format. */
const PANEL = /^\s*"_?time"/i;
/** No column of a log has a longer name. */
const LONGEST_NAME = 120;

/** The layout of a log of servers' own watts; null when the header is of anything else. */
export function layoutOf(sample: Sample): Layout | null {
  if (sample.jsonKeys !== null || sample.container === "pdf" || PANEL.test(sample.text)) return null;
  const names = headerOf(sample);
  if (names.length < 2 || names.length > 2_000 || names.some((name) => name.length > LONGEST_NAME)) return null;
  const time = names.findIndex((name) => TIMES.has(name));
  // Names and figures may stand anywhere behind the time, which a log writes first.
  if (time !== 0 || names.some((name) => SMI_COLUMN.test(name))) return null;
  const clock = names[0] === "date" ? names.indexOf("time") : -1;
  return longLayout(names, clock) ?? wideLayout(names, clock);
}

function longLayout(names: readonly string[], clock: number): Layout | null {
  const host = names.findIndex((name) => HOSTS.has(name));
  const figures = names.flatMap((name, position) => (LONG_POWER.test(name) ? [position] : []));
  const [position, ...others] = figures;
  const name = names[position ?? -1] ?? "";
  const isOneServer = host < 0 && (REDFISH.test(name) || (DCMI.test(name) && isDcmi(names)));
  if (position === undefined || others.length > 0 || (host < 0 && !isOneServer)) return null;
  const unused = names.filter((other) => other !== name && UNIT_LAST.test(other));
  // Beside the watts of processors and cards a total is theirs, not the server's.
  if (/total/.test(name) && unused.some((other) => COMPONENT.test(other))) return null;
  return {
    time: 0,
    clock,
    power: [{ position, device: "", factor: MILLIWATTS_PER.W }],
    total: null,
    host,
    unused,
    isLong: true,
  };
}

/** `ipmitool dcmi power reading` gives four figures; a script that keeps three of them names no other meter. */
const isDcmi = (names: readonly string[]): boolean =>
  names.filter((name) => /^(?:min|max|avg|average|minimum|maximum)(?:[_ ]|$)/.test(name)).length >= 2;

function wideLayout(names: readonly string[], clock: number): Layout | null {
  const power: PowerColumn[] = [];
  const unused: string[] = [];
  let total: PowerColumn | null = null;
  for (const [position, name] of names.entries()) {
    const found = position === 0 || position === clock ? null : watted(name);
    if (!found) continue;
    const column = { position, device: found.name, factor: found.factor };
    if (TOTALS.has(found.name)) total ??= column;
    else if (isServer(found.name)) power.push(column);
    else unused.push(name);
  }
  const isDistinct = new Set(power.map(({ device }) => device)).size === power.length;
  if (power.length > 0) return isDistinct ? { time: 0, clock, power, total, host: -1, unused, isLong: false } : null;
  // A total of processors and cards is no server's; a total alone is.
  return total && unused.length === 0
    ? { time: 0, clock, power: [total], total: null, host: -1, unused, isLong: false }
    : null;
}

function watted(name: string): { name: string; factor: number } | null {
  const last = UNIT_LAST.exec(name);
  if (last?.[1]) {
    const unit = last[2] ?? last[3] ?? last[4] ?? "";
    return { name: last[1], factor: unit.startsWith("k") ? MILLIWATTS_PER.kW : MILLIWATTS_PER.W };
  }
  const first = UNIT_FIRST.exec(name);
  return first?.[1] ? { name: first[1], factor: MILLIWATTS_PER.W } : null;
}

/** `gpu-node-1` is a server with GPUs; `node1_gpu` is its GPU. */
const GPU_SERVER = /^[gc]pu[_\-. ]?(?=(?:node|server|srv|host|box|rig|machine)s?[_\-. ]?\w)/;

function isServer(given: string): boolean {
  const name = given.replace(GPU_SERVER, "");
  if (PART.test(name)) return false;
  return !name.split(/[_\-. ]/).some((word) => NOT_A_SERVER.test(word) || PART.test(word) || /^psu\d*$/.test(word));
}
