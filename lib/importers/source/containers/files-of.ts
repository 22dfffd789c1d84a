import { AppError } from "../../../core/app-error.ts";
import { ByteReader } from "./byte-reader.ts";
import { kindOf } from "./file-kind.ts";
import { archiveEntries } from "./zip.ts";

/** One file to read, named `outer.zip/inner.csv` when it came in an archive. Read it before asking for the next. */
export type InnerFile = {
  readonly fileName: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly isInArchive: boolean;
};

/**
 * The files in an upload: an archive's, one after the other, or the upload itself.
 * @throws AppError unreadable-file (an archive damaged, or with nothing in it), too-large
 */
export async function* filesOf(given: {
  fileName: string;
  bytes: AsyncIterable<Uint8Array>;
}): AsyncGenerator<InnerFile> {
  const reader = new ByteReader(given.bytes);
  if ((await kindOf(reader)) !== "zip") {
    yield { ...given, bytes: reader.rest(), isInArchive: false };
    return;
  }
  let count = 0;
  for await (const { name, bytes } of archiveEntries(reader.rest())) {
    count += 1;
    yield { fileName: `${given.fileName}/${name}`, bytes, isInArchive: true };
  }
  if (count === 0) throw new AppError("unreadable-file", `${given.fileName} is an archive with no files in it.`);
}
