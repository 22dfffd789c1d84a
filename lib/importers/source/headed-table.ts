import type { Issue, IssueSeverity } from "../../core/issue.ts";
import type { RecordReader, Sink } from "../importer.ts";
import { isTotalLabel } from "./trailing-totals.ts";

/** Where each column of a header is; names are compared trimmed and lower-cased. */
export class Columns {
  readonly names: readonly string[];
  readonly #positions = new Map<string, number>();

  constructor(header: readonly string[]) {
    this.names = header.map((cell) => cell.trim());
    this.names.forEach((name, position) => {
      const key = name.toLowerCase();
      if (key !== "" && !this.#positions.has(key)) this.#positions.set(key, position);
    });
  }

  /** The first of `aliases` that the header has; -1 when it has none. */
  position(...aliases: readonly string[]): number {
    for (const alias of aliases) {
      const position = this.#positions.get(alias.toLowerCase());
      if (position !== undefined) return position;
    }
    return -1;
  }

  has(name: string): boolean {
    return this.#positions.has(name.toLowerCase());
  }
}

/** The cell as trimmed text; "" when the row has no such cell or the file no such column. */
export function cellAt(cells: readonly string[], position: number): string {
  const cell = cells[position];
  if (cell === undefined || cell === "") return "";
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  return first > 32 && first < 160 && last > 32 && last < 160 ? cell : cell.trim();
}

export type RowReader = {
  /** One data row. `cells` may be shorter than the header. */
  row(cells: readonly string[], row: number): void;
  end(): void;
};

type HeadedTable = {
  readonly sink: Sink;
  /** Lower-case names this format is known to have; others are named in one notice. Null: extra columns are normal. */
  readonly known: ReadonlySet<string> | null;
  /** Lower-case names without which no row can be read. */
  readonly required: readonly string[];
  /** Lower-case name of the money column: a row that ends in it may be a cut one. */
  readonly amount: string;
  /** Every row is written in full: one with a cell less or more has lost or gained one, and which is not known. */
  readonly isExactWidth?: boolean;
  /** A row that ends before the amount is damaged, though a blank amount is none. */
  readonly isAmountWritten?: boolean;
  open(columns: Columns): RowReader;
};

/**
 * The part every CSV with a header shares: finds the header, skips blank and repeated-header rows, refuses rows that
 * are shifted or cut, and hands the rest on.
 */
export function headedTable(table: HeadedTable): RecordReader {
  let header: readonly string[] | null = null;
  let columns: Columns | null = null;
  let reader: RowReader | null = null;
  let dataRows = 0;
  let repeatedHeaders = 0;
  let last: RowAt | null = null;
  /** The last row, while it is short: only the end of the file says whether it was cut. */
  let held: RowAt | null = null;
  const trailing = { blanks: -1 };
  const readRow = ({ cells, row }: RowAt) => {
    if (reader && columns && hasSoundShape({ table, columns, trailing }, cells, row)) reader.row(cells, row);
  };
  const open = (cells: readonly string[], row: number) => {
    header = cells.map((cell) => cell.trim());
    columns = new Columns(header);
    reader = reportHeader(table, columns, row) ? table.open(columns) : null;
  };
  return {
    record(cells, row) {
      if (!header || !columns) {
        open(cells, row);
        return;
      }
      if (isBlank(cells)) return;
      if (cells[0]?.trim() === header[0] && header.every((name, position) => cells[position]?.trim() === name)) {
        repeatedHeaders += 1;
        return;
      }
      dataRows += 1;
      if (held) readRow(held);
      last = { cells, row };
      held = cells.length < columns.names.length ? last : null;
      if (!held) readRow(last);
    },
    end(file) {
      const isCut =
        reader !== null &&
        last !== null &&
        file?.isOpenEnded === true &&
        reportOpenEnd(table.sink, last, held !== null);
      if (held && !isCut) readRow(held);
      reader?.end();
      if (repeatedHeaders > 0) {
        table.sink.issue(
          about(
            "notice",
            "header-repeated",
            `The header appears ${repeatedHeaders + 1} times; the repeats were passed over.`,
          ),
        );
      }
      if (dataRows === 0 && reader) {
        table.sink.issue(
          about(
            "notice",
            "no-rows",
            "The file holds a header and no rows: nothing was used, or the export was made for the wrong dates.",
          ),
        );
      }
    },
  };
}

type RowAt = { readonly cells: readonly string[]; readonly row: number };

/**
 * The last row of a file lacks its line ending, as when a download broke off: a short row was cut, a figure may have been.
 * A total names no day first and often has fewer cells. @returns true when the row was cut; that was then reported
 */
function reportOpenEnd(sink: Sink, { cells, row }: RowAt, isShort: boolean): boolean {
  const isTotal = (cells[0] ?? "").trim() === "" || cells.some((cell) => isTotalLabel(cell.trim()));
  const text = (cells.at(-1) ?? "").trim();
  if (isTotal || !(isShort || /^-?\$?[\d.,]*\d$/.test(text))) return false;
  sink.issue({
    severity: isShort ? "blocking" : "notice",
    row,
    column: null,
    code: isShort ? "row-cut" : "end-open",
    message: isShort
      ? "The file ends in the middle of this row: it was cut. Download it again, or leave this row out."
      : `The file ends right after the figure ${text}, without a line ending. If it was cut there, digits are missing: compare it with the source.`,
  });
  return isShort;
}

export const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === "" || cell.trim() === "");

