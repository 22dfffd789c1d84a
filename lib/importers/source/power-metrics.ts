import type { PowerScope } from "../../core/energy/series.ts";
import type { EnergyUnit, PowerUnit } from "./energy-units.ts";
import type { MetricSeries } from "./exposition.ts";

/** What a Prometheus series of power says, and of what. */
export type PowerMetric = {
  /** Names the series: several raw series of one GPU (MIG instances, relabelled pods) share it. */
  readonly key: string;
  readonly device: string;
  readonly host: string;
  readonly scope: PowerScope;
  readonly wrapMillijoules?: number;
  /** Of several measurements of one scope of one host only the lowest rank is taken. */
  readonly rank: number;
} & ({ readonly kind: "polled"; readonly unit: PowerUnit } | { readonly kind: "counter"; readonly unit: EnergyUnit });

/** A part of something measured beside it (a core inside its package): never added. */
export const NESTED = "nested";
/** A sensor of which it cannot be told what it measures. */
export const UNKNOWN_SCOPE = "unknown-scope";
export type Meaning = PowerMetric | typeof NESTED | typeof UNKNOWN_SCOPE | null;

const POWER_NAMES =
  "DCGM_FI_DEV_POWER_USAGE(?:_INSTANT)?|DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION|nvidia_smi_power_draw_(?:average_|instant_)?watts|node_rapl_\\w+_joules_total|scaph_host_(?:power_microwatts|energy_microjoules)|kepler_node_\\w+_(?:joules_total|watts)|ipmi_power_watts|ipmi_dcmi_power_consumption_watts|node_hwmon_power_(?:average_|input_)?watt";
