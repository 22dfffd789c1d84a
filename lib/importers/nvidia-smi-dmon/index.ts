import type { LineImporter, LineReader, ReadOptions, Sample, Sink } from "../importer.ts";
import { GpuReadings } from "../source/gpu-readings.ts";
import { about } from "../source/headed-table.ts";
import { LogClock } from "../source/log-clock.ts";
import { Tally } from "../source/tally.ts";
import { MISSING } from "../source/watts.ts";

/** What `nvidia-smi dmon` prints: columns of fixed width (or with commas) under a header that comes again and again. */
const nvidiaSmiDmon: LineImporter = {
  id: "nvidia-smi-dmon",
  label: "GPU power log, nvidia-smi dmon",
  lookedFor: 'a header "# gpu pwr ..." above "# Idx W ..."',
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ text }: Sample) => {
    const [names = "", units = ""] = text.split(/\r?\n|\r/, 200).filter((line) => line.trimStart().startsWith("#"));
    const found = wordsOf(names);
    return found.includes("gpu") && (found.includes("pwr") || wordsOf(units).includes("idx"));
  },
  open: (sink, options) => new MonitorReader(sink, options),
};
export default nvidiaSmiDmon;

const LOG_INSTEAD = "Log with nvidia-smi dmon -s p -o DT >> power.log, which writes date and time.";

const STRANGE = {
  severity: "warning",
  column: null,
  code: "line-strange",
  message: "A line is none of dmon's, as when the driver says what is wrong; it was passed over.",
} as const;

/** dmon writes days as 20260514. */
const DAY = /^(\d{4})(\d{2})(\d{2})$/;

const wordsOf = (line: string): string[] => split(line.replace(/^\s*#/, "").toLowerCase());

type Columns = {
  readonly width: number;
  readonly date: number;
  readonly time: number;
  readonly gpu: number;
  readonly power: number;
};

class MonitorReader implements LineReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #watts: GpuReadings;
  readonly #tally: Tally;
  #columns: Columns | null = null;
  #day = "";
  #sortedDay = "";
  #untimed: number | null = null;
  #powerless: number | null = null;
  #readings = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, "Date Time");
    this.#watts = new GpuReadings(sink, "pwr");
    this.#tally = new Tally(sink);
  }

  line(text: string, row: number): void {
    const words = split(text);
    if (words[0]?.startsWith("#")) this.#header(wordsOf(text));
    else if (this.#columns) this.#row(words, row, this.#columns);
  }

  #header(names: readonly string[]): void {
    if (!names.includes("gpu")) return; // the line of units below the names
    const at = (name: string) => names.indexOf(name);
    this.#columns = { width: names.length, date: at("date"), time: at("time"), gpu: at("gpu"), power: at("pwr") };
  }

  #row(words: readonly string[], row: number, columns: Columns): void {
    if (words.length !== columns.width) this.#stray(words, row, columns);
    else if (columns.power < 0) this.#powerless ??= row;
    else if (columns.date < 0 || columns.time < 0) this.#untimed ??= row;
    else this.#reading(words, row, columns);
  }

  #reading(words: readonly string[], row: number, columns: Columns): void {
    const atMs = this.#clock.instantOf(this.#stampOf(words, columns), row);
    if (atMs === null) return;
    const milliwatts = this.#watts.read(words[columns.power] ?? "", row);
    if (milliwatts === MISSING) return;
    this.#readings += 1;
    this.#sink.sample({ row, device: `GPU${words[columns.gpu] ?? ""}`, atMs, milliwatts });
  }

  /** Its day, of which a million rows have few, in the order that is read. */
  #stampOf(words: readonly string[], { date, time }: Columns): string {
    const day = words[date] ?? "";
    if (day !== this.#day) {
      this.#day = day;
      this.#sortedDay = day.replace(DAY, "$1-$2-$3");
    }
    return `${this.#sortedDay} ${words[time] ?? ""}`;
  }

  /** A line with other words than the header: cut, or not one of dmon's. */
  #stray(words: readonly string[], row: number, columns: Columns): void {
    const isReading = words.length < columns.width && /^[\d-]/.test(words[0] ?? "");
    if (isReading) this.#watts.cut(row);
    else this.#tally.note(STRANGE, row);
  }

  end(): void {
    this.#watts.report();
    this.#clock.report();
    const block = (row: number, code: string, message: string) =>
      this.#sink.issue({ severity: "blocking", row, column: null, code, message });
    if (this.#untimed !== null)
      block(
        this.#untimed,
        "no-time",
        `The rows have no date and time, so their watts cannot be placed in time. ${LOG_INSTEAD}`,
      );
    if (this.#powerless !== null)
      block(this.#powerless, "no-watts", `The rows have no column pwr, so there are no watts. ${LOG_INSTEAD}`);
    this.#tally.report();
    if (this.#readings === 0 && this.#untimed === null && this.#powerless === null)
      this.#sink.issue(about("warning", "no-readings", "The log holds no power reading."));
  }
}

/** The words of a line between blanks and commas. */
function split(text: string): string[] {
  const words: string[] = [];
  let start = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 32;
    const isWord = code > 32 && code !== 44;
    if (isWord && start < 0) start = at;
    else if (!isWord && start >= 0) {
      words.push(text.slice(start, at));
      start = -1;
    }
  }
  return words;
}
