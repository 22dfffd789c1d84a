/** The two shapes a local model server answers in. */
export type Api = "openai" | "ollama";
export const APIS: readonly Api[] = ["openai", "ollama"];

export type Endpoint = {
  readonly url: string;
  readonly api: Api;
  readonly model: string;
  /** Sent as a bearer token where the server asks for one. */
  readonly key: string | null;
  readonly promptTokens: number;
  readonly maxTokens: number;
  readonly timeoutMs: number;
};

/** What one request was: how long until its first token and its end, and what the server counted. */
export type Answer = {
  readonly isFailed: boolean;
  readonly durationMs: number;
  readonly firstTokenMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Of a failure. */
  readonly why: string | null;
};

const PATHS: Readonly<Record<Api, string>> = { openai: "/v1/chat/completions", ollama: "/api/chat" };

/** Words are about tokens; each prompt begins differently, or the server would answer from its cache. */
const promptOf = (mark: string, tokens: number): string =>
  `Request ${mark}. Continue this list of words: ${"river ".repeat(Math.max(tokens - 20, 1))}`;

function bodyOf({ api, model, promptTokens, maxTokens }: Endpoint, mark: string): object {
  const messages = [{ role: "user", content: promptOf(mark, promptTokens) }];
  if (api === "ollama") return { model, messages, stream: true, options: { num_predict: maxTokens } };
  return { model, messages, stream: true, max_tokens: maxTokens, stream_options: { include_usage: true } };
}

/** Sends one request and reads its answer as it streams. Never throws: what goes wrong is a failed answer. */
export async function ask(endpoint: Endpoint, mark: string): Promise<Answer> {
  const began = performance.now();
  const reading = new Reading(endpoint.api, began);
  try {
    const response = await fetch(`${endpoint.url.replace(/\/+$/, "")}${PATHS[endpoint.api]}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(endpoint.key === null ? {} : { authorization: `Bearer ${endpoint.key}` }),
      },
      body: JSON.stringify(bodyOf(endpoint, mark)),
      signal: AbortSignal.timeout(endpoint.timeoutMs),
    });
    if (response.ok && response.body) {
      for await (const text of response.body.pipeThrough(new TextDecoderStream())) reading.add(text);
      reading.end();
    } else {
      await response.body?.cancel();
      reading.why = `the server answered ${response.status}`;
    }
  } catch (error) {
    reading.why = error instanceof Error ? causeOf(error) : String(error);
  }
  return reading.answer(performance.now() - began);
}

/** `fetch failed` says nothing; what it failed of does. */
const causeOf = (error: Error): string =>
  error.cause instanceof Error && error.cause.message !== "" ? error.cause.message : error.message;

class Reading {
  why: string | null = null;
  readonly #api: Api;
  readonly #began: number;
  #rest = "";
  #firstTokenMs: number | null = null;
  #inputTokens: number | null = null;
  #outputTokens: number | null = null;
  #isDone = false;

  constructor(api: Api, began: number) {
    this.#api = api;
    this.#began = began;
  }

  add(text: string): void {
    const lines = `${this.#rest}${text}`.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#line(line.trim());
  }

  end(): void {
    this.#line(this.#rest.trim());
    if (!this.#isDone) this.why ??= "the answer broke off";
  }

  #line(line: string): void {
    const text = this.#api === "openai" ? line.replace(/^data:\s*/, "") : line;
    if (text === "" || text.startsWith(":") || text.startsWith("event:")) return;
    if (text === "[DONE]") {
      this.#isDone = true;
      return;
    }
    const piece = objectIn(text);
    if (piece === null) return;
    if ("error" in piece) this.why = "the server reported an error in its answer";
    if (this.#api === "ollama") this.#ollama(piece);
    else this.#openai(piece);
  }

  #ollama(piece: Fields): void {
    const message = fieldsOf(piece.message);
    if (hasText(message?.content) || hasText(message?.thinking)) this.#sawToken();
    if (piece.done !== true) return;
    this.#isDone = true;
    this.#inputTokens = countOf(piece.prompt_eval_count);
    this.#outputTokens = countOf(piece.eval_count);
  }

  #openai(piece: Fields): void {
    const [choice] = Array.isArray(piece.choices) ? piece.choices.map(fieldsOf) : [];
    const delta = fieldsOf(choice?.delta);
    if (hasText(delta?.content) || hasText(delta?.reasoning_content) || hasText(delta?.reasoning)) this.#sawToken();
    if (typeof choice?.finish_reason === "string") this.#isDone = true;
    const usage = fieldsOf(piece.usage);
    if (!usage) return;
    this.#inputTokens = countOf(usage.prompt_tokens) ?? this.#inputTokens;
    this.#outputTokens = countOf(usage.completion_tokens) ?? this.#outputTokens;
  }

  #sawToken(): void {
    this.#firstTokenMs ??= performance.now() - this.#began;
  }

  answer(durationMs: number): Answer {
    return {
      isFailed: this.why !== null,
      durationMs,
      firstTokenMs: this.#firstTokenMs,
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      why: this.why,
    };
  }
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;

function objectIn(text: string): Fields | null {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return null; // a keep-alive, or a piece of another kind; an answer without its end is reported
  }
}

const hasText = (value: unknown): boolean => typeof value === "string" && value !== "";
const countOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
