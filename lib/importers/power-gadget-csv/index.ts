import type { TableImporter } from "../importer.ts";
import { logTable } from "../source/log-table.ts";
import { headerOf } from "../source/sample.ts";
import { GadgetRows, measuresOf } from "./rows.ts";

/** The log of Intel Power Gadget: energy counters of the processor and its memory. */
const powerGadgetCsv: TableImporter = {
  id: "power-gadget-csv",
  label: "Intel Power Gadget, CSV",
  lookedFor: "System Time, Elapsed Time (sec) and Processor Power_0(Watt)",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) => {
    const header = headerOf(sample);
    return (
      header.includes("system time") &&
      header.some((name) => /^(?:cumulative )?(?:processor|package) (?:power|energy)_/.test(name))
    );
  },
  open: (sink, options, sample) =>
    logTable({
      sink,
      isHeader: (columns) => columns.has("System Time"),
      open: (columns) => new GadgetRows({ columns, sink, options, fileName: sample.fileName }),
      needed: (columns) => 1 + Math.max(columns.position("System Time"), ...measuresOf(columns).map(({ at }) => at)),
      isLastCellRead: (columns) => measuresOf(columns).some(({ at }) => at === columns.names.length - 1),
      // The totals it writes below the readings.
      isRemark: (cells) => cells.some((cell) => /=/.test(cell)),
    }),
};
export default powerGadgetCsv;
