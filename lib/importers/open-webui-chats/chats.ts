import type { Decimal } from "../../core/decimal.ts";
import type { Keys } from "../../core/usage-line.ts";
import type { JsonValue, ReadOptions, Sink } from "../importer.ts";
import { hashPerson, textOrNull } from "../person.ts";
import { objectAt } from "../source/cell-json.ts";
import { isCloudName } from "../source/cloud-name.ts";
import { about } from "../source/headed-table.ts";
import { asArray, asText, isObject, type JsonObject, jsonText } from "../source/json.ts";
import { keysWith, Memo } from "../source/keys.ts";
import { AnswerFigures, eachObject, timeText } from "../source/local-answers.ts";
import { LogClock } from "../source/log-clock.ts";
import { RepeatedLines } from "../source/repeated-lines.ts";
import { Tally } from "../source/tally.ts";
import { withoutParts } from "../source/usage-rows.ts";

const NS_PER_MS = 1_000_000;

/** Reads chats for what their answers took. Answers count 1, 2, 3 ... through the file. */
export class ChatReader {
  readonly #sink: Sink;
  readonly #clock: LogClock;
  readonly #tally: Tally;
  readonly #repeats: RepeatedLines;
  readonly #users = new Memo((id): Keys => keysWith({ user: id === "" ? null : hashPerson(id) }));
  #row = 0;
  #answers = 0;

  constructor(sink: Sink, options: ReadOptions) {
    this.#sink = sink;
    this.#clock = new LogClock(sink, options, "timestamp");
    this.#tally = new Tally(sink);
    this.#repeats = new RepeatedLines(sink);
  }

  read(values: readonly JsonValue[]): void {
    eachObject(values, this.#sink, (object) => {
      const isMessage = object.model !== undefined && object.chat === undefined && object.history === undefined;
      if (isMessage) this.#message({ message: object, id: "", user: "" });
      else this.#chat(object);
    });
    this.#tally.report();
    this.#repeats.report();
    this.#clock.report();
    if (this.#answers === 0) this.#sink.issue(about("notice", "no-rows", "The file holds no answer of a model."));
  }

  /** `history` holds every branch of a chat by id, `messages` the branch that is shown: some of the same answers. */
  #chat(object: JsonObject): void {
    const chat: JsonObject = isObject(object.chat) ? object.chat : object;
    const user = asText(object.user_id) ?? "";
    const chatId = asText(object.id) ?? asText(chat.id) ?? "";
    const branches = Object.entries(objectAt(chat, "history", "messages"));
    const seen = new Set(branches.map(([id]) => id));
    const shown = asArray(chat.messages).map((message): [string, JsonValue] => [idOf(message), message]);
    for (const [id, value] of [...branches, ...shown.filter(([id]) => !seen.has(id))]) {
      if (!isObject(value)) continue;
      const message: JsonObject = value;
      const name = id === "" ? "" : `${chatId}/${id}`;
      if (asText(message.role) === "assistant") this.#message({ message, id: name, user });
    }
  }

  #message({ message, id, user }: { message: JsonObject; id: string; user: string }): void {
    const role = asText(message.role);
    if (role !== null && role !== "assistant") return;
    this.#row += 1;
    const row = this.#row;
    const usage = isObject(message.usage) ? message.usage : objectAt(message, "info");
    const atMs = this.#clock.instantOf(timeText(message.timestamp ?? message.created), row);
    const figures = new AnswerFigures(this.#sink, row);
    const tokens = tokensOf(usage, figures);
    const times = timesOf(usage, figures);
    if (atMs === null || !figures.isSound) return;
    // Both exports of one chat hold the same answer; an excerpt has no ids, and equal rows of it are both real.
    if (id !== "" && this.#repeats.isCopy(id, row)) return;
    this.#answers += 1;
    const model = textOrNull(asText(message.model) ?? asText(message.modelName));
    this.#sink.source?.(row, shownOf({ model, atMs, usage }));
    if (isCloudName(model) && times.totalMs === null) {
      this.#tally.note(CLOUD, row);
      return;
    }
    if (!isFailed(message) && (tokens.input === null || tokens.output === null)) this.#tally.note(UNCOUNTED, row);
    this.#sink.localUse({
      row,
      fromMs: atMs,
      toMs: atMs + (times.totalMs ?? 0),
      model,
      endpoint: null,
      keys: this.#users.get(user),
      requests: 1,
      failed: isFailed(message) ? 1 : 0,
      ...tokens,
      busyMs: times.busyMs,
      prefillMs: times.prefillMs,
      decodeMs: times.decodeMs,
    });
  }
}

type Tokens = { readonly input: Decimal | null; readonly cacheRead: Decimal | null; readonly output: Decimal | null };

/** Ollama's names stand beside OpenAI's with the same counts; llama.cpp's are its own. */
function tokensOf(usage: JsonObject, figures: AnswerFigures): Tokens {
  const first = (...names: readonly string[]): Decimal | null => {
    for (const name of names) {
      const count = figures.count(usage, name);
      if (count !== null) return count;
    }
    return null;
  };
  const cached = figures.count(objectAt(usage, "prompt_tokens_details"), "cached_tokens") ?? first("cache_n");
  const prompt = first("prompt_eval_count", "prompt_tokens", "input_tokens");
  // llama.cpp counts the prompt without what came from its cache.
  const apart = prompt === null ? first("prompt_n") : null;
  return {
    input: apart ?? withoutParts(prompt, [cached]) ?? prompt,
    cacheRead: cached,
    output: first("eval_count", "completion_tokens", "output_tokens", "predicted_n"),
  };
}

type Times = {
  readonly totalMs: number | null;
  readonly busyMs: number | null;
  readonly prefillMs: number | null;
  readonly decodeMs: number | null;
};

function timesOf(usage: JsonObject, figures: AnswerFigures): Times {
  const totalMs = figures.ms(usage, "total_duration", NS_PER_MS);
  const loadMs = figures.ms(usage, "load_duration", NS_PER_MS);
  const prefillMs = figures.ms(usage, "prompt_eval_duration", NS_PER_MS) ?? figures.ms(usage, "prompt_ms", 1);
  const decodeMs = figures.ms(usage, "eval_duration", NS_PER_MS) ?? figures.ms(usage, "predicted_ms", 1);
  if (prefillMs === null || decodeMs === null) return { totalMs, busyMs: totalMs, prefillMs, decodeMs };
  const work = (loadMs ?? 0) + prefillMs + decodeMs;
  return { totalMs, busyMs: totalMs === null ? work : Math.min(work, totalMs), prefillMs, decodeMs };
}

function idOf(value: JsonValue): string {
  if (!isObject(value)) return "";
  const message: JsonObject = value;
  return asText(message.id) ?? "";
}

const isFailed = (message: JsonObject): boolean => isObject(message.error) || message.error === true;

const shownOf = ({ model, atMs, usage }: { model: string | null; atMs: number; usage: JsonObject }): string =>
  jsonText({ model, time: new Date(atMs).toISOString(), usage });

const UNCOUNTED = {
  severity: "notice",
  code: "tokens-missing",
  column: "usage",
  message:
    "An answer has no usage, or not all of it (turn on Usage in the model's capabilities): those tokens are not known, which is not 0.",
} as const;

const CLOUD = {
  severity: "warning",
  code: "served-elsewhere",
  column: "model",
  message:
    "An answer came from a model that only its maker serves, so no rig of yours worked on it; it was left out. Its cost is on the provider's bill.",
} as const;
