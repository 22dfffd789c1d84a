import { AppError } from "../core/app-error.ts";
import { archiveEntries } from "../importers/source/containers/zip.ts";
import { detectEncoding } from "../importers/source/decode.ts";
import { unpacked } from "../importers/source/unpack.ts";

/** A history of rates is under 2 MB. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/**
 * A small file's text, held whole: plain, gzipped, or the only CSV of a ZIP archive (the form the ECB offers).
 * @throws AppError too-large, unreadable-file
 */
export async function readSmallText({
  fileName,
  bytes,
}: {
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
}): Promise<string> {
  const whole = await held(bytes, fileName);
  const plain = ZIP.every((byte, index) => whole[index] === byte)
    ? await onlyCsv(whole, fileName)
    : await held(unpacked(once(whole)), fileName);
  return new TextDecoder(detectEncoding(plain).encoding).decode(plain);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function held(bytes: AsyncIterable<Uint8Array>, fileName: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of bytes) {
    total += piece.byteLength;
    if (total > MAX_TEXT_BYTES)
      throw new AppError("too-large", `${fileName} holds more than 16 MB; a file of rates has less than 2.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function onlyCsv(archive: Uint8Array, fileName: string): Promise<Uint8Array> {
  const found: Uint8Array[] = [];
  for await (const entry of archiveEntries(once(archive)))
    if (entry.name.toLowerCase().endsWith(".csv")) found.push(await held(entry.bytes, entry.name));
  const [only, ...others] = found;
  if (!only || others.length > 0)
    throw new AppError("unreadable-file", `${fileName} holds ${found.length} CSV files; exactly one is wanted.`);
  return only;
}
