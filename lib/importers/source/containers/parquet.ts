import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError, type AppErrorCode } from "../../../core/app-error.ts";
import type { FromReader, ToReader } from "./parquet-worker.ts";

/** From the working directory, which is Tokenwatt's folder for every process of it: a bundle has no place of its own. */
const READER = "lib/importers/source/containers/parquet-worker.ts";
/** The longest a piece of some thousand rows may take; a sound file takes a fraction of it. */
const PIECE_LIMIT_MS = 30_000;
const READER_HEAP_MB = 1024;

/**
 * A Parquet file as comma separated text, a header and then row after row; some thousand rows are held at a time. It is read
 * in a thread of its own: a damaged page can make the decoder count without end, and a thread can be ended.
 * @throws AppError unreadable-file, too-large
 */
export async function* parquetText(
  file: Uint8Array,
  { pieceLimitMs = PIECE_LIMIT_MS }: { pieceLimitMs?: number } = {},
): AsyncGenerator<string> {
  const worker = new Worker(join(process.cwd(), READER), {
    resourceLimits: { maxOldGenerationSizeMb: READER_HEAP_MB },
  });
  try {
    worker.postMessage(file satisfies ToReader);
    for (;;) {
      const answer = await askNext(worker, pieceLimitMs);
      if ("piece" in answer) yield answer.piece;
      else if ("refusal" in answer)
        throw new AppError(answer.refusal.code as AppErrorCode, answer.refusal.message, answer.refusal.details); // it comes from an AppError
      else return;
    }
  } finally {
    await worker.terminate();
  }
}

function askNext(worker: Worker, limitMs: number): Promise<FromReader> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      void worker.terminate();
      end(() => reject(damaged("no end to a page of it")));
    }, limitMs);
    const onMessage = (answer: FromReader) => end(() => resolve(answer));
    const onError = (error: Error) => end(() => reject(damaged(String(error))));
    const onExit = () => end(() => reject(damaged("the reader ended")));
    const end = (settle: () => void) => {
      clearTimeout(late);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      settle();
    };
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage("next" satisfies ToReader);
  });
}

const damaged = (cause: string): AppError =>
  new AppError("unreadable-file", "This Parquet file is cut off or damaged. Download it again.", { cause });
