import type { RecordReader, Sample, Sink } from "../importer.ts";
import { shapeOf } from "./figure-shape.ts";
import { about, Columns, cellAt } from "./headed-table.ts";
import { stampOfLine } from "./unix-date.ts";

type Reader = {
  add(reading: { row: number; device: string; time: string | null; cells: readonly string[] }): void;
  cut(row: number): void;
  report(): void;
};

type GpuTable = {
  readonly sink: Sink;
  readonly readings: Reader;
  readonly devices: readonly string[];
  readonly powers: readonly string[];
  device(text: string): string;
};

const TIME_COLUMNS: readonly string[] = [
  "timestamp",
  "time",
  "datetime",
  "date_time",
  "date",
  "ts",
  "epoch",
  "time_utc",
  "utc",
];

/** Is there, at most below a line with the time, a header with both? */
export const hasHeader = ({ records }: Sample, isHeader: (names: readonly string[]) => boolean): boolean =>
  records.slice(0, 4).some((cells) => isHeader(cells.map((cell) => cell.toLowerCase())));

/** A log with a row a GPU under a header that a loop may repeat: what AMD's tools write as CSV. */
export function gpuTable({ sink, readings, devices, powers, device }: GpuTable): RecordReader {
  let header: Columns | null = null;
  let repeats = 0;
  /** A loop of `date` and the tool writes the time above each header. */
  let above: string | null = null;
  const readRow = (cells: readonly string[], row: number, columns: Columns) => {
    const positions = powers.map((name) => columns.position(name)).filter((position) => position >= 0);
    // A row that ends in or before its power was cut while other columns or digits were still to come.
    if (cells.length < columns.names.length && cells.length - 1 <= Math.max(...positions)) {
      readings.cut(row);
      return;
    }
    const time = columns.position(...TIME_COLUMNS);
    readings.add({
      row,
      device: device(cellAt(cells, columns.position(...devices))),
      time: time < 0 ? above : cellAt(cells, time),
      cells: positions.map((position) => cellAt(cells, position)),
    });
  };
  /** A row is read when the next one comes: only of the last one can digits be missing. */
  let last: { readonly cells: readonly string[]; readonly row: number } | null = null;
  let shape: string | null = null;
  const readLast = (isOpenEnded: boolean) => {
    if (!last || !header) return;
    const { cells, row } = last;
    last = null;
    const end = powers.some((name) => header?.position(name) === cells.length - 1) ? shapeOf(cells.at(-1)) : null;
    if (isOpenEnded && shape !== null && end !== null && end !== shape) readings.cut(row);
    else readRow(cells, row, header);
    shape = end;
  };
  return {
    record(cells, row) {
      readLast(false);
      const isHeader = cells.some((cell) => powers.includes(cell.trim().toLowerCase()));
      if (isHeader) {
        if (header) repeats += 1;
        // A loop may ask for other columns than the one before it.
        header = new Columns(cells);
        return;
      }
      const [only = ""] = cells;
      const stamp = cells.length === 1 ? stampOfLine(only) : null;
      if (stamp !== null) above = stamp;
      else if (header && cells.some((cell) => cell.trim() !== "")) last = { cells, row };
    },
    end(file) {
      readLast(file?.isOpenEnded === true);
      readings.report();
      if (repeats > 0)
        sink.issue(
          about("notice", "header-repeated", `The header appears ${repeats + 1} times; the repeats were passed over.`),
        );
    },
  };
}
