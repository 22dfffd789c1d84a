import type { LineImporter } from "../importer.ts";
import { PowerBlocks } from "./blocks.ts";

const IPMITOOL = /Instantaneous power reading\s*: *\S/i;
const FREE_IPMI = /Current Power\s*:\s*\d+\s*Watts[\s\S]*over sampl/i;

/** What `ipmitool dcmi power reading` prints, once or in a loop with the date between; FreeIPMI and ipmiutil likewise. */
const ipmiPowerText: LineImporter = {
  id: "ipmi-power-text",
  label: "Server power, ipmitool dcmi power reading",
  lookedFor: "lines that begin with Instantaneous power reading",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text, jsonKeys, container }) =>
    jsonKeys === null && container === null && (IPMITOOL.test(text) || FREE_IPMI.test(text)),
  open: (sink, options) => new PowerBlocks(sink, options),
};
export default ipmiPowerText;
