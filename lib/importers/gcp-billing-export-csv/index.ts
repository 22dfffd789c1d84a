import type { TableImporter } from "../importer.ts";
import { sayPart } from "../source/export-part.ts";
import { BillingRows, CREDITS_MISSING } from "../source/gcp-billing.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { BillingColumns } from "./columns.ts";

const WHAT = ["service", "sku", "service.description", "service_description", "sku.description", "sku_description"];
const GOOGLES = ["billing_account_id", "invoice.month", "invoice_month", "invoice", "cost_type"];

/** The BigQuery billing export saved as CSV, its fields flattened or as JSON text. */
const gcpBillingExportCsv: TableImporter = {
  id: "gcp-billing-export-csv",
  label: "Google Cloud billing export, CSV",
  lookedFor: "a header with usage_start_time, cost and service.description or sku.description",
  yields: "cost",
  basis: "billed",
  family: "gcp-billing-export",
  scope: "ai-and-gpu",
  shape: "table",
  claims(sample) {
    const header = new Set(headerOf(sample));
    const hasOne = (names: readonly string[]) => names.some((name) => header.has(name));
    return header.has("usage_start_time") && header.has("cost") && hasOne(WHAT) && hasOne(GOOGLES);
  },
  open(sink, options, sample) {
    sayPart(sample.fileName, sink);
    return headedTable({
      sink,
      known: null,
      required: ["usage_start_time", "cost", "currency"],
      amount: "cost",
      isExactWidth: sample.container !== "xlsx",
      open(columns) {
        const found = new BillingColumns(columns);
        if (!found.hasCredits) sink.issue(CREDITS_MISSING);
        const rows = new BillingRows(sink, options);
        return { row: (cells, row) => rows.read(found.rowOf(cells), row), end: () => rows.end() };
      },
    });
  },
};
export default gcpBillingExportCsv;
