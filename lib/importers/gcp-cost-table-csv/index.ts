import type { RecordReader, Sample, TableImporter } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { headedTable } from "../source/headed-table.ts";
import { commaIn } from "../source/local-amount.ts";
import { isHeader, type MoneyColumn, moneyColumn } from "./header.ts";
import { CostTableRows, type TableFacts } from "./rows.ts";
import { readSummaryRow } from "./summary-rows.ts";

/** Rows about the invoice that may stand above the table. */
const MOST_ABOVE = 30;

/** The cost table and reports of Google Cloud's billing console. The currency is in the header; trailing rows are totals. */
const gcpCostTableCsv: TableImporter = {
  id: "gcp-cost-table-csv",
  label: "Google Cloud cost table, CSV",
  lookedFor: "a header with Service or SKU description and Unrounded subtotal (currency)",
  yields: "cost",
  basis: "billed",
  scope: "ai-and-gpu",
  shape: "table",
  claims: (sample) => sample.records.slice(0, MOST_ABOVE).some(isHeader),
  open: (sink, options, sample) => {
    const comma = commaIn(sample, /^[^\n,]*;/.test(sample.text) ? "decimal" : "thousands");
    const above = new Map<string, string>();
    let rows: CostTableRows | null = null;
    let table: RecordReader | null = null;
    const start = (money: MoneyColumn, row: number): RecordReader | null => {
      const facts = factsOf(money, above, comma);
      if (facts === null) {
        sink.issue({
          severity: "blocking",
          row,
          column: money.name,
          code: "currency-unreadable",
          message: `"${money.sign}" in the header names no currency that is known. Write its code there, as in "Unrounded subtotal (USD)".`,
        });
        return null;
      }
      return headedTable({
        sink,
        known: null,
        required: hasDate(sample) ? [] : ["date"],
        amount: money.name,
        open: (columns) => {
          rows = new CostTableRows(columns, sink, options, facts);
          return rows;
        },
      });
    };
    let isRefused = false;
    return {
      record(cells, row) {
        if (table === null && !isRefused) {
          const money = isHeader(cells) ? moneyColumn(cells) : null;
          if (!money) {
            above.set((cells[0] ?? "").trim().toLowerCase(), (cells[1] ?? "").trim());
            return;
          }
          table = start(money, row);
          isRefused = table === null;
        }
        const summary = rows?.isUndated(cells) ? readSummaryRow(cells, row, comma) : null;
        if (summary) rows?.summary(summary);
        else table?.record(cells, row);
      },
      end: () => table?.end(),
    };
  },
};
export default gcpCostTableCsv;

function factsOf(
  money: MoneyColumn,
  above: ReadonlyMap<string, string>,
  comma: TableFacts["comma"],
): TableFacts | null {
  const written = above.get("currency") ?? "";
  const currency = /^[A-Z]{3}$/.test(written) ? written : money.currency;
  if (currency === null) return null;
  const account = textOrNull(above.get("billing account id") ?? above.get("billing id"));
  return { money: written === currency ? { ...money, isShared: false } : money, currency, comma, account };
}

function hasDate(sample: Sample): boolean {
  const header = sample.records.find(isHeader);
  if (!header) return true;
  return header.some((cell) => /^(?:date|usage start date|day|month|invoice month)$/i.test(cell.trim()));
}
