import type { ReadOptions, RecordReader, Sink, TableImporter } from "../importer.ts";
import { readIsoMs } from "../source/days.ts";
import { about, Columns, cellAt, isBlank } from "../source/headed-table.ts";
import { type BenchRow, modelFile, readBench, yieldBench } from "../source/llama-bench.ts";

/** `llama-bench -o csv`: every build has its own columns, so they are found by name; outputs may be appended to one file. */
const llamaBenchCsv: TableImporter = {
  id: "llama-bench-csv",
  label: "llama-bench, CSV",
  lookedFor: "the columns n_prompt, n_gen, avg_ns and avg_ts",
  yields: "load-test",
  basis: "quantity",
  // Where a model lies on a disk names the person whose disk it is.
  secrets: ["model_filename"],
  shape: "table",
  // What the program logs may stand before its header.
  claims: (sample) => sample.records.some(isHeader),
  open: (sink, options) => new BenchRows(sink, options),
};
export default llamaBenchCsv;

const NAMES = ["n_prompt", "n_gen", "avg_ns", "avg_ts"];
const isHeader = (cells: readonly string[]): boolean => {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  return NAMES.every((name) => names.includes(name));
};

class BenchRows implements RecordReader {
  readonly #sink: Sink;
  readonly #options: ReadOptions;
  readonly #rows: BenchRow[] = [];
  #columns: Columns | null = null;
  #short: { readonly cells: number; readonly row: number } | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  record(cells: readonly string[], row: number): void {
    if (isBlank(cells)) return;
    if (isHeader(cells)) {
      this.#columns = new Columns(cells);
      return;
    }
    if (this.#short) this.#blockWidth(this.#short);
    this.#short = null;
    const columns = this.#columns;
    if (!columns) return;
    if (cells.length !== columns.names.length) this.#short = { cells: cells.length, row };
    else this.#read(cells, row, columns);
  }

  #read(cells: readonly string[], row: number, columns: Columns): void {
    const text = (name: string) => {
      const cell = cellAt(cells, columns.position(name));
      return cell === "" ? null : cell;
    };
    const time = text("test_time");
    const atMs = time === null ? null : readIsoMs(time);
    const read = readBench(
      {
        row,
        model: modelFile(text("model_filename") ?? "") ?? text("model_type"),
        nPrompt: text("n_prompt"),
        nGen: text("n_gen"),
        nDepth: text("n_depth"),
        avgTs: text("avg_ts"),
        avgNs: text("avg_ns"),
        repetitions: null,
        atMs: atMs !== null && atMs < this.#options.nowMs + MS_PER_DAY ? atMs : null,
      },
      this.#sink,
    );
    if (read) this.#rows.push(read);
  }

  #blockWidth({ cells, row }: { cells: number; row: number }): void {
    this.#sink.issue({
      severity: "blocking",
      row,
      column: null,
      code: "row-cut",
      message: `This row has ${cells} cells and the header ${this.#columns?.names.length}: it was cut, or a cell was lost. Run llama-bench again, or leave the row out.`,
    });
  }

  end(): void {
    if (this.#short) this.#blockWidth(this.#short);
    yieldBench(this.#rows, this.#sink);
    if (this.#rows.length === 0)
      this.#sink.issue(
        about("warning", "no-rows", "The file holds a header and no measurement, so there is no speed to read."),
      );
  }
}

const MS_PER_DAY = 86_400_000;
