/** What went wrong, as a code that routes map to a status, and a sentence that says what to do next. */
export type AppErrorCode =
  | "not-found"
  | "forbidden"
  | "signed-out"
  | "invalid-input"
  | "conflict"
  | "too-large"
  | "too-many-requests"
  | "unreadable-file"
  | "unknown-format"
  | "ambiguous-format"
  | "blocked-by-issues"
  | "overlap"
  | "month-closed"
  | "not-configured"
  | "database"
  | "internal";

export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: AppErrorCode, message: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }
}
