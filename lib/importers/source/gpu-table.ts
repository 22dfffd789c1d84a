import type { RecordReader, Sink } from "../importer.ts";
import { about, Columns, cellAt } from "./headed-table.ts";

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

const TIME_COLUMNS: readonly string[] = ["timestamp", "time", "datetime", "date_time", "date", "ts", "epoch"];

/** A log with a row a GPU under a header that a loop may repeat: what AMD's tools write as CSV. */
export function gpuTable({ sink, readings, devices, powers, device }: GpuTable): RecordReader {
  let header: Columns | null = null;
  let repeats = 0;
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
      time: time < 0 ? null : cellAt(cells, time),
      cells: positions.map((position) => cellAt(cells, position)),
    });
  };
  return {
    record(cells, row) {
      const isHeader = cells.some((cell) => powers.includes(cell.trim().toLowerCase()));
      if (isHeader) {
        if (header) repeats += 1;
        // A loop may ask for other columns than the one before it.
        header = new Columns(cells);
      } else if (header && cells.some((cell) => cell.trim() !== "")) readRow(cells, row, header);
    },
    end() {
      readings.report();
      if (repeats > 0)
        sink.issue(
          about("notice", "header-repeated", `The header appears ${repeats + 1} times; the repeats were passed over.`),
        );
    },
  };
}
