import type { RecordReader, Sink } from "../importer.ts";
import { about, Columns, isBlank } from "./headed-table.ts";
import { Tally } from "./tally.ts";

/** Where a header may stand: scripts write remarks above it. */
const HEADER_WITHIN = 50;

export type LogRows = {
  /** A row with at least as many cells as `needed`. */
  row(cells: readonly string[], row: number): void;
  end(): void;
};

type LogTable = {
  readonly sink: Sink;
  isHeader(columns: Columns): boolean;
  open(columns: Columns): LogRows;
  /** How many cells a row must have to be read at all. */
  needed(columns: Columns): number;
  /** The last cell of a file without a last line ending may lack digits. Is it a figure that is read? */
  isLastCellRead(columns: Columns): boolean;
  /** A row of its own kind beside the data: a remark, a total. */
  isRemark?(cells: readonly string[]): boolean;
};

const SHORT = {
  severity: "warning",
  code: "row-short",
  column: null,
  message: "A row ends before its figures, as when two programs wrote at once or the log was stopped; it was not read.",
} as const;

/**
 * A log with a header: remarks above it and blank lines are passed over, so are repeats of it, and a last row that was cut
 * while it was written is not read.
 */
export function logTable(table: LogTable): RecordReader {
  const { sink } = table;
  const tally = new Tally(sink);
  let opened: { columns: Columns; rows: LogRows; needed: number } | null = null;
  let last: { cells: readonly string[]; row: number } | null = null;
  let seen = 0;
  let repeats = 0;
  let data = 0;
  const open = (cells: readonly string[]) => {
    const columns = new Columns(cells);
    if (table.isHeader(columns)) opened = { columns, rows: table.open(columns), needed: table.needed(columns) };
  };
  const read = () => {
    if (!last || !opened) return;
    if (last.cells.length < opened.needed) tally.note(SHORT, last.row);
    else opened.rows.row(last.cells, last.row);
  };
  return {
    record(cells, row) {
      if (isBlank(cells)) return;
      if (!opened) {
        seen += 1;
        if (seen <= HEADER_WITHIN) open(cells);
        return;
      }
      if (isHeaderAgain(opened.columns, cells)) {
        repeats += 1;
        return;
      }
      if (cells[0]?.startsWith("#") || table.isRemark?.(cells)) return;
      read();
      data += 1;
      last = { cells, row };
    },
    end(file) {
      if (last && opened && file?.isOpenEnded && isCut(table, opened.columns, last.cells)) reportCut(sink, last.row);
      else read();
      opened?.rows.end();
      tally.report();
      if (repeats > 0) sink.issue(repeated(repeats));
      if (opened && data === 0) sink.issue(NO_ROWS);
    },
  };
}

const isHeaderAgain = ({ names }: Columns, cells: readonly string[]): boolean =>
  cells[0]?.trim() === names[0] && names.every((name, position) => (cells[position] ?? "").trim() === name);

const isCut = (table: LogTable, columns: Columns, cells: readonly string[]): boolean =>
  cells.length < columns.names.length || table.isLastCellRead(columns);

function reportCut(sink: Sink, row: number): void {
  sink.issue({
    severity: "warning",
    row,
    column: null,
    code: "row-cut",
    message: "The file ends inside its last row, whose figures may lack digits; that row was not read.",
  });
}

const NO_ROWS = about(
  "warning",
  "no-rows",
  "The file holds a header and no rows: nothing was measured, or the log was taken before the first reading.",
);
const repeated = (count: number) =>
  about("notice", "header-repeated", `The header appears ${count + 1} times; the repeats were passed over.`);
