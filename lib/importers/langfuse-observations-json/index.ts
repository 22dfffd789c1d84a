import type { JsonImporter } from "../importer.ts";
import { LANGFUSE_SECRETS, openObservations } from "../source/langfuse.ts";
import { objectsOf, rowKeys } from "../source/row-source.ts";

/** Langfuse observations as JSON: an array, one a line, or pages of the public API. */
const langfuseObservationsJson: JsonImporter = {
  id: "langfuse-observations-json",
  label: "Langfuse observations, JSON",
  lookedFor: "JSON rows with trace_id, type and usage_details",
  yields: "cost",
  basis: "estimated",
  family: "langfuse-observations",
  secrets: LANGFUSE_SECRETS,
  shape: "json",
  claims(sample) {
    const keys = rowKeys(sample);
    if (!keys) return false;
    const names = new Set([...keys].map((key) => key.toLowerCase().replaceAll("_", "")));
    // Long prompts may stand before the usage, beyond what can be seen here.
    const isCutInPrompt = !sample.isWhole && (names.has("input") || names.has("output") || names.has("metadata"));
    const isObservation = names.has("usagedetails") || names.has("parentobservationid") || isCutInPrompt;
    return isObservation && ["traceid", "type", "starttime"].every((name) => names.has(name));
  },
  read: objectsOf(openObservations, LANGFUSE_SECRETS),
};
export default langfuseObservationsJson;
