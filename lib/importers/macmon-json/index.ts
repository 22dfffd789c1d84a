import type { LineImporter, LineReader, ReadOptions, Sample, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { asText, isObject, type JsonObject, readJsonValues } from "../source/json.ts";
import { timeOf } from "../source/json-log.ts";
import { LogClock } from "../source/log-clock.ts";
import { PolledPower } from "../source/polled-power.ts";

const LOG_INSTEAD = "Log with a macmon that writes one: macmon pipe -i 5000 >> power.jsonl.";
/** What `macmon pipe` writes: an object a line with watts of the processor's parts and of the whole Mac. */
const macmonJson: LineImporter = {
  id: "macmon-json",
  label: "Mac power log, macmon pipe",
  lookedFor: 'JSON lines with "all_power" and "cpu_power"',
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: ({ jsonKeys, text }: Sample) =>
    jsonKeys !== null && /"(?:all|sys)_power"\s*:/.test(text) && /"(?:cpu|gpu|ane)_power"\s*:/.test(text),
  open: (sink, options) => new PipeReader(sink, options),
};
export default macmonJson;

class PipeReader implements LineReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #soc: PolledPower;
  readonly #mac: PolledPower;
  /** Lines of an object that was printed over several, and how deep inside it they end. */
  #lines: string[] = [];
  #depth = 0;
  #row = 0;
  #untimed: number | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, "timestamp");
    this.#soc = new PolledPower(sink, { scope: "soc", column: "all_power" });
    this.#mac = new PolledPower(sink, { scope: "server", column: "sys_power" });
  }

  line(text: string, row: number): void {
    // An object that another begins in was cut when its log was stopped.
    if (this.#depth > 0 && text.startsWith("{")) this.#refuse();
    if (this.#lines.length === 0) this.#row = row;
    this.#lines.push(text);
    this.#depth += countOf(text, "{") - countOf(text, "}");
    if (this.#depth <= 0) this.#read();
  }

  end(): void {
    if (this.#lines.length > 0)
      this.#sink.issue({
        severity: "warning",
        row: this.#row,
        column: null,
        code: "row-cut",
        message: "The last line is cut, as when the log was stopped while writing; it was not read.",
      });
    this.#soc.report();
    this.#mac.report();
    this.#clock.report();
    if (this.#untimed !== null)
      this.#block(
        this.#untimed,
        "no-time",
        `The objects have no timestamp, so their watts cannot be placed. ${LOG_INSTEAD}`,
      );
    else if (this.#soc.readings + this.#mac.readings === 0)
      this.#sink.issue(about("warning", "no-readings", "The log holds no power reading."));
  }

  #read(): void {
    const { values, issue } = readJsonValues(this.#lines.join("\n"));
    if (issue) {
      this.#refuse();
      return;
    }
    this.#lines = [];
    this.#depth = 0;
    for (const value of values.flat()) {
      if (isObject(value)) this.#reading(value);
      else this.#block(this.#row, "json-invalid", "This line is no object of macmon. Mend the line or leave it out.");
    }
  }

  #reading(value: JsonObject): void {
    const time = timeOf(value);
    if (time === null) {
      this.#untimed ??= this.#row;
      return;
    }
    const atMs = this.#clock.instantOf(time, this.#row);
    if (atMs === null) return;
    const at = { row: this.#row, atMs };
    const soc = asText(value.all_power);
    const mac = asText(value.sys_power);
    if (soc !== null) this.#soc.add({ ...at, device: "SoC", text: soc, column: "all_power" });
    if (mac !== null) this.#mac.add({ ...at, device: "Mac", text: mac, column: "sys_power" });
  }

  #refuse(): void {
    this.#lines = [];
    this.#depth = 0;
    this.#block(this.#row, "json-invalid", "This line is no whole JSON object. Mend the line or leave it out.");
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}

const countOf = (text: string, character: string): number => text.split(character).length - 1;
