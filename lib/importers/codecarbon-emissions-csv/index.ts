import type { TableImporter } from "../importer.ts";
import { logTable } from "../source/log-table.ts";
import { headerOf } from "../source/sample.ts";
import { Runs } from "./runs.ts";

const REQUIRED = ["timestamp", "duration", "emissions", "energy_consumed"];

/** CodeCarbon's `emissions.csv`: the energy of a run, processors, GPUs and memory together. */
const codecarbonEmissionsCsv: TableImporter = {
  id: "codecarbon-emissions-csv",
  label: "CodeCarbon emissions, CSV",
  lookedFor: "timestamp, duration, emissions and energy_consumed",
  yields: "energy",
  basis: "metered",
  secrets: ["longitude", "latitude"],
  shape: "table",
  claims: (sample) => {
    const header = headerOf(sample);
    return REQUIRED.every((name) => header.includes(name));
  },
  open: (sink, options) =>
    logTable({
      sink,
      isHeader: (columns) => REQUIRED.every((name) => columns.has(name)),
      open: (columns) => new Runs(columns, sink, options),
      needed: (columns) => 1 + Math.max(...REQUIRED.map((name) => columns.position(name))),
      isLastCellRead: (columns) => columns.names.at(-1)?.toLowerCase() === "energy_consumed",
    }),
};
export default codecarbonEmissionsCsv;
