import type { JsonImporter, JsonValue, ReadOptions, Sample, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { about } from "../source/headed-table.ts";
import { asText, type JsonObject } from "../source/json.ts";
import { NO_KEYS } from "../source/keys.ts";
import { ANSWER_SECRETS, AnswerFigures, eachObject, figuresOnly, timeText } from "../source/local-answers.ts";
import { LogClock } from "../source/log-clock.ts";
import { RepeatedLines } from "../source/repeated-lines.ts";
import { Tally } from "../source/tally.ts";

const NS_PER_MS = 1_000_000;

/** Answers of Ollama's own API (`/api/chat`, `/api/generate`), whole or streamed: the last object of each tells its tokens. */
const ollamaResponses: JsonImporter = {
  id: "ollama-responses",
  label: "Ollama responses, JSON",
  lookedFor: "JSON objects with model, created_at and done, the last one of an answer with eval_count",
  yields: "local-use",
  basis: "quantity",
  secrets: ANSWER_SECRETS,
  shape: "json",
  claims(sample: Sample) {
    const keys = sample.jsonKeys ?? [];
    return keys.includes("created_at") && (keys.includes("done") || keys.includes("total_duration"));
  },
  read(values, sink, options) {
    new OllamaReader(sink, options).read(values);
  },
};
export default ollamaResponses;

class OllamaReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #tally: Tally;
  readonly #repeats: RepeatedLines;
  #answers = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, "created_at");
    this.#tally = new Tally(sink);
    this.#repeats = new RepeatedLines(sink);
  }

  read(values: readonly JsonValue[]): void {
    eachObject(values, this.#sink, (object, row) => this.#object(object, row));
    this.#tally.report();
    this.#repeats.report();
    this.#clock.report();
    if (this.#answers === 0)
      this.#sink.issue(
        about("notice", "no-rows", "The file holds no finished answer (an object with done: true and its counts)."),
      );
  }

  #object(object: JsonObject, row: number): void {
    if (object.error !== undefined && object.created_at === undefined) {
      this.#tally.note(ERRORS, row);
      return;
    }
    // Pieces of a streamed answer; its last object has all of its figures.
    if (object.done === false) return;
    if (
      object.total_duration === undefined &&
      object.eval_count === undefined &&
      /^(?:un)?load$/.test(reason(object))
    ) {
      this.#tally.note(LOADS, row);
      return;
    }
    this.#answer(object, row);
  }

  #answer(object: JsonObject, row: number): void {
    const created = timeText(object.created_at);
    const toMs = this.#clock.instantOf(created, row);
    const figures = new AnswerFigures(this.#sink, row);
    const total = figures.ms(object, "total_duration", NS_PER_MS);
    const load = figures.ms(object, "load_duration", NS_PER_MS);
    const prefillMs = figures.ms(object, "prompt_eval_duration", NS_PER_MS);
    const decodeMs = figures.ms(object, "eval_duration", NS_PER_MS);
    const prompt = figures.count(object, "prompt_eval_count");
    const output = figures.count(object, "eval_count");
    if (toMs === null || !figures.isSound) return;
    const shown = figuresOnly(object, ANSWER_SECRETS);
    if (/\.\d{6,}/.test(created) && this.#repeats.isCopy(shown, row)) return;
    this.#answers += 1;
    this.#sink.source?.(row, shown);
    if (isRemote(object)) {
      this.#tally.note(REMOTE, row);
      return;
    }
    if (prompt === null || output === null) this.#tally.note(UNCOUNTED, row);
    this.#sink.localUse({
      row,
      fromMs: toMs - (total ?? 0),
      toMs,
      model: textOrNull(asText(object.model)),
      endpoint: null,
      keys: NO_KEYS,
      requests: 1,
      failed: 0,
      input: prompt,
      cacheRead: null,
      output,
      busyMs: workOf({ total, load, prefillMs, decodeMs }),
      prefillMs,
      decodeMs,
    });
  }
}

const reason = (object: JsonObject): string => asText(object.done_reason) ?? "";

/** Ollama passes models called `...-cloud` on to its own servers; the answer then names the host. */
const isRemote = (object: JsonObject): boolean =>
  asText(object.remote_host) !== null || /(?:^|[:-])cloud$/.test(asText(object.model) ?? "");

/** Loading, reading and writing; the rest of the total is waiting. Where a part is not told, the total. */
function workOf(parts: {
  readonly total: number | null;
  readonly load: number | null;
  readonly prefillMs: number | null;
  readonly decodeMs: number | null;
}): number | null {
  const { total, load, prefillMs, decodeMs } = parts;
  if (prefillMs === null || decodeMs === null) return total;
  const work = (load ?? 0) + prefillMs + decodeMs;
  return total === null ? work : Math.min(work, total);
}

const UNCOUNTED = {
  severity: "notice",
  code: "tokens-missing",
  column: null,
  message:
    "An answer does not say its prompt_eval_count or eval_count (a prompt that was still in memory, in older versions): those tokens are not known, which is not 0.",
} as const;

const ERRORS = {
  severity: "notice",
  code: "errors-passed-over",
  column: "error",
  message: "An object is an error without a time, so it is in no hour's requests.",
} as const;

const LOADS = {
  severity: "notice",
  code: "loads-passed-over",
  column: "done_reason",
  message: "An answer only loaded or unloaded a model; it is no request.",
} as const;

const REMOTE = {
  severity: "warning",
  code: "served-elsewhere",
  column: "model",
  message: "Ollama passed a request on to its cloud, so no rig of yours worked on it; it was left out.",
} as const;
