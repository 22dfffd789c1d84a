import { headerSignature, mappedColumns, mappedFormat, type TableMapping } from "../../core/mapping.ts";
import type { TableImporter } from "../importer.ts";
import { headedTable } from "../source/headed-table.ts";
import { headerOf } from "../source/sample.ts";
import { SECRETS } from "../unmapped-table.ts";
import { MappedRows } from "./rows.ts";

/**
 * The importer that a mapping describes. It claims tables whose header has `signature`; with a signature of no header
 * ("") it claims nothing and can still be told to read a file.
 */
export function mappedTable(mapping: TableMapping, signature: string): TableImporter {
  const columns = mappedColumns(mapping).map((name) => name.toLowerCase());
  const user = mapping.keys.user?.toLowerCase();
  return {
    id: mappedFormat(mapping.name),
    label: mapping.name,
    lookedFor: `a header with ${mappedColumns(mapping).join(", ")}`,
    yields: "cost",
    basis: mapping.basis,
    shape: "table",
    secrets: [...SECRETS.filter((name) => !columns.includes(name)), ...(user === undefined ? [] : [user])],
    claims: (sample) =>
      sample.jsonKeys === null && sample.container !== "pdf" && headerSignature(headerOf(sample)) === signature,
    open: (sink, options) =>
      headedTable({
        sink,
        known: null,
        required: columns,
        amount: (mapping.amount?.column ?? mapping.date.column).toLowerCase(),
        open: (found) => new MappedRows({ mapping, columns: found, sink, options }),
      }),
  };
}
