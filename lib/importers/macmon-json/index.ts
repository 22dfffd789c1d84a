import type { JsonValue, LineImporter, LineReader, ReadOptions, Sample, Sink } from "../importer.ts";
import { about } from "../source/headed-table.ts";
import { asText, isObject, type JsonObject } from "../source/json.ts";
import { timeOf } from "../source/json-log.ts";
import { JsonStream } from "../source/json-stream.ts";
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
  readonly #stream: JsonStream;
  #untimed: number | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, "timestamp");
    this.#soc = new PolledPower(sink, { scope: "soc", column: "all_power" });
    this.#mac = new PolledPower(sink, { scope: "server", column: "sys_power" });
    this.#stream = new JsonStream({
      value: (value, row) => this.#value(value, row),
      text: (_, row) => this.#refuse(row),
      refuse: (row) => this.#refuse(row),
    });
  }

  line(text: string, row: number): void {
    this.#stream.line(text, row);
  }

  end(): void {
    const cut = this.#stream.end();
    if (cut !== null)
      this.#sink.issue({
        severity: "warning",
        row: cut,
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

  #value(value: JsonValue, row: number): void {
    if (Array.isArray(value)) for (const item of value) this.#value(item, row);
    else if (isObject(value)) this.#reading(value, row);
    else this.#refuse(row);
  }

  #reading(value: JsonObject, row: number): void {
    const time = timeOf(value);
    if (time === null) {
      this.#untimed ??= row;
      return;
    }
    const atMs = this.#clock.instantOf(time, row);
    if (atMs === null) return;
    const soc = asText(value.all_power);
    const mac = asText(value.sys_power);
    if (soc !== null) this.#soc.add({ row, atMs, device: "SoC", text: soc, column: "all_power" });
    if (mac !== null) this.#mac.add({ row, atMs, device: "Mac", text: mac, column: "sys_power" });
  }

  #refuse(row: number): void {
    this.#block(row, "json-invalid", "This line is no whole JSON object. Mend the line or leave it out.");
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}
