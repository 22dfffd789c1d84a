import type { JsonImporter } from "../importer.ts";
import { HELICONE_SECRETS, openHelicone } from "../source/helicone.ts";
import { objectsOf, rowKeys } from "../source/row-source.ts";

/** Requests as Helicone's export tool or its query API gives them: an array, one a line, or `data`. */
const heliconeRequestsJson: JsonImporter = {
  id: "helicone-requests-json",
  label: "Helicone requests, JSON",
  lookedFor: "JSON rows with response_id, request_created_at and response_status",
  yields: "cost",
  basis: "estimated",
  family: "helicone-requests",
  secrets: HELICONE_SECRETS,
  shape: "json",
  claims(sample) {
    const keys = rowKeys(sample);
    if (!keys) return false;
    // With bodies the cost may stand beyond what can be seen here; these names are Helicone's alone.
    return keys.has("response_id") && (keys.has("request_created_at") || keys.has("response_created_at"));
  },
  read: objectsOf(openHelicone, HELICONE_SECRETS),
};
export default heliconeRequestsJson;
