import type { TableImporter } from "../importer.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { HistoryRows, TIMES } from "./rows.ts";

/**
 * Home Assistant, History, Download data: a row each time the state of an entity changed. Watts hold until the next row or
 * until the entity is unavailable; energies are counters.
 */
const homeAssistantHistoryCsv: TableImporter = {
  id: "home-assistant-history-csv",
  label: "Home Assistant history, CSV",
  lookedFor: "the columns entity_id, state and last_changed",
  yields: "energy",
  basis: "metered",
  shape: "table",
  secrets: ["friendly_name", "attributes", "shared_attrs", "context_user_id"],
  claims: (sample) => {
    const header = headerOf(sample);
    return header.includes("entity_id") && header.includes("state") && TIMES.some((name) => header.includes(name));
  },
  open: (sink, options) =>
    headedTable({
      sink,
      known: null,
      required: ["entity_id", "state"],
      amount: "",
      open: (columns) => new HistoryRows({ columns, sink, options }),
    }),
};
export default homeAssistantHistoryCsv;
