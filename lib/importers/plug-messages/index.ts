import type { LineImporter } from "../importer.ts";
import { PlugLines } from "./lines.ts";

/** Keys that only these devices write: Shelly's counter and watts, Tasmota's ENERGY, Shelly's three-phase power, its first meters. */
const SHELLY = /"aenergy"\s*:\s*\{|"apower"\s*:|"total_act_power"\s*:|"em1?data:\d+"\s*:/;
const TASMOTA = /"ENERGY"\s*:\s*\{[^{}]*"(?:Total|Power|Today)"\s*:/;
/** Inside a text that mosquitto_sub wrote as JSON (`"payload":"{\"Time\":...`). */
const ESCAPED = /\{\\"(?:id|Time|src)\\":.*\\"(?:aenergy|apower|ENERGY)\\"\s*:/;
const FIRST_SHELLY = /"meters"\s*:\s*\[\s*\{[^{}]*"power"\s*:[^{}]*"timestamp"\s*:/;
/** Where the house's network and the device's address stand in a status. */
const PRIVATE = /(\\?"(?:b?ssid|sta_ip|ip|ip_address|mac|serial)\\?"\s*:\s*\\?")[^"\\]*/gi;

/**
 * What smart plugs with Shelly or Tasmota firmware say, by MQTT or HTTP: JSON a line or over several, alone, behind a topic
 * (`mosquitto_sub -v`) or behind a time. Totals are counters at the wall; the watts beside them are a second series.
 */
const plugMessages: LineImporter = {
  id: "plug-messages",
  label: "Smart plug messages, Shelly or Tasmota",
  lookedFor: "JSON with aenergy and apower (Shelly) or with ENERGY and Total (Tasmota), also behind a time and a topic",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text, container }) =>
    container === null &&
    text.includes("{") &&
    (SHELLY.test(text) || TASMOTA.test(text) || ESCAPED.test(text) || FIRST_SHELLY.test(text)),
  keptLine: (text) => text.replace(PRIVATE, "$1"),
  open: (sink, options) => new PlugLines(sink, options),
};
export default plugMessages;
