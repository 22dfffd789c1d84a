import { stampBeside } from "../source/line-stamp.ts";

/** One request of Ollama's log, as texts. */
export type GinRequest = {
  /** `2026/01/28 05:07:10`: when it ended, in the server's zone. */
  readonly stamp: string;
  /** The same time with its zone, where it stands beside the line. */
  readonly zonedStamp: string | null;
  readonly status: number;
  readonly duration: string;
  /** Blank where the server writes none; never kept. */
  readonly client: string;
  readonly method: string;
  /** Without what follows a question mark. */
  readonly path: string;
};

/** What stands before `[GIN]` is the journal's or the container's; a container's own JSON log escapes the quotes. */
const GIN =
  /\[GIN\]\s+(\d{4}\/\d\d\/\d\d) - (\d\d:\d\d:\d\d) \|\s*(\d{3})\s*\|\s*(\S+)\s*\|\s*([^|\s]*)\s*\|\s*([A-Z]+)\s+\\?"([^"\\]+)\\?"/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's colours begin with one.
const COLOUR = /(?:\u001b|\\u001b)\[[0-9;]*m/g;

/** Paths that ask a model; lists, pulls and checks do not. */
const INFERENCE = new Set([
  "/api/chat",
  "/api/generate",
  "/api/embed",
  "/api/embeddings",
  "/v1/chat/completions",
  "/v1/completions",
  "/v1/embeddings",
  "/v1/responses",
  "/v1/messages",
]);

/** Other programs log in the same form; these paths are Ollama's. */
export const isOllamas = ({ path, method }: GinRequest): boolean =>
  /^\/(?:api\/(?:chat|generate|embed|embeddings|tags|show|pull|push|ps|version|create|copy|delete|blobs|me)\b|v1\/(?:chat\/completions|completions|embeddings|models|responses|messages)\b)/.test(
    path,
  ) ||
  (path === "/" && method === "HEAD");

export const isGinLine = (line: string): boolean => line.includes("[GIN]");

export const withoutColours = (line: string): string =>
  line.includes("u001b") || line.includes("\u001b") ? line.replaceAll(COLOUR, "") : line;

/** The request a line tells of; null when it is no such line. */
export function ginRequest(line: string): GinRequest | null {
  if (!isGinLine(line)) return null;
  const match = GIN.exec(line);
  if (!match) return null;
  const [, day = "", time = "", status = "", duration = "", client = "", method = "", path = ""] = match;
  return {
    stamp: `${day} ${time}`,
    zonedStamp: stampBeside(line),
    status: Number(status),
    duration,
    client,
    method,
    path: path.split("?")[0] ?? "",
  };
}

export const isInference = ({ method, path }: GinRequest): boolean =>
  method === "POST" && INFERENCE.has(path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path);
