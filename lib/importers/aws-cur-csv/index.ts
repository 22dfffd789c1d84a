import type { TableImporter } from "../importer.ts";
import { sayPart } from "../source/export-part.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { CurRows } from "./rows.ts";

const isColumn = (header: ReadonlySet<string>, slashed: string, snake: string): boolean =>
  header.has(slashed) || header.has(snake);

/**
 * The cost and usage report of AWS, legacy (`lineItem/UnblendedCost`) and 2.0 (`line_item_unblended_cost`). The account is the
 * payer's, whose bill it is; the usage account is the project.
 */
const awsCurCsv: TableImporter = {
  id: "aws-cur-csv",
  label: "AWS cost and usage report",
  lookedFor: "a header with lineItem/UnblendedCost or line_item_unblended_cost, and the usage start date",
  yields: "cost",
  basis: "billed",
  scope: "ai-and-gpu",
  secrets: [
    "lineitem/iamprincipal",
    "line_item_iam_principal",
    "resourcetags/aws:createdby",
    "resource_tags_aws_created_by",
  ],
  shape: "table",
  claims(sample) {
    const header = new Set(headerOf(sample));
    const hasCost =
      isColumn(header, "lineitem/unblendedcost", "line_item_unblended_cost") ||
      isColumn(header, "lineitem/netunblendedcost", "line_item_net_unblended_cost");
    return hasCost && isColumn(header, "lineitem/usagestartdate", "line_item_usage_start_date");
  },
  open(sink, options, sample) {
    sayPart(sample.fileName, sink);
    const header = headerOf(sample);
    const amount = ["lineitem/unblendedcost", "line_item_unblended_cost"].find((name) => header.includes(name));
    return headedTable({
      sink,
      known: null,
      required: [],
      amount: amount ?? "line_item_net_unblended_cost",
      isExactWidth: sample.container !== "xlsx",
      open: (columns) => new CurRows(columns, sink, options),
    });
  },
};
export default awsCurCsv;
