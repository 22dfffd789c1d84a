import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AppError } from "../../core/app-error.ts";
import { ByteReader } from "./containers/byte-reader.ts";
import { isGzip } from "./decode.ts";

/** What a compressed file may unpack to: in all, and once it is large for each of its own bytes. */
const MAX_UNPACKED_BYTES = 16 * 1024 ** 3;
const MAX_RATIO = 600;
const RATIO_FROM_BYTES = 64 * 1024 ** 2;

/** Gunzips when the first bytes say so, within limits; otherwise passes the bytes on. */
export async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(bytes);
  yield* isGzip(await reader.peek(2)) ? gunzipped(reader.rest()) : reader.rest();
}

/** @throws AppError unreadable-file (damaged), too-large (a bomb, or beyond 16 GB) */
export async function* gunzipped(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const count = { packed: 0, unpacked: 0 };
  const source = Readable.from(counted(bytes, count));
  source.on("error", (error) => gunzip.destroy(error));
  try {
    for await (const piece of source.pipe(gunzip)) {
      count.unpacked += piece.length;
      if (count.unpacked > MAX_UNPACKED_BYTES)
        throw new AppError("too-large", "This file unpacks to more than 16 GB. Export shorter periods.");
      if (count.unpacked > RATIO_FROM_BYTES && count.unpacked > count.packed * MAX_RATIO)
        throw new AppError(
          "too-large",
          `This file unpacks to more than ${MAX_RATIO} times its size, as no export does.`,
        );
      yield piece;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "unreadable-file",
      "This gzip file is cut off or damaged. Download it again and upload the new copy.",
      { cause: String(error) },
    );
  } finally {
    source.destroy();
  }
}

async function* counted(bytes: AsyncIterable<Uint8Array>, count: { packed: number }): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    count.packed += piece.length;
    yield piece;
  }
}
