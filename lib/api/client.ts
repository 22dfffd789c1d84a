import type { DataKey } from "./query-keys.ts";
import { pathOf } from "./query-keys.ts";

/** A refusal or failure of the server, with the sentence it gave. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** For a form: which fields do not fit, as dotted paths, and why. */
  readonly fields: readonly { readonly path: string; readonly message: string }[];

  constructor(status: number, code: string, message: string, fields: ApiError["fields"] = []) {
    super(message);
    this.fields = fields;
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
  throw refusal(status, body);
}

function parse(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML page: reported by its status below
  }
}

/** Refusals are problem+json (RFC 9457): `detail` is the sentence for people. */
function refusal(status: number, body: unknown): ApiError {
  const problem = isRecord(body) ? body : {};
  const detail =
    typeof problem.detail === "string"
      ? problem.detail
      : "The server could not answer. Try again; if it stays so, its log says why.";
  const fields = Array.isArray(problem.fields) ? problem.fields.filter(isField) : [];
  return new ApiError(status, typeof problem.code === "string" ? problem.code : "internal", detail, fields);
}

const isField = (value: unknown): value is ApiError["fields"][number] =>
  isRecord(value) && typeof value.path === "string" && typeof value.message === "string";
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
