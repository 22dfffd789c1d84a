import { type Decimal, parseDecimal } from "../../core/decimal.ts";
import type { LineImporter, LineReader, ReadOptions, Sample, Sink } from "../importer.ts";
import { LogClock } from "../source/log-clock.ts";
import { type Figure, PowermetricsWindows, type Reading } from "../source/powermetrics-windows.ts";

/** What `powermetrics -f plist` writes: property lists one after the other, parted by NUL. */
const powermetricsPlist: LineImporter = {
  id: "powermetrics-plist",
  label: "Mac power log, powermetrics property lists",
  lookedFor: "XML property lists with the key elapsed_ns",
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: (sample: Sample) => /<plist[\s>]/.test(sample.text) && sample.text.includes("<key>elapsed_ns</key>"),
  // Running tasks are named in strings, and so are the machine and its serial numbers.
  keptLine: (text) => text.replaceAll(/<string>[^<]*(?:<\/string>|$)/g, "<string></string>"),
  open: (sink, options) => new PlistReader(sink, options),
};
export default powermetricsPlist;

const TOKEN =
  /<key>([^<]*)<\/key>|<(?:integer|real)>([^<]*)<\/(?:integer|real)>|<date>([^<]*)<\/date>|<(dict|array)>|<\/(dict|array|plist)>|<(plist)[\s>]/g;
/** Direct children of `processor`; those of its clusters are parts of them. */
const POWERS: Readonly<Record<string, Figure>> = {
  combined_power: "combined",
  package_power: "package",
  cpu_power: "cpu",
  gpu_power: "gpu",
  ane_power: "ane",
  dram_power: "dram",
};
const ENERGIES: Readonly<Record<string, Figure>> = {
  package_energy: "package",
  cpu_energy: "cpu",
  gpu_energy: "gpu",
  ane_energy: "ane",
  dram_energy: "dram",
};

type Draft = { row: number; stamp: string; elapsedNs: number; figures: Map<Figure, Reading> };

class PlistReader implements LineReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #windows: PowermetricsWindows;
  /** Keys of the dictionaries and arrays around; the property list's own has none. */
  #path: string[] = [];
  #key = "";
  #draft: Draft | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, "timestamp");
    this.#windows = new PowermetricsWindows(sink);
  }

  line(text: string, row: number): void {
    for (const [, key, number, date, opened, closed, plist] of text.matchAll(TOKEN)) {
      if (key !== undefined) this.#key = key;
      else if (number !== undefined) this.#number(number.trim(), row);
      else if (date !== undefined) this.#date(date.trim());
      else if (opened !== undefined) this.#path.push(this.#key);
      else if (closed === "plist") this.#close();
      else if (closed !== undefined) this.#path.pop();
      else if (plist !== undefined) this.#begin(row);
    }
  }

  end(): void {
    if (this.#draft) this.#windows.cut(this.#draft.row);
    this.#clock.report();
    this.#windows.report();
  }

  #begin(row: number): void {
    // A list that another begins in was cut when its log was stopped.
    if (this.#draft) this.#windows.cut(this.#draft.row);
    this.#draft = { row, stamp: "", elapsedNs: 0, figures: new Map() };
    this.#path = [];
    this.#key = "";
  }

  #date(text: string): void {
    if (this.#draft && this.#path.length === 1 && this.#key === "timestamp") this.#draft.stamp = text;
  }

  #number(text: string, row: number): void {
    const draft = this.#draft;
    if (!draft) return;
    if (this.#path.length === 1 && this.#key === "elapsed_ns") draft.elapsedNs = wholeNumber(text);
    const within = this.#path.length === 2 ? this.#path[1] : "";
    if (within !== "processor" && within !== "gpu") return;
    const value = parseDecimal(text);
    if (value) note(draft.figures, { key: this.#key, row, value });
  }

  #close(): void {
    const draft = this.#draft;
    this.#draft = null;
    if (!draft) return;
    const { row, stamp, elapsedNs, figures } = draft;
    const stampMs = this.#clock.instantOf(stamp, row);
    if (stampMs === null) return;
    if (elapsedNs > 0) {
      this.#windows.add({ row, stampMs, elapsedNs, figures });
      return;
    }
    this.#sink.issue({
      severity: "blocking",
      row,
      column: "elapsed_ns",
      code: "elapsed-missing",
      message: "The sample does not say how long it lasted, so its power is no energy. Mend it or leave it out.",
    });
  }
}

/** A figure's power counts before its energy, and that of the processor before the graphics' own. */
function note(figures: Map<Figure, Reading>, { key, row, value }: { key: string; row: number; value: Decimal }): void {
  const power = POWERS[key];
  const energy = ENERGIES[key];
  if (power && figures.get(power)?.unit !== "mW") figures.set(power, { row, value, unit: "mW" });
  else if (energy && !figures.has(energy)) figures.set(energy, { row, value, unit: "mJ" });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : 0;
}
