import { decimal } from "../../core/decimal.ts";
import type { LineReader, ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { about } from "../source/headed-table.ts";
import { NO_KEYS } from "../source/keys.ts";
import { LogClock } from "../source/log-clock.ts";
import { MissingYear } from "../source/missing-year.ts";
import { RepeatedLines } from "../source/repeated-lines.ts";
import { isTiming, modelIn, type TimingLine, timingLine } from "./timing-line.ts";

type Timing = { readonly line: TimingLine; readonly row: number };

/** A request ends with three lines: what its prompt took, what its answer took, and both. */
export class LlamaReader implements LineReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #years: MissingYear;
  readonly #repeats: RepeatedLines;
  #prompt: Timing | null = null;
  #model: string | null = null;
  #requests = 0;
  #untimed: number | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, null);
    this.#years = new MissingYear(options.nowMs);
    this.#repeats = new RepeatedLines(sink);
  }

  line(text: string, row: number): void {
    const line = isTiming(text) ? timingLine(text) : null;
    if (!line) {
      this.#model = modelIn(text) ?? this.#model;
      return;
    }
    switch (line.is) {
      case "prompt":
        this.#flush();
        this.#prompt = { line, row };
        return;
      case "output":
        this.#request(this.#prompt, { line, row });
        this.#prompt = null;
        return;
      case "total":
        this.#flush();
        return;
      default:
        line.is satisfies never;
    }
  }

  /** A prompt without an answer: embeddings, or an answer that was cancelled. */
  #flush(): void {
    const prompt = this.#prompt;
    this.#prompt = null;
    if (prompt) this.#request(prompt, null);
  }

  #request(prompt: Timing | null, output: Timing | null): void {
    const last = output ?? prompt;
    if (!last) return;
    const stamp = this.#stampOf(last);
    if (stamp === null) {
      this.#untimed ??= last.row;
      return;
    }
    const toMs = this.#clock.instantOf(stamp, last.row);
    if (toMs === null) return;
    const text = `${prompt?.line.text ?? ""}|${output?.line.text ?? ""}`;
    if (this.#repeats.isRepeat({ text, atMs: toMs, row: last.row })) return;
    this.#requests += 1;
    const prefillMs = prompt && Math.round(Number(prompt.line.ms));
    const decodeMs = output && Math.round(Number(output.line.ms));
    const busyMs = (prefillMs ?? 0) + (decodeMs ?? 0);
    this.#sink.localUse({
      row: last.row,
      fromMs: toMs - busyMs,
      toMs,
      model: textOrNull(this.#model),
      endpoint: null,
      keys: NO_KEYS,
      requests: 1,
      failed: 0,
      // What came from the prompt's cache is not in these tokens, and the log does not say how many they were.
      input: prompt && decimal(BigInt(prompt.line.tokens)),
      cacheRead: null,
      output: output && decimal(BigInt(output.line.tokens)),
      busyMs,
      prefillMs,
      decodeMs,
    });
  }

  #stampOf({ line, row }: Timing): string | null {
    return line.stamp ?? (line.syslog && this.#years.stamp(line.syslog, row));
  }

  end(): void {
    this.#flush();
    this.#repeats.report();
    this.#years.report(this.#sink);
    this.#clock.report();
    if (this.#untimed !== null) this.#sink.issue({ ...NO_TIME, row: this.#untimed });
    else if (this.#requests === 0) this.#sink.issue(about("notice", "no-rows", "The log holds no finished request."));
  }
}

const NO_TIME = {
  severity: "blocking",
  column: null,
  code: "no-time",
  message:
    'llama.cpp\'s log has no clock, so a request without a stamp before its line belongs to no hour. Log with: llama-server ... 2>&1 | while IFS= read -r line; do echo "$(date -u +%FT%TZ) $line"; done >> server.log (or docker logs -t, journalctl -o short-iso).',
} as const;
