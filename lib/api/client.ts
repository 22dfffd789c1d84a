import type { DataKey } from "./query-keys.ts";
import { pathOf } from "./query-keys.ts";

/** A refusal or failure of the server, with the sentence it gave. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
  }
}

/** Reads the JSON a key stands for. @throws ApiError with the server's own sentence. */
export async function fetchKey<Data>(key: DataKey, signal?: AbortSignal): Promise<Data> {
  return call<Data>(pathOf(key), { method: "GET", ...(signal ? { signal } : {}) });
}

/** Sends JSON and reads JSON back. @throws ApiError */
export async function send<Data>(
  method: "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Data> {
  return call<Data>(path, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
}

async function call<Data>(path: string, init: RequestInit): Promise<Data> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: "same-origin" });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, "unreachable", "The server did not answer. Check the connection and try again.");
  }
  return readAnswer<Data>(response.status, await response.text());
}

/** The JSON of an answer, or its refusal as an ApiError. Shared with the upload, which does not use fetch. */
export function readAnswer<Data>(status: number, text: string): Data {
  const body = parse(text);
  // The route's schema stands for the shape of a success; the client does not check it a second time.
  if (status >= 200 && status < 300) return body as Data;
  const refusal = refusalOf(body);
  throw new ApiError(status, refusal.code, refusal.message);
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML page: reported by its status below
  }
}

function refusalOf(body: unknown): { code: string; message: string } {
  const inner = isRecord(body) && isRecord(body.error) ? body.error : body;
  const fallback = "The server could not answer. Try again; if it stays so, its log says why.";
  if (!isRecord(inner)) return { code: "internal", message: fallback };
  return {
    code: typeof inner.code === "string" ? inner.code : "internal",
    message: typeof inner.message === "string" ? inner.message : fallback,
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