/** In a text scrape, also as `promtool tsdb dump` writes it. */
export const POWER_LINE = new RegExp(`^\\s*(?:# (?:HELP|TYPE) |\\{__name__=")?(?:${POWER_NAMES})["{\\s]`, "m");
/** In a query's answer. */
export const POWER_NAME_JSON = new RegExp(`"__name__"\\s*:\\s*"(?:${POWER_NAMES})"`);
/** Metrics of model servers: such a file tells of their use. */
export const SERVER_METRICS = /(?:^|[\s"{])(?:vllm|llamacpp|sglang):\w/m;

/** RAPL counters start again after this many millijoules where nothing else is stated: 262,143,328,850 uJ. */
export const RAPL_WRAP_MILLIJOULES = 262_143_329;

export function meaningOf({ name, labels }: MetricSeries): Meaning {
  if (name.startsWith("DCGM_FI_DEV_")) return dcgm(name, labels);
  if (name.startsWith("nvidia_smi_power_draw_")) return gpuMetric(labels, { kind: "polled", unit: "W" }, name);
  if (name.startsWith("node_rapl_")) return rapl(name, labels);
  if (name.startsWith("kepler_")) return kepler(name, labels);
  if (name.startsWith("scaph_")) return scaphandre(name, labels);
  if (name.startsWith("ipmi_")) return ipmi(name, labels);
  return name.startsWith("node_hwmon_power_") ? hwmon(name, labels) : null;
}

type Labels = Readonly<Record<string, string>>;
type Measure =
  | { readonly kind: "polled"; readonly unit: PowerUnit }
  | { readonly kind: "counter"; readonly unit: EnergyUnit };

function dcgm(name: string, labels: Labels): Meaning {
  switch (name) {
    case "DCGM_FI_DEV_POWER_USAGE":
      return gpuMetric(labels, { kind: "polled", unit: "W" }, "");
    case "DCGM_FI_DEV_POWER_USAGE_INSTANT":
      return gpuMetric(labels, { kind: "polled", unit: "W" }, "instant");
    case "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION":
      return gpuMetric(labels, { kind: "counter", unit: "mJ" }, "energy");
    default:
      return null;
  }
}

const BARE_UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A GPU goes by its UUID, which outlives hosts' names and pods. */
function gpuMetric(labels: Labels, measure: Measure, suffix: string): PowerMetric {
  const uuid = labels.UUID ?? labels.uuid ?? labels.gpu_uuid ?? "";
  const host = hostOf(labels);
  const index = labels.gpu ?? labels.GPU ?? labels.index ?? labels.device ?? "0";
  const named = uuid === "" ? `${host} GPU${index}` : BARE_UUID.test(uuid) ? `GPU-${uuid.toLowerCase()}` : uuid;
  return { ...measure, key: suffix === "" ? named : `${named} ${suffix}`, device: named, host, scope: "gpu", rank: 1 };
}

/** The machine, without a port; "host" where no label names it. */
function hostOf(labels: Labels): string {
  const name =
    labels.Hostname ??
    labels.hostname ??
    labels.exported_instance ??
    labels.node_name ??
    labels.nodename ??
    labels.node ??
    labels.instance ??
    "";
  return name.replace(/:\d+$/, "") || "host";
}

type Part = { readonly part: string; readonly scope: PowerScope; readonly rank: number };

function metricOf(labels: Labels, { part, scope, rank }: Part, measure: Measure): PowerMetric {
  const host = hostOf(labels);
  const device = part === "" ? host : `${host} ${part}`;
  const key = `${device} ${scope} ${measure.kind} ${rank}`;
  return { ...measure, key, device, host, scope, rank };
}

/** `isRaw`: the register as it stands, which starts again at its range. */
type Zone = { readonly zone: string; readonly part: string; readonly rank: number; readonly isRaw: boolean };
const WRAP = { wrapMillijoules: RAPL_WRAP_MILLIJOULES };

/** Packages and their memory stand side by side; cores lie inside packages, and psys holds them all. */
function raplZone({ zone, part, rank, isRaw }: Zone, labels: Labels, measure: Measure): Meaning {
  // The same package again, by way of another register.
  if (/mmio/.test(labels.path ?? "")) return NESTED;
  if (/^psys|^platform/.test(zone)) return metricOf(labels, { part: "psys", scope: "soc", rank }, measure);
  if (!/^(?:package|dram)/.test(zone)) return NESTED;
  return { ...metricOf(labels, { part, scope: "cpu", rank }, measure), ...(isRaw ? WRAP : {}) };
}

function rapl(name: string, labels: Labels): Meaning {
  const zone = /^node_rapl_(\w+)_joules_total$/.exec(name)?.[1];
  if (!zone) return null;
  const part = `${zone}-${labels.index ?? "0"}`;
  return raplZone({ zone, part, rank: 1, isRaw: true }, labels, { kind: "counter", unit: "J" });
}

/** Up to 0.9 one metric a zone, by mode; from 0.10 on one metric with the zone as a label. */
function kepler(name: string, labels: Labels): Meaning {
  const match = /^kepler_node_(\w+?)_(joules_total|watts)$/.exec(name);
  if (!match) return name.startsWith("kepler_node_info") ? null : NESTED;
  const [, what = "", unit] = match;
  const measure: Measure = unit === "watts" ? { kind: "polled", unit: "W" } : { kind: "counter", unit: "J" };
  const mode = labels.mode ? ` ${labels.mode}` : "";
  if (what === "platform") return metricOf(labels, { part: mode.trim(), scope: "server", rank: 3 }, measure);
  if (what === "gpu") {
    const uuid = labels.gpu_uuid ?? labels.uuid;
    return {
      ...metricOf(labels, { part: `gpu${mode}`, scope: "gpu", rank: 2 }, measure),
      ...(uuid ? named(uuid) : {}),
    };
  }
  if (what === "cpu") {
    const zone = labels.zone ?? "package";
    const index = /:(\d+)$/.exec(labels.path ?? "")?.[1] ?? labels.index;
    const part = index === undefined ? zone : `${zone}-${index}`;
    return raplZone({ zone, part, rank: 2, isRaw: false }, labels, measure);
  }
  const socket = labels.package ?? labels.socket;
  const part = `${what}${socket ? `-${socket}` : ""}${mode}`;
  return raplZone({ zone: what, part, rank: 2, isRaw: false }, labels, measure);
}

const named = (uuid: string) => ({ key: `${uuid} kepler`, device: uuid });

function scaphandre(name: string, labels: Labels): Meaning {
  const part: Part = { part: "", scope: "cpu", rank: 3 };
  if (name === "scaph_host_power_microwatts") return metricOf(labels, part, { kind: "polled", unit: "uW" });
  if (name === "scaph_host_energy_microjoules") return metricOf(labels, part, { kind: "counter", unit: "uJ" });
  return /^scaph_(?:socket|domain|process)_/.test(name) ? NESTED : null;
}

const WHOLE_SERVER = /sys|total|consumption|power ?meter|board|chassis|node|^pwr$/i;
const SUPPLY =
  /(?:ps|psu|power ?supply)[ _-]?\d.*(?:in|pin|power|pwr)|(?:in|pin)(?:put)?[ _]?(?:power|pwr)?.*(?:ps|psu)/i;

/** The whole server where a sensor measures it, else its supplies' input; a sensor of a part lies inside either. */
function ipmi(name: string, labels: Labels): Meaning {
  const measure: Measure = { kind: "polled", unit: "W" };
  if (name === "ipmi_dcmi_power_consumption_watts")
    return metricOf(labels, { part: "", scope: "server", rank: 1 }, measure);
  if (name !== "ipmi_power_watts") return null;
  const sensor = labels.name ?? "";
  if (/out/i.test(sensor) || /cpu|mem|gpu|fan|pcie|hdd|disk/i.test(sensor)) return NESTED;
  if (SUPPLY.test(sensor)) return metricOf(labels, { part: sensor, scope: "server", rank: 5 }, measure);
  return WHOLE_SERVER.test(sensor) || sensor === ""
    ? metricOf(labels, { part: "", scope: "server", rank: 2 }, measure)
    : UNKNOWN_SCOPE;
}

/** The chip tells what is measured: the meter ACPI knows is the server's own. */
function hwmon(name: string, labels: Labels): Meaning {
  if (!/^node_hwmon_power_(?:average_|input_)?watt$/.test(name)) return null;
  const measure: Measure = { kind: "polled", unit: "W" };
  const chip = `${labels.chip_name ?? ""} ${labels.chip ?? ""}`.toLowerCase();
  const sensor = labels.sensor ?? "power1";
  if (/acpi000d|power_meter|acpi_power/.test(chip))
    return metricOf(labels, { part: sensor === "power1" ? "" : sensor, scope: "server", rank: 4 }, measure);
  if (/amdgpu|nouveau|\bxe\b|i915/.test(chip))
    return metricOf(labels, { part: `GPU ${labels.chip ?? "0"}`, scope: "gpu", rank: 1 }, measure);
  if (/zenpower|fam15h|k10temp/.test(chip)) return metricOf(labels, { part: sensor, scope: "cpu", rank: 4 }, measure);
  return UNKNOWN_SCOPE;
}

/**
 * Of what was measured beside each other, what may be added: for every host and scope the best source alone. `all` are
 * the metrics of a file or of one scrape.
 */
export function addable(all: Iterable<PowerMetric>): (metric: PowerMetric) => boolean {
  const best = new Map<string, number>();
  for (const { host, scope, rank } of all) {
    const place = placeOf(host, scope);
    best.set(place, Math.min(best.get(place) ?? rank, rank));
  }
  return ({ host, scope, rank }) => best.get(placeOf(host, scope)) === rank;
}

/** Exporters name a GPU's host in different ways, so all GPUs are one place: Kepler's stand back behind the card's own. */
const placeOf = (host: string, scope: PowerScope): string => (scope === "gpu" ? "gpu" : `${scope} ${host}`);
