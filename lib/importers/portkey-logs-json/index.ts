import type { JsonImporter } from "../importer.ts";
import { openPortkey, PORTKEY_SECRETS } from "../source/portkey.ts";
import { objectsOf, rowKeys } from "../source/row-source.ts";

/** Portkey's logs export, one request a line. */
const portkeyLogsJson: JsonImporter = {
  id: "portkey-logs-json",
  label: "Portkey logs, JSON lines",
  lookedFor: "JSON rows with created_at, ai_model or ai_org, and cost",
  yields: "cost",
  basis: "estimated",
  family: "portkey-logs",
  secrets: PORTKEY_SECRETS,
  shape: "json",
  claims(sample) {
    const keys = rowKeys(sample);
    if (!keys?.has("created_at")) return false;
    // A long prompt stands before the model, beyond what can be seen here.
    const isCutInPrompt = !sample.isWhole && keys.has("trace_id") && (keys.has("request") || keys.has("response"));
    return keys.has("ai_model") || keys.has("ai_org") || isCutInPrompt;
  },
  read: objectsOf(openPortkey, PORTKEY_SECRETS),
};
export default portkeyLogsJson;
