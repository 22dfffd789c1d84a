import type { LineImporter } from "../importer.ts";
import { PowerDocuments } from "./documents.ts";

const POWER = /"PowerControl"\s*:|"PowerConsumedWatts"\s*:|#EnvironmentMetrics\./;
const SENSOR = /"Reading(?:Units)?"\s*:[\s\S]*"Reading(?:Units)?"\s*:/;
const SENSOR_UNIT = /"ReadingUnits"\s*:\s*"(?:W|Watts|kW\.h|J)"/;
/** Numbers of a machine that tell who owns it. */
const PRIVATE = /("(?:SerialNumber|AssetTag|UUID|SKU)"\s*:\s*")[^"]*/gi;

/**
 * What a server's BMC answers for `/redfish/v1/Chassis/1/Power`, a power sensor or EnvironmentMetrics, in a loop that wrote
 * a time with each: JSON lines with a time key, or whole documents behind a line with the time.
 */
const redfishPowerJson: LineImporter = {
  id: "redfish-power-json",
  label: "Server power, Redfish JSON",
  lookedFor: "JSON with PowerControl or PowerConsumedWatts, or a Redfish sensor in W",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text, container }) =>
    container === null && text.includes("{") && (POWER.test(text) || (SENSOR.test(text) && SENSOR_UNIT.test(text))),
  keptLine: (text) => text.replace(PRIVATE, "$1"),
  open: (sink, options) => new PowerDocuments(sink, options),
};
export default redfishPowerJson;
