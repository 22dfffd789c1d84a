import { type Decimal, decimal, isZero, multiply, round } from "../../core/decimal.ts";
import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { readAmount } from "../source/amount.ts";
import { about } from "../source/headed-table.ts";
import { NO_KEYS } from "../source/keys.ts";
import { LogClock } from "../source/log-clock.ts";
import { MissingYear } from "../source/missing-year.ts";
import { RepeatedLines } from "../source/repeated-lines.ts";
import { Tally } from "../source/tally.ts";
import { isThroughput, modelIn, type ThroughputLine, throughputLine } from "./throughput-line.ts";

/** vLLM's interval unless VLLM_LOG_STATS_INTERVAL says otherwise. */
const INTERVAL_MS = 10_000;
/** A longer step is no interval: the log is silent while nothing runs, and its next line speaks of the last interval only. */
const LONGEST_STEP_MS = 60_000;

/** An engine's line before, and the shortest step between two of them so far. */
type Engine = { lastMs: number | null; stepMs: number };

/** Tokens of each interval: its rates x the time since the line before. Estimates, and marked so. */
export class ThroughputReader implements LineReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #years: MissingYear;
  readonly #repeats: RepeatedLines;
  readonly #tally: Tally;
  readonly #engines = new Map<string, Engine>();
  #model: string | null = null;
  #statements = 0;
  #unreadable: number | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, null);
    this.#years = new MissingYear(options.nowMs);
    this.#repeats = new RepeatedLines(sink);
    this.#tally = new Tally(sink);
  }

  line(raw: string, row: number): void {
    if (!isThroughput(raw)) {
      this.#model = modelIn(raw) ?? this.#model;
      return;
    }
    if (this.#unreadable !== null) this.#block(this.#unreadable, UNREADABLE);
    this.#unreadable = null;
    const line = throughputLine(raw);
    const prompt = line && readAmount(line.prompt);
    const output = line && readAmount(line.generation);
    if (line && prompt && output) this.#statement({ line, prompt, output, row });
    else this.#unreadable = row;
  }

  #statement({
    line,
    prompt,
    output,
    row,
  }: {
    line: ThroughputLine;
    prompt: Decimal;
    output: Decimal;
    row: number;
  }): void {
    const stamp = this.#stampOf(line, row);
    if (stamp === null) {
      this.#block(
        row,
        `"${line.month}-${line.day} ${line.time}" is not a day of any year. Mend the line or leave it out.`,
      );
      return;
    }
    const toMs = this.#clock.instantOf(stamp, row);
    if (toMs === null) return;
    if (this.#repeats.isRepeat({ text: line.text, atMs: toMs, row })) return;
    this.#statements += 1;
    const stepMs = this.#step(line.engine, toMs, row);
    if (stepMs === 0 || (isZero(prompt) && isZero(output))) return;
    this.#sink.localUse({
      row,
      fromMs: toMs - stepMs,
      toMs,
      model: textOrNull(this.#model),
      endpoint: null,
      keys: NO_KEYS,
      requests: null,
      failed: null,
      input: tokensOf(prompt, stepMs),
      cacheRead: null,
      output: tokensOf(output, stepMs),
      busyMs: null,
      prefillMs: null,
      decodeMs: null,
      isEstimated: true,
    });
  }

  #stampOf({ utcStamp, year, month, day, time }: ThroughputLine, row: number): string | null {
    if (utcStamp !== null) return utcStamp;
    if (year === null) return this.#years.stamp({ month, day, time }, row);
    return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")} ${time}`;
  }

  /** How long the interval was that ends with this line; 0 for a line at the instant of the one before. */
  #step(name: string, atMs: number, row: number): number {
    const engine = this.#engines.get(name) ?? { lastMs: null, stepMs: INTERVAL_MS };
    this.#engines.set(name, engine);
    const step = engine.lastMs === null ? Number.NaN : atMs - engine.lastMs;
    engine.lastMs = atMs;
    if (step === 0) return 0;
    if (step > 0 && step <= LONGEST_STEP_MS) {
      engine.stepMs = step;
      return step;
    }
    this.#tally.note(NO_NEIGHBOUR, row);
    return engine.stepMs;
  }

  end(file?: { readonly isOpenEnded: boolean }): void {
    if (this.#unreadable !== null) {
      if (file?.isOpenEnded) this.#sink.issue({ ...CUT, row: this.#unreadable });
      else this.#block(this.#unreadable, UNREADABLE);
    }
    this.#tally.report();
    this.#repeats.report();
    this.#years.report(this.#sink);
    this.#clock.report();
    this.#sink.issue(this.#statements > 0 ? ESTIMATED : about("notice", "no-rows", "The log states no throughput."));
  }

  #block(row: number, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code: "line-unreadable", message });
  }
}

/** Tokens a second x milliseconds, in whole tokens. */
const tokensOf = (perSecond: Decimal, ms: number): Decimal =>
  round(multiply(perSecond, { units: decimal(ms).units, scale: 3 }), 0, "half-up");

const UNREADABLE =
  "This line states a throughput, without a time and two rates where vLLM writes them. Mend the line or leave it out.";

const NO_NEIGHBOUR = {
  severity: "notice",
  code: "interval-assumed",
  column: null,
  message:
    "A line has none less than a minute before it, as at the start of a log and after a pause; it was read for one interval, as long as the last step between two lines or 10 s.",
} as const;

const CUT = {
  severity: "warning",
  column: null,
  code: "row-cut",
  message: "The last line is cut, as when the log was copied while writing; it was not read.",
} as const;

const ESTIMATED = about(
  "notice",
  "tokens-estimated",
  "vLLM's log states rates, so its tokens are estimates: rate x time since the line before. It counts no requests. Log /metrics for counts.",
);