export const about = (severity: IssueSeverity, code: string, message: string): Issue => ({
  severity,
  row: null,
  column: null,
  code,
  message,
});

/** @returns false when a required column is missing, which is then a blocking issue. */
function reportHeader(table: HeadedTable, columns: Columns, row: number): boolean {
  const missing = table.required.filter((name) => !columns.has(name));
  if (missing.length > 0) {
    table.sink.issue({
      severity: "blocking",
      row,
      column: missing[0] ?? null,
      code: "column-missing",
      message: `The column ${missing.join(", ")} is missing. The header has: ${columns.names.join(", ")}.`,
    });
    return false;
  }
  const known = table.known;
  const extra = known ? columns.names.filter((name) => name !== "" && !known.has(name.toLowerCase())) : [];
  if (extra.length > 0) {
    table.sink.issue(
      about(
        "notice",
        "columns-unknown",
        `These columns are new to this format and were not used: ${extra.join(", ")}.`,
      ),
    );
  }
  return true;
}

type Shape = {
  readonly table: HeadedTable;
  readonly columns: Columns;
  /** Blank cells of the first row beyond the header: a delimiter that ends every row. -1 before that row. */
  readonly trailing: { blanks: number };
};

function hasSoundShape({ table, columns, trailing }: Shape, cells: readonly string[], row: number): boolean {
  const expected = columns.names.length;
  const extra = cells.length - expected;
  if (trailing.blanks < 0) trailing.blanks = Math.max(extra, 0);
  if (extra === 0) return true;
  if (extra > 0) {
    if (isBlank(cells.slice(expected)) && (!table.isExactWidth || extra === trailing.blanks)) {
      if (extra !== trailing.blanks) reportWidth(table.sink, { row, cells: cells.length, expected });
      return true;
    }
    table.sink.issue({
      severity: "blocking",
      row,
      column: null,
      code: "cells-too-many",
      message: `This row has ${cells.length} cells and the header ${expected}: a delimiter inside a cell without quotes has shifted them. Mend the row or leave it out.`,
    });
    return false;
  }
  const isTotal = cells.some((cell) => isTotalLabel(cell.trim()));
  if (!isTotal && cells.length - 1 === columns.position(table.amount) && (cells.at(-1) ?? "").trim() !== "") {
    table.sink.issue({
      severity: "blocking",
      row,
      column: columns.names[cells.length - 1] ?? null,
      code: "row-cut",
      message: "The row ends inside the amount, so its last digits may be missing. Download the file again.",
    });
    return false;
  }
  if (table.isExactWidth && !isTotal) {
    table.sink.issue({
      severity: "blocking",
      row,
      column: null,
      code: "row-cut",
      message: `This row has ${cells.length} cells and the header ${expected}: the file ends inside it, or a cell was lost and the others are not where they belong. Download the file again, or leave the row out.`,
    });
    return false;
  }
  const lacksAmount = columns.position(table.amount) >= cells.length;
  if (lacksAmount && table.isAmountWritten && !isTotal) {
    table.sink.issue({
      severity: "blocking",
      row,
      column: table.amount,
      code: "row-cut",
      message: `This row has ${cells.length} cells and the header ${expected}: it ends before its ${table.amount}. Download the file again, or leave the row out.`,
    });
    return false;
  }
  if (!isTotal) reportWidth(table.sink, { row, cells: cells.length, expected });
  return true;
}

/** Cells that are missing or blank at the end do no harm; one lost before them has shifted the rest. */
function reportWidth(sink: Sink, { row, cells, expected }: { row: number; cells: number; expected: number }): void {
  const isShort = cells < expected;
  sink.issue({
    severity: "warning",
    row,
    column: null,
    code: isShort ? "row-short" : "row-long",
    message: isShort
      ? `This row has ${cells} cells and the header ${expected}; the missing ones were read as empty.`
      : `This row has ${cells} cells and the header ${expected}; those beyond it are blank. Check that none was gained before them.`,
  });
}
