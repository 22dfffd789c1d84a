import { AppError } from "../../../core/app-error.ts";

/**
 * A stream as one array of bytes, for files that can only be read from their end.
 * @throws AppError too-large, with what to do about a `what` beyond `mebibytes`
 */
export async function wholeBytes(
  bytes: AsyncIterable<Uint8Array>,
  { what, mebibytes }: { what: string; mebibytes: number },
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > mebibytes * 1024 ** 2)
      throw new AppError("too-large", `${what} may hold ${mebibytes} MB at most. Export shorter periods, or as CSV.`);
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}
