import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

/** A server built to a known capacity: so many answers at once, each after a fixed time; more wait in line. */
export type ModelServer = {
  readonly url: string;
  readonly asked: () => number;
  close(): Promise<void>;
};

export type Built = {
  readonly slots: number;
  readonly prefillMs: number;
  /** Tokens of an answer, and the time between two of them. */
  readonly tokens: number;
  readonly tokenMs: number;
  /** Every so many requests one is refused with 503; 0 = none. */
  readonly failsEvery?: number;
  /** OpenAI-compatible servers that leave the counts out. */
  readonly hasNoUsage?: boolean;
};

const PROMPT_TOKENS = 64;

/** Answers as OpenAI-compatible servers and Ollama do, streaming or whole, on 127.0.0.1. For tests. */
export async function startModelServer(built: Built): Promise<ModelServer> {
  const slots = new Slots(built.slots);
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const isRefused = built.failsEvery ? asked % built.failsEvery === 0 : false;
    void answer({ request, response, built, slots, isRefused });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

class Slots {
  #free: number;
  readonly #line: (() => void)[] = [];
  constructor(free: number) {
    this.#free = free;
  }
  async take(): Promise<void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
  }
  give(): void {
    const next = this.#line.shift();
    if (next) next();
    else this.#free += 1;
  }
}

type Asked = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly built: Built;
  readonly slots: Slots;
  readonly isRefused: boolean;
};

async function answer({ request, response, built, slots, isRefused }: Asked): Promise<void> {
  let text = "";
  for await (const piece of request) text += piece;
  const isOllama = request.url === "/api/chat";
  if (isRefused || (!isOllama && request.url !== "/v1/chat/completions")) {
    response.writeHead(isRefused ? 503 : 404).end('{"error":"no"}');
    return;
  }
  const isStreaming = JSON.parse(text).stream === true;
  await slots.take();
  try {
    await wait(built.prefillMs);
    if (isStreaming) await stream(response, built, isOllama ? OLLAMA : openai(built));
    else {
      await wait(built.tokens * built.tokenMs);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(whole(built, isOllama)));
    }
  } finally {
    slots.give();
  }
}

type Shape = { readonly piece: (token: string) => string; readonly end: (tokens: number) => string };

async function stream(response: ServerResponse, built: Built, shape: Shape): Promise<void> {
  response.writeHead(200);
  for (let token = 0; token < built.tokens; token += 1) {
    response.write(shape.piece(`t${token} `));
    await wait(built.tokenMs);
  }
  response.end(shape.end(built.tokens));
}

const OLLAMA: Shape = {
  piece: (content) => `${JSON.stringify({ model: "m", message: { role: "assistant", content }, done: false })}\n`,
  end: (tokens) =>
    `${JSON.stringify({ model: "m", message: { role: "assistant", content: "" }, done: true, prompt_eval_count: PROMPT_TOKENS, eval_count: tokens })}\n`,
};

const openai = ({ hasNoUsage }: Built): Shape => ({
  piece: (content) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`,
  end: (tokens) =>
    [
      { choices: [{ index: 0, delta: {}, finish_reason: "length" }] },
      ...(hasNoUsage ? [] : [{ choices: [], usage: { prompt_tokens: PROMPT_TOKENS, completion_tokens: tokens } }]),
    ]
      .map((piece) => `data: ${JSON.stringify(piece)}\n\n`)
      .join("")
      .concat("data: [DONE]\n\n"),
});

const whole = ({ tokens }: Built, isOllama: boolean) =>
  isOllama
    ? {
        model: "m",
        message: { role: "assistant", content: "words" },
        done: true,
        prompt_eval_count: PROMPT_TOKENS,
        eval_count: tokens,
      }
    : {
        choices: [{ index: 0, message: { role: "assistant", content: "words" }, finish_reason: "length" }],
        usage: { prompt_tokens: PROMPT_TOKENS, completion_tokens: tokens },
      };
