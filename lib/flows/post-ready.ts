import type { PostedReady } from "../api/wire/records.ts";
import { AppError } from "../core/app-error.ts";
import { pool } from "../db/client.ts";
import { readImports } from "../db/imports.ts";
import { postImport } from "./post-import.ts";

const MOST_AT_ONCE = 10_000;

/**
 * Posts every import that waits for nothing but review, in the order in which they came. What is refused (money that
 * another file counts already) stays ready and is said; it does not stop the others.
 */
export async function postReady({ by, nowMs = Date.now() }: { by: string; nowMs?: number }): Promise<PostedReady> {
  const posted: number[] = [];
  const refused: PostedReady["refused"] = [];
  const waiting = (await readImports(pool, { limit: MOST_AT_ONCE })).filter((row) => row.state === "ready");
  for (const { id, fileName } of waiting.reverse()) {
    try {
      await postImport({ importId: id, by, nowMs });
      posted.push(id);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused.push({ id, fileName, message: error.message });
    }
  }
  return { posted, refused };
}
