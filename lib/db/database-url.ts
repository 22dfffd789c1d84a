import { AppError } from "../core/app-error.ts";
import { env } from "../env.ts";

// On globalThis because Next and vitest load a module more than once in one process.
const holder = globalThis as { tokenwattDatabaseUrl?: string };

/** Says which database this process uses from now on: the embedded server's address, or a test's own database. */
export function nameDatabase(url: string): void {
  holder.tokenwattDatabaseUrl = url;
}

/** @throws AppError not-configured when nobody named a database. */
export function databaseUrl(): string {
  const url = holder.tokenwattDatabaseUrl ?? env.DATABASE_URL;
  if (url) return url;
  throw new AppError("not-configured", "No database is named. Start Tokenwatt with `npm start`, or set DATABASE_URL.");
}
