import type { ReadOptions, RecordReader, Sample, Sink, TableImporter } from "../importer.ts";
import { Columns } from "../source/headed-table.ts";
import { logTable } from "../source/log-table.ts";
import { layoutOf } from "./layout.ts";
import { RaplRows } from "./rows.ts";

/** Logs of the processor's energy counters (RAPL), one row a reading or one row a zone and reading. */
const raplEnergyCsv: TableImporter = {
  id: "rapl-energy-csv",
  label: "RAPL energy counters, CSV",
  lookedFor: "a time and energy_uj, or counters named package-0, dram, psys, intel-rapl:0",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: isRapl,
  open,
};
export default raplEnergyCsv;

function isRapl({ records, jsonKeys }: Sample): boolean {
  return jsonKeys === null && records.slice(0, 20).some((cells) => layoutOf(new Columns(cells)) !== null);
}

function open(sink: Sink, options: ReadOptions): RecordReader {
  const layoutIn = (columns: Columns) => layoutOf(columns);
  return logTable({
    sink,
    isHeader: (columns) => layoutIn(columns) !== null,
    open: (columns) => new RaplRows({ columns, layout: layoutIn(columns), sink, options }),
    needed: (columns) => 1 + Math.max(-1, ...(layoutIn(columns)?.needed ?? [])),
    isLastCellRead: (columns) => layoutIn(columns)?.needed.includes(columns.names.length - 1) ?? false,
  });
}
