import type { ReadOptions, RecordReader, Sample, Sink, TableImporter } from "../importer.ts";
import { type Columns, cellAt, headedTable, type RowReader } from "../source/headed-table.ts";
import { K6Stream } from "../source/k6-stream.ts";
import { headerOf } from "../source/sample.ts";
import { StampReader } from "../source/stamps.ts";

/** `k6 run --out csv=points.csv`: every measurement of a test, a row each. */
const k6PointsCsv: TableImporter = {
  id: "k6-points-csv",
  label: "k6 load test, points as CSV",
  lookedFor: "the columns metric_name, timestamp, metric_value",
  yields: "load-test",
  basis: "quantity",
  // Addresses, errors and a script's own tags may hold keys and people.
  secrets: ["url", "name", "error", "ip", "extra_tags", "metadata", "check"],
  shape: "table",
  claims,
  open,
};
export default k6PointsCsv;

const REQUIRED = ["metric_name", "timestamp", "metric_value"];

function claims(sample: Sample): boolean {
  const header = headerOf(sample);
  return REQUIRED.every((name, at) => header[at] === name);
}

function open(sink: Sink, options: ReadOptions): RecordReader {
  const stream = new K6Stream(sink, options);
  return headedTable({
    sink,
    known: null,
    required: REQUIRED,
    amount: "metric_value",
    open: (columns) => new PointRows(sink, stream, columns),
  });
}

class PointRows implements RowReader {
  readonly #sink: Sink;
  readonly #stream: K6Stream;
  readonly #stamps = new StampReader(null);
  readonly #metric: number;
  readonly #time: number;
  readonly #value: number;

  constructor(sink: Sink, stream: K6Stream, columns: Columns) {
    this.#sink = sink;
    this.#stream = stream;
    this.#metric = columns.position("metric_name");
    this.#time = columns.position("timestamp");
    this.#value = columns.position("metric_value");
  }

  row(cells: readonly string[], row: number): void {
    const metric = cellAt(cells, this.#metric);
    if (metric === "") this.#block(row, "metric_name", "metric-missing", "The row names no metric.");
    else if (this.#stream.points.roleOf(metric) !== "none") this.#point(cells, row, metric);
  }

  #point(cells: readonly string[], row: number, metric: string): void {
    const time = cellAt(cells, this.#time);
    const atMs = stampMs(time, this.#stamps);
    if (Number.isNaN(atMs)) {
      this.#block(row, "timestamp", "date-unreadable", `"${time.slice(0, 40)}" is not a time that k6 writes.`);
      return;
    }
    const text = cellAt(cells, this.#value);
    const value = /^\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(value))
      this.#block(row, "metric_value", "value-unreadable", `"${text.slice(0, 40)}" is not a value.`);
    else this.#stream.point(row, { metric, atMs, value });
  }

  #block(row: number, column: string, code: string, what: string): void {
    const message = `${what} Run the test again, or leave the row out.`;
    this.#sink.issue({ severity: "blocking", row, column, code, message });
  }

  end(): void {
    this.#stream.end();
  }
}

/** K6_CSV_TIME_FORMAT: seconds by default, or milli-, micro- and nanoseconds since 1970, or RFC 3339. */
function stampMs(text: string, stamps: StampReader): number {
  if (!/^\d{13,}$/.test(text)) return stamps.read(text);
  return text.length === 13 || text.length === 16 || text.length === 19 ? Number(text.slice(0, 13)) : Number.NaN;
}
