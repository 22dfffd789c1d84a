import type { Sample, TableImporter } from "../importer.ts";
import { sayPart } from "../source/export-part.ts";
import { Columns, headedTable } from "../source/headed-table.ts";
import { commaIn } from "../source/local-amount.ts";
import { headerOf } from "../source/sample.ts";
import { claimedBy, columnName, isLocalised, positionsOf } from "./columns.ts";
import { type Metric, metricIn } from "./metric.ts";
import { AzureRows } from "./rows.ts";

/**
 * Azure cost exports: Enterprise Agreement (older and newer), Microsoft Customer Agreement, Pay-As-You-Go, also with localised
 * headers. The cost of the export is what is billed, actual or amortised as the export was made; the subscription is the project.
 */
const azureCostCsv: TableImporter = {
  id: "azure-cost-csv",
  label: "Azure cost export, CSV",
  lookedFor: "a header with MeterCategory, a date and CostInBillingCurrency, Cost or PreTaxCost",
  yields: "cost",
  basis: "billed",
  scope: "ai-and-gpu",
  secrets: ["accountownerid", "accountname"],
  shape: "table",
  claims: (sample) => claimedBy(headerOf(sample)),
  open(sink, options, sample) {
    sayPart(sample.fileName, sink);
    const header = headerOf(sample);
    const amount = header[positionsOf(new Columns(header)).cost] ?? "cost";
    const comma = commaIn(sample, isLocalised(header) || /^[^\n,]*;/.test(sample.text) ? "decimal" : null);
    const stated = metricIn(sample.fileName) ?? metricColumn(sample);
    return headedTable({
      sink,
      known: null,
      required: [],
      amount,
      open: (columns) => new AzureRows(columns, sink, options, { stated, comma }),
    });
  },
};
export default azureCostCsv;

/** A column that says which metric the rows are of. */
function metricColumn(sample: Sample): Metric | null {
  const header = headerOf(sample).map((cell) => columnName(cell));
  const position = positionsOf(new Columns(header)).metric;
  if (position < 0) return null;
  const at = sample.records.findIndex((cells) => cells.some((cell) => cell !== ""));
  return metricIn(sample.records[at + 1]?.[position] ?? "");
}
