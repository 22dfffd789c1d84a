import { parentPort } from "node:worker_threads";
import { AppError } from "../../../core/app-error.ts";
import { parquetRows } from "./parquet-rows.ts";

/** The file first, then "next" for every piece. By message: a bundler may keep a thread's start data for itself. */
export type ToReader = Uint8Array | "next";
export type FromReader =
  | { readonly piece: string }
  | { readonly refusal: { code: string; message: string; details: Readonly<Record<string, unknown>> } }
  | { readonly isDone: true };

let pieces: AsyncGenerator<string> | null = null;
// One piece for each time it is asked, so that no more than one waits.
parentPort?.on("message", (message: ToReader) => {
  if (message === "next") void answer();
  else pieces = parquetRows(message);
});

async function answer(): Promise<void> {
  try {
    const next = await pieces?.next();
    say(next === undefined || next.done ? { isDone: true } : { piece: next.value });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say({ refusal: { code: error.code, message: error.message, details: error.details } });
  }
}

const say = (message: FromReader): void => parentPort?.postMessage(message);
