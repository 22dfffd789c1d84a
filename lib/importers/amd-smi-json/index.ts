import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { AmdReadings } from "../source/amd-readings.ts";
import { about } from "../source/headed-table.ts";
import { asText, isNumber, isObject, type JsonObject, jsonText } from "../source/json.ts";
import { timedObjects } from "../source/json-log.ts";
import { AMD_LOG, AMD_POWERS } from "../source/rocm-power.ts";

const IS_POWER = /"(?:average_|current_)?socket_power"\s*:|"power_usage"\s*:/;
const IS_METRIC = /"(?:gfx_activity|umc_activity|hotspot|gfx_voltage|throttle_status|ubb_power)"\s*:/;

/** Lists of `amd-smi metric --json` and `amd-smi monitor --json`: an object a GPU, with a time when it watches. */
const amdSmiJson: JsonImporter = {
  id: "amd-smi-json",
  label: "AMD GPU power, amd-smi JSON",
  lookedFor: 'JSON objects with "gpu" and "socket_power" or "power_usage"',
  yields: "energy",
  basis: "metered",
  shape: "json",
  // Processes are named with their paths.
  secrets: ["name", "process_info", "process_list"],
  claims: ({ text }: Sample) =>
    /^\s*["\d[{]/.test(text) && /"gpu"\s*:\s*"?\d+"?\s*,/.test(text) && (IS_POWER.test(text) || IS_METRIC.test(text)),
  read,
};
export default amdSmiJson;

const isGpu = ({ gpu }: JsonObject): boolean => isNumber(gpu) || (typeof gpu === "string" && /^\d+$/.test(gpu));

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const readings = new AmdReadings(sink, options, { power: "socket_power", time: "timestamp", logInstead: AMD_LOG });
  let row = 0;
  let withWatts = 0;
  for (const { value, time } of timedObjects(values, isGpu)) {
    row += 1;
    sink.source?.(row, jsonText(time === null ? value : { timestamp: time, ...value }));
    const cells = powersOf(value);
    if (cells.length === 0) continue;
    withWatts += 1;
    readings.add({ row, device: `GPU${asText(value.gpu)}`, time, cells });
  }
  readings.report();
  if (row > 0 && withWatts === 0)
    sink.issue(about("blocking", "no-watts", `The objects hold no socket_power. ${AMD_LOG}`));
}

/** `"socket_power": {"value": 141, "unit": "W"}`, `"141 W"` or 141; in the object or in its `power`. */
function powersOf(gpu: JsonObject): string[] {
  const power: JsonObject = isObject(gpu.power) ? gpu.power : {};
  return AMD_POWERS.flatMap((key) => [power, gpu].flatMap((object) => figure(object[key]) ?? []));
}

function figure(given: JsonValue | undefined): string | null {
  if (!isObject(given) || isNumber(given)) return asText(given);
  const { value, unit }: JsonObject = given;
  const text = asText(value);
  return text !== null && /\d/.test(text) ? `${text} ${asText(unit) ?? ""}`.trim() : text;
}
