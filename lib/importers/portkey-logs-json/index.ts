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
    return keys?.has("created_at") === true && (keys.has("ai_model") || keys.has("ai_org"));
  },
  read: objectsOf(openPortkey, PORTKEY_SECRETS),
};
export default portkeyLogsJson;
