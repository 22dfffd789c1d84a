import type { TableImporter } from "../importer.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { InvoiceRows } from "./rows.ts";

/** FOCUS 1.4, the dataset InvoiceDetail: its rows are the lines of invoices, each invoice one document to reconcile with. */
const focusInvoiceDetailCsv: TableImporter = {
  id: "focus-invoice-detail-csv",
  label: "FOCUS invoice detail, CSV",
  lookedFor: "a header with InvoiceId, BilledCost and InvoiceDetailId, InvoiceIssueDate or InvoiceDetailGrain",
  yields: "invoice",
  basis: "billed",
  shape: "table",
  claims(sample) {
    const header = new Set(headerOf(sample));
    const isDetail = ["invoicedetailgrain", "invoicedetailcreated", "invoiceissuedate", "invoiceissuestatus"].some(
      (name) => header.has(name),
    );
    return isDetail && header.has("invoiceid") && header.has("billedcost") && !header.has("chargeperiodstart");
  },
  open: (sink, options, sample) =>
    headedTable({
      sink,
      known: null,
      required: ["billedcost", "billingcurrency", "invoiceid"],
      amount: "billedcost",
      isExactWidth: sample.container !== "xlsx",
      open: (columns) => new InvoiceRows(columns, sink, options),
    }),
};
export default focusInvoiceDetailCsv;
