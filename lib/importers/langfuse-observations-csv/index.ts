import type { TableImporter } from "../importer.ts";
import { LANGFUSE_SECRETS, openObservations } from "../source/langfuse.ts";
import { tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";

/** Langfuse observations, from the batch export of the page or the export to blob storage. */
const langfuseObservationsCsv: TableImporter = {
  id: "langfuse-observations-csv",
  label: "Langfuse observations, CSV",
  lookedFor: "a header with trace_id, type, usage_details and total_cost",
  yields: "cost",
  basis: "estimated",
  family: "langfuse-observations",
  secrets: LANGFUSE_SECRETS,
  shape: "table",
  claims(sample) {
    const header = new Set(headerOf(sample).map((name) => name.replaceAll("_", "")));
    return ["traceid", "type", "starttime", "usagedetails"].every((name) => header.has(name));
  },
  open: tableOf(
    {
      required: ["id", "type"],
      known: null,
      amount: "total_cost",
      date: ["start_time", "startTime"],
      currency: "USD",
      basis: "estimated",
    },
    openObservations,
  ),
};
export default langfuseObservationsCsv;
