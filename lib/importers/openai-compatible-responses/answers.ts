import type { Decimal } from "../../core/decimal.ts";
import type { JsonValue, ReadOptions, Sink } from "../importer.ts";
import { textOrNull } from "../person.ts";
import { objectAt } from "../source/cell-json.ts";
import { isCloudName } from "../source/cloud-name.ts";
import { about } from "../source/headed-table.ts";
import { asArray, asText, isObject, type JsonObject } from "../source/json.ts";
import { NO_KEYS } from "../source/keys.ts";
import { ANSWER_SECRETS, AnswerFigures, eachObject, figuresOnly, timeText } from "../source/local-answers.ts";
import { LogClock } from "../source/log-clock.ts";
import { RepeatedLines } from "../source/repeated-lines.ts";
import { Tally } from "../source/tally.ts";
import { withoutParts } from "../source/usage-rows.ts";

type Piece = { readonly object: JsonObject; readonly row: number };

/** Reads answers one by one; of a streamed one the last piece that has a usage. */
export class OpenAiAnswers {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #tally: Tally;
  readonly #repeats: RepeatedLines;
  /** Streams not ended yet, by id: some servers say the usage so far in every piece. */
  readonly #streams = new Map<string, Piece>();
  #answers = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, "created");
    this.#tally = new Tally(sink);
    this.#repeats = new RepeatedLines(sink);
  }

  read(values: readonly JsonValue[]): void {
    eachObject(values, this.#sink, (object, row) => this.#object({ object, row }));
    for (const piece of this.#streams.values()) this.#answer(piece);
    this.#tally.report();
    this.#repeats.report();
    this.#clock.report();
    if (this.#answers === 0)
      this.#sink.issue(about("notice", "no-rows", "The file holds no finished answer with its usage."));
  }

  #object(piece: Piece): void {
    const { object, row } = piece;
    if (isObject(object.error) || typeof object.error === "string") this.#tally.note(ERRORS, row);
    else if (asText(object.object)?.endsWith(".chunk")) this.#chunk(piece);
    else this.#answer(piece);
  }

  #chunk({ object, row }: Piece): void {
    if (!isObject(object.usage)) return;
    const id = asText(object.id) ?? "";
    // With include_usage the last piece has no choices; ids of Ollama come again, so the stream ends there.
    if (asArray(object.choices).length === 0) {
      this.#streams.delete(id);
      this.#answer({ object, row });
    } else this.#streams.set(id, { object, row });
  }

  #answer({ object, row }: Piece): void {
    const usage = objectAt(object, "usage");
    const figures = new AnswerFigures(this.#sink, row);
    const prompt = firstOf(["prompt_tokens", "input_tokens", "prompt_eval_count"], usage, figures);
    const output = firstOf(["completion_tokens", "output_tokens", "eval_count"], usage, figures);
    const timings = objectAt(object, "timings");
    const cached =
      figures.count(objectAt(usage, "prompt_tokens_details"), "cached_tokens") ??
      figures.count(objectAt(usage, "input_tokens_details"), "cached_tokens") ??
      figures.count(timings, "cache_n");
    const times = timesOf(object, figures);
    const atMs = this.#clock.instantOf(timeText(object.created ?? object.created_at), row);
    if (atMs === null || !figures.isSound) return;
    const shown = figuresOnly(object, ANSWER_SECRETS);
    if (asText(object.id) !== null && this.#repeats.isCopy(figuresOnly(object, []), row)) return;
    this.#answers += 1;
    this.#sink.source?.(row, shown);
    if (this.#isCloud(object, row)) return;
    if (prompt === null || output === null) this.#tally.note(UNCOUNTED, row);
    this.#sink.localUse({
      row,
      // Only one instant is known, of the start or of the end as the server pleases.
      fromMs: atMs,
      toMs: atMs,
      model: textOrNull(asText(object.model)),
      endpoint: null,
      keys: NO_KEYS,
      requests: 1,
      failed: 0,
      ...disjoint(prompt, cached),
      output,
      ...times,
    });
  }

  /** OpenAI's own answers look the same; they say which tier served them. */
  #isCloud(object: JsonObject, row: number): boolean {
    if (!isCloudName(asText(object.model))) return false;
    const isCloud = typeof object.service_tier === "string";
    this.#tally.note(isCloud ? CLOUD : CLOUD_NAME, row);
    return isCloud;
  }
}

function firstOf(names: readonly string[], usage: JsonObject, figures: AnswerFigures): Decimal | null {
  for (const name of names) {
    const count = figures.count(usage, name);
    if (count !== null) return count;
  }
  return null;
}

/** The prompt contains what came from the cache; where the cache is more than the prompt it does not. */
function disjoint(
  prompt: Decimal | null,
  cached: Decimal | null,
): { input: Decimal | null; cacheRead: Decimal | null } {
  return { input: withoutParts(prompt, [cached]) ?? prompt, cacheRead: cached };
}

type Times = { readonly busyMs: number | null; readonly prefillMs: number | null; readonly decodeMs: number | null };

/** llama.cpp says `timings` in ms, LM Studio `stats` in seconds; others say nothing. */
function timesOf(object: JsonObject, figures: AnswerFigures): Times {
  const timings = objectAt(object, "timings");
  const stats = objectAt(object, "stats");
  const prefillMs = figures.ms(timings, "prompt_ms", 1) ?? figures.ms(stats, "time_to_first_token", 0.001);
  const decodeMs = figures.ms(timings, "predicted_ms", 1) ?? figures.ms(stats, "generation_time", 0.001);
  return { busyMs: prefillMs === null || decodeMs === null ? null : prefillMs + decodeMs, prefillMs, decodeMs };
}

const UNCOUNTED = {
  severity: "notice",
  code: "tokens-missing",
  column: "usage",
  message: "An answer does not say all of its usage: those tokens are not known, which is not 0.",
} as const;

const ERRORS = {
  severity: "notice",
  code: "errors-passed-over",
  column: "error",
  message: "An object is an error without a time, so it is in no hour's requests.",
} as const;

const CLOUD = {
  severity: "warning",
  code: "served-elsewhere",
  column: "model",
  message: "An answer is OpenAI's own (it names a service tier), so no rig of yours worked on it; it was left out.",
} as const;

const CLOUD_NAME = {
  severity: "warning",
  code: "cloud-name",
  column: "model",
  message:
    "The model has the name of one that only its maker serves. It was read as a name your server answers to; check that no cloud answered.",
} as const;
