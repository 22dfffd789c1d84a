import { AppError, type AppErrorCode } from "../core/app-error.ts";
import { log } from "../log.ts";

/** What a refused request gets, as `application/problem+json` (RFC 9457). `detail` is a sentence for people. */
export type Problem = {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly code: AppErrorCode;
  readonly detail: string;
  /** For invalid-input: which fields, as dotted paths, and why. */
  readonly fields?: readonly { readonly path: string; readonly message: string }[];
  readonly details?: Readonly<Record<string, unknown>>;
};

const STATUS: Readonly<Record<AppErrorCode, { status: number; title: string }>> = {
  "not-found": { status: 404, title: "Not found" },
  forbidden: { status: 403, title: "Not allowed" },
  "signed-out": { status: 401, title: "Signed out" },
  "invalid-input": { status: 400, title: "Invalid input" },
  conflict: { status: 409, title: "Conflict" },
  "too-large": { status: 413, title: "Too large" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "unreadable-file": { status: 422, title: "Unreadable file" },
  "unknown-format": { status: 422, title: "Unknown format" },
  "ambiguous-format": { status: 422, title: "Ambiguous format" },
  "blocked-by-issues": { status: 422, title: "Blocked by issues" },
  overlap: { status: 409, title: "Overlapping import" },
  "month-closed": { status: 409, title: "Month closed" },
  "not-configured": { status: 503, title: "Not configured" },
  database: { status: 503, title: "Database" },
  internal: { status: 500, title: "Internal error" },
};

export function problemOf(error: AppError, fields?: Problem["fields"]): Problem {
  const { status, title } = STATUS[error.code];
  const field = error.details.field;
  const named = fields ?? (typeof field === "string" ? [{ path: field, message: error.message }] : undefined);
  const hasDetails = status < 500 && Object.keys(error.details).length > 0;
  return {
    type: "about:blank",
    title,
    status,
    code: error.code,
    detail: error.message,
    ...(named && { fields: named }),
    ...(hasDetails && { details: error.details }),
  };
}

export function problemResponse(problem: Problem): Response {
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  const waitSeconds = problem.details?.waitSeconds;
  if (typeof waitSeconds === "number") headers.set("retry-after", String(waitSeconds));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

// Node's and PostgreSQL's words for a database that cannot be reached: refused, reset, timed out, shutting down.
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTFOUND|EPIPE|57P0[1-3]|08\d{3}|P1001|P1017)$/;

/** Any error as a response: ours as it says, the rest logged under a number that the answer names, and nothing more told. */
export function errorResponse(error: unknown, request: Request): Response {
  if (error instanceof AppError) {
    if (STATUS[error.code].status >= 500) log.error({ err: error, url: request.url }, error.message);
    return problemResponse(problemOf(error));
  }
  const reference = crypto.randomUUID().slice(0, 8);
  log.error({ err: error, reference, method: request.method, path: new URL(request.url).pathname }, "request failed");
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const ours = UNREACHABLE.test(code)
    ? new AppError("database", "The database does not answer. Try again in a moment.")
    : new AppError("internal", `Something went wrong here. The server's log has it under ${reference}.`);
  return problemResponse(problemOf(ours));
}
