import type { LineImporter, LineReader, Sample, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { type BenchRow, readBench, yieldBench } from "../source/llama-bench.ts";

/** What llama-bench prints unless told otherwise: a Markdown table, often with log lines around it. */
const llamaBenchMd: LineImporter = {
  id: "llama-bench-md",
  label: "llama-bench, printed table",
  lookedFor: "a Markdown table with the columns model, test and t/s",
  yields: "load-test",
  basis: "quantity",
  shape: "lines",
  claims: isTable,
  // Logs around the table name folders, which name people.
  keptLine: (text) => (text.includes("|") ? text : ""),
  open: (sink) => new TableLines(sink),
};
export default llamaBenchMd;

function isTable({ jsonKeys, text }: Sample): boolean {
  return jsonKeys === null && text.split(/\r?\n/).some((line) => headerOf(line) !== null);
}

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

function headerOf(line: string): string[] | null {
  if (!line.includes("|")) return null;
  const names = cellsOf(line).map((cell) => cell.toLowerCase());
  return names[0] === "model" && names.includes("test") && names.includes("t/s") ? names : null;
}

/** `pp512`, `tg128`, `pp512+tg128`, `pp 512` of old builds, each with `@ d4096` where the context was not empty. */
const TEST = /^(?:pp ?(\d+))?\+?(?:tg ?(\d+))?(?: ?@ ?d(\d+))?$/;

class TableLines implements LineReader {
  readonly #sink: Sink;
  readonly #rows: BenchRow[] = [];
  #header: string[] | null = null;
  #sawTable = false;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  line(text: string, row: number): void {
    const header = headerOf(text);
    if (header) {
      this.#header = header;
      this.#sawTable = true;
      return;
    }
    if (!text.includes("|")) this.#header = null;
    else if (this.#header && !/^[|\s:-]+$/.test(text)) this.#read(cellsOf(text), row, this.#header);
  }

  #read(cells: readonly string[], row: number, header: readonly string[]): void {
    const at = (name: string) => cells[header.indexOf(name)] ?? "";
    const match = TEST.exec(at("test"));
    if (cells.length !== header.length || !match || (match[1] === undefined && match[2] === undefined)) {
      this.#sink.issue({
        severity: "blocking",
        row,
        column: cells.length === header.length ? "test" : null,
        code: "row-unreadable",
        message:
          "This row of the table is cut, or does not say what was measured (as pp512 or tg128). Run llama-bench again, or leave the row out.",
      });
      return;
    }
    const read = readBench(
      {
        row,
        model: at("model") === "" ? null : at("model"),
        nPrompt: match[1] ?? "0",
        nGen: match[2] ?? "0",
        nDepth: match[3] ?? null,
        // The mean and, after a plus-minus sign in whatever encoding, the spread.
        avgTs: /^[\d.]+/.exec(at("t/s"))?.[0] ?? at("t/s"),
        avgNs: null,
        repetitions: null,
        atMs: null,
      },
      this.#sink,
    );
    if (read) this.#rows.push(read);
  }

  end(): void {
    yieldBench(this.#rows, this.#sink);
    if (this.#rows.length === 0 && this.#sawTable)
      this.#sink.issue(about("warning", "no-rows", "The table holds no measurement, so there is no speed to read."));
  }
}
