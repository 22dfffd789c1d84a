import type { LineImporter, LineReader, ReadOptions, Sink } from "../importer.ts";
import { goDurationMs } from "../source/go-duration.ts";
import { about } from "../source/headed-table.ts";
import { NO_KEYS } from "../source/keys.ts";
import { isDockerLog } from "../source/line-stamp.ts";
import { LogClock } from "../source/log-clock.ts";
import { RepeatedLines } from "../source/repeated-lines.ts";
import { type GinRequest, ginRequest, isGinLine, isInference, isOllamas, withoutColours } from "./gin-line.ts";

/** The log of `ollama serve`: one line a request with its end and duration; no model, no tokens, nobody's name. */
const ollamaServerLog: LineImporter = {
  id: "ollama-server-log",
  label: "Ollama server log",
  lookedFor: 'lines like [GIN] 2026/01/28 - 05:07:10 | 200 | 605.6ms | 127.0.0.1 | POST "/api/chat"',
  yields: "local-use",
  basis: "quantity",
  shape: "lines",
  claims({ text, jsonKeys }) {
    if (jsonKeys !== null && !isDockerLog(text)) return false;
    return text.split("\n", MOST_LINES).some(isOllamaLine);
  },
  // Debug logs hold prompts, and every line a client's address: only what is read is kept.
  keptLine(text) {
    const request = ginRequest(withoutColours(text));
    if (!request) return isGinLine(text) ? "[GIN]" : "";
    const { stamp, zonedStamp, status, duration, method, path } = request;
    return `${zonedStamp === null ? "" : `${zonedStamp} `}[GIN] ${stamp.replace(" ", " - ")} | ${status} | ${duration} | | ${method} "${path}"`;
  },
  open: (sink, options) => new GinReader(sink, options),
};
export default ollamaServerLog;

/** A log begins with what the server found; the first request may be far behind. */
const OLLAMA =
  /github\.com\/ollama\/ollama\/server\.|^(?:.*\s)?time=\S+ level=\w+ source=\w+\.go:\d+ msg=.*(?:OLLAMA_|[Oo]llama)/;
const MOST_LINES = 2_000;

function isOllamaLine(line: string): boolean {
  const request = ginRequest(withoutColours(line));
  return request ? isOllamas(request) : OLLAMA.test(line);
}

class GinReader implements LineReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #repeats: RepeatedLines;
  #requests = 0;
  #others = 0;
  /** A damaged line; only the end of the file says whether it was cut. */
  #unreadable: number | null = null;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, null);
    this.#repeats = new RepeatedLines(sink);
  }

  line(raw: string, row: number): void {
    if (!isGinLine(raw)) return;
    if (this.#unreadable !== null) this.#block(this.#unreadable, "line-unreadable", UNREADABLE);
    this.#unreadable = null;
    const request = ginRequest(withoutColours(raw));
    if (!request) this.#unreadable = row;
    else if (isInference(request)) this.#request(request, row);
    else this.#others += 1;
  }

  #request({ stamp, zonedStamp, status, duration, client, path }: GinRequest, row: number): void {
    const busyMs = goDurationMs(duration);
    if (busyMs === null) {
      this.#block(
        row,
        "duration-unreadable",
        `"${duration.slice(0, 60)}" is not a duration as Ollama writes it (605.6ms, 2m10s). Mend the line or leave it out.`,
      );
      return;
    }
    const toMs = this.#clock.instantOf(zonedStamp ?? stamp, row);
    if (toMs === null) return;
    if (this.#repeats.isRepeat({ text: `${stamp}|${status}|${duration}|${client}|${path}`, atMs: toMs, row })) return;
    this.#requests += 1;
    this.#sink.localUse({
      row,
      fromMs: toMs - busyMs,
      toMs,
      model: null,
      endpoint: null,
      keys: NO_KEYS,
      requests: 1,
      failed: status >= 400 ? 1 : 0,
      input: null,
      cacheRead: null,
      output: null,
      busyMs,
      prefillMs: null,
      decodeMs: null,
    });
  }

  end(file?: { readonly isOpenEnded: boolean }): void {
    if (this.#unreadable !== null) {
      if (file?.isOpenEnded) this.#sink.issue({ ...CUT, row: this.#unreadable });
      else this.#block(this.#unreadable, "line-unreadable", UNREADABLE);
    }
    this.#repeats.report();
    this.#clock.report();
    if (this.#others > 0)
      this.#sink.issue(
        about(
          "notice",
          "others-passed-over",
          `${this.#others === 1 ? "1 call that asks" : `${this.#others} calls that ask`} no model (lists, pulls, checks) ${this.#others === 1 ? "is" : "are"} not counted.`,
        ),
      );
    if (this.#requests > 0) this.#sink.issue(NO_TOKENS);
    else this.#sink.issue(about("notice", "no-rows", "The log holds no request to a model."));
  }

  #block(row: number, code: string, message: string): void {
    this.#sink.issue({ severity: "blocking", row, column: null, code, message });
  }
}

const UNREADABLE =
  "This [GIN] line has no time, status, duration and path where Ollama writes them. Mend the line or leave it out.";

const CUT = {
  severity: "warning",
  column: null,
  code: "row-cut",
  message: "The last line is cut, as when the log was copied while writing; it was not read.",
} as const;

const NO_TOKENS = about(
  "notice",
  "no-tokens",
  "Ollama's log says when requests ran and for how long, not which model answered, how many tokens it took or who asked. Log the API's answers, or put a gateway before it, to know those.",
);
