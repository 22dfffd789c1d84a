import type { LineImporter, LineReader, ReadOptions, Sample, Sink } from "../importer.ts";
import { GpuReadings } from "../source/gpu-readings.ts";
import { about } from "../source/headed-table.ts";
import { LogClock } from "../source/log-clock.ts";
import { sortedUnixDate } from "../source/unix-date.ts";
import { MISSING } from "../source/watts.ts";

/** What `nvidia-smi -q -x` writes, once or in a loop: a document a time, each with its stamp and every GPU. */
const nvidiaSmiXml: LineImporter = {
  id: "nvidia-smi-xml",
  label: "GPU power log, nvidia-smi XML",
  lookedFor: "XML documents nvidia_smi_log",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: (sample: Sample) => /<nvidia_smi_log[\s>]/.test(sample.text),
  // A process is named with its path, which names its user.
  keptLine: (text) => text.replaceAll(/(<process_name>)[^<]*/g, "$1"),
  open: (sink, options) => new DocumentReader(sink, options),
};
export default nvidiaSmiXml;

const TAG = /<(\/?)([A-Za-z_][\w.-]*)((?:\s[^<>]*?)?)(\/?)>([^<]*)/g;
const OF_INTEREST = /power|timestamp|uuid|nvidia_smi_log|<\/?gpu[\s>]|^\s*<\//;
/** Version 11 and older, then 12 and newer. Those of the memory and of the module are other readings of the same watts. */
const READINGS = new Set(["power_readings", "gpu_power_readings"]);
/** Best first: what is billed is the mean, and only version 13 and newer tell it from the instant. */
const DRAWS = ["average_power_draw", "power_draw", "instant_power_draw"];
const LIMITS = new Set(["current_power_limit", "power_limit", "enforced_power_limit"]);

type Gpu = {
  readonly row: number;
  readonly bus: string;
  uuid: string;
  limit: string;
  readonly draws: Map<string, { readonly row: number; readonly text: string }>;
};

class DocumentReader implements LineReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #watts: GpuReadings;
  /** Names of the elements around, from the document's own. */
  #path: string[] = [];
  #stamp: { readonly row: number; readonly text: string } | null = null;
  /** Undefined: not read yet. Null: cannot be read, which was said. */
  #atMs: number | null | undefined;
  #gpu: Gpu | null = null;
  #documentRow = 0;
  #readings = 0;
  /** Where the first document without a stamp begins. */
  #untimed: number | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, "timestamp");
    this.#watts = new GpuReadings(sink, "power_draw");
  }

  line(text: string, row: number): void {
    // Most lines are one element that says nothing of power.
    if (text.includes("</") && !OF_INTEREST.test(text)) return;
    for (const [, slash, name = "", attributes = "", empty, content = ""] of text.matchAll(TAG)) {
      if (slash !== "") this.#close(name);
      else {
        this.#open(name, attributes, row);
        if (content.trim() !== "") this.#content(name, content.trim(), row);
        if (empty !== "") this.#close(name);
      }
    }
  }

  end(): void {
    if (this.#path.length > 0) this.#cut();
    this.#watts.report();
    this.#clock.report();
    if (this.#untimed !== null) reportNoTime(this.#sink, this.#untimed);
    else if (this.#readings === 0) this.#sink.issue(about("warning", "no-readings", "The log holds no power reading."));
  }

  #open(name: string, attributes: string, row: number): void {
    if (name === "nvidia_smi_log") {
      if (this.#path.length > 0) this.#cut();
      this.#path = [];
      this.#stamp = null;
      this.#atMs = undefined;
      this.#documentRow = row;
    }
    if (name === "gpu" && this.#path.length === 1) {
      const bus = /id="([^"]*)"/.exec(attributes)?.[1] ?? "";
      this.#gpu = { row, bus, uuid: "", limit: "", draws: new Map() };
    }
    this.#path.push(name);
  }

  /** The text of the element that was just opened. */
  #content(name: string, text: string, row: number): void {
    const { length } = this.#path;
    if (length === 2 && name === "timestamp") this.#stamp = { row, text };
    const gpu = this.#gpu;
    if (!gpu || this.#path[1] !== "gpu") return;
    if (length === 3 && name === "uuid") gpu.uuid = text;
    if (length !== 4 || !READINGS.has(this.#path[2] ?? "")) return;
    if (LIMITS.has(name)) gpu.limit = text;
    else if (DRAWS.includes(name)) gpu.draws.set(name, { row, text });
  }

  #close(name: string): void {
    const at = this.#path.lastIndexOf(name);
    if (at < 0) return;
    this.#path.length = at;
    if (name !== "gpu" || at !== 1 || !this.#gpu) return;
    this.#yield(this.#gpu);
    this.#gpu = null;
  }

  #yield(gpu: Gpu): void {
    const atMs = this.#instant();
    if (atMs === null) return;
    const draws = DRAWS.flatMap((name) => gpu.draws.get(name) ?? []);
    const draw = draws.find(({ text }) => /\d/.test(text)) ?? draws[0] ?? { row: gpu.row, text: "" };
    const milliwatts = this.#watts.read(draw.text, draw.row, { limit: gpu.limit });
    if (milliwatts === MISSING) return;
    this.#readings += 1;
    const device = gpu.uuid || gpu.bus || "GPU unnamed";
    this.#sink.sample({ row: draw.row, device, atMs, milliwatts });
  }

  /** The document's instant, read once: a stamp that cannot be read is one issue, whatever number of GPUs it has. */
  #instant(): number | null {
    if (this.#stamp === null) this.#untimed ??= this.#documentRow;
    else if (this.#atMs === undefined)
      this.#atMs = this.#clock.instantOf(sortedUnixDate(this.#stamp.text), this.#stamp.row);
    return this.#atMs ?? null;
  }

  #cut(): void {
    this.#gpu = null;
    this.#sink.issue({
      severity: "warning",
      row: this.#documentRow,
      column: null,
      code: "row-cut",
      message: "A document breaks off, as when the log was stopped while writing; the GPU it ends in was not read.",
    });
  }
}

function reportNoTime(sink: Sink, row: number): void {
  sink.issue({
    severity: "blocking",
    row,
    column: "timestamp",
    code: "no-time",
    message:
      "A document has no timestamp, so its watts cannot be placed in time. Log with nvidia-smi -q -x -l 10 >> power.xml, which writes one.",
  });
}
