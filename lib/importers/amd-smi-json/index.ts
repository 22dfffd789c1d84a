import type { JsonValue, LineImporter, Sample } from "../importer.ts";
import { type AmdFigures, amdJsonLog } from "../source/amd-json-log.ts";
import { asText, isNumber, isObject, type JsonObject } from "../source/json.ts";
import { AMD_LOG, AMD_POWERS } from "../source/rocm-power.ts";

const IS_POWER = /"(?:average_|current_)?socket_power"\s*:|"power_usage"\s*:/;
const IS_METRIC = /"(?:gfx_activity|umc_activity|hotspot|gfx_voltage|throttle_status|ubb_power)"\s*:/;

/** Lists of `amd-smi metric --json` and `amd-smi monitor --json`: an object a GPU, with a time when it watches. */
const amdSmiJson: LineImporter = {
  id: "amd-smi-json",
  label: "AMD GPU power, amd-smi JSON",
  lookedFor: 'JSON objects with "gpu" and "socket_power" or "power_usage"',
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text }: Sample) => /"gpu"\s*:\s*"?\d+"?\s*,/.test(text) && (IS_POWER.test(text) || IS_METRIC.test(text)),
  // Processes are named with their paths.
  keptLine: (text) => text.replaceAll(/("(?:process_)?name"\s*:\s*)"(?:[^"\\]|\\.)*"/g, '$1""'),
  open: (sink, options) =>
    amdJsonLog({ sink, options, power: "socket_power", logInstead: AMD_LOG, isReading: isGpu, figures }),
};
export default amdSmiJson;

const isGpu = ({ gpu }: JsonObject): boolean => isNumber(gpu) || (typeof gpu === "string" && /^\d+$/.test(gpu));

function figures(value: JsonObject): AmdFigures[] {
  const cells = powersOf(value);
  return cells.length === 0 ? [] : [{ device: `GPU${asText(value.gpu)}`, time: null, cells }];
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
