import type { JsonImporter } from "../importer.ts";
import { LITELLM_SECRETS, openSpendLogs } from "../source/litellm-logs.ts";
import { objectsOf, rowKeys } from "../source/row-source.ts";

/** `/spend/logs` (an array of requests) and pages of `/spend/logs/v2` (`data`). */
const litellmSpendLogsJson: JsonImporter = {
  id: "litellm-spend-logs-json",
  label: "LiteLLM spend logs, JSON",
  lookedFor: "JSON rows with request_id, spend and startTime",
  yields: "cost",
  basis: "estimated",
  family: "litellm-spend-logs",
  secrets: LITELLM_SECRETS,
  shape: "json",
  claims(sample) {
    const keys = rowKeys(sample);
    return keys !== null && ["request_id", "spend", "startTime"].every((name) => keys.has(name));
  },
  read: objectsOf(openSpendLogs, LITELLM_SECRETS),
};
export default litellmSpendLogsJson;
