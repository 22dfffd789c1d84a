import type { TableImporter } from "../importer.ts";
import { headedTable } from "../source/headed-table.ts";
import { type Layout, layoutOf } from "./layout.ts";
import { PowerRows } from "./rows.ts";

/** What no header has: a table that is read without being this format. */
const NONE: Layout = { time: 0, clock: -1, power: [], total: null, host: -1, unused: [], isLong: false };

/**
 * Logs of what servers' own meters (BMC, IPMI, Redfish) said, as scripts write them: a time and one column a server
 * (`timestamp,n1_watts,n2_watts,total_watts`), or a time, a server and its watts a row.
 */
const bmcPowerCsv: TableImporter = {
  id: "bmc-power-csv",
  label: "Server power log, CSV",
  lookedFor: "a time column first, then columns such as n1_watts, node2 [W] or power_node3, or a host and its watts",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) => layoutOf(sample) !== null,
  open: (sink, options, sample) => {
    const layout = layoutOf(sample) ?? NONE;
    return headedTable({
      sink,
      known: null,
      required: [],
      amount: "",
      open: (columns) => new PowerRows({ layout, columns, sink, options, sample }),
    });
  },
};
export default bmcPowerCsv;
