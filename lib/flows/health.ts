import { AppError } from "../core/app-error.ts";
import { answers } from "../db/health.ts";

/** @throws AppError database when it does not answer */
export async function checkHealth(): Promise<{ status: "ok" }> {
  if (await answers()) return { status: "ok" };
  throw new AppError("database", "The database does not answer.");
}
