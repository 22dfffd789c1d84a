import type { TableImporter } from "../importer.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { FIGURES, StatisticsRows, TIMES } from "./rows.ts";

/** Rows of Home Assistant's statistics tables (hourly, or of five minutes), as people select them out of its database. */
const homeAssistantStatisticsCsv: TableImporter = {
  id: "home-assistant-statistics-csv",
  label: "Home Assistant statistics, CSV",
  lookedFor: "the column start_ts with sum, state or mean, or the columns epoch and state",
  yields: "energy",
  basis: "metered",
  shape: "table",
  claims: (sample) => {
    const header = headerOf(sample);
    if (header.includes("start_ts")) return FIGURES.some((name) => header.includes(name));
    return header.length === 2 && header.includes("epoch") && header.includes("state");
  },
  open: (sink, options, sample) =>
    headedTable({
      sink,
      known: null,
      required: [],
      amount: "",
      open: (columns) => new StatisticsRows({ columns, sink, options, sample, time: columns.position(...TIMES) }),
    }),
};
export default homeAssistantStatisticsCsv;
