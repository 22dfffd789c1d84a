import type { JsonImporter } from "../importer.ts";
import { openDailySpend } from "../source/litellm-daily.ts";
import { objectsOf, rowKeys } from "../source/row-source.ts";

const SECRETS = ["user_id", "end_user_id"];

/** Rows of one of LiteLLM's six daily spend tables as JSON. */
const litellmDailySpendJson: JsonImporter = {
  id: "litellm-daily-spend-json",
  label: "LiteLLM daily spend, JSON",
  lookedFor: "JSON rows with date, spend, api_requests and custom_llm_provider",
  yields: "cost",
  basis: "estimated",
  family: "litellm-daily-spend",
  secrets: SECRETS,
  shape: "json",
  claims(sample) {
    const keys = rowKeys(sample);
    return keys !== null && ["date", "spend", "api_requests", "custom_llm_provider"].every((name) => keys.has(name));
  },
  read: objectsOf(openDailySpend, SECRETS),
};
export default litellmDailySpendJson;
