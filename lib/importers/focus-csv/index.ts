import type { Importer, TableImporter } from "../importer.ts";
import { sayPart } from "../source/export-part.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { OTHER_DATASETS } from "./columns.ts";
import { FocusRows } from "./rows.ts";

/**
 * FOCUS 1.0 to 1.4, the cost and usage dataset as CSV (https://focus.finops.org, CC BY 4.0). Lenient in what it reads,
 * strict in what it reports; BilledCost and EffectiveCost are kept apart.
 */
const focusCsv: TableImporter = {
  id: "focus-csv",
  label: "FOCUS cost and usage, CSV",
  lookedFor: "a header with BilledCost, BillingPeriodStart and ChargePeriodStart",
  yields: "cost",
  basis: "billed",
  shape: "table",
  claims(sample) {
    const header = new Set(headerOf(sample));
    const isCostAndUsage = ["billedcost", "chargeperiodstart", "billingperiodstart"].every((name) => header.has(name));
    return isCostAndUsage && !OTHER_DATASETS.some((name) => header.has(name));
  },
  open(sink, options, sample) {
    sayPart(sample.fileName, sink);
    return headedTable({
      sink,
      known: null,
      required: ["billedcost", "billingcurrency", "billingperiodstart", "chargeperiodstart"],
      amount: "billedcost",
      isExactWidth: sample.container !== "xlsx",
      open: (columns) => new FocusRows(columns, sink, options),
    });
  },
};
export default focusCsv satisfies Importer;
