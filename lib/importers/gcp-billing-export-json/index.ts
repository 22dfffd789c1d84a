import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { type BillingRow, BillingRows, CREDITS_MISSING, creditsOf, objectOf } from "../source/gcp-billing.ts";
import { about } from "../source/headed-table.ts";
import { asText, type JsonObject, jsonText } from "../source/json.ts";
import { pagesOf } from "../source/pages.ts";

/** The BigQuery billing export as JSON: one object a line, or an array of them. */
const gcpBillingExportJson: JsonImporter = {
  id: "gcp-billing-export-json",
  label: "Google Cloud billing export, JSON",
  lookedFor: "JSON rows with usage_start_time, cost and service or sku",
  yields: "cost",
  basis: "billed",
  family: "gcp-billing-export",
  scope: "ai-and-gpu",
  shape: "json",
  claims: isBillingExport,
  read,
};
export default gcpBillingExportJson;

function isBillingExport({ jsonKeys }: Sample): boolean {
  if (!jsonKeys) return false;
  const has = (key: string) => jsonKeys.includes(key);
  return has("usage_start_time") && has("cost") && (has("service") || has("sku"));
}

function read(values: readonly JsonValue[], sink: Sink, options: ReadOptions): void {
  const rows = new BillingRows(sink, options);
  const objects = pagesOf(values);
  objects.forEach((value, index) => {
    sink.source?.(index + 1, jsonText(value));
    rows.read(rowOf(value), index + 1);
  });
  if (objects.length > 0 && objects.every((value) => value.credits === undefined)) sink.issue(CREDITS_MISSING);
  if (objects.length === 0)
    sink.issue(
      about(
        "notice",
        "no-rows",
        "The file holds no rows: nothing was used, or the export was made for the wrong dates.",
      ),
    );
  rows.end();
}

function rowOf(value: JsonObject): BillingRow {
  const at = (...path: string[]): string => {
    let found: JsonValue | undefined = value;
    for (const key of path) found = objectOf(found)[key];
    return asText(found)?.trim() ?? "";
  };
  const json = (found: JsonValue | undefined): string => (found === undefined || found === null ? "" : jsonText(found));
  return {
    account: at("billing_account_id"),
    invoiceMonth: at("invoice", "month"),
    start: at("usage_start_time"),
    exportTime: at("export_time"),
    cost: at("cost"),
    currency: at("currency"),
    rate: at("currency_conversion_rate"),
    costType: at("cost_type"),
    credits: creditsOf(value.credits),
    service: at("service", "description"),
    sku: at("sku", "description"),
    usageAmount: at("usage", "amount"),
    usageUnit: at("usage", "unit"),
    project: at("project", "id"),
    projectName: at("project", "name"),
    labels: json(value.labels),
    projectLabels: json(objectOf(value.project).labels),
  };
}
