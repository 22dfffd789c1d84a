import type { TableImporter } from "../importer.ts";
import { openDailySpend } from "../source/litellm-daily.ts";
import { tableOf } from "../source/row-source.ts";
import { headerOf } from "../source/sample.ts";

/** A CSV dump of one of LiteLLM's six daily spend tables. */
const litellmDailySpendCsv: TableImporter = {
  id: "litellm-daily-spend-csv",
  label: "LiteLLM daily spend, CSV",
  lookedFor: "a header with date, spend, api_requests and custom_llm_provider",
  yields: "cost",
  basis: "estimated",
  family: "litellm-daily-spend",
  secrets: ["user_id", "end_user_id"],
  shape: "table",
  claims(sample) {
    const header = headerOf(sample);
    return ["date", "spend", "api_requests", "custom_llm_provider"].every((name) => header.includes(name));
  },
  open: tableOf(
    {
      required: ["date", "spend", "model"],
      known: null,
      amount: "spend",
      date: ["date"],
      currency: "USD",
      basis: "estimated",
    },
    openDailySpend,
  ),
};
export default litellmDailySpendCsv;
