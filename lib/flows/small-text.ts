import { AppError } from "../core/app-error.ts";
import { filesOf } from "../importers/source/containers/files-of.ts";
import { wholeBytes } from "../importers/source/containers/whole.ts";
import { detectEncoding } from "../importers/source/decode.ts";
import { unpacked } from "../importers/source/unpack.ts";

/** A history of rates is under 2 MB. */
const MEBIBYTES = 16;

/**
 * A small file's text, held whole: plain, gzipped, or the only CSV of a ZIP archive (the form the ECB offers).
 * @throws AppError too-large, unreadable-file
 */
export async function readSmallText(given: { fileName: string; bytes: AsyncIterable<Uint8Array> }): Promise<string> {
  const texts: string[] = [];
  for await (const file of filesOf(given)) {
    if (file.isInArchive && !file.fileName.toLowerCase().endsWith(".csv")) continue;
    const bytes = await wholeBytes(unpacked(file.bytes), { what: "A file of rates", mebibytes: MEBIBYTES });
    texts.push(new TextDecoder(detectEncoding(bytes).encoding).decode(bytes));
  }
  const [only, ...others] = texts;
  if (only === undefined || others.length > 0)
    throw new AppError("unreadable-file", `${given.fileName} holds ${texts.length} CSV files; exactly one is wanted.`);
  return only;
}
