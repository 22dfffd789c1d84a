import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "../../core/app-error.ts";
import { isGzip } from "./decode.ts";

/** What a compressed file may unpack to. */
const MAX_UNPACKED_BYTES = 16 * 1024 ** 3;

/** Gunzips when the first bytes say so, within a limit; otherwise passes the bytes on. */
export async function* unpacked(
  bytes: AsyncIterable<Uint8Array>,
  onPiece: (piece: Uint8Array) => void = () => {},
): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const all = resumed(first.value, iterator);
  const source: AsyncIterable<Uint8Array> = isGzip(first.value) ? gunzipped(all) : all;
  let total = 0;
  for await (const piece of source) {
    total += piece.byteLength;
    if (total > MAX_UNPACKED_BYTES)
      throw new AppError("too-large", "This file unpacks to more than 16 GB. Export shorter periods.");
    onPiece(piece);
    yield piece;
  }
}

async function* resumed(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (;;) {
    const next = await rest.next();
    if (next.done) return;
    yield next.value;
  }
}

async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const source = Readable.from(bytes);
  source.on("error", (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "unreadable-file",
      "This gzip file is cut off or damaged. Download it again and upload the new copy.",
      { cause: String(error) },
    );
  }
}
