import { parentPort, workerData } from "node:worker_threads";
import { AppError } from "../../../core/app-error.ts";
import { parquetRows } from "./parquet-rows.ts";

export type ToReader = "next";
export type FromReader =
  | { readonly piece: string }
  | { readonly refusal: { code: string; message: string; details: Readonly<Record<string, unknown>> } }
  | { readonly isDone: true };

// One piece for each time it is asked, so that no more than one waits.
const pieces = parquetRows(workerData as Uint8Array); // parquet.ts sends it
parentPort?.on("message", () => void answer());

async function answer(): Promise<void> {
  try {
    const { done, value } = await pieces.next();
    say(done ? { isDone: true } : { piece: value });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    say({ refusal: { code: error.code, message: error.message, details: error.details } });
  }
}

const say = (message: FromReader): void => parentPort?.postMessage(message);
