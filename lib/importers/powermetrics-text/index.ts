import { type Decimal, multiply, parseDecimal } from "../../core/decimal.ts";
import type { LineImporter, LineReader, ReadOptions, Sample, Sink } from "../importer.ts";
import { LogClock } from "../source/log-clock.ts";
import { type Figure, PowermetricsWindows, type PowerWindow, type Reading } from "../source/powermetrics-windows.ts";
import { sortedUnixDate } from "../source/unix-date.ts";

/** What `powermetrics` of macOS writes as text: samples with a stamp, the time they lasted and mean powers. */
const powermetricsText: LineImporter = {
  id: "powermetrics-text",
  label: "Mac power log, powermetrics text",
  lookedFor: 'lines "*** Sampled system activity (...) (...ms elapsed) ***"',
  yields: "energy",
  basis: "metered",
  shape: "lines",
  claims: (sample: Sample) => /^\*\*\* Sampled system activity \(/m.test(sample.text),
  keptLine: (text) => (isAboutPower(text) ? text : ""),
  open: (sink, options) => new SampleReader(sink, options),
};
export default powermetricsText;

const HEADER = /^\*\*\* Sampled system activity \((.*?)\)(?: \(([\d.]+) ?(ns|us|ms|s) elapsed\))?/;
const POWER =
  /^(Combined|Package|CPU|GPU|ANE|DRAM) Power(?: \([^)]*\))?: +([\d.]+) ?([um]?W)\s*$|^Intel energy model derived package power[^:]*: +([\d.]+) ?([um]?W)\s*$/;
const NAMES: Readonly<Record<string, Figure>> = {
  Combined: "combined",
  Package: "package",
  CPU: "cpu",
  GPU: "gpu",
  ANE: "ane",
  DRAM: "dram",
};
const NANOSECONDS: Readonly<Record<string, string>> = { ns: "1", us: "1e3", ms: "1e6", s: "1e9" };
const MILLIWATTS: Readonly<Record<string, string>> = { uW: "0.001", mW: "1", W: "1000" };

/** Headings, what the machine is and its figures; of running tasks and their names nothing. */
const isAboutPower = (text: string): boolean =>
  text.startsWith("*") || /^(?:[\w -]+(?:\([^)]*\))?|Intel [^:]*): +[^a-z]/i.test(text);

type Open = {
  readonly row: number;
  readonly stampMs: number;
  readonly elapsedNs: number;
  figures: Map<Figure, Reading>;
};

class SampleReader implements LineReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #windows: PowermetricsWindows;
  #open: Open | null = null;
  #isLastLineWhole = true;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, null);
    this.#windows = new PowermetricsWindows(sink);
  }

  line(text: string, row: number): void {
    if (text.startsWith("*** Sampled")) {
      this.#flush((window) => this.#windows.add(window));
      this.#open = this.#header(text, row);
      return;
    }
    const isPower = / Power\b|package power/.test(text);
    this.#isLastLineWhole = !isPower || /\d\s*[um]?W\s*$/.test(text);
    const match = isPower && this.#open ? POWER.exec(text) : null;
    if (!match || !this.#open) return;
    const figure = NAMES[match[1] ?? ""] ?? "package";
    const value = scaled(match[2] ?? match[4], MILLIWATTS[match[3] ?? match[5] ?? ""]);
    if (value && !this.#open.figures.has(figure)) this.#open.figures.set(figure, { row, value, unit: "mW" });
  }

  end(file?: { readonly isOpenEnded: boolean }): void {
    const isCut = file?.isOpenEnded === true;
    this.#flush((window) => (isCut ? this.#windows.addCut(window, this.#isLastLineWhole) : this.#windows.add(window)));
    this.#clock.report();
    this.#windows.report();
  }

  #header(text: string, row: number): Open | null {
    const [, stamp = "", elapsed, unit = ""] = HEADER.exec(text) ?? [];
    const lasted = scaled(elapsed, NANOSECONDS[unit]);
    const stampMs = this.#clock.instantOf(sortedUnixDate(stamp), row);
    if (stampMs === null) return null;
    const elapsedNs = lasted ? Number(lasted.units / 10n ** BigInt(lasted.scale)) : 0;
    if (elapsedNs > 0) return { row, stampMs, elapsedNs, figures: new Map() };
    this.#sink.issue({
      severity: "blocking",
      row,
      column: null,
      code: "elapsed-missing",
      message: "The sample does not say how long it lasted, so its power is no energy. Mend the line or leave it out.",
    });
    return null;
  }

  #flush(take: (window: PowerWindow) => void): void {
    if (this.#open) take(this.#open);
    this.#open = null;
  }
}

function scaled(text: string | undefined, factor: string | undefined): Decimal | null {
  const value = text === undefined || factor === undefined ? null : parseDecimal(text);
  const by = factor === undefined ? null : parseDecimal(factor);
  return value && by ? multiply(value, by) : null;
}
