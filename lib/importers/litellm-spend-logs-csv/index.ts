import type { TableImporter } from "../importer.ts";
import { LITELLM_SECRETS, openSpendLogs } from "../source/litellm-logs.ts";
import { tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";

/** A CSV dump of LiteLLM's table `LiteLLM_SpendLogs`. */
const litellmSpendLogsCsv: TableImporter = {
  id: "litellm-spend-logs-csv",
  label: "LiteLLM spend logs, CSV",
  lookedFor: "a header with request_id, spend and startTime",
  yields: "cost",
  basis: "estimated",
  family: "litellm-spend-logs",
  secrets: LITELLM_SECRETS,
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return ["request_id", "spend", "starttime"].every((name) => header.includes(name));
  },
  open: tableOf(
    {
      required: ["spend", "startTime", "model"],
      known: null,
      amount: "spend",
      date: ["startTime"],
      currency: "USD",
      basis: "estimated",
    },
    openSpendLogs,
  ),
};
export default litellmSpendLogsCsv;
