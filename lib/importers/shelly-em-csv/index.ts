import type { TableImporter } from "../importer.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { energyColumns } from "./columns.ts";
import { EnergyRows } from "./rows.ts";

/**
 * Energy that a Shelly EM, 3EM or Pro 3EM has stored itself: watt-hours of each bucket, stamped with the bucket's start in
 * UTC. The 3EM gives a file a phase, the Pro 3EM one file with three.
 */
const shellyEmCsv: TableImporter = {
  id: "shelly-em-csv",
  label: "Shelly energy meter, CSV",
  lookedFor: "the columns Date/time UTC and Active energy Wh, or timestamp and a_total_act_energy",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) => sample.jsonKeys === null && energyColumns(headerOf(sample)) !== null,
  open: (sink, options) =>
    headedTable({
      sink,
      known: null,
      required: [],
      amount: "",
      open: (columns) => {
        const found = energyColumns(columns.names.map((name) => name.toLowerCase()));
        return found ? new EnergyRows({ columns: found, names: columns.names, sink, options }) : { row() {}, end() {} };
      },
    }),
};
export default shellyEmCsv;
