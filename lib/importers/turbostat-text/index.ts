import type { LineImporter, Sample } from "../importer.ts";
import { TurbostatLog, tableOf } from "./log.ts";

/** What turbostat prints: columns apart by blanks, one row for the machine and one for each of its processors. */
const turbostatText: LineImporter = {
  id: "turbostat-text",
  label: "turbostat, text",
  lookedFor: "turbostat's columns, such as Bzy_MHz and PkgWatt",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: isTurbostat,
  open: (sink, options) => new TurbostatLog(sink, options),
};
export default turbostatText;

function isTurbostat({ text, jsonKeys, container }: Sample): boolean {
  if (jsonKeys !== null || container !== null || !/(?:Watt|Bzy_MHz)/.test(text)) return false;
  return text.split(/\r\n|\n|\r/, 400).some((line) => tableOf(line) !== null);
}
